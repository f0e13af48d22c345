"""E2.6: sites and initiatives run by the public body and by others.

A site is open at the end with the chance ``0.8``, at a community's ``0.8 + truth``. An initiative is given up at
an even chance over its first two years with probability q, else it lasts: it goes on for ``1 - q/2`` of that time,
so that q = 0.3 for public ones and ``0.3 - 2·truth`` for the others give the difference ``truth``.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import AS_OF, START, Tables, World, csv

TWO_YEARS = 730
FIRST, LAST = (dt.date(2021, 1, 1), dt.date(2021, 12, 31)), (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Half of the sites and initiatives are the public body's; one operator in fifty is not known."""
    community = np.arange(size) % 2 == 1
    operator = np.where(community, "association", "public")
    lasts = rng.random(size) < 0.8 + truth * community
    observed = (LAST[1] - FIRST[0]).days
    closed = [
        None if stays else FIRST[0] + dt.timedelta(days=int(day))
        for stays, day in zip(lasts, rng.integers(370, observed - 5, size), strict=True)
    ]
    keys = [f"s{number}" for number in range(size)]
    run_by = np.where(rng.random(size) < 0.02, "", operator)
    sites = csv(
        "service,site,period_start,period_end,operator,state,closed_on",
        "library",
        keys + keys,
        [FIRST[0]] * size + [LAST[0]] * size,
        [FIRST[1]] * size + [LAST[1]] * size,
        np.concatenate([run_by, operator]),
        ["open"] * size + np.where(lasts, "open", "closed").tolist(),
        [None] * size + closed,
    )
    gone = rng.random(size) < 0.3 - 2 * truth * community
    length = np.where(gone, rng.integers(1, TWO_YEARS, size), TWO_YEARS + 400)
    start = rng.integers(0, (AS_OF - START).days - 30, size)
    ended = [
        START + dt.timedelta(days=int(one)) if one < (AS_OF - START).days else None for one in start + length
    ]
    ends = [None if day is None else "abandoned" for day in ended]
    starts = [START + dt.timedelta(days=int(day)) for day in start]
    kinds = [kind or "running" for kind in ends]
    initiatives = csv("id,start,operator,ended_on,end_kind", keys, starts, operator, ended, kinds)
    return {"service_volume": sites, "initiative": initiatives}


WORLD = World(
    indicator="E2.6",
    subjects=("*.survival_gap",),
    sizes=(60, 600, 6000),
    counted="sites, and as many initiatives",
    null=0.0,
    matters=-0.05,
    tables=tables,
    features="initiatives begun at any time and last seen running; one operator of a site in fifty unknown",
)
