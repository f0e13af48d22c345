"""How many independent cases the answers of groups are worth, and how far apart two make-ups may still lie."""

from __future__ import annotations

import numpy as np

from obverse.quantities import Estimate
from obverse.statistics.distances import total_variation_excess
from obverse.statistics.weighting import FEWEST_GROUPS, effective_cases

SHARES = np.array([0.5, 0.3, 0.2])


def test_groups_that_share_a_leaning_are_worth_what_their_design_effect_leaves() -> None:
    rng, alike, of = np.random.default_rng(1), 0.1, 10
    own = rng.dirichlet((1 - alike) / alike * SHARES, 4000)
    answers = rng.multinomial(of, own)
    # 1 + (m - 1)·rho for groups of m people
    expected = answers.sum() / (1 + (of - 1) * alike)
    assert abs(effective_cases(answers, int(answers.sum())) / expected - 1) < 0.05


def test_groups_that_lean_to_nothing_are_worth_all_their_people() -> None:
    answers = np.random.default_rng(2).multinomial(10, SHARES, size=2000)
    assert effective_cases(answers, 20_000) > 19_000


def test_groups_of_one_mind_are_worth_one_case_each() -> None:
    answers = 7 * np.random.default_rng(3).multinomial(1, SHARES, size=200)
    assert abs(effective_cases(answers, 1400) - 200) < 3


def test_few_groups_count_as_one_case_each_whatever_their_spread() -> None:
    answers = np.full((FEWEST_GROUPS - 1, 3), 5)
    assert round(effective_cases(answers, 15 * (FEWEST_GROUPS - 1)), 9) == FEWEST_GROUPS - 1


def test_a_distance_that_is_there_is_not_cleared_away_with_what_chance_gives() -> None:
    rng, other, cleared = np.random.default_rng(4), np.array([0.4, 0.4, 0.2]), 0
    for _ in range(200):
        found = total_variation_excess(
            rng.multinomial(300, SHARES), rng.multinomial(900, other), rng, draws=200
        )
        assert isinstance(found, Estimate)
        cleared += found.interval.high < 0.1
    assert cleared <= 10
