"""How unequally events are spread over persons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from obverse.quantities import Basis, Estimate, NotEstimable, Result, Why
from obverse.statistics.concentration import (
    gini,
    gini_of_histogram,
    hhi_of_histogram,
    histogram,
    unbiased_hhi,
)

Read = Callable[[Result], Estimate]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([5, 5, 5], 0.0),
        ([0, 0, 0, 4], 3 / 4),
        # by hand: pairs |x-y| of (1,2,3) sum to 4, over n·Σx = 18 gives 4/18
        ([1, 2, 3], 4 / 18),
        # by hand: pairs of (0,0,2,6): 2+6+2+6+4 = 20, over 4·8
        ([0, 6, 0, 2], 20 / 32),
    ],
)
def test_the_gini_coefficient_is_the_mean_difference_over_twice_the_mean(
    events: list[int], expected: float, estimate: Read
) -> None:
    coefficient = estimate(gini(events))
    assert coefficient.value == pytest.approx(expected)
    assert coefficient.interval.basis is Basis.FULL_COUNT
    assert coefficient.n == len(events)


def test_leaving_the_silent_out_lowers_the_gini_coefficient(estimate: Read) -> None:
    # G of all = silent share + speaking share times G of those who spoke: 0.2 + 0.8·0.42 = 0.54
    spoke = [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 9, 13]
    of_speakers = estimate(gini(spoke)).value
    of_all = estimate(gini([0] * 5 + spoke)).value
    assert of_all == pytest.approx(0.2 + 0.8 * of_speakers)
    assert (round(of_speakers, 2), round(of_all, 2)) == (0.41, 0.53)


def test_twelve_events_of_twelve_equal_actors_are_not_concentrated(estimate: Read) -> None:
    # trap: the plain index Σ(x/N)² averages 1/12 + (1 - 1/12)/12 = 0.160 for 12 equal actors with 12 events
    rng = np.random.default_rng(1)
    worlds = rng.multinomial(12, [1 / 12] * 12, size=4000)
    plain = np.mean(((worlds / 12) ** 2).sum(axis=1))
    unbiased = np.mean([estimate(unbiased_hhi(world)).value for world in worlds])
    assert plain == pytest.approx(0.160, abs=0.002)
    assert unbiased == pytest.approx(1 / 12, abs=0.002)


def test_the_hhi_is_the_chance_that_two_events_share_a_person(estimate: Read) -> None:
    # by hand: of the 6 pairs of 4 events only one is of the same person
    assert estimate(unbiased_hhi([2, 1, 1, 0])).value == pytest.approx(1 / 6)
    assert estimate(unbiased_hhi([7, 0, 0])).value == 1


def test_histograms_say_the_same_as_persons() -> None:
    events = [0, 0, 3, 1, 1, 1, 8]
    value, persons = histogram(events)
    assert gini_of_histogram(value, persons) == gini(events)
    assert hhi_of_histogram(value[::-1], persons[::-1]) == unbiased_hhi(events)


def test_a_histogram_of_millions_is_as_good_as_one_of_few(estimate: Read) -> None:
    few, many = (
        gini_of_histogram([0, 1, 9], [3, 2, 1]),
        gini_of_histogram([0, 1, 9], np.array([3, 2, 1]) * 10**7),
    )
    assert estimate(few).value == pytest.approx(estimate(many).value)


def test_nothing_said_is_no_concentration() -> None:
    coefficient = gini([0, 0, 0])
    assert isinstance(coefficient, NotEstimable)
    assert (coefficient.why, coefficient.remedy) == (Why.UNDEFINED, "nonzero_total")


def test_one_person_cannot_be_unequal() -> None:
    coefficient = gini([4])
    assert isinstance(coefficient, NotEstimable)
    assert (coefficient.why, coefficient.have, coefficient.need) == (Why.TOO_FEW, 1, 2)


def test_one_event_makes_no_pair() -> None:
    index = unbiased_hhi([1, 0, 0])
    assert isinstance(index, NotEstimable)
    assert (index.have, index.need, index.of) == (1, 2, "events")


@pytest.mark.parametrize("events", [[1, -1], [0.5, 1.5], [np.nan, 1.0]])
def test_impossible_counts_are_refused(events: list[float]) -> None:
    with pytest.raises(ValueError, match="events per person"):
        gini(events)


def test_values_without_persons_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        gini_of_histogram([0, 1], [3])
