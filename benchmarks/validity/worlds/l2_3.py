"""L2.3: meetings to which two opposed interests send people; a few regulars come almost always.

Each seat is the first interest's with a chance that the meeting leans to, on average ``truth / (1 + truth)``; the
sizes and lengths of the meetings do not depend on it, so that the ratio of all seat-hours estimates ``truth``.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.crowds import leaning, with_gaps
from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import START, Tables, World, csv

SIDES = ("builders", "residents")
POOL = 60


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """About fifteen people at each meeting, drawn from sixty on either side."""
    people = rng.integers(8, 24, size)
    builders = rng.binomial(people, leaning(rng, truth / (1 + truth), np.arange(size), shared=0.08))
    zeal = 1 / np.arange(1, POOL + 1) ** 0.7
    actor, event = [], []
    for number, (seats, first) in enumerate(zip(people.tolist(), builders.tolist(), strict=True)):
        for side, own in zip(SIDES, (first, seats - first), strict=True):
            chosen = rng.choice(POOL, own, replace=False, p=zeal / zeal.sum())
            actor += [f"{side}-{one}" for one in chosen.tolist()]
            event += [f"m{number}"] * own
    ids = [f"{side}-{one}" for side in SIDES for one in range(POOL)]
    sides = np.repeat(np.array(SIDES, dtype=object), POOL)
    days = [START + dt.timedelta(days=int(day)) for day in rng.integers(0, 1000, size)]
    starts = [f"{day}T18:00:00" for day in days]
    meetings = [f"m{number}" for number in range(size)]
    return {
        "actor": csv("id,kind,attr_interest", ids, "person", with_gaps(rng, sides, 0.02)),
        "event": csv("id,kind,start,hours", meetings, "meeting", starts, rng.choice([1.5, 2, 3], size)),
        "participation": csv("actor,event", actor, event),
    }


WORLD = World(
    indicator="L2.3",
    subjects=("any.builders.against.residents",),
    sizes=(6, 24, 100),
    counted="meetings",
    null=1.0,
    matters=1.5,
    tables=tables,
    facts={
        "attributes": {"interest": {"label": "Interest", "categories": list(SIDES), "order": "none"}},
        **agreed_line("L2.3", "*.against.*", 1.0, 0.5),
    },
    features="meetings of unequal size and length that lean to one side, regulars, 2 % of unknown interest",
)
