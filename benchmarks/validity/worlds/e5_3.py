"""E5.3: money and the volume of a service along the ladder of areas, before and after.

The concentration index rises by ``truth`` for money and for the audited service; the indices of all services
also shift by chance (standard deviation 0.01), the comparison services' by nothing else.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.areas import Areas, drawn_areas
from benchmarks.validity.world import Tables, World, csv

BEFORE, START_INDEX, SHIFTS = dt.date(2021, 5, 1), -0.02, 0.01
PERIODS = ((dt.date(2021, 1, 1), dt.date(2021, 12, 31)), (dt.date(2024, 1, 1), dt.date(2024, 12, 31)))


def _volumes(rng: np.random.Generator, areas: Areas, comparators: int, truth: float) -> str:
    columns: tuple[list[object], ...] = tuple([] for _ in range(6))
    for service in range(comparators + 1):
        level = rng.normal(0, 0.03)
        shift = rng.normal(0, SHIFTS) + truth * (service == 0)
        for (first, last), index in zip(PERIODS, (level, level + shift), strict=True):
            volume = (100 * areas.people * areas.rates(index)).round(2).tolist()
            many = len(volume)
            rows = ([f"s{service}"] * many, areas.names, [first] * many, [last] * many)
            for column, values in zip(
                columns, (*rows, ["yes" if service else "no"] * many, volume), strict=True
            ):
                column.extend(values)
    return csv("service,area,period_start,period_end,comparison,volume", *columns)


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` projects on each side of the start, and one comparison service for twenty of them."""
    areas = drawn_areas(rng, 30, 60_000)
    weights = (areas.share * areas.rates(START_INDEX + extra) for extra in (0.0, truth))
    place = np.concatenate([rng.choice(30, size, p=weight) for weight in weights])
    amount = rng.lognormal(9, 0.8, 2 * size).round(2)
    keys = [f"b{number}" for number in range(2 * size)]
    dates = [BEFORE] * size + [dt.date(2023, 5, 1)] * size
    return {
        "benefit": csv("id,area,amount,date", keys, areas.names[place], amount, dates),
        "service_volume": _volumes(rng, areas, int(np.clip(size // 20, 4, 40)), truth),
        "neighbourhood": areas.table,
    }


WORLD = World(
    indicator="E5.3",
    subjects=("benefit*.change", "*.net"),
    sizes=(40, 400, 4000),
    counted="projects on each side, with 4 to 40 comparison services",
    null=0.0,
    matters=0.044,
    tables=tables,
    features="30 unequal areas; a few costly projects among many cheap ones",
)
