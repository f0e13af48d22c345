"""A verdict is given only where the whole interval lies on one side of a threshold that was fixed before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.findings.verdict import Reason, Standing, Verdict, by_interval, judge
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Unit, Why, bounds, full_count


def line(value: float, smallest: float = 0.0, **changes: Any) -> Threshold:
    given_values = {
        "direction": Direction.HIGH_IS_BAD,
        "klass": Klass.PROMISE,
        "source": {"en": "charter", "fr": "charte"},
        "frozen_on": dt.date(2024, 1, 1),
        **changes,
    }
    return Threshold(value=value, smallest_difference=smallest, **given_values)


def share(value: float, low: float, high: float, **changes: Any) -> Estimate:
    interval = Interval(low, high, 0.95, Basis.SAMPLING)
    return Estimate(value=value, interval=interval, unit=Unit.SHARE, n=100, method="wilson", **changes)


GRADED = Standing(grade="A", sources=2)


@pytest.mark.parametrize(
    ("low", "high", "smallest", "verdict", "reason"),
    [
        (0.30, 0.60, 0.10, Verdict.CONCERN, Reason.INTERVAL),
        (0.21, 0.29, 0.10, Verdict.NO_SIGN, Reason.SMALLER_THAN_MATTERS),
        (0.05, 0.15, 0.10, Verdict.NO_SIGN, Reason.INTERVAL),
        (0.15, 0.29, 0.10, Verdict.NO_SIGN, Reason.INTERVAL),
        (0.15, 0.35, 0.10, Verdict.NOT_ENOUGH_EVIDENCE, Reason.BOTH_SIDES_POSSIBLE),
        (0.20, 0.20, 0.00, Verdict.NO_SIGN, Reason.INTERVAL),
        (0.21, 0.90, 0.00, Verdict.CONCERN, Reason.INTERVAL),
    ],
)
def test_high_is_bad(low: float, high: float, smallest: float, verdict: Verdict, reason: Reason) -> None:
    judgement = by_interval(Interval(low, high, 0.95, Basis.SAMPLING), line(0.20, smallest), Unit.SHARE)
    assert (judgement.verdict, judgement.reason) == (verdict, reason)


ends = st.floats(-1, 1, allow_nan=False).map(lambda value: round(value, 3))


@given(ends, ends, ends, st.floats(0, 0.5).map(lambda value: round(value, 3)))
def test_low_is_bad_mirrors_high_is_bad(first: float, second: float, value: float, smallest: float) -> None:
    low, high = sorted((first, second))
    up = by_interval(Interval(low, high, 0.95, Basis.SAMPLING), line(value, smallest), Unit.INDEX)
    mirrored = line(-value, smallest, direction=Direction.LOW_IS_BAD)
    down = by_interval(Interval(-high, -low, 0.95, Basis.SAMPLING), mirrored, Unit.INDEX)
    assert up.verdict == down.verdict
    assert [flip.threshold for flip in up.flips] == pytest.approx([-flip.threshold for flip in down.flips])


@given(ends, ends, ends, st.floats(0.01, 0.5).map(lambda value: round(value, 3)))
def test_a_verdict_flips_where_it_says_and_nowhere_before(
    first: float, second: float, value: float, smallest: float
) -> None:
    low, high = sorted((first, second))
    interval = Interval(low, high, 0.95, Basis.SAMPLING)
    # a unit without ends, where every threshold is possible
    judgement = by_interval(interval, line(value, smallest), Unit.COEFFICIENT)
    assert judgement.flips
    for flip in judgement.flips:
        beyond = 1e-6 if flip.threshold > value else -1e-6
        there = by_interval(interval, line(flip.threshold + beyond, smallest), Unit.COEFFICIENT)
        if abs(flip.threshold - value) > 1e-5:
            assert there.verdict is flip.verdict
            halfway = by_interval(interval, line((flip.threshold + value) / 2, smallest), Unit.COEFFICIENT)
            assert halfway.verdict is judgement.verdict


SHARES = st.integers(0, 20).map(lambda twentieths: twentieths / 20)


@given(SHARES, SHARES, SHARES, st.sampled_from([0.0, 0.05, 0.3]), st.sampled_from(list(Direction)[:3]))
def test_no_verdict_flips_at_a_threshold_that_the_unit_does_not_allow(
    first: float, second: float, value: float, smallest: float, direction: Direction
) -> None:
    low, high = sorted((first, second))
    interval = Interval(low, high, 0.95, Basis.SAMPLING)
    judgement = by_interval(interval, line(value, smallest, direction=direction), Unit.SHARE)
    for flip in judgement.flips:
        assert 0 <= flip.threshold <= 1
        around = [flip.threshold + step for step in (-1e-6, 0, 1e-6) if 0 <= flip.threshold + step <= 1]
        reached = {
            by_interval(interval, line(one, smallest, direction=direction), Unit.SHARE).verdict
            for one in around
        }
        assert reached != {judgement.verdict}


def test_a_share_that_may_be_nothing_has_no_threshold_below_it() -> None:
    judgement = by_interval(Interval(0.0, 0.3, 0.95, Basis.SAMPLING), line(0.2, 0.05), Unit.SHARE)
    assert [flip.verdict for flip in judgement.flips] == [Verdict.NO_SIGN]


@pytest.mark.parametrize(("low", "high"), [(0.4, 0.6), (0.10, 0.35), (0.21, 0.24), (0.05, 0.15)])
def test_no_custom_can_be_moved_until_it_gives_a_concern(low: float, high: float) -> None:
    custom = line(0.2, 0.1, klass=Klass.CONVENTION)
    judgement = judge(share((low + high) / 2, low, high), custom, GRADED)
    assert Verdict.CONCERN not in {judgement.verdict, *(flip.verdict for flip in judgement.flips)}
    single = Standing(grade="A", sources=1, needs_two_sources=True)
    alone = judge(share((low + high) / 2, low, high), line(0.2, 0.1), single)
    assert Verdict.CONCERN not in {alone.verdict, *(flip.verdict for flip in alone.flips)}


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1.10, 3.00, Verdict.CONCERN),
        (0.20, 0.70, Verdict.CONCERN),
        (0.82, 1.20, Verdict.NO_SIGN),
        (0.79, 1.20, Verdict.NOT_ENOUGH_EVIDENCE),
        (0.85, 1.26, Verdict.NOT_ENOUGH_EVIDENCE),
        (1.02, 1.20, Verdict.NO_SIGN),
    ],
)
def test_away_from_one_is_bad_on_both_sides_of_a_ratio(low: float, high: float, verdict: Verdict) -> None:
    both = line(1.0, 0.25, direction=Direction.AWAY_IS_BAD)
    assert by_interval(Interval(low, high, 0.95, Basis.SAMPLING), both, Unit.RATIO).verdict is verdict


def test_missing_records_can_undo_a_concern() -> None:
    sure = share(0.5, 0.4, 0.6)
    unsure = share(0.5, 0.4, 0.6, missing=bounds(0.1, 0.7))
    assert judge(sure, line(0.2), GRADED).verdict is Verdict.CONCERN
    assert judge(unsure, line(0.2), GRADED).verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_disagreeing_coders_can_undo_a_concern() -> None:
    coded = share(0.5, 0.4, 0.6, coding=Interval(0.15, 0.6, 1.0, Basis.JUDGEMENT))
    assert judge(coded, line(0.2), GRADED).verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_convention_alone_never_gives_a_concern() -> None:
    judgement = judge(share(0.5, 0.4, 0.6), line(0.2, klass=Klass.CONVENTION), GRADED)
    assert (judgement.verdict, judgement.reason) == (Verdict.NOT_ENOUGH_EVIDENCE, Reason.CONVENTION_ONLY)


def test_a_convention_can_give_no_sign() -> None:
    assert judge(share(0.1, 0.05, 0.15), line(0.2, klass=Klass.CONVENTION), GRADED).verdict is Verdict.NO_SIGN


@pytest.mark.parametrize("grade", ["C", ""])
def test_the_organisers_word_gives_at_best_a_self_reported_no_sign(grade: str) -> None:
    judgement = judge(share(0.1, 0.05, 0.15), line(0.2), Standing(grade=grade, sources=1))
    assert judgement.verdict is Verdict.NO_SIGN
    assert judgement.self_reported


@pytest.mark.parametrize(("low", "high"), [(0.4, 0.6), (0.05, 0.15)])
def test_a_single_testimony_decides_nothing(low: float, high: float) -> None:
    judgement = judge(share((low + high) / 2, low, high), line(0.2), Standing(grade="D", sources=1))
    assert (judgement.verdict, judgement.reason) == (Verdict.NOT_ENOUGH_EVIDENCE, Reason.SINGLE_TESTIMONY)


def test_a_concern_about_responsibility_needs_a_second_source() -> None:
    one = Standing(grade="A", sources=1, needs_two_sources=True)
    two = Standing(grade="A", sources=2, needs_two_sources=True)
    assert judge(share(0.5, 0.4, 0.6), line(0.2), one).reason is Reason.SECOND_SOURCE
    assert judge(share(0.5, 0.4, 0.6), line(0.2), two).verdict is Verdict.CONCERN


def test_what_comes_after_is_not_judged_before() -> None:
    standing = Standing(grade="A", stage="during", stages=frozenset({"after"}))
    assert judge(share(0.5, 0.4, 0.6), line(0.2), standing).verdict is Verdict.TOO_EARLY


def test_what_was_to_be_judged_before_is_still_judged_after() -> None:
    standing = Standing(grade="A", stage="after", stages=frozenset({"before"}))
    assert judge(share(0.5, 0.4, 0.6), line(0.2), standing).verdict is Verdict.CONCERN


def test_a_full_count_is_not_compared_with_chance() -> None:
    counted = Estimate(value=0.5, interval=full_count(0.5), unit=Unit.SHARE, n=9, method="share_of_register")
    assert judge(counted, line(0.2, klass=Klass.NULL_MODEL), GRADED).reason is Reason.NO_CHANCE_MODEL
    assert judge(counted, line(0.2, klass=Klass.PROMISE), GRADED).verdict is Verdict.CONCERN


@pytest.mark.parametrize(
    ("why", "remedy", "verdict"),
    [
        (Why.NOT_COLLECTED, "keep_register", Verdict.NOT_ENOUGH_EVIDENCE),
        (Why.TOO_FEW, "more_cases", Verdict.NOT_ENOUGH_EVIDENCE),
        (Why.TOO_FEW, "longer_follow_up", Verdict.TOO_EARLY),
        (Why.NOT_APPLICABLE, "keep_register", Verdict.NOT_APPLICABLE),
    ],
)
def test_silence_is_never_a_clean_bill(why: Why, remedy: str, verdict: Verdict) -> None:
    assert judge(NotEstimable(why=why, remedy=remedy), line(0.2), GRADED).verdict is verdict


def test_without_a_threshold_a_figure_is_described_and_not_judged() -> None:
    judgement = judge(share(0.5, 0.4, 0.6), None, GRADED)
    assert (judgement.verdict, judgement.reason) == (Verdict.NOT_APPLICABLE, Reason.DESCRIBED)


def test_a_threshold_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        line(0.2, source={})
