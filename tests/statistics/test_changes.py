"""Before and after."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Basis, Estimate, NotEstimable, Result, Why
from obverse.statistics.changes import (
    PlaceboRank,
    net_log_change,
    net_relative_level,
    placebo_rank,
    relative_level,
)
from obverse.statistics.substitution import substitution_share

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def test_a_relative_level_is_a_full_count(estimate: Read) -> None:
    level = estimate(relative_level(78, 100, n=4))
    assert (level.value, level.interval.basis, level.missing, level.n) == (0.78, Basis.FULL_COUNT, None, 4)


def test_missing_records_on_both_sides_bound_the_ratio_from_the_worst_to_the_best(estimate: Read) -> None:
    level = estimate(relative_level(80, 100, now_bounds=(70, 90), before_bounds=(100, 140)))
    assert level.missing is not None
    assert (level.missing.low, level.missing.high) == (70 / 140, 0.9)


def test_a_lower_bound_of_nothing_before_leaves_no_upper_one(estimate: Read) -> None:
    level = estimate(relative_level(8, 4, before_bounds=(0, 5)))
    assert level.missing is not None
    assert math.isinf(level.missing.high)


def test_nothing_before_is_no_ratio() -> None:
    level = relative_level(3, 0)
    assert isinstance(level, NotEstimable)
    assert (level.why, level.remedy) == (Why.UNDEFINED, "nonzero_total")


def test_nothing_now_is_a_ratio_of_zero(estimate: Read) -> None:
    assert estimate(relative_level(0, 40)).value == 0


def test_counts_outside_their_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="between its bounds"):
        relative_level(80, 100, now_bounds=(85, 90))


def test_the_largest_fall_among_ten_has_rank_one() -> None:
    place = placebo_rank(0.78, [0.95, 1.0, 1.01, 0.99, 1.03, 0.97, 1.0, 1.02, 0.98])
    assert place == PlaceboRank(rank=1, of=10, p=0.1, smallest_p=0.1)


def test_ties_do_not_call_a_change_low() -> None:
    place = placebo_rank(0.9, [0.9, 0.9, 1.0])
    assert isinstance(place, PlaceboRank)
    assert (place.rank, place.p) == (3, 0.75)


def test_without_comparators_there_is_no_rank() -> None:
    assert isinstance(placebo_rank(0.9, []), NotEstimable)


def test_the_net_change_worked_by_hand_comes_out(estimate: Read) -> None:
    # comparators change by ln 1.0, ln 1.1, ln 1.21: mean ln 1.1, standard deviation ln 1.1; t(2) = 4.302653
    net = estimate(net_log_change(80, 100, [100, 110, 121], [100, 100, 100]))
    reach = 4.302653 * math.log(1.1) * math.sqrt(4 / 3)
    assert net.value == pytest.approx(math.log(0.8 / 1.1))
    assert net.interval.high - net.value == pytest.approx(reach, rel=1e-6)
    assert net.n == 3


def test_the_net_level_is_its_exponential(estimate: Read) -> None:
    arguments = (80.0, 100.0, [98, 104, 101, 99], [100, 100, 100, 100])
    change, level = estimate(net_log_change(*arguments)), estimate(net_relative_level(*arguments))
    for one, other in (
        (level.value, change.value),
        (level.interval.low, change.interval.low),
        (level.interval.high, change.interval.high),
    ):
        assert one == pytest.approx(math.exp(other))


@pytest.mark.parametrize("comparators", [3, 10])
def test_a_service_like_the_others_is_covered(comparators: int, covered: Covered) -> None:
    changes = np.random.default_rng(1).normal(0.02, 0.05, size=(1500, comparators + 1))
    results = (
        net_relative_level(100 * math.exp(own), 100, 100 * np.exp(others), [100.0] * comparators)
        for own, *others in changes.tolist()
    )
    assert covered(results, 1.0) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ([90, 95], [100, 100], Why.TOO_FEW),
        ([90, 0, 95], [100] * 3, Why.UNDEFINED),
        ([90] * 3, [100] * 3, Why.UNDEFINED),
    ],
)
def test_few_empty_or_identical_comparators_give_no_interval(
    now: list[float], before: list[float], why: Why
) -> None:
    net = net_log_change(80, 100, now, before)
    assert isinstance(net, NotEstimable)
    assert net.why is why


def test_the_share_of_replaced_hours_worked_by_hand(estimate: Read) -> None:
    # 280 extra hours, 140 paid hours less: half replaced
    extra, paid = [40, 50, 45, 55, 40, 50], [-20, -30, -20, -25, -25, -20]
    assert estimate(substitution_share(extra, paid)).value == 0.5


@pytest.mark.parametrize(("paid", "share"), [([10.0] * 6, 0.0), ([-90.0] * 6, 1.0)])
def test_paid_hours_that_grow_replace_nothing_and_those_that_fall_further_all(
    paid: list[float], share: float, estimate: Read
) -> None:
    assert estimate(substitution_share([40, 50, 45, 55, 40, 50], paid)).value == share


def test_the_ends_of_the_share_solve_students_equation(estimate: Read) -> None:
    extra = np.array([90, 120, 100, 80, 130, 110, 95, 105, 125, 85, 100, 115.0])
    paid = -np.array([50, 20, 60, 30, 70, 40, 25, 65, 45, 35, 60, 20.0])
    interval = estimate(substitution_share(extra, paid)).interval
    for end in (interval.low, interval.high):
        quarters = (-paid - end * extra).reshape(4, 3).sum(axis=1)
        assert abs(quarters.mean()) / (quarters.std(ddof=1) / 2) == pytest.approx(3.182446, abs=1e-4)


@pytest.mark.parametrize(
    ("months", "memory", "lowest"), [(6, 0.0, 0.94), (12, 0.0, 0.92), (12, 0.4, 0.90), (24, 0.4, 0.87)]
)
@pytest.mark.parametrize("truth", [0.0, 0.3, 1.0])
def test_the_share_of_replaced_hours_is_covered(
    months: int, memory: float, lowest: float, truth: float, covered: Covered
) -> None:
    rng = np.random.default_rng(2)
    noise = rng.normal(size=(2, 1000, months))
    for month in range(1, months):
        noise[:, :, month] = memory * noise[:, :, month - 1] + math.sqrt(1 - memory**2) * noise[:, :, month]
    extra, paid = 100 + 60 * noise[0], -100 * truth - 60 * noise[1]
    results = (substitution_share(v, p) for v, p in zip(extra, paid, strict=True))
    assert covered(results, truth) >= lowest


def test_five_months_are_too_few() -> None:
    share = substitution_share([10] * 5, [-1] * 5)
    assert isinstance(share, NotEstimable)
    assert (share.remedy, share.have, share.need) == ("longer_follow_up", 5, 6)


def test_without_extra_hours_nothing_can_have_replaced() -> None:
    share = substitution_share([0, -5, 5, 0, 0, 0], [-1] * 6)
    assert isinstance(share, NotEstimable)
    assert share.why is Why.UNDEFINED


def test_extra_hours_lost_in_noise_leave_everything_possible(estimate: Read) -> None:
    share = estimate(substitution_share([300, -280, 290, -310, 250, -240], [-5, 3, -4, 2, -6, 1]))
    assert (share.interval.low, share.interval.high) == (0, 1)
