"""Weights that make those who answered resemble the population."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import NotEstimable, Why
from obverse.statistics.weighting import Weighting, design_effect, post_stratify, rake


def _weighting(result: Weighting | NotEstimable) -> Weighting:
    assert isinstance(result, Weighting), result
    return result


def _cells(*sizes: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.indices(sizes).reshape(len(sizes), -1).T


def test_two_by_two_is_solved_by_hand() -> None:
    # the odds ratio 4 stays, all margins become a half: p²/(½ - p)² = 4, so p = 1/3 and the others 1/6
    raked = _weighting(rake(_cells(2, 2), [80, 20, 10, 10], [[1, 1], [1, 1]]))
    assert raked.weights * [80, 20, 10, 10] / 120 == pytest.approx([1 / 3, 1 / 6, 1 / 6, 1 / 3])


def test_margins_and_odds_ratios_say_which_weights_are_right() -> None:
    # a table is determined by its margins and its odds ratios: the first are the population's, the others stay
    table = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
    rows, columns = [150, 300, 400, 150], [200, 300, 400, 100]
    raked = _weighting(rake(_cells(4, 4), table.ravel(), [rows, columns]))
    weighted = raked.weights.reshape(4, 4) * table * 1000 / table.sum()
    assert weighted.sum(axis=1) == pytest.approx(rows, rel=1e-9)
    assert weighted.sum(axis=0) == pytest.approx(columns, rel=1e-9)

    def odds_ratios(cells: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float]:
        ratios = cells[:-1, :-1] * cells[1:, 1:] / (cells[:-1, 1:] * cells[1:, :-1])
        return [float(ratio) for ratio in ratios.ravel()]

    assert odds_ratios(weighted) == pytest.approx(odds_ratios(table.astype(np.float64)))


def test_three_variables_fit_to_ten_digits() -> None:
    rng = np.random.default_rng(1)
    cells = np.column_stack([rng.integers(size, size=3000) for size in (2, 5, 4)])
    margins: list[list[float]] = [[0.48, 0.52], [1, 2, 3, 2, 1], [400, 300, 200, 100]]
    weights = _weighting(rake(cells, np.ones(3000, int), margins)).weights
    assert weights.mean() == pytest.approx(1)
    for v, margin in enumerate(margins):
        seen = np.bincount(cells[:, v], weights=weights) / 3000
        assert seen == pytest.approx(np.array(margin) / np.sum(margin), rel=2e-10)


def test_people_one_by_one_and_counted_get_the_same_weights() -> None:
    cells, cases = _cells(2, 3), np.array([5, 9, 4, 7, 2, 8])
    counted = _weighting(rake(cells, cases, [[3, 4], [1, 1, 1]]))
    single = _weighting(rake(np.repeat(cells, cases, axis=0), np.ones(35, int), [[3, 4], [1, 1, 1]]))
    assert np.repeat(counted.weights, cases) == pytest.approx(single.weights)
    assert (counted.design_effect, counted.effective) == pytest.approx(
        (single.design_effect, single.effective)
    )


def test_raking_removes_a_bias_that_the_margins_explain() -> None:
    # people with a degree answer four times as often and agree with 80 %, the others with 30 %: truth 0.45
    rng = np.random.default_rng(2)
    degree = rng.random(20_000) < 0.3
    agrees = rng.random(20_000) < np.where(degree, 0.8, 0.3)
    answered = rng.random(20_000) < np.where(degree, 0.4, 0.1)
    weights = _weighting(
        rake(degree[answered, np.newaxis].astype(int), np.ones(answered.sum(), int), [[70, 30]])
    ).weights
    assert agrees[answered].mean() > 0.55
    assert np.average(agrees[answered], weights=weights) == pytest.approx(0.45, abs=0.03)


def test_weights_of_the_design_are_kept_where_the_margins_fit() -> None:
    base = np.array([1.0, 3.0, 2.0, 2.0])
    weights = _weighting(rake([[0], [0], [1], [1]], [10, 10, 10, 10], [[1, 1]], base=base)).weights
    assert weights == pytest.approx(base / 2)


def test_one_classification_is_population_over_cases() -> None:
    weighting = _weighting(post_stratify([20, 80], [500, 500]))
    assert weighting.weights.tolist() == pytest.approx([2.5, 0.625])
    # n·Σw²/(Σw)² = 100·(20·6.25 + 80·0.390625)/100²
    assert weighting.design_effect == pytest.approx(1.5625)
    assert weighting.effective == pytest.approx(64)


def test_the_design_effect_is_one_and_the_squared_coefficient_of_variation() -> None:
    weights = np.array([0.5, 1, 1, 1.5, 3, 0.2])
    assert design_effect(weights) == pytest.approx(1 + (weights.std() / weights.mean()) ** 2)
    assert design_effect([2, 2, 2]) == 1
    assert design_effect([1, 4], [3, 2]) == pytest.approx(design_effect([1, 1, 1, 4, 4]))


def test_the_variance_of_a_weighted_mean_grows_by_the_design_effect() -> None:
    rng, weights = np.random.default_rng(3), np.repeat([0.5, 2.5], [75, 25])
    means = rng.normal(size=(4000, 100)) @ weights / weights.sum()
    assert means.var() * 100 == pytest.approx(design_effect(weights), rel=0.08)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 30), min_size=6, max_size=6), st.permutations(range(6)))
def test_the_order_of_cells_does_not_matter(cases: list[int], order: list[int]) -> None:
    cells, people = _cells(2, 3), np.array(cases)
    one = _weighting(rake(cells, people, [[2, 3], [1, 2, 3]]))
    other = _weighting(rake(cells[order], people[order], [[2, 3], [1, 2, 3]]))
    assert one.weights[order] == pytest.approx(other.weights, rel=1e-8)


def test_a_category_without_anybody_cannot_be_weighted_up() -> None:
    for silent in (rake([[0], [1]], [5, 5], [[1, 1, 1]]), post_stratify([5, 5, 0], [1, 1, 1])):
        assert isinstance(silent, NotEstimable)
        assert (silent.why, silent.have, silent.need, silent.of) == (Why.TOO_FEW, 2, 3, "categories")
    assert _weighting(post_stratify([5, 5, 0], [1, 1, 0])).weights.tolist() == [1, 1, 0]


def test_margins_that_the_filled_cells_cannot_meet_are_silence() -> None:
    # all women are old and all men young, but the population has as many old as young and twice as many women
    raked = rake([[0, 0], [1, 1]], [10, 10], [[2, 1], [1, 1]], sweeps=50)
    assert isinstance(raked, NotEstimable)
    assert (raked.why, raked.of) == (Why.UNDEFINED, "categories")


def test_wrong_margins_are_refused_by_name() -> None:
    cells = [[0, 0], [0, 1]]
    for margins, words in (
        ([[1]], "2 variables are described, 1 margins given"),
        ([[1], [1]], "margin 1: category 1 occurs, 1 are given"),
        ([[1], [1, 0]], "margin 1: a category has people but no population"),
    ):
        with pytest.raises(ValueError, match=words):
            rake(cells, [3, 4], margins)
    with pytest.raises(ValueError, match="nobody has a positive one"):
        design_effect([0, 0])
