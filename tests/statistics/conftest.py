"""What the tests of the statistics share: exact binomial worlds and the reading of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import gammaln, xlogy

from obverse.quantities import Estimate, Result

Floats = npt.NDArray[np.float64]


def _estimate(result: Result) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


def _binomial(n: int, p: float) -> Floats:
    x = np.arange(n + 1)
    log_pmf = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) + xlogy(x, p) + xlogy(n - x, 1 - p)
    return np.asarray(np.exp(log_pmf), dtype=np.float64)


def _covered(results: Iterable[Result], truth: float) -> float:
    intervals = [result.interval for result in results if isinstance(result, Estimate)]
    assert len(intervals) >= 100, "a coverage measured on so few intervals says nothing"
    return float(np.mean([interval.contains(truth) for interval in intervals]))


@pytest.fixture(scope="session")
def estimate() -> Callable[[Result], Estimate]:
    """The estimate in a result that must be one."""
    return _estimate


@pytest.fixture(scope="session")
def binomial() -> Callable[[int, float], Floats]:
    """The probabilities of 0..n successes."""
    return _binomial


@pytest.fixture(scope="session")
def covered() -> Callable[[Iterable[Result], float], float]:
    """The share of the intervals among the results that hold the truth."""
    return _covered
