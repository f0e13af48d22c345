"""How far goals were attained."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.attainment import attained_share, attainment_difference
from obverse.statistics.cluster_differences import clustered_difference
from obverse.statistics.clusters import clustered_share
from obverse.statistics.permutation import PermutationTest

Read = Callable[[Result], Estimate]
FAILED, MISSED, REACHED, SURPASSED = ([int(s == step) for s in range(5)] for step in (0, 1, 2, 4))


def _test(result: PermutationTest | NotEstimable) -> PermutationTest:
    assert isinstance(result, PermutationTest), result
    return result


def test_zero_is_attained_and_minus_one_is_not(estimate: Read) -> None:
    assert estimate(attained_share([FAILED, MISSED, REACHED, SURPASSED, SURPASSED])).value == 0.6


def test_how_far_beyond_does_not_count(estimate: Read) -> None:
    # the T score would tell these apart as if two small surprises made up for two failures
    one = estimate(attained_share([FAILED, FAILED, SURPASSED, SURPASSED]))
    other = estimate(attained_share([MISSED, MISSED, REACHED, REACHED]))
    assert one == other


def test_goals_of_one_owner_are_not_independent(estimate: Read) -> None:
    owners = [[3, 0, 0, 0, 1], [0, 1, 2, 0, 1], [0, 0, 0, 4, 0], [2, 2, 0, 0, 0], [0, 1, 1, 1, 1]]
    assert attained_share(owners) == clustered_share([1, 3, 4, 0, 3], [4] * 5)
    single = [
        [int(s == step) for s in range(5)] for row in owners for step in range(5) for _ in range(row[step])
    ]
    wide, narrow = estimate(attained_share(owners)).interval, estimate(attained_share(single)).interval
    assert wide.high - wide.low > narrow.high - narrow.low


def test_fishers_tea_is_the_exact_test(estimate: Read) -> None:
    # Fisher 1935: 3 of 4 against 1 of 4: p = (16 + 1)·2/70 = 34/70, the smallest 2/70
    cups = attainment_difference([REACHED] * 3 + [FAILED], [REACHED] + [FAILED] * 3, np.random.default_rng(1))
    test = _test(cups.test)
    assert (test.p, test.smallest_p, test.draws) == (34 / 70, 2 / 70, 70)
    assert estimate(cups.difference).value == 0.5
    assert estimate(cups.difference).method == "newcombe"


def test_owners_and_not_goals_change_places() -> None:
    # 2 + 2 owners: of the 6 exchanges only the one seen and its mirror image reach the difference of 1
    a, b = [[5, 0, 0, 0, 0], [3, 0, 0, 0, 0]], [[0, 0, 4, 0, 0], [0, 0, 6, 0, 0]]
    test = _test(attainment_difference(a, b, np.random.default_rng(1)).test)
    assert (test.p, test.draws, test.n) == (2 / 6, 6, 4)


def test_large_groups_are_drawn_and_agree_with_the_exact_test() -> None:
    # 9 of 12 against 3 of 12, one goal each: Fisher's two-sided p = 0.0391 (hypergeometric, worked below)
    chance = [math.comb(12, x) * math.comb(12, 12 - x) / math.comb(24, 12) for x in range(13)]
    exact = sum(c for x, c in enumerate(chance) if abs(x - 6) >= 3)
    a, b = [REACHED] * 9 + [FAILED] * 3, [REACHED] * 3 + [FAILED] * 9
    test = _test(attainment_difference(a, b, np.random.default_rng(1), draws=20_000).test)
    assert test.method == "attainment_permutation"
    assert test.p == pytest.approx(exact, abs=0.005)


def test_the_interval_is_that_over_owners() -> None:
    a = [[3, 0, 0, 0, 1], [0, 1, 2, 0, 1], [0, 0, 0, 4, 0], [2, 2, 0, 0, 0], [0, 1, 1, 1, 1]]
    b = [[4, 0, 0, 0, 0], [3, 0, 1, 0, 0], [2, 2, 0, 0, 0], [2, 1, 0, 1, 0], [4, 0, 0, 0, 0]]
    found = attainment_difference(a, b, np.random.default_rng(1))
    assert found.difference == clustered_difference([1, 3, 4, 0, 3], [4] * 5, [0, 1, 0, 1, 0], [4] * 5)


def test_groups_that_do_not_differ_are_accused_in_one_of_twenty() -> None:
    rng = np.random.default_rng(2)
    p = []
    for _ in range(400):
        quality = rng.beta(2, 2, size=11)
        attained = rng.binomial(3, quality)
        rows = np.column_stack([3 - attained, *(np.zeros(11, int),) * 3, attained])
        p.append(_test(attainment_difference(rows[:5], rows[5:], rng).test).p)
    assert np.mean(np.array(p) <= 0.05) <= 0.07
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.45, abs=0.1)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=2, max_size=7).filter(
        lambda rows: sum(any(row) for row in rows) > 1
    ),
    st.integers(1, 6),
)
def test_exchanging_the_groups_changes_neither_the_size_nor_the_p(rows: list[list[int]], first: int) -> None:
    first = min(first, len(rows) - 1)
    one, other = (
        attainment_difference(*groups, np.random.default_rng(1))
        for groups in ((rows[:first], rows[first:]), (rows[first:], rows[:first]))
    )
    if isinstance(one.test, NotEstimable):
        assert one.test == other.test
        return
    assert _test(other.test).p == one.test.p
    if isinstance(one.difference, Estimate):
        assert isinstance(other.difference, Estimate)
        assert one.difference.value == pytest.approx(-other.difference.value)


def test_without_goals_or_without_a_second_group_there_is_silence() -> None:
    nothing = attained_share([[0] * 5])
    assert isinstance(nothing, NotEstimable)
    alone = attainment_difference([REACHED], [[0] * 5], np.random.default_rng(1))
    assert isinstance(alone.difference, NotEstimable)
    assert (alone.difference.why, alone.difference.remedy) == (Why.TOO_FEW, "both_groups")


def test_a_scale_of_other_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="five steps"):
        attained_share([[1, 0, 0]])
