"""What was judged of each contribution by people who did not know its fate."""

from __future__ import annotations

from typing import Any

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Table, Truths, drawn, flags, only, stream
from exampleton.effects import Effects
from exampleton.endings import SHARE_PLANNED


def judgements(seed: int, effects: Effects, created: Dates, kinds: list[str]) -> Table:
    """Feasible, in line with the earlier plan, given in the synthesis; and what a comment replies to."""
    rng = stream(seed, "judgements")
    size = len(kinds)
    aligned = drawn(rng, {"-1": 0.2, "0": 0.8 - SHARE_PLANNED, "1": SHARE_PLANNED}, size)
    feasible = drawn(rng, {"yes": 0.75, "no": 0.25}, size)
    critical = np.array([word == "-1" for word in aligned])
    kept = rng.random(size) < np.where(critical, effects.kept_if_critical, effects.kept_otherwise)
    in_time = created < town.END
    return {
        "feasible": feasible,
        "aligned": aligned,
        "in_synthesis": only(in_time, flags(kept)),
        "parent": _replies(rng, np.array([kind == "comment" for kind in kinds])),
    }


def _replies(rng: np.random.Generator, comment: Truths) -> list[Any]:
    """Each comment answers one of the contributions before it."""
    earlier = np.floor(rng.random(len(comment)) * np.arange(len(comment))).astype(int).tolist()
    return only(comment & (np.arange(len(comment)) > 0), [f"C{place + 1:03d}" for place in earlier])
