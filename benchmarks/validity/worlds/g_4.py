"""G-4: renegotiations of goals over ten years, at a rate of ``truth`` days with one per quarter.

On each day something is renegotiated with the chance that makes ``truth`` such days per quarter of 91.3125 days.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import AS_OF, Tables, World, csv

BEGAN, QUARTER = dt.date(2015, 1, 1), 365.25 / 4


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` goals at the start; on a day of renegotiation one to three of them are replaced."""
    days = np.flatnonzero(rng.random((AS_OF - BEGAN).days + 1) < truth / QUARTER)
    times = np.repeat(days, rng.integers(1, 4, len(days)))
    old = rng.integers(0, size, len(times))
    keys = [f"z{number}" for number in range(size + len(times))]
    dates = [BEGAN] * size + [BEGAN + dt.timedelta(days=int(day)) for day in times]
    replaced = [None] * size + [keys[number] for number in old]
    return {
        "goal": csv("id,owner_group,recorded_on,replaces", keys, "city", dates, replaced),
        "stakeholder_group": "id,label,side\ncity,City,internal\n",
    }


WORLD = World(
    indicator="G-4",
    subjects=("rate",),
    sizes=(10, 50),
    counted="goals at the start of ten years",
    null=0.5,
    matters=1.0,
    tables=tables,
    facts={
        "process": {"start": BEGAN},
        "coverage": {"goal": {"kept_from": BEGAN, "kept_until": AS_OF, "complete": "yes"}},
    }
    | agreed_line("G-4", "rate", 0.5, 0.5),
    features="several goals replaced on one day",
)
