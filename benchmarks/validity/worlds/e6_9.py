"""E6.9: few decline to contribute, and those with little need decline more often.

Within a service and level of need the odds of a refusal are ``truth`` times as high for those who declined.
"""

import numpy as np

from benchmarks.validity.crowds import with_gaps, with_odds
from benchmarks.validity.world import Tables, World, csv

BASE = np.array([0.2, 0.3, 0.4])


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One row for each case of somebody who contributes or declined."""
    service = rng.choice(3, size, p=[0.5, 0.3, 0.2])
    need = rng.integers(0, 4, size)
    declined = rng.random(size) < 0.30 - 0.04 * need
    refused = rng.random(size) < with_odds(BASE[service], np.where(declined, truth, 1.0) * 1.2**need)
    return {
        "access_case": csv(
            "id,service,contributes,declined_to_contribute,served,need",
            [f"c{number}" for number in range(size)],
            [f"service {one}" for one in service.tolist()],
            np.where(declined, "no", "yes").astype(object),
            np.where(declined, "yes", "no").astype(object),
            with_gaps(rng, np.where(refused, "no", "yes"), 0.05),
            with_gaps(rng, need, 0.05),
        )
    }


WORLD = World(
    indicator="E6.9",
    subjects=("against_contributors",),
    sizes=(150, 800, 4000),
    counted="people who asked for a service",
    null=1.0,
    matters=1.5,
    tables=tables,
    features="one in four declined, need that goes with declining, unknown outcomes and needs",
)
