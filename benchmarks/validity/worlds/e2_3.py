"""E2.3: days until an answer, cut at sixty, area by area.

An area's mean wait varies; over areas it is 20 days in the better-off half and 20 + ``truth`` in the other. Waits
are rounded up or down at random, which leaves their means as they are; sixty days stand for no answer yet.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.areas import drawn_areas
from benchmarks.validity.world import AS_OF, START, Tables, World, csv

HORIZON, OFTEN, NO_AREA = 60, 20.0, 0.1


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Contributions of the first two and a half years, each in an area or, one in ten, in none."""
    areas = drawn_areas(rng, int(np.clip(size // 10, 12, 60)), 40_000)
    number = len(areas.people)
    poorer = np.arange(number) < (number + 1) // 2
    mean = (OFTEN + truth * poorer) / HORIZON
    own = rng.beta(20 * mean, 20 * (1 - mean))
    area = rng.choice(number, size, p=areas.share)
    wait = HORIZON * rng.beta(1.5 * own[area], 1.5 * (1 - own[area]))
    days = np.floor(wait + rng.random(size)).astype(int)
    created = [
        START + dt.timedelta(days=int(day)) for day in rng.integers(0, (AS_OF - START).days - 100, size)
    ]
    answered = [
        None if wait >= HORIZON else f"{day + dt.timedelta(days=int(wait))}T10:00:00"
        for day, wait in zip(created, days, strict=True)
    ]
    moments = [f"{day}T09:00:00" for day in created]
    where = np.where(rng.random(size) < NO_AREA, "", areas.names[area])
    keys = [f"c{number}" for number in range(size)]
    head = "id,kind,area,created_at,answered_at"
    return {
        "contribution": csv(head, keys, "proposal", where, moments, answered),
        "neighbourhood": areas.table,
    }


WORLD = World(
    indicator="E2.3",
    subjects=("wait.poorer_areas",),
    sizes=(120, 1000, 6000),
    counted="contributions",
    null=0.0,
    matters=7.0,
    tables=tables,
    features="12 to 60 unequal areas with a pace of their own; one contribution in ten has no area",
)
