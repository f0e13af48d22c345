"""E4.2: days with a petition, a question or a ruling before and after the start.

An affair begins on a day with a chance that is ``truth`` times as high afterwards and brings one more day on average
within the week; a day with a campaign brings many letters and is one occasion. Without overlaps, which are rare, the
ratio of occasions is ``truth``.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import AS_OF, START, Tables, World, csv

KEPT_FROM = dt.date(2019, 1, 1)
KINDS = ("oversight", "prevention", "judgement")


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """About ``size`` occasions in all if nothing changes."""
    days = (AS_OF - KEPT_FROM).days + 1
    later = np.arange(days) >= (START - KEPT_FROM).days
    chance = size / days / len(KINDS) / 2 * np.where(later, truth, 1.0)
    kind, day = np.nonzero(rng.random((len(KINDS), days)) < chance)
    again = rng.poisson(1.0, len(day))
    kind, day = (
        np.r_[kind, np.repeat(kind, again)],
        np.r_[day, np.repeat(day, again) + rng.integers(1, 7, again.sum())],
    )
    kind, day = kind[day < days], day[day < days]
    letters = 1 + rng.poisson(0.5, len(day)) + 20 * (rng.random(len(day)) < 0.05)
    which, when = np.repeat(kind, letters).tolist(), np.repeat(day, letters).tolist()
    moments = [f"{KEPT_FROM + dt.timedelta(days=one)}T12:00:00" for one in when]
    keys = [f"v{number}" for number in range(len(when))]
    return {"complaint": csv("id,kind,at", keys, [KINDS[one] for one in which], moments)}


WORLD = World(
    indicator="E4.2",
    subjects=("voices.all",),
    sizes=(30, 300, 1500),
    counted="occasions",
    null=1.0,
    matters=0.8,
    tables=tables,
    facts={"coverage": {"complaint": {"kept_from": KEPT_FROM, "kept_until": AS_OF, "complete": "yes"}}},
    features="affairs of several days, campaigns of many letters on one day",
)
