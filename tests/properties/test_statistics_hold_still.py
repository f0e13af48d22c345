"""What must not change a figure: the order of rows, the unit of measurement, the form of a table, a group's name."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Unit
from obverse.statistics.agreement import krippendorff_alpha
from obverse.statistics.ambivalence import ambivalence, four_cells
from obverse.statistics.bootstrapping import bootstrap_ratio_by_cluster
from obverse.statistics.cluster_differences import clustered_difference, clustered_difference_within
from obverse.statistics.clusters import clustered_mean, clustered_share
from obverse.statistics.competing import IncidenceCurve, aalen_johansen
from obverse.statistics.concentration import gini, gini_of_histogram, histogram, unbiased_hhi
from obverse.statistics.concentration_index import (
    concentration_index,
    concentration_interval,
    rate_concentration,
)
from obverse.statistics.concordance import kendalls_w
from obverse.statistics.equal_chances import equal_chance_mean, excess_concentration
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.multiplicity import benjamini_hochberg, holm, p_value_from_interval
from obverse.statistics.odds import odds_ratio_exact, odds_ratio_mantel_haenszel
from obverse.statistics.ratios import rate_ratio, risk_ratio
from obverse.statistics.representation import dissimilarity_excess, participation_cv
from obverse.statistics.restricted_mean import restricted_mean
from obverse.statistics.shares import difference_of_shares, exact_share, share_of_register, wilson_share
from obverse.statistics.survival import SurvivalCurve, kaplan_meier

PROPERTY = settings(max_examples=40, deadline=None, derandomize=True)

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@st.composite
def share_counts(draw: st.DrawFn, largest: int = 60) -> tuple[int, int]:
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@st.composite
def clusters(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    totals = draw(st.lists(st.integers(1, 12), min_size=5, max_size=12))
    return [draw(st.integers(0, total)) for total in totals], totals


@st.composite
def strata(draw: st.DrawFn) -> list[list[list[int]]]:
    cell = st.integers(0, 8)
    return draw(
        st.lists(
            st.lists(st.lists(cell, min_size=2, max_size=2), min_size=2, max_size=2), min_size=1, max_size=4
        )
    )


def same(one: Result, other: Result, rel: float = 1e-9) -> None:
    """Both are the same silence, or figures with the same ends."""
    if isinstance(one, NotEstimable) or isinstance(other, NotEstimable):
        assert one == other
        return
    ends = [(e.value, e.interval.low, e.interval.high) for e in (one, other)]
    assert ends[0] == pytest.approx(ends[1], rel=rel, abs=1e-9)
    assert (one.n, one.method) == (other.n, other.method)


def mirrored(one: Result, other: Result, total: float) -> None:
    """The values and the opposite ends of both add up to ``total``."""
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value + other.value == pytest.approx(total)
    assert one.interval.low + other.interval.high == pytest.approx(total, abs=1e-9)
    assert one.interval.high + other.interval.low == pytest.approx(total, abs=1e-9)


@PROPERTY
@given(share_counts(), LEVELS)
def test_a_share_and_its_complement_add_up_to_one(counts: tuple[int, int], level: float) -> None:
    x, n = counts
    for share in (wilson_share, exact_share):
        mirrored(share(x, n, level=level), share(n - x, n, level=level), 1)


@PROPERTY
@given(share_counts(), st.integers(0, 20))
def test_a_register_and_its_complement_have_mirrored_bounds(counts: tuple[int, int], unknown: int) -> None:
    x, n = counts
    one, other = share_of_register(x, n, unknown), share_of_register(n - x, n, unknown)
    mirrored(one, other, 1)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    if one.missing and other.missing:
        assert one.missing.low + other.missing.high == pytest.approx(1)


@PROPERTY
@given(share_counts(), share_counts())
def test_exchanging_the_groups_turns_a_difference_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    mirrored(difference_of_shares(*one, *other), difference_of_shares(*other, *one), 0)


@PROPERTY
@given(share_counts(), LEVELS)
def test_a_higher_level_gives_a_wider_interval(counts: tuple[int, int], level: float) -> None:
    for share in (wilson_share, exact_share):
        one, other = share(*counts, level=level), share(*counts, level=(1 + level) / 2)
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        assert other.interval.low <= one.interval.low <= one.interval.high <= other.interval.high


@PROPERTY
@given(share_counts(), share_counts())
def test_exchanging_the_groups_inverts_a_ratio(one: tuple[int, int], other: tuple[int, int]) -> None:
    assume(one[0] and other[0])
    for ratio, inverse in (
        (risk_ratio(*one, *other), risk_ratio(*other, *one)),
        (rate_ratio(*one, *other), rate_ratio(*other, *one)),
        (rate_ratio(*one, *other, mid_p=True), rate_ratio(*other, *one, mid_p=True)),
    ):
        assert isinstance(ratio, Estimate)
        assert isinstance(inverse, Estimate)
        assert ratio.value * inverse.value == pytest.approx(1)
        assert ratio.interval.low * inverse.interval.high == pytest.approx(1, rel=1e-6)


@PROPERTY
@given(share_counts(), st.integers(1, 60))
def test_nothing_against_something_is_the_end_that_inverts_to_nothing(one: tuple[int, int], n: int) -> None:
    x = one[0] + 1
    zero, infinite = rate_ratio(0, n, x, one[1]), rate_ratio(x, one[1], 0, n)
    assert isinstance(zero, Estimate)
    assert isinstance(infinite, Estimate)
    assert math.isinf(infinite.interval.high)
    assert zero.interval.high * infinite.interval.low == pytest.approx(1)


@PROPERTY
@given(strata(), st.randoms(use_true_random=False))
def test_the_order_of_strata_does_not_change_the_odds_ratio(
    tables: list[list[list[int]]], random: object
) -> None:
    shuffled = list(tables)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for ratio in (odds_ratio_mantel_haenszel, odds_ratio_exact):
        same(ratio(tables), ratio(shuffled), rel=1e-6)


@PROPERTY
@given(strata())
def test_exchanging_the_groups_inverts_the_odds_ratio(tables: list[list[list[int]]]) -> None:
    one = odds_ratio_exact(tables)
    other = odds_ratio_exact([table[::-1] for table in tables])
    if isinstance(one, Estimate) and one.interval.low > 0 and math.isfinite(one.interval.high):
        assert isinstance(other, Estimate)
        assert one.value * other.value == pytest.approx(1, rel=1e-6)
        assert one.interval.low * other.interval.high == pytest.approx(1, rel=1e-6)


@PROPERTY
@given(clusters(), st.randoms(use_true_random=False))
def test_the_order_of_clusters_does_not_change_a_share(
    data: tuple[list[int], list[int]], random: object
) -> None:
    order = list(range(len(data[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    successes, totals = ([column[i] for i in order] for column in data)
    same(clustered_share(*data), clustered_share(successes, totals))


@PROPERTY
@given(clusters())
def test_a_cluster_of_nobody_does_not_change_a_share(data: tuple[list[int], list[int]]) -> None:
    same(clustered_share(*data), clustered_share([*data[0], 0], [*data[1], 0]))


@PROPERTY
@given(clusters())
def test_a_clustered_share_and_its_complement_add_up_to_one(data: tuple[list[int], list[int]]) -> None:
    successes, totals = data
    mirrored(clustered_share(successes, totals), clustered_share(np.subtract(totals, successes), totals), 1)


@PROPERTY
@given(clusters(), clusters())
def test_exchanging_the_groups_turns_a_clustered_difference_round(
    a: tuple[list[int], list[int]], b: tuple[list[int], list[int]]
) -> None:
    mirrored(clustered_difference(*a, *b), clustered_difference(*b, *a), 0)
    k = min(len(a[0]), len(b[0]))
    a_, b_ = (tuple(column[:k] for column in group) for group in (a, b))
    mirrored(clustered_difference_within(*a_, *b_), clustered_difference_within(*b_, *a_), 0)


@PROPERTY
@given(clusters(), st.floats(0.01, 100), st.floats(-50, 50))
def test_another_unit_of_measurement_gives_the_same_mean_in_it(
    data: tuple[list[int], list[int]], scale: float, shift: float
) -> None:
    sums, counts = np.array(data[0], dtype=float), np.array(data[1])
    one = clustered_mean(sums, counts, unit=Unit.HOURS)
    other = clustered_mean(scale * sums + shift * counts, counts, unit=Unit.HOURS)
    if isinstance(one, Estimate):
        assert isinstance(other, Estimate)
        size = 1e-6 * (scale + abs(shift))
        assert other.value == pytest.approx(scale * one.value + shift, abs=size)
        assert other.interval.low == pytest.approx(scale * one.interval.low + shift, abs=size * 50)


@PROPERTY
@given(st.lists(st.integers(0, 4), min_size=2, max_size=30))
def test_answers_one_by_one_and_counted_give_the_same_mean(answers: list[int]) -> None:
    one_by_one = mean_of_histogram(answers, [1] * len(answers), unit=Unit.DEGREE, limits=(0, 4))
    counted = mean_of_histogram(range(5), np.bincount(answers, minlength=5), unit=Unit.DEGREE, limits=(0, 4))
    same(one_by_one, counted)


@PROPERTY
@given(st.lists(st.integers(0, 20), min_size=2, max_size=25).filter(lambda x: sum(x) > 1), st.integers(2, 5))
def test_concentration_does_not_depend_on_order_and_the_gini_coefficient_not_on_scale(
    events: list[int], scale: int
) -> None:
    same(gini(events), gini(sorted(events)))
    same(unbiased_hhi(events), unbiased_hhi(events[::-1]))
    one, scaled = gini(events), gini([scale * x for x in events])
    same(one, scaled)
    value, persons = histogram(events)
    assert gini_of_histogram(value, persons) == one


@PROPERTY
@given(st.lists(st.integers(0, 20), min_size=2, max_size=25).filter(lambda x: sum(x) > 1))
def test_a_silent_person_more_raises_the_gini_coefficient_and_leaves_the_hhi(events: list[int]) -> None:
    one, other = gini(events), gini([*events, 0])
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    n = len(events)
    assert other.value == pytest.approx((1 + n * one.value) / (n + 1))
    first, second = unbiased_hhi(events), unbiased_hhi([*events, 0])
    assert isinstance(first, Estimate)
    assert isinstance(second, Estimate)
    assert first.value == second.value


@PROPERTY
@given(st.integers(1, 400), st.integers(2, 60))
def test_what_chance_concentrates_falls_with_events_and_lies_between_the_extremes(
    total: int, persons: int
) -> None:
    now, more = float(equal_chance_mean(total, persons)), float(equal_chance_mean(total + 1, persons))
    assert 0 < more <= now + 1e-12
    assert now <= (persons - 1) / persons + 1e-12


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=2, max_size=8).filter(
        lambda cells: sum(v * p for v, p in cells) > 1
    )
)
def test_the_order_of_a_histogram_does_not_change_the_excess(cells: list[tuple[int, int]]) -> None:
    value, persons = zip(*cells, strict=True)
    one, other = (
        excess_concentration(v, p, np.random.default_rng(1), draws=40)
        for v, p in ((value, persons), (value[::-1], persons[::-1]))
    )
    same(one, other)


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(20, 60)), min_size=2, max_size=10))
def test_ranking_from_the_other_end_turns_the_index_round(groups: list[tuple[int, int]]) -> None:
    events, people = (np.array(column) for column in zip(*groups, strict=True))
    assume(events.sum() > 0)
    mirrored(concentration_interval(events, people), concentration_interval(events[::-1], people[::-1]), 0)
    mirrored(rate_concentration(events, people), rate_concentration(events[::-1], people[::-1]), 0)
    mirrored(concentration_index(events, people), concentration_index(events[::-1], people[::-1]), 0)


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(2, 60)), min_size=2, max_size=10), st.integers(0, 9)
)
def test_splitting_a_group_in_two_alike_halves_does_not_change_the_index(
    groups: list[tuple[int, int]], which: int
) -> None:
    rates, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    which %= len(groups)
    split_rates = np.insert(rates, which, rates[which])
    split_people = np.insert(people, which, people[which] / 2)
    split_people[which + 1] /= 2
    one, other = concentration_index(rates, people), concentration_index(split_rates, split_people)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value == pytest.approx(other.value, abs=1e-12)


@st.composite
def waiting_times(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    days = draw(st.lists(st.integers(0, 30), min_size=2, max_size=30))
    return days, [draw(st.integers(0, 2)) for _ in days]


def _by_day(days: list[int], fates: list[int], last: int = 30) -> list[list[int]]:
    table = [[0] * (last + 1) for _ in range(3)]
    for day, fate in zip(days, fates, strict=True):
        table[fate][day] += 1
    return table


@PROPERTY
@given(waiting_times())
def test_days_on_which_nothing_happened_do_not_change_the_curve(data: tuple[list[int], list[int]]) -> None:
    censored, events, other = _by_day(*data)
    happened = np.add(events, other)
    kept = [day for day in range(31) if happened[day] + censored[day]]
    full = kaplan_meier(range(31), happened, censored)
    short = kaplan_meier(kept, happened[kept], np.array(censored)[kept])
    assert isinstance(full, SurvivalCurve)
    assert isinstance(short, SurvivalCurve)
    assert full.survival.tolist() == short.survival.tolist()
    assert full.low.tolist() == short.low.tolist()


@PROPERTY
@given(waiting_times())
def test_a_curve_never_rises_and_lies_in_its_interval(data: tuple[list[int], list[int]]) -> None:
    censored, events, other = _by_day(*data)
    curve = kaplan_meier(range(31), np.add(events, other), censored)
    assert isinstance(curve, SurvivalCurve)
    assert (np.diff(curve.survival) <= 0).all()
    assert (curve.low <= curve.survival).all()
    assert (curve.survival <= curve.high).all()
    assert ((curve.low >= 0) & (curve.high <= 1)).all()


@PROPERTY
@given(waiting_times())
def test_the_ways_to_end_and_the_open_ones_add_up_to_one(data: tuple[list[int], list[int]]) -> None:
    censored, *events = _by_day(*data)
    curve = aalen_johansen(range(31), events, censored)
    assert isinstance(curve, IncidenceCurve)
    assert curve.incidence.sum(axis=0) + curve.survival == pytest.approx(np.ones(len(curve.times)))
    assert (curve.low <= curve.incidence + 1e-12).all()
    assert (curve.incidence <= curve.high + 1e-12).all()


@PROPERTY
@given(waiting_times(), st.integers(2, 9))
def test_weeks_instead_of_days_divide_the_restricted_mean(
    data: tuple[list[int], list[int]], scale: int
) -> None:
    censored, events, other = _by_day(*data)
    happened = np.add(events, other)
    one = restricted_mean(np.arange(31), happened, censored, 20)
    other_unit = restricted_mean(np.arange(31) / scale, happened, censored, 20 / scale)
    if isinstance(one, Estimate):
        assert isinstance(other_unit, Estimate)
        assert one.value == pytest.approx(other_unit.value * scale)
        assert one.interval.high == pytest.approx(other_unit.interval.high * scale)


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 200)), min_size=2, max_size=6))
def test_the_order_of_groups_does_not_change_how_unlike_the_participants_are(
    groups: list[tuple[int, int]],
) -> None:
    participants, people = (list(column) for column in zip(*groups, strict=True))
    for measure in (participation_cv, dissimilarity_excess):
        one = measure(participants, people, np.random.default_rng(1), draws=20)
        other = measure(participants[::-1], people[::-1], np.random.default_rng(1), draws=20)
        if isinstance(one, Estimate):
            assert isinstance(other, Estimate)
            assert one.value == pytest.approx(other.value, abs=1e-9)


@PROPERTY
@given(
    st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=12, max_size=25),
    st.permutations([0, 1, 2]),
)
def test_neither_the_order_of_units_nor_that_of_coders_changes_alpha(
    codes: list[list[int]], order: list[int]
) -> None:
    table = np.array(codes)
    same(krippendorff_alpha(table), krippendorff_alpha(table[::-1, order]))
    same(krippendorff_alpha(table, metric="interval"), krippendorff_alpha(3 * table + 7, metric="interval"))


@PROPERTY
@given(st.lists(st.permutations([1, 2, 3, 4]), min_size=3, max_size=8))
def test_counting_ranks_from_the_other_end_does_not_change_w(ranks: list[list[int]]) -> None:
    one = kendalls_w(ranks, np.random.default_rng(1), draws=5).concordance
    other = kendalls_w(5 - np.array(ranks[::-1]), np.random.default_rng(1), draws=5).concordance
    same(one, other)


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_exchanging_strengthened_and_weakened_exchanges_the_cells_and_keeps_the_ambivalence(
    answers: list[tuple[int, int]],
) -> None:
    table = np.zeros((5, 5), dtype=int)
    for strengthened, weakened in answers:
        table[strengthened, weakened] += 1
    one, other = four_cells(table), four_cells(table.T)
    assert one.strengthened_only == other.weakened_only
    assert one.both == other.both
    same(ambivalence(table), ambivalence(table.T))
    shares = [one.strengthened_only, one.weakened_only, one.both, one.neither]
    assert sum(share.value for share in shares if isinstance(share, Estimate)) == pytest.approx(1)


@PROPERTY
@given(clusters())
def test_the_bootstrap_does_not_depend_on_the_size_of_the_unit(data: tuple[list[int], list[int]]) -> None:
    one, other = (
        bootstrap_ratio_by_cluster(
            np.multiply(data[0], 60),
            np.multiply(data[1], size),
            np.random.default_rng(1),
            unit=Unit.RATIO,
            draws=60,
        )
        for size in (60, 3600)
    )
    if isinstance(one, Estimate):
        assert isinstance(other, Estimate)
        assert one.value == pytest.approx(60 * other.value)
        assert one.interval.high == pytest.approx(60 * other.interval.high)


@PROPERTY
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_adjusted_p_values_stay_with_their_question(p: list[float], random: object) -> None:
    order = list(range(len(p)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for adjust in (holm, benjamini_hochberg):
        assert adjust(p)[order].tolist() == adjust([p[i] for i in order]).tolist()
        assert (adjust(p) >= np.array(p) - 1e-15).all()
        assert (adjust(p) <= 1).all()
    assert (benjamini_hochberg(p) <= holm(p) + 1e-15).all()


@PROPERTY
@given(
    value=st.floats(0.1, 10),
    below=st.floats(0.01, 5),
    above=st.floats(0.01, 5),
    threshold=st.floats(0.05, 20),
    level=LEVELS,
    scale=st.sampled_from(["identity", "log"]),
)
def test_a_p_value_is_small_exactly_when_the_interval_excludes_the_threshold(
    *, value: float, below: float, above: float, threshold: float, level: float, scale: str
) -> None:
    low, high = (
        (value / (1 + below), value * (1 + above)) if scale == "log" else (value - below, value + above)
    )
    p = p_value_from_interval(value, low, high, level, threshold, scale=scale)
    assert 0 <= p <= 1
    assert (p < 1 - level) == (threshold < low or threshold > high)
