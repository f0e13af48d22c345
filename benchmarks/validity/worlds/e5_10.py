"""E5.10: professionals who decide on cases; the true shares of their yeses have the standard deviation ``truth``."""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

MEAN = 0.6


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Units of 10 to about 80 cases; one case in thirty is not decided."""
    cases = 12 + rng.poisson(rng.lognormal(3, 0.6, size))
    spread = MEAN * (1 - MEAN) / truth**2 - 1 if truth else 0.0
    own = rng.beta(MEAN * spread, (1 - MEAN) * spread, size) if truth else np.full(size, MEAN)
    unit = np.repeat(np.arange(size), cases)
    served = np.where(rng.random(len(unit)) < own[unit], "yes", "no")
    served = np.where(rng.random(len(unit)) < 1 / 30, "", served)
    keys = [f"k{number}" for number in range(len(unit))]
    return {
        "access_case": csv("id,service,served", keys, [f"home help/u{number}" for number in unit], served)
    }


WORLD = World(
    indicator="E5.10",
    subjects=("units.*.spread",),
    sizes=(12, 60, 300),
    counted="professionals",
    null=0.0,
    matters=0.05,
    tables=tables,
    features="units of very unequal numbers of cases; one case in thirty undecided",
)
