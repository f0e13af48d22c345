"""Traps of small numbers: ratios without intervals, clean bills without power, people who are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import comb

import numpy as np
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.quantities import Estimate, Result
from obverse.statistics.clusters import clustered_share
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.shares import wilson_share

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
PROPOSALS = 20


def binomial(n: int, x: int, p: float) -> float:
    return float(comb(n, x) * p**x * (1 - p) ** (n - x))


def fisher(yes: int, others_yes: int, n: int) -> float:
    """The two-sided exact p-value of two groups of n."""
    both = yes + others_yes
    ways = {x: comb(n, x) * comb(n, both - x) for x in range(max(0, both - n), min(n, both) + 1)}
    return sum(way for way in ways.values() if way <= ways[yes]) / sum(ways.values())


@pytest.mark.parametrize(("participants", "naive"), [(50, 0.31), (100, 0.19), (200, 0.09)])
def test_fair_draws_break_the_four_fifths_rule_and_raise_no_concern(
    participants: int, naive: float, judged: Judged, table: Table
) -> None:
    """Trap 7: the four-fifths rule without an interval."""
    rng = np.random.default_rng(71)
    ratios = rng.binomial(participants, 0.2, size=4000) / participants / 0.2
    assert np.mean(ratios < 0.8) == pytest.approx(naive, abs=0.015)

    draws = rng.binomial(participants, 0.2, size=60).tolist()
    towns = [f"town{number}" for number in range(len(draws))]
    population = [
        f"{town},{group},{size}" for town in towns for group, size in (("few", 2000), ("many", 8000))
    ]
    attended = [
        f"attended,any,{town},{group},{count}"
        for town, few in zip(towns, draws, strict=True)
        for group, count in (("few", few), ("many", participants - few))
    ]
    found = judged(
        "L2.1",
        {
            "reference_population": table("variable,category,count", population),
            "group_count": table("stage,activity,variable,category,count", attended),
        },
        attributes={town: {"label": town, "categories": ["few", "many"]} for town in towns},
    )
    # each figure by itself: the correction for many looks would hide what a single one does
    verdicts = [
        judge(found[subject].result, found[subject].threshold, Standing(grade="A")).verdict
        for subject in (f"any.{town}.few.ratio" for town in towns)
    ]
    assert np.mean([verdict is Verdict.CONCERN for verdict in verdicts]) <= 0.05


def test_40_proposals_show_60_against_30_per_cent_in_one_case_of_three() -> None:
    """Trap 8: underpowered clean bills; p above 0.05 would clear two biased processes of three."""
    worlds = {
        (a, b): binomial(PROPOSALS, a, 0.6) * binomial(PROPOSALS, b, 0.3)
        for a in range(PROPOSALS + 1)
        for b in range(PROPOSALS + 1)
    }
    power = sum(chance for (a, b), chance in worlds.items() if fisher(a, b, PROPOSALS) < 0.05)
    assert power == pytest.approx(0.35, abs=0.005)

    # all but the rarest worlds: how often what the interval leaves possible ends below odds of 3/2
    cleared = sum(
        chance
        for (a, b), chance in worlds.items()
        if chance > 1e-4
        and isinstance(
            odds := odds_ratio_mantel_haenszel([[[a, PROPOSALS - a], [b, PROPOSALS - b]]]), Estimate
        )
        and odds.interval.high < 1.5
    )
    assert cleared < 0.01


def test_a_difference_that_is_not_significant_in_40_proposals_is_not_enough_evidence(
    judged: Judged, table: Table
) -> None:
    """Trap 8: underpowered clean bills, from the register to the verdict."""
    planned, others = 12, 7
    assert fisher(planned, others, PROPOSALS) > 0.05
    rows = [
        f"{sort}{number},proposal,{'accepted' if number < accepted else 'rejected'},{aligned},yes"
        for sort, accepted, aligned in (("p", planned, 1), ("o", others, 0))
        for number in range(PROPOSALS)
    ]
    found = judged("E7.5b", {"contribution": table("id,kind,state,aligned,feasible", rows)})
    assert found["accepted"].verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_nobody_harmed_of_15_leaves_one_in_five_possible(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 8: 0 of 15 is no proof of 0."""
    harmed = 0
    assert harmed / 15 == 0
    at_most = [1 - 0.05 ** (1 / 15), 3 / 15]
    assert at_most == pytest.approx([0.18, 0.20], abs=0.002)
    rows = [f"c{number},kitchen,yes,yes,{number % 3}" for number in range(15)]
    found = judged("E6.9", {"access_case": table("id,service,declined_to_contribute,served,need", rows)})
    share = figure(found["not_served"].result)
    assert share.value == 0
    # both ends of a 95 % interval: a little above the one-sided 18 %
    assert share.interval.high == pytest.approx(1 - 0.025 ** (1 / 15))
    assert found["not_served"].verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_intervals_blind_to_clusters_cover_less_than_they_say_and_ours_does_not() -> None:
    """Trap 11: 8 associations of 6 people, intraclass correlation 0.15."""
    rng = np.random.default_rng(11)
    spread = 0.5 * (1 / 0.15 - 1)
    worlds = rng.binomial(6, rng.beta(spread, spread, size=(1200, 8)))

    def held(lows_and_highs: Iterable[tuple[float, float]]) -> float:
        return float(np.mean([low <= 0.5 <= high for low, high in lows_and_highs]))

    blind = (wilson_share(int(world.sum()), 48) for world in worlds)
    naive = held((one.interval.low, one.interval.high) for one in blind if isinstance(one, Estimate))
    drawn = (world[rng.integers(8, size=(400, 8))].sum(axis=1) / 48 for world in worlds)
    resampled = held(tuple(np.quantile(means, [0.025, 0.975])) for means in drawn)
    ours = [clustered_share(world, [6] * 8) for world in worlds]
    assert naive == pytest.approx(0.85, abs=0.02)
    assert resampled == pytest.approx(0.905, abs=0.02)
    known = [one for one in ours if isinstance(one, Estimate)]
    assert len(known) == len(worlds)
    assert held((one.interval.low, one.interval.high) for one in known) >= 0.945


def test_answers_drawn_by_association_get_the_interval_of_eight_associations(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 11: cluster-blind intervals, from the survey to the figure."""
    # in four associations five of six saw it weakened, in the other four one of six
    saw = [1 if person < (5 if group % 2 else 1) else 0 for group in range(8) for person in range(6)]
    rows = [
        f"r{number},post,volunteer,{item},equity,{value},a{number // 6}"
        for number, weakened in enumerate(saw)
        for item, value in (("strengthened", 0), ("weakened", weakened))
    ]
    naive = figure(wilson_share(sum(saw), 48))
    found = judged(
        "D-1", {"survey_answer": table("respondent,wave,role,item,public_value,value,cluster", rows)}
    )
    ours = figure(found["equity.weakened"].result)
    assert ours.value == pytest.approx(naive.value)
    width, too_narrow = (one.interval.high - one.interval.low for one in (ours, naive))
    assert width > 1.5 * too_narrow
