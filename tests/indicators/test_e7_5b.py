"""E7.5b, E7.5e: contributions compared like with like raise no alarm where authors differ and plans do not matter."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.contributions_compared import compare_contributions
from obverse.indicators.e7_destruction.e7_5b_proposals_that_fit_an_earlier_plan.indicator import (
    ProposalsThatFitAnEarlierPlan,
)
from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.odds import odds_ratio_mantel_haenszel

(LINE,) = ProposalsThatFitAnEarlierPlan().thresholds


def world(
    rng: np.random.Generator, contributions: int, authors: int, *, effect: float = 0.0, unlike: float = 0.0
) -> Reduction:
    """Authors of unlike taste and luck (``unlike``) write about nine matters of unlike merit and fit."""
    writer = rng.integers(0, authors, contributions)
    stratum = rng.integers(0, 9, contributions)
    merit = (stratum - 4) / 8
    fit = rng.beta(2, 2, authors) if unlike else np.full(authors, 0.5)
    inside = (rng.random(contributions) < np.clip(fit[writer] + merit / 2, 0.05, 0.95)).astype(np.int64)
    luck = rng.normal(0, unlike, authors) if unlike else np.zeros(authors)
    odds = np.exp(-0.3 + effect * inside + luck[writer] + 2 * merit)
    met = (rng.random(contributions) < odds / (1 + odds)).astype(np.int64)
    ones = np.ones(contributions, dtype=np.int64)
    return Reduction(
        {"stratum": stratum, "writer": writer, "inside": inside, "met": met, "contributions": ones}
    )


def share_of_concerns(worlds: list[Reduction]) -> float:
    ratios = [compare_contributions(cells, need=10).ratio for cells in worlds]
    return sum(
        isinstance(ratio, Estimate)
        and by_interval(ratio.interval, LINE, ratio.unit).verdict is Verdict.CONCERN
        for ratio in ratios
    ) / len(worlds)


@pytest.mark.parametrize(
    ("contributions", "authors", "unlike"), [(100, 80, 0.0), (100, 40, 1.5), (300, 60, 1.5)]
)
def test_without_any_effect_of_the_plan_at_most_one_world_in_twenty_raises_a_concern(
    contributions: int, authors: int, unlike: float
) -> None:
    rng = np.random.default_rng(75)
    assert share_of_concerns([world(rng, contributions, authors, unlike=unlike) for _ in range(300)]) <= 0.05


def test_sixty_per_cent_against_thirty_is_found_with_a_hundred_proposals_mostly() -> None:
    rng = np.random.default_rng(76)
    assert share_of_concerns([world(rng, 100, 80, effect=1.25) for _ in range(200)]) > 0.6


def test_an_interval_that_overlooks_authors_is_narrower_than_ours() -> None:
    cells = world(np.random.default_rng(77), 300, 40, unlike=1.5)
    ours = compare_contributions(cells, need=10).ratio
    tables = np.zeros((9, 2, 2), dtype=np.int64)
    np.add.at(tables, (cells["stratum"], 1 - cells["inside"], 1 - cells["met"]), 1)
    naive = odds_ratio_mantel_haenszel(tables)
    assert isinstance(ours, Estimate)
    assert isinstance(naive, Estimate)
    assert ours.value == pytest.approx(naive.value)
    assert ours.interval.high / ours.interval.low > 1.3 * naive.interval.high / naive.interval.low


def test_one_author_who_wrote_most_of_a_side_gives_no_figure() -> None:
    cells = world(np.random.default_rng(78), 100, 80)
    alone = Reduction(
        {**cells.columns, "writer": np.where(cells["inside"] == 1, np.arange(100) % 2, cells["writer"] + 2)}
    )
    result = compare_contributions(alone, need=10).ratio
    assert isinstance(result, NotEstimable)
    assert result.remedy == "prolific_authors"
