"""Waiting times: days with a constant chance of an end, last seen open at any time."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Experiment
from obverse.quantities import NotEstimable, Result
from obverse.statistics.competing import aalen_johansen, incidence_at
from obverse.statistics.restricted_mean import difference_restricted_mean, restricted_mean
from obverse.statistics.survival import kaplan_meier, median_time, survival_at

SIZES, DAY, HORIZON = (10, 100, 1000, 10_000), 30, 60
DAYS = np.arange(1, HORIZON + 121)


def _histograms(
    rng: np.random.Generator, size: int, chance: float
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """On each day: ends of a first way, of a second (a third of all), and cases last seen open."""
    ends = rng.geometric(chance, size)
    seen = rng.integers(HORIZON // 2, DAYS[-1] + 1, size)
    second = rng.random(size) < 1 / 3
    parts = (ends[(ends <= seen) & ~second], ends[(ends <= seen) & second], seen[seen < ends])
    first, other, left = (np.bincount(part, minlength=DAYS[-1] + 1)[1:] for part in parts)
    return first, other, left


def _survival(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chance = float(rng.uniform(0.01, 0.05))
    first, other, left = _histograms(rng, size, chance)
    curve = kaplan_meier(DAYS, first + other, left)
    return curve if isinstance(curve, NotEstimable) else survival_at(curve, DAY), (1 - chance) ** DAY


def _median(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chance = float(rng.uniform(0.02, 0.05))
    first, other, left = _histograms(rng, size, chance)
    curve = kaplan_meier(DAYS, first + other, left)
    truth = math.ceil(math.log(0.5) / math.log1p(-chance))
    return curve if isinstance(curve, NotEstimable) else median_time(curve), float(truth)


def _incidence(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chance = float(rng.uniform(0.01, 0.05))
    first, other, left = _histograms(rng, size, chance)
    curve = aalen_johansen(DAYS, [first, other], left)
    truth = 2 / 3 * (1 - (1 - chance) ** DAY)
    return curve if isinstance(curve, NotEstimable) else incidence_at(curve, 0, DAY), truth


def _area(chance: float) -> float:
    return (1 - (1 - chance) ** HORIZON) / chance


def _mean(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chance = float(rng.uniform(0.01, 0.05))
    first, other, left = _histograms(rng, size, chance)
    return restricted_mean(DAYS, first + other, left, HORIZON), _area(chance)


def _difference(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    chances = rng.uniform(0.01, 0.05, 2).tolist()
    groups = [_histograms(rng, size, chance) for chance in chances]
    ends, left = [first + other for first, other, _ in groups], [last for _, _, last in groups]
    return difference_restricted_mean(DAYS, ends, left, HORIZON), _area(chances[0]) - _area(chances[1])


EXPERIMENTS = (
    Experiment(
        name="Share still waiting after 30 days", methods=("kaplan_meier",), sizes=SIZES, draw=_survival
    ),
    Experiment(
        name="Median waiting time",
        methods=("kaplan_meier_median",),
        sizes=SIZES,
        draw=_median,
        conservative=True,
    ),
    Experiment(
        name="Share ended in one of two ways", methods=("aalen_johansen",), sizes=SIZES, draw=_incidence
    ),
    Experiment(name="Mean wait up to 60 days", methods=("restricted_mean",), sizes=SIZES, draw=_mean),
    Experiment(
        name="Difference of mean waits up to 60 days",
        methods=("restricted_mean_difference",),
        sizes=SIZES,
        draw=_difference,
    ),
)
