"""Shares of independent cases and of registers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from obverse.quantities import Basis, Estimate, NotEstimable, Result, Why
from obverse.statistics.shares import difference_of_shares, exact_share, share_of_register, wilson_share

Read = Callable[[Result], Estimate]
Binomial = Callable[[int, float], npt.NDArray[np.float64]]

# Newcombe 1998, Statistics in Medicine 17, 857-872, table I: successes, cases, Wilson, Clopper-Pearson
NEWCOMBE_SHARES = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]
# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
NEWCOMBE_DIFFERENCES = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("x", "n", "wilson", "exact"), NEWCOMBE_SHARES)
def test_newcombes_table_of_single_shares_comes_out(
    x: int, n: int, wilson: tuple[float, float], exact: tuple[float, float], estimate: Read
) -> None:
    for share, ends in ((wilson_share(x, n), wilson), (exact_share(x, n), exact)):
        interval = estimate(share).interval
        assert (interval.low, interval.high) == pytest.approx(ends, abs=5e-5)


@pytest.mark.parametrize(("counts", "ends"), NEWCOMBE_DIFFERENCES)
def test_newcombes_table_of_differences_comes_out(
    counts: tuple[int, int, int, int], ends: tuple[float, float], estimate: Read
) -> None:
    x1, n1, x0, n0 = counts
    difference = estimate(difference_of_shares(x1, n1, x0, n0))
    assert difference.value == pytest.approx(x1 / n1 - x0 / n0)
    assert (difference.interval.low, difference.interval.high) == pytest.approx(ends, abs=5e-5)


def test_no_complaint_among_fifteen_users_leaves_a_fifth_possible(estimate: Read) -> None:
    # solving (1 - p)^15 = 0.025 and, one-sided, (1 - p)^15 = 0.05
    assert estimate(exact_share(0, 15)).interval.high == pytest.approx(1 - 0.025 ** (1 / 15))
    assert estimate(exact_share(0, 15, level=0.9)).interval.high == pytest.approx(0.181, abs=5e-4)
    assert estimate(wilson_share(0, 15)).interval.high == pytest.approx(0.204, abs=5e-4)


@pytest.mark.parametrize(("n", "lowest"), [(10, 0.91), (20, 0.92), (100, 0.93)])
def test_wilson_covers_close_to_its_level_for_shares_from_5_to_95_percent(
    n: int, lowest: float, binomial: Binomial, estimate: Read
) -> None:
    intervals = [estimate(wilson_share(x, n)).interval for x in range(n + 1)]
    coverage = [
        sum(binomial(n, p)[x] for x in range(n + 1) if intervals[x].contains(p))
        for p in np.arange(0.05, 0.951, 0.01)
    ]
    assert min(coverage) >= lowest
    assert np.mean(coverage) == pytest.approx(0.953, abs=0.005)


@pytest.mark.parametrize("n", [5, 20, 60])
def test_the_exact_interval_never_covers_less_than_it_says(
    n: int, binomial: Binomial, estimate: Read
) -> None:
    intervals = [estimate(exact_share(x, n)).interval for x in range(n + 1)]
    for p in np.arange(0.01, 1.0, 0.01):
        assert sum(binomial(n, p)[x] for x in range(n + 1) if intervals[x].contains(p)) >= 0.95


@pytest.mark.parametrize(("n1", "n0", "lowest"), [(10, 10, 0.90), (15, 25, 0.91), (50, 20, 0.93)])
def test_the_difference_covers_close_to_its_level(
    n1: int, n0: int, lowest: float, binomial: Binomial, estimate: Read
) -> None:
    ends = [
        [estimate(difference_of_shares(x1, n1, x0, n0)).interval for x0 in range(n0 + 1)]
        for x1 in range(n1 + 1)
    ]
    low = np.array([[interval.low for interval in row] for row in ends])
    high = np.array([[interval.high for interval in row] for row in ends])
    coverage = []
    for p1 in np.arange(0.05, 0.96, 0.15):
        for p0 in np.arange(0.05, 0.96, 0.15):
            chance = np.outer(binomial(n1, p1), binomial(n0, p0))
            coverage.append(chance[(low <= p1 - p0 + 1e-12) & (p1 - p0 - 1e-12 <= high)].sum())
    assert min(coverage) >= lowest
    assert np.mean(coverage) == pytest.approx(0.953, abs=0.006)


def test_a_complete_register_has_no_sampling_error(estimate: Read) -> None:
    share = estimate(share_of_register(144, 2343))
    assert share.interval.basis is Basis.FULL_COUNT
    assert share.interval.low == share.value == share.interval.high == 144 / 2343
    assert share.missing is None


def test_unknown_entries_of_a_register_bound_its_share(estimate: Read) -> None:
    share = estimate(share_of_register(6, 8, unknown=2))
    assert share.value == 0.75
    assert share.missing is not None
    assert (share.missing.low, share.missing.high) == (0.6, 0.8)
    assert share.n == 8


def test_a_register_of_unknown_entries_only_gives_no_share() -> None:
    share = share_of_register(0, 0, unknown=12)
    assert isinstance(share, NotEstimable)
    assert (share.why, share.remedy, share.have, share.need) == (Why.TOO_FEW, "more_cases", 0, 1)


@pytest.mark.parametrize("share", [wilson_share, exact_share, share_of_register])
def test_a_share_of_nobody_is_no_number(share: Callable[[int, int], Result]) -> None:
    assert isinstance(share(0, 0), NotEstimable)


def test_a_difference_needs_both_groups() -> None:
    difference = difference_of_shares(3, 10, 0, 0)
    assert isinstance(difference, NotEstimable)
    assert difference.remedy == "both_groups"


@pytest.mark.parametrize("share", [wilson_share, exact_share, share_of_register])
@pytest.mark.parametrize(("x", "n"), [(5, 4), (-1, 4)])
def test_more_successes_than_cases_are_refused(share: Callable[[int, int], Result], x: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{x} of {n} is not possible"):
        share(x, n)


def test_a_negative_number_of_unknown_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 unknown"):
        share_of_register(1, 2, unknown=-1)
