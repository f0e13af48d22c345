"""Shares and means of people who come in clusters, and their differences."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.cluster_differences import (
    clustered_difference,
    clustered_difference_within,
    clustered_mean_difference,
    clustered_mean_difference_within,
)
from obverse.statistics.clusters import ClusterRatio, cluster_ratio, clustered_mean, clustered_share
from obverse.statistics.shares import wilson_share

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Ints = npt.NDArray[np.int64]


def _worlds(sizes: Ints, share: float, icc: float, replications: int, seed: int) -> Ints:
    """Successes per cluster (replications, clusters), beta-binomial with the given intraclass correlation."""
    rng = np.random.default_rng(seed)
    strength = (1 - icc) / icc
    chances = rng.beta(share * strength, (1 - share) * strength, size=(replications, len(sizes)))
    return np.asarray(rng.binomial(sizes, chances), dtype=np.int64)


def test_the_error_is_the_one_worked_by_hand() -> None:
    # R = 10/20; residuals -1, 0, 1, 0, 0; influence √(4/5)·e/(20·(1-1/5)); error² = 4/5·2/16²
    ratio = cluster_ratio([1, 2, 3, 2, 2], [4, 4, 4, 4, 4])
    assert isinstance(ratio, ClusterRatio)
    assert ratio.value == 0.5
    assert ratio.error == pytest.approx(math.sqrt(0.8 * 2) / 16)
    assert ratio.effective == pytest.approx(5)


def test_the_error_is_the_delete_one_cluster_jackknife() -> None:
    top, base = np.array([1.0, 7, 3, 2, 9, 4]), np.array([4.0, 9, 5, 2, 20, 6])
    ratio = cluster_ratio(top, base)
    assert isinstance(ratio, ClusterRatio)
    without_one = (top.sum() - top) / (base.sum() - base)
    jackknife = math.sqrt(5 / 6 * np.sum((without_one - ratio.value) ** 2))
    assert ratio.error == pytest.approx(jackknife)


def test_the_school_districts_of_the_survey_package_come_out(open_data: Path) -> None:
    # Published in the vignette of R's survey package: svymean(~api00, dclus1) = 644.17, SE 23.542, with the finite
    # population correction 15 of 757 districts and without any leverage correction.
    with (open_data / "survey_api" / "apiclus1.csv").open(encoding="utf-8", newline="") as file:
        schools = list(csv.DictReader(file))
    districts = sorted({school["dnum"] for school in schools})
    top = [sum(float(s["api00"]) for s in schools if s["dnum"] == d) for d in districts]
    base = [sum(1.0 for s in schools if s["dnum"] == d) for d in districts]
    ratio = cluster_ratio(top, base)
    assert isinstance(ratio, ClusterRatio)
    assert ratio.value == pytest.approx(644.17, abs=0.005)
    plain = ratio.influence * (1 - np.array(base) / sum(base)) * 15 / 14
    assert math.sqrt(np.sum(plain**2) * (1 - 15 / 757)) == pytest.approx(23.542, abs=0.0005)


@pytest.mark.parametrize(
    ("sizes", "share", "icc", "lowest"),
    [
        ([6] * 5, 0.5, 0.15, 0.945),
        ([6] * 8, 0.5, 0.15, 0.95),
        ([6] * 8, 0.2, 0.15, 0.94),
        ([6] * 15, 0.2, 0.15, 0.945),
        ([6] * 40, 0.05, 0.02, 0.945),
        (list(range(3, 27, 3)), 0.5, 0.15, 0.94),
        ([60] + [6] * 19, 0.2, 0.15, 0.945),
        ([60] + [6] * 7, 0.5, 0.15, 0.97),
        (list(range(3, 63, 3)), 0.05, 0.15, 0.90),
    ],
)
def test_cluster_t_covers_the_share(
    sizes: list[int], share: float, icc: float, lowest: float, covered: Covered
) -> None:
    totals = np.array(sizes)
    results = (clustered_share(successes, totals) for successes in _worlds(totals, share, icc, 2000, seed=1))
    assert covered(results, share) >= lowest


def test_an_interval_blind_to_clusters_covers_far_less(covered: Covered) -> None:
    # trap: 8 associations of 6 people, intraclass correlation 0.15, nominal 95 %
    worlds = _worlds(np.array([6] * 8), 0.5, 0.15, 2000, seed=2)
    assert covered((wilson_share(int(world.sum()), 48) for world in worlds), 0.5) < 0.89
    assert covered((clustered_share(world, [6] * 8) for world in worlds), 0.5) > 0.945


def test_clusters_without_any_success_leave_what_unlike_clusters_could_change(estimate: Read) -> None:
    share = estimate(clustered_share([0] * 8, [6] * 8))
    assert share.value == 0
    assert share.interval.low == 0
    # the exact end for none of eight clusters, not for none of 48 people
    assert share.interval.high == pytest.approx(1 - 0.025 ** (1 / 8))


def test_four_clusters_are_too_few_and_empty_ones_do_not_count() -> None:
    share = clustered_share([1, 2, 1, 0, 0], [4, 4, 4, 4, 0])
    assert isinstance(share, NotEstimable)
    assert (share.why, share.remedy) == (Why.TOO_FEW, "more_clusters")
    assert (share.have, share.need, share.of) == (4, 5, "clusters")


def test_a_mean_without_spread_and_without_a_scale_has_no_interval() -> None:
    mean = clustered_mean([6, 6, 6, 6, 6], [2, 2, 2, 2, 2], unit=Unit.HOURS)
    assert isinstance(mean, NotEstimable)
    assert mean.why is Why.UNDEFINED


def test_a_mean_on_a_scale_stays_inside_it(estimate: Read) -> None:
    mean = estimate(clustered_mean([15, 16, 16, 16, 16], [4] * 5, unit=Unit.DEGREE, limits=(0, 4)))
    assert 0 < mean.interval.low < mean.value < mean.interval.high < 4


def test_totals_outside_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 4"):
        clustered_mean([17, 8, 8, 8, 8], [4] * 5, unit=Unit.DEGREE, limits=(0, 4))


def test_more_successes_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        clustered_share([5, 1, 1, 1, 1], [4] * 5)


def test_a_numerator_without_anyone_is_refused() -> None:
    with pytest.raises(ValueError, match="without any case"):
        clustered_share([1, 1, 1, 1, 1, 1], [4, 4, 4, 4, 4, 0])


def test_weighted_totals_print_the_number_of_answers(estimate: Read) -> None:
    share = estimate(clustered_share([1.5, 2.2, 3.1, 2.0, 1.9], [4.5, 4.1, 3.9, 4.2, 4.0], cases=31))
    assert share.n == 31


@pytest.mark.parametrize(("clusters", "share"), [(6, 0.5), (8, 0.3), (15, 0.1), (40, 0.3)])
def test_a_difference_between_separate_clusters_is_covered(
    clusters: int, share: float, covered: Covered
) -> None:
    sizes = np.array([6] * clusters)
    a = _worlds(sizes, share, 0.15, 1500, seed=3)
    b = _worlds(sizes, share, 0.15, 1500, seed=4)
    results = (clustered_difference(x, sizes, y, sizes) for x, y in zip(a, b, strict=True))
    assert 0.945 <= covered(results, 0.0) <= 1.0


@pytest.mark.parametrize("together", [0.0, 0.9])
@pytest.mark.parametrize(("clusters", "share"), [(6, 0.5), (8, 0.3), (15, 0.1), (40, 0.3)])
def test_a_difference_within_the_same_clusters_is_covered(
    clusters: int, share: float, together: float, covered: Covered
) -> None:
    # each cluster has one propensity that both groups share, or two of their own, or a mixture
    rng = np.random.default_rng(5)
    strength = (1 - 0.15) / 0.15
    chances = rng.beta(share * strength, (1 - share) * strength, size=(3, 1500, clusters))
    common = rng.random((1500, clusters)) < together
    sizes = np.full(clusters, 4)
    a = rng.binomial(sizes, np.where(common, chances[0], chances[1]))
    b = rng.binomial(sizes, np.where(common, chances[0], chances[2]))
    results = (clustered_difference_within(x, sizes, y, sizes) for x, y in zip(a, b, strict=True))
    assert 0.94 <= covered(results, 0.0) <= 1.0


def test_what_clusters_share_narrows_the_difference_within_them(estimate: Read) -> None:
    successes_a, successes_b, totals = [8, 2, 9, 1, 6, 3], [7, 1, 9, 1, 5, 2], [10] * 6
    apart = estimate(clustered_difference(successes_a, totals, successes_b, totals)).interval
    within = estimate(clustered_difference_within(successes_a, totals, successes_b, totals)).interval
    assert within.high - within.low < (apart.high - apart.low) / 2


def test_the_same_answers_twice_do_not_give_a_difference_without_width(estimate: Read) -> None:
    difference = estimate(clustered_difference_within([3, 2, 4, 1, 3], [6] * 5, [3, 2, 4, 1, 3], [6] * 5))
    assert difference.value == 0
    assert difference.interval.high > 0.1


def test_mean_differences_on_a_scale_use_its_limits(estimate: Read) -> None:
    ends = estimate(
        clustered_mean_difference(
            [15, 16, 16, 16, 16], [4] * 5, [1, 0, 0, 0, 0], [4] * 5, unit=Unit.DEGREE, limits=(0, 4)
        )
    ).interval
    assert 2.9 < ends.low < 3.9 < ends.high < 4


def test_a_group_in_four_clusters_only_is_not_compared() -> None:
    difference = clustered_difference_within([1, 1, 1, 1, 1], [2] * 5, [1, 1, 1, 1, 0], [2, 2, 2, 2, 0])
    assert isinstance(difference, NotEstimable)
    assert difference.remedy == "more_clusters"


def test_differences_of_means_without_spread_have_no_interval() -> None:
    for compare in (clustered_mean_difference, clustered_mean_difference_within):
        difference = compare([6] * 5, [2] * 5, [5, 4, 6, 5, 4], [2] * 5, unit=Unit.HOURS)
        assert isinstance(difference, NotEstimable)


def test_clusters_that_are_alike_may_be_given_once_with_their_number() -> None:
    successes, totals = np.array([1.0, 0.0, 2.5]), np.array([1.0, 1.0, 3.0])
    times = np.array([40, 60, 7])
    apart = cluster_ratio(np.repeat(successes, times), np.repeat(totals, times))
    once = cluster_ratio(np.append(successes, 0.5), np.append(totals, 1.0), alike=np.append(times, 0))
    assert isinstance(apart, ClusterRatio)
    assert isinstance(once, ClusterRatio)
    assert once.clusters == apart.clusters == 107
    for measure in ("value", "error", "effective", "total"):
        assert getattr(once, measure) == pytest.approx(getattr(apart, measure), rel=1e-12)
