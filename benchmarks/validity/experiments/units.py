"""Many units, each known with an error of its own; sizes are units."""

import numpy as np
from scipy.special import ndtri

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Result, Unit
from obverse.statistics.order_statistics import quantile_of_units
from obverse.statistics.spread_of_estimates import spread_of_estimates


def _upper_quartile(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(np.exp(ndtri(0.75)))
    return quantile_of_units(np.exp(rng.normal(0, 1, size)), 0.75, unit=Unit.COEFFICIENT), truth


def _spread(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.choice([0.0, 0.5, 2.0]))
    errors = rng.uniform(0.5, 2, size)
    return spread_of_estimates(
        rng.normal(0, truth, size) + rng.normal(0, errors), errors, unit=Unit.DAYS
    ), truth


EXPERIMENTS = [
    Experiment(
        name="upper quartile of skewed units",
        methods=("order_statistics",),
        sizes=(12, 40, 200),
        draw=_upper_quartile,
        conservative=True,
    ),
    Experiment(
        name="spread of units that are each known with an error",
        methods=("spread_of_estimates",),
        sizes=(10, 30, 100),
        draw=_spread,
    ),
]
