"""E7.2: monthly volumes of a co-produced service and of services that are not, five years before and three after.

On the logarithm every service has a level, a trend of its own, noise that remembers half of the last month, and
what happens to all services alike. From the start on the co-produced service gives ``truth`` times as much.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import Tables, World, csv

MONTHS, BEFORE, MEMORY = 96, 60, 0.5
STARTS = [dt.date(2017 + month // 12, month % 12 + 1, 1) for month in range(MONTHS + 1)]
DAYS = np.diff([day.toordinal() for day in STARTS])


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` comparison services; the first one is under audit."""
    services = size + 1
    noise = np.empty((services, MONTHS))
    noise[:, 0] = rng.normal(0, 0.05, services)
    for month in range(1, MONTHS):
        fresh = rng.normal(0, 0.05 * np.sqrt(1 - MEMORY**2), services)
        noise[:, month] = MEMORY * noise[:, month - 1] + fresh
    trend = rng.normal(0, 0.0005, (services, 1)) * np.arange(MONTHS)
    alike = np.cumsum(rng.normal(0, 0.03, MONTHS))
    level = rng.normal(4.0, 0.7, (services, 1)) + trend + alike + noise
    level[0, BEFORE:] += np.log(truth)
    volume = rng.poisson(np.exp(level) * DAYS).ravel()
    return {
        "service_volume": csv(
            "service,period_start,period_end,volume,comparison",
            [f"service {number:02}" for number in range(services) for _ in range(MONTHS)],
            STARTS[:-1] * services,
            [day - dt.timedelta(days=1) for day in STARTS[1:]] * services,
            volume,
            ["no"] * MONTHS + ["yes"] * MONTHS * size,
        )
    }


WORLD = World(
    indicator="E7.2",
    subjects=("*.series", "*.net"),
    sizes=(9, 20, 40),
    counted="comparison services",
    null=1.0,
    matters=0.9,
    tables=tables,
    features="own trends, noise with a memory of 0.5, shocks common to all, services of unequal size",
)
