"""How far answers are scattered.

Longer runs (150 samples per case, 95 %): 0.94 to 1.00 of the intervals hold the truth for 2, 3, 5 and 10 possible
answers, shares from equal to 98 % for one of them, and 10, 20, 50 or 200 people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.entropy import entropy_of_answers

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def test_the_entropy_worked_by_hand_comes_out(estimate: Read) -> None:
    # 8, 4, 4 of 16: H = ½·ln 2 + ½·ln 4 = 1.5·ln 2; two more answers than one: + 2/32; of ln 4 possible
    entropy = estimate(entropy_of_answers([8, 4, 4, 0], np.random.default_rng(1)))
    assert entropy.value == pytest.approx((1.5 * math.log(2) + 1 / 16) / math.log(4))
    assert entropy.n == 16


def test_all_agree_and_anybody_are_the_two_ends(estimate: Read) -> None:
    agreed = estimate(entropy_of_answers([30, 0, 0], np.random.default_rng(1)))
    anybody = estimate(entropy_of_answers([10, 10, 10], np.random.default_rng(1)))
    assert (agreed.value, agreed.interval.low) == (0, 0)
    assert (anybody.value, anybody.interval.high) == (1, 1)


def test_an_answer_that_nobody_gave_is_still_a_possible_one(estimate: Read) -> None:
    known, longer = (
        estimate(entropy_of_answers(row, np.random.default_rng(1))) for row in ([20, 10], [20, 10, 0, 0])
    )
    assert longer.value == pytest.approx(known.value / 2)


def test_agreement_of_few_leaves_scatter_possible(estimate: Read) -> None:
    few, many = (
        estimate(entropy_of_answers([n, 0, 0, 0], np.random.default_rng(1))).interval.high for n in (10, 200)
    )
    for end, people in ((few, 10), (many, 200)):
        # ten of ten agree with chance 1/40 where q^10 = 1/40; the other three answers share the rest
        q = 0.025 ** (1 / people)
        scatter = -q * math.log(q) - (1 - q) * math.log((1 - q) / 3)
        assert end == pytest.approx(scatter / math.log(4), abs=0.06)


@pytest.mark.parametrize(
    ("shares", "people"),
    [((0.25,) * 4, 12), ((0.5, 0.3, 0.1, 0.05, 0.05), 20), ((0.9, 0.1), 30), ((0.8, 0.1, 0.1, 0, 0), 15)],
)
def test_the_scatter_of_the_population_is_covered(
    shares: tuple[float, ...], people: int, covered: Covered
) -> None:
    rng = np.random.default_rng(2)
    truth = -sum(p * math.log(p) for p in shares if p) / math.log(len(shares))
    samples = rng.multinomial(people, shares, size=160)
    results = [entropy_of_answers(sample, rng, draws=200) for sample in samples]
    assert covered(results, truth) >= 0.91


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6).filter(lambda c: sum(c) >= 10))
def test_which_answer_is_which_does_not_matter(answers: list[int]) -> None:
    one, other = (
        entropy_of_answers(row, np.random.default_rng(1), draws=800) for row in (answers, answers[::-1])
    )
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value == pytest.approx(other.value)
    assert one.interval.low == pytest.approx(other.interval.low, abs=0.12)


def test_nine_answers_are_too_few_and_one_possible_answer_is_no_question() -> None:
    few = entropy_of_answers([9, 0], np.random.default_rng(1))
    assert isinstance(few, NotEstimable)
    assert (few.why, few.have, few.need) == (Why.TOO_FEW, 9, 10)
    with pytest.raises(ValueError, match="at least two"):
        entropy_of_answers([12], np.random.default_rng(1))
