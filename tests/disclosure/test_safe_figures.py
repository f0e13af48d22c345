"""What is released about people: which figures, how coarse, and that the printed figure follows from it alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.disclosure.figures import Address, released_of
from obverse.disclosure.recomputing import recompute
from obverse.disclosure.released import entry_of, from_entry, safe_count, safe_part
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.ratios import risk_ratio
from obverse.statistics.shares import difference_of_shares, share_of_register, wilson_share


def estimated(result: Result) -> Estimate:
    assert isinstance(result, Estimate)
    return result


def share(yes: int, n: int) -> Estimate:
    return estimated(wilson_share(yes, n))


HERE = Address(key="D-1:V01.weakened", population="survey_answer", group="", item="D-1:V01.weakened")


def test_a_share_of_fewer_than_eighteen_people_is_withheld_and_never_a_zero() -> None:
    for n in range(1, 18):
        for yes in (0, n // 2, n):
            figure = recompute(released_of(HERE, share(yes, n)))
            assert isinstance(figure, NotEstimable)
            assert figure.why is Why.WITHHELD
            assert figure.have is None


@given(n=st.integers(18, 400), part=st.floats(0, 1))
def test_a_share_is_never_all_or_nobody_and_holds_what_was_counted(n: int, part: float) -> None:
    yes = round(part * n)
    exact = share(yes, n)
    figure = recompute(released_of(HERE, exact))
    assert isinstance(figure, Estimate)
    assert 0 < figure.value < 1
    assert figure.n % 5 == 0
    assert figure.interval.low <= exact.interval.low + 0.003
    assert figure.interval.high >= exact.interval.high - 0.003


@given(n=st.integers(18, 300), part=st.floats(0, 1))
def test_shares_with_the_same_safe_counts_are_printed_alike(n: int, part: float) -> None:
    yes = round(part * n)
    released = released_of(HERE, share(yes, n))
    for other_n in range(max(18, n - 4), n + 5):
        for other in range(max(0, yes - 9), min(other_n, yes + 9) + 1):
            if safe_count(other_n) == safe_count(n) and safe_part(other, other_n) == safe_part(yes, n):
                assert released_of(HERE, share(other, other_n)) == released


@given(n=st.integers(18, 300), part=st.floats(0, 1))
def test_what_is_published_of_a_share_leaves_a_small_side_at_least_six_possible_sizes(
    n: int, part: float
) -> None:
    yes = round(part * n)
    shown, cases = safe_part(yes, n), safe_count(n)
    alike = [
        (other, other_n)
        for other_n in range(cases.low, cases.high + 1)
        for other in range(other_n + 1)
        if safe_count(other_n) == cases and safe_part(other, other_n) == shown and other_n >= 18
    ]
    assert (yes, n) in alike
    for side in ({x for x, _ in alike}, {m - x for x, m in alike}):
        if min(side) < 10:
            assert len(side) >= 6
            # at least nine of the others tells nothing of anybody: there may be twice as many
            assert min(side) == 0 or max(side) >= 2 * min(side)


@given(n=st.integers(18, 300), part=st.floats(0, 1))
def test_without_any_two_people_every_published_count_is_still_at_least_eight(n: int, part: float) -> None:
    yes = round(part * n)
    for count in (safe_count(n), safe_part(yes, n)):
        if count.shown is not None:
            assert count.low - 2 >= 8


def test_a_full_count_becomes_bounds() -> None:
    figure = recompute(released_of(HERE, estimated(share_of_register(31, 70))))
    assert isinstance(figure, Estimate)
    assert figure.interval.basis is Basis.BOUNDS
    assert figure.interval.contains(31 / 70)
    assert figure.interval.low < 31 / 70 < figure.interval.high


def test_a_mean_has_one_decimal_and_no_trace_of_the_spread() -> None:
    agreed = mean_of_histogram([1, 2, 3], [1, 58, 1], unit=Unit.DEGREE, limits=(0.0, 4.0))
    torn = mean_of_histogram([0, 2, 4], [27, 6, 27], unit=Unit.DEGREE, limits=(0.0, 4.0))
    assert isinstance(agreed, Estimate)
    assert isinstance(torn, Estimate)
    assert recompute(released_of(HERE, agreed)) == recompute(released_of(HERE, torn))
    few = mean_of_histogram([1, 2, 3], [9, 11, 9], unit=Unit.DEGREE, limits=(0.0, 4.0))
    assert isinstance(few, Estimate)
    assert isinstance(recompute(released_of(HERE, few)), NotEstimable)


def test_a_difference_follows_from_two_safe_shares() -> None:
    exact = difference_of_shares(28, 60, 14, 50)
    assert isinstance(exact, Estimate)
    released = released_of(HERE, exact)
    assert released.kind == "difference"
    figure = recompute(released)
    assert isinstance(figure, Estimate)
    assert figure.value == pytest.approx(30 / 60 - 15 / 50)
    assert figure.interval.low <= exact.interval.low
    assert figure.interval.high >= exact.interval.high


def test_a_ratio_with_a_cell_below_ten_is_withheld() -> None:
    small, large = risk_ratio(9, 100, 40, 100), risk_ratio(20, 100, 40, 100)
    assert isinstance(small, Estimate)
    assert isinstance(large, Estimate)
    assert isinstance(recompute(released_of(HERE, small)), NotEstimable)
    figure = recompute(released_of(HERE, large))
    assert isinstance(figure, Estimate)
    assert figure.interval.low <= large.interval.low
    assert figure.interval.high >= large.interval.high


def hours(n: int, largest: tuple[float, float] | None) -> Estimate:
    return Estimate(
        value=1234.0,
        interval=full_count(1234.0),
        unit=Unit.HOURS,
        n=n,
        method="sum_of_register",
        largest=largest,
    )


@pytest.mark.parametrize(
    ("n", "largest", "told"),
    [
        (9, (0.2, 0.1), False),  # fewer than ten gave hours
        (40, None, False),  # nobody knows how much the largest gave
        (40, (0.2, 0.1), True),
        (40, (0.60, 0.25), False),  # the two largest gave 85 %
        (40, (0.60, 0.24), True),
        (200, (0.80, 0.04), True),
        (200, (0.78, 0.07), False),
        (100, None, True),
    ],
)
def test_hours_are_told_where_nobody_dominates_them(
    n: int, largest: tuple[float, float] | None, told: bool
) -> None:
    figure = recompute(released_of(HERE, hours(n, largest)))
    assert isinstance(figure, Estimate) is told
    if isinstance(figure, Estimate):
        assert figure.interval.contains(1234.0)
        assert figure.value != 1234.0


def test_medians_need_a_hundred_people() -> None:
    def median(n: int) -> Estimate:
        return Estimate(
            value=0.4,
            interval=Interval(0.3, 0.5, 0.95, Basis.SAMPLING),
            unit=Unit.INDEX,
            n=n,
            method="kaplan_meier_median",
        )

    assert isinstance(recompute(released_of(HERE, median(99))), NotEstimable)
    assert isinstance(recompute(released_of(HERE, median(100))), Estimate)


def test_people_are_counted_in_fives_and_below_ten_not_at_all() -> None:
    for people in range(40):
        exact = Estimate(
            value=people, interval=full_count(people), unit=Unit.COUNT, n=200, method="count_of_register"
        )
        figure = recompute(released_of(HERE, exact))
        if people < 10:
            assert isinstance(figure, NotEstimable)
        else:
            assert isinstance(figure, Estimate)
            assert figure.value % 5 == 0
            assert abs(figure.value - people) <= 2
            assert figure.interval.contains(people)


@given(n=st.integers(18, 300), part=st.floats(0, 1))
def test_anybody_computes_the_same_figure_from_the_published_json(n: int, part: float) -> None:
    released = released_of(HERE, share(round(part * n), n))
    again = from_entry(json.loads(json.dumps(entry_of(released))))
    assert again == released
    assert recompute(again) == recompute(released)


def test_open_ends_survive_json() -> None:
    exact = Estimate(
        value=3.0,
        interval=Interval(1.0, float("inf"), 0.95, Basis.SAMPLING),
        unit=Unit.RATIO,
        n=120,
        method="rate_ratio_exact",
        fewest=30,
    )
    released = released_of(HERE, exact)
    text = json.dumps(entry_of(released), allow_nan=False)
    assert from_entry(json.loads(text)) == released
