"""Slopes and differences over few clusters.

Longer runs (200 samples per case, 399 draws, 95 %) with 5, 8, 12, 25 and 50 clusters, equal ones of 8 and ones whose
size grows with the square of their number: 0.92 to 0.96 where x differs within clusters, 0.91 to 0.995 where whole
clusters belong to a group, 0.995 to 1.00 where only two of 8 or more clusters do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics import wild_bootstrap
from obverse.statistics.wild_bootstrap import cluster_sums, wild_cluster_difference, wild_cluster_slope

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Floats = npt.NDArray[np.float64]


def _world(
    clusters: int, rng: np.random.Generator, *, grouped: bool
) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    cluster = np.repeat(np.arange(clusters), 6)
    own = rng.normal(size=clusters)
    if grouped:
        x = (np.arange(clusters) % 2).astype(float)[cluster]
    else:
        x = rng.normal(size=len(cluster)) + rng.normal(size=clusters)[cluster]
    y = 2 * x + own[cluster] + rng.normal(size=len(cluster))
    return x, y, cluster


def test_the_slope_is_that_of_least_squares(estimate: Read) -> None:
    x, y, cluster = _world(7, np.random.default_rng(1), grouped=False)
    slope = estimate(
        wild_cluster_slope(cluster_sums(x, y, cluster), np.random.default_rng(2), unit=Unit.COEFFICIENT)
    )
    assert slope.value == pytest.approx(np.polyfit(x, y, 1)[0])
    assert slope.n == 42


def test_the_drawn_t_are_those_of_samples_made_case_by_case() -> None:
    rng = np.random.default_rng(3)
    x, y, cluster = _world(6, rng, grouped=False)
    line = wild_bootstrap._line(cluster_sums(x, y, cluster))
    assert not isinstance(line, NotEstimable)
    weights = wild_bootstrap._weights(6, rng, 5)
    null = 1.3
    fitted = null * x + (y - null * x).mean()
    for weight, t in zip(weights, line.drawn_t(null, weights), strict=True):
        sample = fitted + weight[cluster] * (y - fitted)
        slope, constant = np.polyfit(x, sample, 1)
        scores = np.bincount(cluster, weights=(x - x.mean()) * (sample - constant - slope * x))
        error = math.sqrt(float(scores @ scores)) / float(np.sum((x - x.mean()) ** 2))
        assert t == pytest.approx(abs(slope - null) / error)


def test_the_ends_are_where_the_test_turns(estimate: Read) -> None:
    x, y, cluster = _world(13, np.random.default_rng(4), grouped=False)
    sums = cluster_sums(x, y, cluster)
    interval = estimate(
        wild_cluster_slope(sums, np.random.default_rng(5), unit=Unit.COEFFICIENT, draws=999)
    ).interval
    line = wild_bootstrap._line(sums)
    assert not isinstance(line, NotEstimable)
    weights = wild_bootstrap._weights(13, np.random.default_rng(5), 999)
    for end, outwards in ((interval.low, -1), (interval.high, 1)):
        for gap, refused in ((-0.01, False), (0.01, True)):
            slope = end + outwards * gap
            p = (1 + int((line.drawn_t(slope, weights) >= abs(line.t(slope))).sum())) / 1000
            assert (p < 0.05) is refused


def test_few_clusters_get_six_weights_and_many_two_signs() -> None:
    rng = np.random.default_rng(6)
    few, many = wild_bootstrap._weights(11, rng, 500), wild_bootstrap._weights(12, rng, 500)
    assert np.unique(few**2).tolist() == pytest.approx([0.5, 1.0, 1.5])
    assert np.unique(many).tolist() == [-1, 1]
    # both leave mean and variance of the residuals alone
    assert np.mean(few) == pytest.approx(0, abs=0.05)
    assert np.mean(few**2) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("clusters", [8, 20])
@pytest.mark.parametrize("grouped", [False, True])
def test_the_true_slope_is_covered(clusters: int, grouped: bool, covered: Covered) -> None:
    rng = np.random.default_rng(7)
    results = [
        wild_cluster_slope(
            cluster_sums(*_world(clusters, rng, grouped=grouped)), rng, unit=Unit.COEFFICIENT, draws=199
        )
        for _ in range(120)
    ]
    assert covered(results, 2.0) >= 0.9


def test_a_difference_is_the_slope_on_belonging(estimate: Read) -> None:
    rng = np.random.default_rng(8)
    cluster = np.repeat(np.arange(6), 5)
    member = rng.integers(2, size=30)
    y = rng.integers(0, 5, size=30).astype(float)
    sums = [np.bincount(cluster, weights=y * (member == g), minlength=6) for g in (1, 0)]
    counted = [np.bincount(cluster, weights=member == g, minlength=6) for g in (1, 0)]
    gap = estimate(
        wild_cluster_difference(
            sums[0], counted[0], sums[1], counted[1], np.random.default_rng(9), unit=Unit.DEGREE
        )
    )
    slope = estimate(
        wild_cluster_slope(cluster_sums(member, y, cluster), np.random.default_rng(9), unit=Unit.DEGREE)
    )
    assert gap.value == pytest.approx(y[member == 1].mean() - y[member == 0].mean())
    assert (gap.interval.low, gap.interval.high) == pytest.approx((slope.interval.low, slope.interval.high))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(-50, 50), st.floats(0.1, 20))
def test_units_and_origins_do_not_matter(seed: int, scale: float, shift: float, width: float) -> None:
    x, y, cluster = _world(6, np.random.default_rng(seed), grouped=False)
    one, other = (
        wild_cluster_slope(
            cluster_sums(*data, cluster), np.random.default_rng(1), unit=Unit.COEFFICIENT, draws=99
        )
        for data in ((x, y), (width * x - shift, scale * y + shift))
    )
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert other.value == pytest.approx(one.value * scale / width, rel=1e-6)
    if math.isfinite(one.interval.high):
        assert other.interval.high == pytest.approx(one.interval.high * scale / width, rel=1e-4)


def test_few_clusters_one_group_and_no_spread_are_silences() -> None:
    rng = np.random.default_rng(1)
    silences = [
        wild_cluster_slope(
            cluster_sums([1, 2, 3, 4], [1, 3, 2, 4], [0, 1, 2, 3]), rng, unit=Unit.COEFFICIENT
        ),
        wild_cluster_slope(cluster_sums([1] * 6, range(6), range(6)), rng, unit=Unit.COEFFICIENT),
        wild_cluster_slope(cluster_sums(range(6), range(6), range(6)), rng, unit=Unit.COEFFICIENT),
        wild_cluster_difference(
            [5, 0, 0, 0, 0],
            [1, 0, 0, 0, 0],
            [0, 3, 2, 4, 1],
            [0, 1, 1, 1, 1],
            rng,
            unit=Unit.DEGREE,
        ),
    ]
    reasons = [(s.why, s.remedy) for s in silences if isinstance(s, NotEstimable)]
    assert reasons == [
        (Why.TOO_FEW, "more_clusters"),
        (Why.UNDEFINED, "both_groups"),
        (Why.UNDEFINED, "more_clusters"),
        (Why.TOO_FEW, "both_groups"),
    ]
