"""Changes over time and against others; sizes are services, months, points or values."""

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Result, Unit
from obverse.statistics.changes import net_log_change, net_relative_level
from obverse.statistics.comparisons import difference_in_differences
from obverse.statistics.interrupted_series import interrupted_series
from obverse.statistics.regression_to_mean import blomqvist_slope, weak_values_change
from obverse.statistics.substitution import substitution_share


def _noise(rng: np.random.Generator, points: int, alike: float) -> npt.NDArray[Any]:
    noise = rng.normal(0, 1, points) * np.r_[1 / np.sqrt(1 - alike**2), np.ones(points - 1)]
    for point in range(1, points):
        noise[point] += alike * noise[point - 1]
    return np.asarray(noise)


def _levels(rng: np.random.Generator, size: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any], float]:
    before, truth = rng.lognormal(5, 0.5, size + 1), float(rng.uniform(-0.4, 0.4))
    changes = rng.normal(0.02, 0.1, size + 1)
    changes[0] += truth
    return before, before * np.exp(changes), truth


def _log(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    before, now, truth = _levels(rng, size)
    return net_log_change(now[0], before[0], now[1:], before[1:]), truth


def _relative(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    before, now, truth = _levels(rng, size)
    return net_relative_level(now[0], before[0], now[1:], before[1:]), float(np.exp(truth))


def _did(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    before, truth = rng.normal(50, 5, size + 1), float(rng.uniform(-5, 5))
    after = before + rng.normal(1, 2, size + 1)
    after[0] += truth
    own = float(before[0]), float(after[0])
    return difference_in_differences(*own, before[1:], after[1:], unit=Unit.COEFFICIENT).effect, truth


def _replaced(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.1, 0.9))
    extra = 60 + 12 * _noise(rng, size, 0.2)
    return substitution_share(extra, -truth * 60 + 12 * _noise(rng, size, 0.2)), truth


def _series(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    times, truth = np.arange(size, dtype=float), float(rng.uniform(-4, 4))
    first = 2 * size // 3
    values = 50 + 0.2 * times + truth * (times >= first) + _noise(rng, size, 0.3)
    return interrupted_series(times, values, float(first), unit=Unit.COEFFICIENT).level_change, truth


def _weak(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.choice([0.0, 0.3, 1.0]))
    start = rng.normal(2, 0.6, size)
    change = truth * (start - 2) + rng.normal(0, 0.3, size)
    return weak_values_change(start + rng.normal(0, 0.25, size), change, start_error_variance=0.25**2), truth


def _blomqvist(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth, true = -0.3, rng.normal(5, 1.5, size)
    before = true + rng.normal(0, 0.75, size)
    after = true + truth * (true - 5) + rng.normal(0, 1, size)
    return blomqvist_slope(before, after, 1.5**2 / (1.5**2 + 0.75**2)), truth


EXPERIMENTS = (
    Experiment(
        name="Level net of others, on the logarithm",
        methods=("net_log_change",),
        sizes=(3, 10, 100),
        draw=_log,
    ),
    Experiment(
        name="Level relative to others", methods=("net_relative_level",), sizes=(3, 10, 100), draw=_relative
    ),
    Experiment(
        name="Change of one case net of others",
        methods=("difference_in_differences",),
        sizes=(3, 10, 100),
        draw=_did,
    ),
    Experiment(
        name="Paid hours replaced",
        methods=("substitution_share",),
        sizes=(6, 12, 60),
        draw=_replaced,
        floor=0.89,
        note="0.89 to 0.98 where months resemble their neighbours",
    ),
    Experiment(
        name="Jump of a series that remembers (0.3)",
        methods=("interrupted_series",),
        sizes=(13, 24, 60),
        draw=_series,
        conservative=True,
    ),
    Experiment(
        name="Change along an independent start",
        methods=("weak_values_change",),
        sizes=(8, 14, 40),
        draw=_weak,
    ),
    Experiment(
        name="Change along a start from the same answers",
        methods=("blomqvist_slope",),
        sizes=(30, 200, 1000),
        draw=_blomqvist,
    ),
)
