"""Agreement of judges, coders and answers; sizes are judges, units or people."""

import functools
import math
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Estimate, Result
from obverse.statistics.agreement import krippendorff_alpha
from obverse.statistics.concordance import kendalls_w
from obverse.statistics.consensus import agreement_coefficient
from obverse.statistics.entropy import entropy_of_answers

ITEMS, MANY, DRAWS = 6, 4000, 399
ANSWERS = np.array([0.1, 0.15, 0.2, 0.35, 0.2])


def _scores(rng: np.random.Generator, judges: int) -> npt.NDArray[Any]:
    """Items in a common order, seen by each judge with an error."""
    return np.linspace(0, 2, ITEMS) + rng.normal(0, 1, (judges, ITEMS))


@functools.cache
def _rank_correlation() -> float:
    """The mean rank correlation of two judges, from four thousand of them."""
    ranks = _scores(np.random.default_rng(1), MANY).argsort(axis=1).argsort(axis=1) + 1.0
    sums = ranks.sum(axis=0)
    w = 12 * float(((sums - sums.mean()) ** 2).sum()) / (MANY**2 * (ITEMS**3 - ITEMS))
    return (MANY * w - 1) / (MANY - 1)


def _judges(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = (1 + (size - 1) * _rank_correlation()) / size
    return kendalls_w(_scores(rng, size), rng, draws=19).concordance, truth


def _coders(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    """The second coder repeats a code with the chance of alpha, else codes as often as the first does."""
    truth = float(rng.uniform(0.3, 0.85))
    first = rng.integers(0, 3, size)
    second = np.where(rng.random(size) < truth, first, rng.integers(0, 3, size))
    return krippendorff_alpha(np.stack([first, second], axis=1).astype(float)), truth


@functools.cache
def _agreed() -> float:
    found = agreement_coefficient(np.rint(100_000 * ANSWERS).astype(int), np.random.default_rng(1), draws=10)
    return found.value if isinstance(found, Estimate) else math.nan


def _answers(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    return agreement_coefficient(rng.multinomial(size, ANSWERS), rng, draws=DRAWS), _agreed()


def _scattered(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(-(ANSWERS @ np.log(ANSWERS)) / math.log(len(ANSWERS)))
    return entropy_of_answers(rng.multinomial(size, ANSWERS), rng, draws=DRAWS), truth


EXPERIMENTS = (
    Experiment(
        name="Judges who rank six items",
        methods=("kendalls_w",),
        sizes=(5, 20, 100),
        draw=_judges,
        conservative=True,
    ),
    Experiment(
        name="Two coders and three codes",
        methods=("krippendorff_alpha",),
        sizes=(20, 100, 1000),
        draw=_coders,
    ),
    Experiment(
        name="Agreement of answers of one peak",
        methods=("agreement_coefficient",),
        sizes=(40, 200, 1000),
        draw=_answers,
    ),
    Experiment(
        name="Entropy of five answers",
        methods=("entropy_of_answers",),
        sizes=(20, 100, 1000),
        draw=_scattered,
        conservative=True,
    ),
)
