"""Petitions, protests, appeals, complaints and incidents, two years before the start and since."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Table, at_hour, drawn, flags, iso, numbered, only, stream, words
from exampleton.effects import Effects

FIRST_DAY = np.datetime64("2019-01-01")
VOICES_A_DAY = 0.13
REDRESS_A_DAY = 0.045

_PROMISED_DAYS = 60
_SPREAD = 0.7


def complaint(seed: int, effects: Effects) -> Table:
    """Voices are heard at a constant rate before the start and at the planted one since; so is all else."""
    rng = stream(seed, "complaint")
    before, since = _days(FIRST_DAY, town.START), _days(town.START, town.AS_OF)
    voices = VOICES_A_DAY * (before + since * effects.voices)
    size = rng.poisson([voices, REDRESS_A_DAY * (before + since), 9.0])
    # Days are drawn from the time before and since in proportion to what happens there.
    share_before = (before / (before + since * effects.voices), before / (before + since), 0.0)
    early = np.concatenate(
        [rng.random(count) < share for count, share in zip(size.tolist(), share_before, strict=True)]
    )
    kinds = [
        *drawn(rng, {"oversight": 0.5, "prevention": 0.3, "judgement": 0.2}, int(size[0])),
        *["redress"] * int(size[1]),
        *drawn(rng, {"incident": 0.6, "data": 0.4}, int(size[2])),
    ]
    total = len(kinds)
    place = rng.random(total)
    at: Dates = np.where(
        early,
        FIRST_DAY + np.floor(place * before).astype(np.int64),
        town.START + np.floor(place * since).astype(np.int64),
    )
    middle = np.log(_PROMISED_DAYS) - _SPREAD * NormalDist().inv_cdf(effects.settled_within_60_days)
    days = np.ceil(rng.lognormal(middle, _SPREAD, total)).astype(np.int64)
    order = np.argsort(at, kind="stable")
    at, days, kinds = at[order], days[order], [kinds[number] for number in order.tolist()]
    settled = at + days <= town.AS_OF
    return {
        "id": numbered("K", total),
        "kind": kinds,
        "at": iso(at_hour(at, 9)),
        "duty": words(numbered("DU", 24, 2), rng.integers(0, 24, total)),
        "forum": drawn(rng, {"ombudsperson": 0.5, "council committee": 0.3, "court": 0.2}, total),
        "admissible": drawn(rng, {"yes": 0.85, "no": 0.1, "unknown": 0.05}, total),
        "referred": rng.poisson(0.3, total).tolist(),
        "resolved_at": only(settled, iso(at_hour(np.add(at, days), 9))),
        "upheld": only(settled, flags(rng.random(total) < 0.4)),
        "third_party_harm": ["no"] * total,
    }


def _days(first: np.datetime64, last: np.datetime64) -> int:
    return int((last - first).astype(np.int64))
