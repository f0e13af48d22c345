"""Means of independent answers, and of changes of the same people."""

import numpy as np

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Result, Unit
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.paired_changes import paired_change


def _mean(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.8, 3.2))
    value, people = np.unique(
        rng.binomial(4, rng.beta(2 * truth / 4, 2 - 2 * truth / 4, size)), return_counts=True
    )
    return mean_of_histogram(value, people, unit=Unit.DEGREE, limits=(0.0, 4.0)), truth


def _change(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    before = rng.binomial(10, 0.6, size).astype(float)
    after = np.where(rng.random(size) < 0.5, before, rng.binomial(10, 0.5, size))
    # half of the people answer as before, the others anew with a mean that is 1 lower
    return paired_change(before, after, unit=Unit.POINTS, limits=(-10.0, 10.0)), -0.5


EXPERIMENTS = (
    Experiment(
        name="Mean degree of independent people",
        methods=("mean_t",),
        sizes=(10, 100, 1000, 10_000),
        draw=_mean,
    ),
    Experiment(name="Change of the same people", methods=("mean_t",), sizes=(10, 100, 1000), draw=_change),
)
