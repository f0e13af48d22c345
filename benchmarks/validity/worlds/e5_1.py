"""E5.1: participants of areas.

Wagstaff's index of rates with the mean m is C/(1 - m); rates with C = ``truth``·(1 - m) have it.
"""

import numpy as np

from benchmarks.validity.areas import drawn_areas
from benchmarks.validity.world import Tables, World, csv

RARE, TOGETHER, UNPLACED = 0.04, 0.2, 0.005


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One in twenty-five takes part; one in five brings a neighbour; of one in two hundred nobody knows the area."""
    areas = drawn_areas(rng, 30, int(size / RARE))
    rates = RARE * areas.rates(truth * (1 - RARE), rng)
    came = rng.binomial(areas.people, rates / (1 + TOGETHER))
    came = np.minimum(areas.people, came + rng.binomial(came, TOGETHER))
    known = rng.binomial(came, 1 - UNPLACED)
    categories, counts = [*areas.names, "unknown"], [*known.tolist(), int((came - known).sum())]
    head = "stage,activity,variable,category,count"
    return {
        "group_count": csv(head, "attended", "any", "area", categories, counts),
        "neighbourhood": areas.table,
    }


WORLD = World(
    indicator="E5.1",
    subjects=("any.*.index",),
    sizes=(60, 600, 6000),
    counted="participants",
    null=0.0,
    matters=0.044,
    tables=tables,
    features="30 unequal areas of their own character; one in five brings a neighbour; some of unknown area",
)
