"""Means of independent people."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.means import mean_of_histogram

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]

# The extra hours of sleep of ten patients in Student 1908: mean 0.75, s 1.789, so that with t = 2.262
# the interval of R's t.test(sleep$extra[1:10]) is -0.53 to 2.03.
SLEEP = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]


def test_students_own_example_comes_out(estimate: Read) -> None:
    mean = estimate(mean_of_histogram(SLEEP, [1] * 10, unit=Unit.HOURS))
    assert mean.value == pytest.approx(0.75)
    assert (mean.interval.low, mean.interval.high) == pytest.approx((-0.5297804, 2.0297804), abs=1e-6)


def test_the_mean_degree_is_covered_also_close_to_an_end(covered: Covered) -> None:
    rng = np.random.default_rng(1)
    for chances in ([0.2] * 5, [0.6, 0.2, 0.1, 0.05, 0.05]):
        truth = float(np.dot(chances, range(5)))
        worlds = rng.multinomial(20, chances, size=2000)
        results = (mean_of_histogram(range(5), world, unit=Unit.DEGREE, limits=(0, 4)) for world in worlds)
        assert covered(results, truth) >= 0.945


def test_when_all_agree_the_scale_says_what_others_could_change(estimate: Read) -> None:
    mean = estimate(mean_of_histogram([4], [12], unit=Unit.DEGREE, limits=(0, 4)))
    assert mean.interval.low == pytest.approx(4 * 0.025 ** (1 / 12))
    assert mean.interval.high == 4


def test_one_answer_has_no_interval() -> None:
    mean = mean_of_histogram([3, 4], [1, 0], unit=Unit.DEGREE, limits=(0, 4))
    assert isinstance(mean, NotEstimable)
    assert (mean.why, mean.have, mean.need) == (Why.TOO_FEW, 1, 2)


def test_an_answer_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="do not lie within"):
        mean_of_histogram([0, 5], [1, 1], unit=Unit.DEGREE, limits=(0, 4))
