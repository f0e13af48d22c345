"""Agreement on an ordered scale.

Longer runs (200 samples per case, 200 or 300 draws, 95 %) over eleven shapes of answers: with 40 to 200 people 0.925 to
0.98 of the intervals hold A, with 20 people 0.88 to 1.00; 0.84 and 0.925 (40 and 200 people) where 40, 10, 0, 10, 40 %
choose the five steps. By cluster, with 6 and 12 clusters of six: 0.89 to 0.955.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.consensus import agreement_coefficient, agreement_coefficient_by_cluster

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def _a(answers: list[int]) -> float:
    result = agreement_coefficient(answers, np.random.default_rng(1), draws=5)
    assert isinstance(result, Estimate)
    return result.value


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [([0, 0, 20, 0, 0], 1), ([8] * 5, 0), ([10, 0, 0, 0, 10], -1), ([0, 10, 10, 0, 0], 0.75), ([9] * 3, 0)],
)
def test_the_landmarks_of_the_scale_are_where_the_paper_puts_them(
    answers: list[int], agreement: float
) -> None:
    assert _a(answers) == pytest.approx(agreement)


def test_the_published_example_of_the_r_package_comes_out() -> None:
    # agrmt: agreement(c(30, 40, 210, 130, 530, 50, 10)) gives 0.6113333
    assert _a([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


def test_layers_worked_by_hand_come_out() -> None:
    # 4, 10, 6 of 20: a layer of 4 on all steps (A = 0, 12 people), of 2 on the last two (A = ½, 4 people),
    # of 4 on the middle one (A = 1, 4 people)
    assert _a([4, 10, 6]) == pytest.approx((4 * 0.5 + 4 * 1) / 20)
    # the pattern 1101 holds the triples 110, 111, 101, 101: one peak, two gaps:
    # U = (2·1 - 3·2)/(2·3) = -2/3, and A = -2/3·(1 - 2/3)
    assert _a([10, 10, 0, 10]) == pytest.approx(-2 / 9)


def test_two_camps_with_the_same_mean_and_more_spread_are_told_from_a_middle(estimate: Read) -> None:
    camps = estimate(agreement_coefficient([40, 5, 2, 6, 40], np.random.default_rng(1)))
    middle = estimate(agreement_coefficient([2, 15, 60, 15, 2], np.random.default_rng(1)))
    assert camps.interval.high < -0.2 < 0.4 < middle.interval.low


@pytest.mark.parametrize(
    "shares", [(0.2,) * 5, (0.1, 0.2, 0.4, 0.2, 0.1), (0.9, 0.1, 0, 0, 0), (0.2, 0.5, 0.3)]
)
def test_the_agreement_of_all_people_is_covered(shares: tuple[float, ...], covered: Covered) -> None:
    rng = np.random.default_rng(2)
    truth = _a([round(1000 * share) for share in shares])
    samples = rng.multinomial(60, shares, size=200)
    assert covered([agreement_coefficient(s, rng, draws=200) for s in samples], truth) >= 0.9


def test_people_who_come_together_are_worth_less(covered: Covered) -> None:
    rng = np.random.default_rng(3)
    shares = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
    results, blind = [], []
    for _ in range(150):
        rows = np.array([rng.multinomial(8, own) for own in rng.dirichlet(4 * shares, size=10)])
        results.append(agreement_coefficient_by_cluster(rows, rng, draws=200))
        blind.append(agreement_coefficient(rows.sum(axis=0), rng, draws=200))
    truth = _a([100, 200, 400, 200, 100])
    assert covered(results, truth) >= 0.92
    assert covered(results, truth) > covered(blind, truth)


def test_few_clusters_are_stretched_as_students_t_asks(estimate: Read) -> None:
    # k = 6: t(5)/z · √(6/5) = 2.570582/1.959964 · 1.095445
    table = np.array(
        [[1, 4, 9, 5, 1], [2, 3, 8, 6, 2], [0, 6, 9, 3, 1], [3, 4, 7, 4, 2], [1, 2, 9, 8, 1], [2, 5, 8, 4, 2]]
    )
    drawn = np.random.default_rng(4).multinomial(6, np.full(6, 1 / 6), size=300) @ table
    value = _a(table.sum(axis=0).tolist())
    ends = value + 2.570582 / 1.959964 * 1.095445 * (
        np.quantile([_a(row.tolist()) for row in drawn], [0.025, 0.975]) - value
    )
    high = max(float(ends[1]), 2 * value - float(ends[0]))
    found = estimate(agreement_coefficient_by_cluster(table, np.random.default_rng(4), draws=300))
    assert found.interval.high == pytest.approx(high, abs=1e-5)


def test_all_in_one_place_leaves_camps_possible_in_few_answers(estimate: Read) -> None:
    few, many = (
        estimate(agreement_coefficient([n, 0, 0, 0, 0], np.random.default_rng(1))).interval for n in (20, 500)
    )
    assert few.low < 0.7
    assert many.low > 0.97
    assert (few.high, many.high) == (1, 1)
    alike = [[5, 0, 0, 0, 0]] * 5
    together = estimate(agreement_coefficient_by_cluster(alike, np.random.default_rng(1))).interval
    assert together.low < few.low
    camps = estimate(agreement_coefficient([10, 0, 0, 0, 10], np.random.default_rng(1))).interval
    assert camps.low == -1
    assert camps.high > -0.9


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=7).filter(lambda a: sum(a) >= 20), st.integers(2, 9))
def test_neither_the_direction_of_the_scale_nor_the_number_of_people_changes_it(
    answers: list[int], times: int
) -> None:
    assert -1 <= _a(answers) <= 1
    assert _a(answers[::-1]) == pytest.approx(_a(answers))
    assert _a([times * a for a in answers]) == pytest.approx(_a(answers))


def test_one_cluster_each_or_all_together_is_the_same_figure(estimate: Read) -> None:
    rows = [[1, 2, 3, 0, 0], [0, 4, 2, 1, 0], [0, 0, 5, 2, 0], [2, 1, 1, 1, 0], [0, 3, 3, 0, 1]]
    by_cluster = estimate(agreement_coefficient_by_cluster(rows, np.random.default_rng(1)))
    assert by_cluster.value == pytest.approx(_a(np.sum(rows, axis=0).tolist()))
    assert by_cluster.n == 32


def test_few_answers_and_few_clusters_are_silences_and_two_steps_no_scale() -> None:
    rng = np.random.default_rng(1)
    few, groups = (
        agreement_coefficient([19, 0, 0], rng),
        agreement_coefficient_by_cluster([[9, 9, 9]] * 4, rng),
    )
    assert isinstance(few, NotEstimable)
    assert isinstance(groups, NotEstimable)
    assert (few.why, few.of, groups.of) == (Why.TOO_FEW, "answers", "clusters")
    with pytest.raises(ValueError, match="3 to 11 steps"):
        agreement_coefficient([10, 10], rng)
