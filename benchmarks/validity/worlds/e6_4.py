"""E6.4: unpaid work by people of ten areas; a few of them give most of the hours.

A worker lives in an area with a chance of ``people · (1 + c · side)``, side being the area's place from -1 to 1.
Hours do not depend on it, so that the index of hours is c times the mean of side² over the people: c is chosen
such that this is ``truth``.
"""

import numpy as np

from benchmarks.validity.crowds import with_gaps
from benchmarks.validity.world import Tables, World, csv

PEOPLE = np.array([900, 1500, 400, 2100, 1200, 800, 1700, 600, 1100, 1900])


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One row for each spell of work; a person's hours are log-normal."""
    part = PEOPLE / PEOPLE.sum()
    side = 2 * (np.cumsum(part) - part / 2) - 1
    chance = part * (1 + truth / float(part @ side**2) * side)
    area = rng.choice(len(PEOPLE), size, p=chance / chance.sum())
    hours = np.round(4 * np.exp(rng.normal(2.0, 0.9, size))) / 4
    names = [f"p{number}" for number in range(size)]
    ids = [f"area {number}" for number in range(len(PEOPLE))]
    return {
        "neighbourhood": csv("id,population,deprivation_rank", ids, PEOPLE, np.arange(1, len(PEOPLE) + 1)),
        "actor": csv(
            "id,kind,area", names, "person", with_gaps(rng, [ids[one] for one in area.tolist()], 0.01)
        ),
        "participation": csv("actor,date,activity,hours", names, "2023-05-06", "work", hours),
    }


WORLD = World(
    indicator="E6.4",
    subjects=("hours.areas",),
    sizes=(40, 300, 3000),
    counted="people who work without pay",
    null=0.0,
    matters=-0.1,
    tables=tables,
    features="ten unequal areas, log-normal hours, 1 % of the people of unknown area",
)
