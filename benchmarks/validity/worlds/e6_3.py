"""E6.3: users of three services with unlike needs; those with little need contribute more often.

Within a service and level of need the odds of the worse outcome are ``truth`` times as high for those who do
not contribute, in every stratum alike, so that the Mantel-Haenszel odds ratio estimates ``truth``.
"""

import numpy as np

from benchmarks.validity.crowds import with_gaps, with_odds
from benchmarks.validity.world import Tables, World, csv

BASE = np.array([0.15, 0.25, 0.40])
LEVELS = 5


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Refusals, and marks of 0 or 1 for the quality of what was served."""
    service = rng.choice(3, size, p=[0.5, 0.3, 0.2])
    need = rng.integers(0, LEVELS, size)
    outside = rng.random(size) < 0.25 + 0.1 * need
    ratio = np.where(outside, truth, 1.0)
    refused = rng.random(size) < with_odds(BASE[service], ratio * 1.2**need)
    poor = rng.random(size) < with_odds(0.25 + 0.1 * service, ratio * 1.1**need)
    quality = np.where(poor, 0, 1).astype(object)
    quality[refused] = None
    return {
        "access_case": csv(
            "id,service,contributes,served,quality,need",
            [f"c{number}" for number in range(size)],
            [f"service {one}" for one in service.tolist()],
            with_gaps(rng, np.where(outside, "no", "yes"), 0.03),
            np.where(refused, "no", "yes").astype(object),
            with_gaps(rng, quality, 0.1),
            with_gaps(rng, need, 0.05),
        )
    }


WORLD = World(
    indicator="E6.3",
    subjects=("not_served", "lower_quality"),
    sizes=(150, 800, 4000),
    counted="people who asked for a service",
    null=1.0,
    matters=1.5,
    tables=tables,
    features="three unequal services, need that goes with contributing, unknown needs and sides",
)
