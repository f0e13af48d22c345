"""The votes on statements: of everybody with the same chance, and those of test accounts."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Integers, Table, Truths, iso, joined, numbered, stream, words
from exampleton.effects import Effects
from exampleton.people import ACCOUNTS, PARTICIPANTS, People

VOTES = 6_000


def cast(
    seed: int, effects: Effects, people: People, created: Dates, open_to_all: Truths
) -> tuple[Table, Integers, Integers]:
    """Every participant votes on every published statement of the process with the same chance."""
    rng = stream(seed, "vote")
    closed = (town.INPUT_CLOSED + np.timedelta64(1, "D")).astype("datetime64[s]")
    open_to_vote = np.flatnonzero(open_to_all & (created < closed))
    pairs = rng.permutation(len(open_to_vote) * len(PARTICIPANTS))[:VOTES]
    place, who = np.divmod(pairs, len(PARTICIPANTS))
    about = open_to_vote[place]
    at = created[about] + ((closed - created[about]).astype(np.int64) * rng.random(len(pairs))).astype(
        "timedelta64[s]"
    )
    order = np.lexsort((who, about, at))
    about, who, at = about[order], who[order], at[order]
    lean = rng.normal(0.0, 1.0, len(created))
    side = np.array([1.0, -1.0, 0.0])[people.opinion[who]]
    mood = lean[about] * side + rng.normal(0.2, 1.0, len(pairs))
    value = np.where(mood > 0.3, 1, np.where(mood < -0.5, -1, 0))
    table: Table = {
        "actor": words(PARTICIPANTS, who),
        "contribution": words(numbered("C", len(created)), about),
        "value": value.tolist(),
        "at": iso(at),
        "channel": ["online"] * len(pairs),
        "origin_key": [f"k{number:05x}" for number in (who * 7919 + 104_729).tolist()],
    }
    support = np.bincount(about[value == 1], minlength=len(created))
    against = np.bincount(about[value == -1], minlength=len(created))
    return joined(table, _by_staff(seed, effects, created, open_to_vote)), support, against


def _by_staff(seed: int, effects: Effects, created: Dates, open_to_vote: Integers) -> Table:
    """Votes of test accounts for a few statements; the counts on the platform leave them out."""
    rng = stream(seed, "vote by staff")
    size = effects.staff_votes
    pairs = rng.permutation(len(open_to_vote) * len(ACCOUNTS))[:size]
    about, who = open_to_vote[pairs // len(ACCOUNTS)], pairs % len(ACCOUNTS)
    return {
        "actor": words(ACCOUNTS, who),
        "contribution": words(numbered("C", len(created)), about),
        "value": [1] * size,
        "at": iso(created[about] + rng.integers(600, 600_000, size).astype("timedelta64[s]")),
        "channel": ["online"] * size,
        "origin_key": [f"k{number:05x}" for number in (who * 6151 + 98_317).tolist()],
    }
