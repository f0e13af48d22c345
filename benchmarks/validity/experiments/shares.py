"""Shares of independent cases and their differences."""

import numpy as np

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Result
from obverse.statistics.shares import difference_of_shares, exact_share, wilson_share

SIZES = (10, 100, 1000, 10_000)


def _wilson(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.02, 0.98))
    return wilson_share(int(rng.binomial(size, truth)), size), truth


def _exact(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.001, 0.2))
    return exact_share(int(rng.binomial(size, truth)), size), truth


def _difference(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = rng.uniform(0.05, 0.95, 2).tolist()
    result = difference_of_shares(int(rng.binomial(size, first)), size, int(rng.binomial(size, second)), size)
    return result, first - second


EXPERIMENTS = (
    Experiment(name="Wilson's share, truth 0.02 to 0.98", methods=("wilson",), sizes=SIZES, draw=_wilson),
    Experiment(
        name="Exact share, truth below 0.2",
        methods=("clopper_pearson",),
        sizes=SIZES,
        draw=_exact,
        conservative=True,
    ),
    Experiment(name="Newcombe's difference of shares", methods=("newcombe",), sizes=SIZES, draw=_difference),
)
