"""Scores of platforms: the same figures as theirs, and the faults that make them unfit for a verdict."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.platform_scores import decidim_band, r_score, r_score_by_chance


def value(result: object) -> float:
    assert isinstance(result, Estimate)
    return result.value


def test_equal_rates_score_one_and_an_absent_group_scores_zero() -> None:
    assert value(r_score([5, 3, 2], [500, 300, 200])) == 1.0
    assert value(r_score([50, 30, 0], [500, 300, 1])) == 0.0


# Medians of fair draws from groups of 50, 45 and 5 %; simulated independently with 2,000 runs.
@pytest.mark.parametrize(("n", "median"), [(50, 0.57), (200, 0.75), (1000, 0.88), (5000, 0.94)])
def test_a_fair_draw_scores_low_when_it_is_small(n: int, median: float) -> None:
    population = np.array([50_000, 45_000, 5_000])
    fair = (population * n // 100_000).tolist()
    fair[0] += n - sum(fair)
    result = r_score_by_chance(fair, population, np.random.default_rng(7))
    assert value(result) == pytest.approx(median, abs=0.03)


def test_without_participants_or_a_second_group_there_is_no_score() -> None:
    assert isinstance(r_score([0, 0], [5, 5]), NotEstimable)
    assert isinstance(r_score([4], [5]), NotEstimable)


@pytest.mark.parametrize(
    ("part", "whole", "printed", "meant"),
    [
        (0, 0, 1, 1),
        (20, 100, 1, 1),
        (201, 1000, 2, 2),
        (100, 499, 5, 2),
        (41, 204, 5, 2),
        (401, 1000, 3, 3),
        (4005, 10_000, 5, 3),
        (6005, 10_000, 5, 4),
        (80, 100, 4, 4),
        (81, 100, 5, 5),
    ],
)
def test_the_bands_of_decidim_have_gaps_that_give_the_highest_band(
    part: int, whole: int, printed: int, meant: int
) -> None:
    assert decidim_band(part, whole) == printed
    assert decidim_band(part, whole, gaps=False) == meant


def test_a_gap_can_be_hit_from_202_proposals_on() -> None:
    def parts_in_a_gap(whole: int) -> list[int]:
        return [
            part
            for part in range(whole)
            if decidim_band(part, whole) != decidim_band(part, whole, gaps=False)
        ]

    assert [whole for whole in range(1, 203) if parts_in_a_gap(whole)] == [202]
    # 81/202 is 40.099 %; the gap above 20 % is first hit by 41/204
    assert parts_in_a_gap(202) == [81]
    assert 41 in parts_in_a_gap(204)


def test_a_part_cannot_exceed_its_whole() -> None:
    with pytest.raises(ValueError, match="no part"):
        decidim_band(3, 2)
