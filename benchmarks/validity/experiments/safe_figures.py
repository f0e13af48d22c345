"""Figures about people as they are printed: from rounded counts, so that their intervals are wide on purpose."""

import numpy as np

from benchmarks.validity.intervals import Experiment
from obverse.disclosure.figures import Address, released_of
from obverse.disclosure.recomputing import recompute
from obverse.quantities import Estimate, Result, Unit
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.response_propensities import variation_of_propensities
from obverse.statistics.shares import difference_of_shares, wilson_share

SIZES = (40, 100, 1000, 10_000)
HERE = Address(key="D-1:V01.weakened", population="survey_answer", group="", item="D-1:V01.weakened")


def _printed(exact: Result) -> Result:
    return recompute(released_of(HERE, exact)) if isinstance(exact, Estimate) else exact


def _share(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.05, 0.95))
    return _printed(wilson_share(int(rng.binomial(size, truth)), size)), truth


def _difference(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = rng.uniform(0.05, 0.95, 2).tolist()
    yes, other = int(rng.binomial(size, first)), int(rng.binomial(size, second))
    return _printed(difference_of_shares(yes, size, other, size)), first - second


def _mean(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    degrees, chances = np.arange(5), rng.dirichlet(np.ones(5))
    counts = rng.multinomial(size, chances)
    exact = mean_of_histogram(degrees, counts, unit=Unit.DEGREE, limits=(0.0, 4.0))
    return _printed(exact), float(degrees @ chances)


def _propensities(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chances = rng.uniform(0.2, 0.7, 4)
    invited = np.full(4, size)
    answered = rng.binomial(invited, chances)
    return variation_of_propensities(answered, invited, invited * 10), float(chances.std() / chances.mean())


EXPERIMENTS = (
    Experiment(
        name="Printed share of people",
        methods=("safe_share",),
        sizes=SIZES,
        draw=_share,
        conservative=True,
    ),
    Experiment(
        name="Printed difference of shares of people",
        methods=("safe_difference",),
        sizes=SIZES,
        draw=_difference,
        conservative=True,
    ),
    Experiment(
        name="Printed mean of people's degrees",
        methods=("safe_mean",),
        sizes=SIZES,
        draw=_mean,
        conservative=True,
    ),
    Experiment(
        name="Variation of response propensities over four strata",
        methods=("propensities",),
        sizes=SIZES,
        draw=_propensities,
    ),
)
