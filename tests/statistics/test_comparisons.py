"""One case against comparable ones, before and after."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.changes import PlaceboRank, net_log_change
from obverse.statistics.comparisons import difference_in_differences

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def test_the_net_change_worked_by_hand_comes_out(estimate: Read) -> None:
    # own: 40 - 50 = -10; comparators 0, 2, 4: mean 2, standard deviation 2; t(2) = 4.302653
    net = estimate(
        difference_in_differences(50, 40, [10, 20, 30], [10, 22, 34], unit=Unit.COEFFICIENT).effect
    )
    assert net.value == -12
    assert net.interval.high - net.value == pytest.approx(4.302653 * 2 * math.sqrt(4 / 3), rel=1e-6)
    assert net.n == 3


def test_on_the_logarithm_it_is_the_net_log_change(estimate: Read) -> None:
    now, before = np.array([98.0, 104, 101, 99]), np.array([100.0, 99, 97, 102])
    one = estimate(
        difference_in_differences(
            math.log(90), math.log(80), np.log(before), np.log(now), unit=Unit.COEFFICIENT
        ).effect
    )
    other = estimate(net_log_change(80, 90, now, before))
    assert (one.value, one.interval.low, one.interval.high) == pytest.approx(
        (other.value, other.interval.low, other.interval.high)
    )


@pytest.mark.parametrize(("worse", "rank"), [("lower", 1), ("higher", 5)])
def test_the_worst_change_has_rank_one(worse: str, rank: int) -> None:
    place = difference_in_differences(
        50,
        40,
        [10] * 4,
        [9, 10, 11, 12],
        unit=Unit.COEFFICIENT,
        worse=worse,  # type: ignore[arg-type]
    ).rank
    assert place == PlaceboRank(rank=rank, of=5, p=rank / 5, smallest_p=0.2)


@pytest.mark.parametrize("comparators", [3, 10])
def test_a_case_like_the_others_is_covered_and_ranks_anywhere(comparators: int, covered: Covered) -> None:
    rng = np.random.default_rng(1)
    before, after = rng.normal(50, 10, (1200, comparators + 1)), rng.normal(52, 10, (1200, comparators + 1))
    nets = [
        difference_in_differences(b[0], a[0], b[1:], a[1:], unit=Unit.COEFFICIENT)
        for b, a in zip(before, after, strict=True)
    ]
    assert covered([net.effect for net in nets], 0.0) == pytest.approx(0.95, abs=0.02)
    first = [isinstance(net.rank, PlaceboRank) and net.rank.rank == 1 for net in nets]
    assert np.mean(first) == pytest.approx(1 / (comparators + 1), abs=0.035)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=4, max_size=9),
    st.permutations(range(3)),
)
def test_neither_order_nor_direction_changes_the_size(
    levels: list[tuple[int, int]], order: list[int]
) -> None:
    (own_before, own_after), *others = levels
    before, after = (np.array(column) for column in zip(*others, strict=True))
    mixed = [*order, *range(3, len(before))]
    one = difference_in_differences(own_before, own_after, before, after, unit=Unit.COEFFICIENT).effect
    other = difference_in_differences(
        own_after, own_before, after[mixed], before[mixed], unit=Unit.COEFFICIENT
    ).effect
    if isinstance(one, NotEstimable):
        assert one == other
        return
    assert isinstance(other, Estimate)
    assert one.value + other.value == pytest.approx(0, abs=1e-9)
    assert one.interval.low + other.interval.high == pytest.approx(0, abs=1e-9)


def test_two_comparators_give_a_rank_and_no_interval() -> None:
    net = difference_in_differences(50, 40, [10, 20], [10, 22], unit=Unit.COEFFICIENT)
    assert isinstance(net.effect, NotEstimable)
    assert (net.effect.why, net.effect.have, net.effect.need) == (Why.TOO_FEW, 2, 3)
    assert net.rank == PlaceboRank(rank=1, of=3, p=1 / 3, smallest_p=1 / 3)


def test_comparators_that_all_changed_alike_say_nothing_about_their_spread() -> None:
    net = difference_in_differences(50, 40, [10, 20, 30], [11, 21, 31], unit=Unit.COEFFICIENT)
    assert isinstance(net.effect, NotEstimable)
    assert net.effect.why is Why.UNDEFINED


def test_levels_that_are_no_numbers_and_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        difference_in_differences(math.nan, 40, [1, 2, 3], [1, 2, 3], unit=Unit.COEFFICIENT)
    with pytest.raises(ValueError, match="same length"):
        difference_in_differences(50, 40, [1, 2, 3], [1, 2], unit=Unit.COEFFICIENT)
