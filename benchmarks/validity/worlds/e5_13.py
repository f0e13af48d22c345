"""E5.13: how often a problem is reported again while it is open, along the ladder of areas.

Reports of an open problem come at a rate ``1 + b·side`` per day. The index of repeated reports less that of the
open days is ``b`` times the variance of ``side`` over open days, which b = ``truth``/variance makes ``truth``.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.areas import drawn_areas
from benchmarks.validity.survey import persons
from benchmarks.validity.world import Tables, World, csv

OFTEN = 0.06


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Problems answered after a day or after two months, some seen by everybody and some by nobody."""
    areas = drawn_areas(rng, int(np.clip(size // 20, 10, 60)), 60_000)
    place = rng.choice(len(areas.people), size, p=areas.share)
    side = areas.side - float(areas.share @ areas.side)
    rate = OFTEN * (1 + truth / float(areas.share @ side**2) * side)
    character = rng.gamma(20, 1 / 20, len(rate))
    open_days = rng.integers(1, 61, size)
    watched = np.minimum(open_days, 29) + 1
    seen = rng.gamma(1, 1, size) * (rate * character)[place] * watched
    again = np.repeat(np.arange(size), rng.poisson(seen))
    first = rng.integers(0, 900, size)
    day = np.concatenate([first, first[again] + rng.integers(0, watched[again])])
    problem = np.concatenate([np.arange(size), again])
    origin = dt.date(2022, 1, 1)
    hours = ["T08:00:00"] * size + ["T10:00:00"] * len(again)
    moments = [f"{origin + dt.timedelta(days=int(one))}{hour}" for one, hour in zip(day, hours, strict=True)]
    answered = [f"{origin + dt.timedelta(days=int(first[one] + open_days[one]))}T12:00:00" for one in problem]
    keys = [f"r{number:06d}" for number in range(len(problem))]
    merged = [None] * size + [keys[one] for one in again]
    head = "id,kind,author,area,created_at,answered_at,merged_into"
    authors = [f"p{number}" for number in range(len(problem))]
    return {
        "contribution": csv(
            head, keys, "report", authors, areas.names[place[problem]], moments, answered, merged
        ),
        "actor": persons(authors),
        "neighbourhood": areas.table,
    }


WORLD = World(
    indicator="E5.13",
    subjects=("speed.index",),
    sizes=(200, 1000, 4000),
    counted="problems",
    null=0.0,
    matters=0.044,
    tables=tables,
    features="10 to 60 unequal areas of their own character; some problems reported often, many never again",
)
