"""How the same people changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.clusters import clustered_mean
from obverse.statistics.paired_changes import difference_of_paired_changes, paired_change, sign_test
from obverse.statistics.permutation import PermutationTest

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
# Student 1908: additional hours of sleep under two drugs, ten patients each measured under both
DEXTRO = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
LAEVO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_students_own_pairs_come_out(estimate: Read) -> None:
    # R: t.test(Pair(laevo, dextro) ~ 1): mean 1.58, 0.7001142 to 2.4598858
    change = estimate(paired_change(DEXTRO, LAEVO, unit=Unit.HOURS))
    ends = (change.value, change.interval.low, change.interval.high)
    assert ends == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-6)
    assert change.n == 10


def test_the_signs_of_students_pairs_are_all_tried_out() -> None:
    # nine rise and one stays: 2 of the 2⁹ sign patterns are as one-sided
    test = sign_test(DEXTRO, LAEVO)
    assert isinstance(test, PermutationTest)
    assert (test.p, test.smallest_p, test.draws, test.statistic, test.n) == (2 / 512, 2 / 512, 512, 9, 10)


@pytest.mark.parametrize("rose", range(8))
def test_the_sign_test_is_the_share_of_sign_patterns_at_least_as_uneven(rose: int) -> None:
    test = sign_test([0] * 7, [1] * rose + [-1] * (7 - rose))
    assert isinstance(test, PermutationTest)
    uneven = [abs(sum(signs)) >= abs(2 * rose - 7) for signs in product((-1, 1), repeat=7)]
    assert test.p == pytest.approx(np.mean(uneven))


def test_groups_measured_twice_are_clusters() -> None:
    before = [0.0] * 12
    after = [1.0, 1, 0, 2, 2, 1, 0, 0, -1, 1, 0, 1]
    group = [0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4]
    assert paired_change(before, after, unit=Unit.DEGREE, cluster=group) == clustered_mean(
        [2, 4, 1, -1, 2], [2, 3, 2, 2, 3], unit=Unit.DEGREE
    )


def test_one_person_in_each_group_is_the_t_of_independent_people(estimate: Read) -> None:
    alone = estimate(paired_change(DEXTRO, LAEVO, unit=Unit.HOURS))
    grouped = estimate(paired_change(DEXTRO, LAEVO, unit=Unit.HOURS, cluster=range(10)))
    assert (grouped.interval.low, grouped.interval.high) == pytest.approx(
        (alone.interval.low, alone.interval.high)
    )


@pytest.mark.parametrize("pairs", [6, 30])
def test_the_mean_change_of_all_people_is_covered(pairs: int, covered: Covered) -> None:
    rng = np.random.default_rng(1)
    before = rng.normal(0, 2, (1200, pairs))
    after = before + rng.normal(0.4, 1, (1200, pairs))
    results = (paired_change(b, a, unit=Unit.COEFFICIENT) for b, a in zip(before, after, strict=True))
    assert covered(results, 0.4) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("sizes", [(8, 8), (30, 10)])
def test_the_difference_of_two_changes_is_covered_with_unequal_spreads(
    sizes: tuple[int, int], covered: Covered
) -> None:
    rng = np.random.default_rng(2)
    results = [
        difference_of_paired_changes(
            rng.normal(0.2, 1, sizes[0]), rng.normal(0.7, 2, sizes[1]), unit=Unit.COEFFICIENT
        )
        for _ in range(800)
    ]
    assert covered(results, -0.5) >= 0.93


def test_a_change_that_those_outside_share_is_not_an_effect(estimate: Read) -> None:
    rng = np.random.default_rng(3)
    season = -0.8
    inside, outside = season + rng.normal(0, 0.7, 40), season + rng.normal(0, 0.7, 40)
    assert estimate(paired_change(np.zeros(40), inside, unit=Unit.COEFFICIENT)).interval.high < -0.4
    assert estimate(difference_of_paired_changes(inside, outside, unit=Unit.COEFFICIENT)).interval.contains(0)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=6, max_size=20),
    st.randoms(use_true_random=False),
)
def test_exchanging_before_and_after_turns_the_change_round(
    pairs: list[tuple[int, int]], random: object
) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    (before, after), (later, earlier) = zip(*pairs, strict=True), zip(*mixed, strict=True)
    one = paired_change(before, after, unit=Unit.DEGREE, limits=(-4, 4))
    other = paired_change(earlier, later, unit=Unit.DEGREE, limits=(-4, 4))
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value + other.value == pytest.approx(0, abs=1e-12)
    assert one.interval.low + other.interval.high == pytest.approx(0, abs=1e-9)
    signs, turned = sign_test(before, after), sign_test(earlier, later)
    if isinstance(signs, PermutationTest):
        assert isinstance(turned, PermutationTest)
        assert signs.p == turned.p


def test_five_pairs_are_too_few_and_people_who_did_not_move_have_no_sign() -> None:
    silences = [
        paired_change([0] * 5, [1] * 5, unit=Unit.DEGREE),
        sign_test([0] * 5, [1] * 5),
        sign_test([0] * 9, [1] * 5 + [0] * 4),
        difference_of_paired_changes([1.0] * 9, [0.5] * 5, unit=Unit.DEGREE),
    ]
    found = [(s.why, s.remedy, s.have, s.need) for s in silences if isinstance(s, NotEstimable)]
    assert found == [(Why.TOO_FEW, "more_cases", 5, 6)] * 3 + [(Why.TOO_FEW, "both_groups", 5, 6)]


def test_pairs_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        paired_change([1] * 7, [1] * 6, unit=Unit.DEGREE)
