"""How far two make-ups lie apart beyond chance.

Longer runs (300 pairs per case, 300 draws, 95 %) with 2, 3, 6 and 12 categories and 20 + 20, 300 + 30 and 300 + 300
cases: 0.98 to 1.00 of the intervals hold 0 where both are drawn from the same, and 0.94 to 0.99 the average excess
where they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.distances import total_variation_excess

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def test_what_chance_adds_is_that_of_every_way_to_deal_the_cases(estimate: Read) -> None:
    # 10 + 10 cases, 10 of each kind: a gets x of the first kind with chance C(10,x)²/C(20,10), |2x - 10|/10 apart
    chance = sum(comb(10, x) ** 2 * abs(2 * x - 10) / 10 for x in range(11)) / comb(20, 10)
    excess = estimate(total_variation_excess([8, 2], [2, 8], np.random.default_rng(1), draws=40_000))
    assert excess.value == pytest.approx(0.6 - chance, abs=0.005)
    assert excess.n == 20


def test_a_topic_that_the_synthesis_forgot_is_found(estimate: Read) -> None:
    excess = estimate(total_variation_excess([80, 60, 40, 20], [45, 0, 30, 15], np.random.default_rng(1)))
    assert excess.interval.low > 0.1


def test_a_short_synthesis_differs_by_chance_alone(estimate: Read, covered: Covered) -> None:
    rng = np.random.default_rng(2)
    shares = [0.3, 0.2, 0.2, 0.1, 0.1, 0.1]
    pairs = [(rng.multinomial(200, shares), rng.multinomial(20, shares)) for _ in range(200)]
    raw = [np.abs(a / 200 - b / 20).sum() / 2 for a, b in pairs]
    assert np.mean(raw) > 0.15
    results = [total_variation_excess(a, b, rng, draws=200) for a, b in pairs]
    assert covered(results, 0.0) >= 0.95
    assert np.mean([estimate(result).value for result in results]) == pytest.approx(0, abs=0.015)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(5, 40), st.integers(5, 40)), min_size=2, max_size=6), st.integers(0, 99)
)
def test_neither_the_order_of_topics_nor_an_empty_one_matters(
    topics: list[tuple[int, int]], seed: int
) -> None:
    a, b = (np.array(column) for column in zip(*topics, strict=True))
    one = total_variation_excess(a, b, np.random.default_rng(seed), draws=2000)
    other = total_variation_excess([*b[::-1], 0], [*a[::-1], 0], np.random.default_rng(seed), draws=2000)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value == pytest.approx(other.value, abs=0.02)
    assert one.interval.low == pytest.approx(other.interval.low, abs=0.05)


def test_two_identical_make_ups_still_leave_a_distance_possible(estimate: Read) -> None:
    same = estimate(total_variation_excess([20, 20], [20, 20], np.random.default_rng(1)))
    assert same.value < 0
    assert same.interval.low < 0 < same.interval.high


def test_few_cases_and_one_topic_are_silences() -> None:
    rng = np.random.default_rng(1)
    few, alone = total_variation_excess([9, 0], [50, 50], rng), total_variation_excess([20, 0], [30, 0], rng)
    assert isinstance(few, NotEstimable)
    assert isinstance(alone, NotEstimable)
    assert (few.why, few.have, alone.why) == (Why.TOO_FEW, 9, Why.UNDEFINED)


def test_make_ups_of_different_topics_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        total_variation_excess([10, 10], [10, 10, 10], np.random.default_rng(1))
