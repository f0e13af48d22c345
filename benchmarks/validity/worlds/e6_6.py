"""E6.6: eligible people of two services, counted before and after.

Three in ten are not reached before; of those, seven in ten are not reached afterwards either, and of the others
so many that the share changes by ``truth``.
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

BEFORE, STAY = 0.3, 0.7


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two periods of a large and of a small service."""
    eligible = np.array([size, size // 2])
    first = rng.binomial(eligible, BEFORE)
    drop = (BEFORE + truth - BEFORE * STAY) / (1 - BEFORE)
    last = rng.binomial(first, STAY) + rng.binomial(eligible - first, drop)
    services = ["meals", "transport"] * 2
    return {
        "service_volume": csv(
            "service,period_start,period_end,recipients,eligible",
            services,
            ["2021-01-01"] * 2 + ["2024-01-01"] * 2,
            ["2021-12-31"] * 2 + ["2024-12-31"] * 2,
            np.concatenate([eligible - first, eligible - last]),
            np.concatenate([eligible, eligible]),
        )
    }


WORLD = World(
    indicator="E6.6",
    subjects=("*.change",),
    sizes=(200, 2000, 20_000),
    counted="people eligible",
    null=0.0,
    matters=0.05,
    tables=tables,
    features="two unequal services, the same people before and after",
)
