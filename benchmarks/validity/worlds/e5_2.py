"""E5.2: closed sites and spent money along the ladder of areas.

Money has the concentration index ``truth``, closures its mirror image -``truth`` (they fall on the poor where money
falls on the rich). With -0.044 the poorest fifth loses about a quarter more sites per head than the richest.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.areas import drawn_areas
from benchmarks.validity.world import Tables, World, csv

PERIODS = ((dt.date(2021, 1, 1), dt.date(2021, 12, 31)), (dt.date(2024, 1, 1), dt.date(2024, 12, 31)))


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` closures among three times as many sites, and ``size`` projects of very unequal cost."""
    areas = drawn_areas(rng, 30, 60_000)
    closed = rng.choice(30, size, p=areas.share * areas.rates(-truth))
    stayed = rng.choice(30, 2 * size, p=areas.share)
    area = areas.names[np.concatenate([closed, stayed])].tolist()
    sites = [f"s{number}" for number in range(3 * size)]
    days = [dt.date(2022, 1, 1) + dt.timedelta(days=int(day)) for day in rng.integers(0, 700, size)]
    (first, first_end), (last, last_end) = PERIODS
    volumes = csv(
        "service,site,area,period_start,period_end,operator,state,closed_on",
        "library",
        sites + sites,
        area + area,
        [first] * 3 * size + [last] * 3 * size,
        [first_end] * 3 * size + [last_end] * 3 * size,
        "public",
        ["open"] * 3 * size + ["closed"] * size + ["open"] * 2 * size,
        [None] * 3 * size + days + [None] * 2 * size,
    )
    place = areas.names[rng.choice(30, size, p=areas.share * areas.rates(truth))]
    amount = rng.lognormal(9, 0.8, size).round(2)
    keys = [f"b{number}" for number in range(size)]
    benefits = csv("id,area,amount,date", keys, place, amount, dt.date(2023, 5, 1).isoformat())
    return {"service_volume": volumes, "benefit": benefits, "neighbourhood": areas.table}


WORLD = World(
    indicator="E5.2",
    subjects=("*.closed.index", "*.closed.ratio", "benefit*.index"),
    sizes=(30, 300, 3000),
    counted="closures, and as many projects",
    null=0.0,
    matters=0.044,
    tables=tables,
    features="30 unequal areas; a few costly projects among many cheap ones",
)
