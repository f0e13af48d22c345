"""The floor of meetings: long speeches are no monopoly, and who dominates is found.

Longer runs of the simulations below (300 worlds each): with equal chances and lognormal speeches (sigma 1.0) the
interval of floor_excess lies above 0 in 0.003 to 0.007 of the worlds; where two of twelve people give 40 % of the
speeches besides their share, in 0.74 (100 speeches) to 0.88 (120).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.concentration import gini_of_histogram, histogram
from obverse.statistics.equal_chances import equal_chance_mean, excess_concentration
from obverse.statistics.speech_blocks import floor_excess, same_speakers

Read = Callable[[Result], Estimate]
MEETINGS, PEOPLE, SPEECHES = 5, 12, 20


def speeches(rng: np.random.Generator, extra: float = 0.0) -> tuple[Any, Any, Any, Any]:
    """Speeches of lognormal length by anybody; ``extra`` of them by the first two people."""
    meeting = np.repeat(np.arange(MEETINGS), SPEECHES)
    anybody = rng.integers(PEOPLE, size=len(meeting))
    person = np.where(rng.random(len(meeting)) < extra, rng.integers(2, size=len(meeting)), anybody)
    return meeting, person, rng.lognormal(3.5, 1.0, len(meeting)), np.full(MEETINGS, PEOPLE)


def test_long_speeches_by_anybody_are_no_concentration_though_seconds_spread_one_by_one_say_so(
    estimate: Read,
) -> None:
    # trap 3: floor time has heavier tails than turns
    rng = np.random.default_rng(7)
    naive, ours = 0, 0
    for _ in range(60):
        meeting, person, length, present = speeches(rng)
        seconds = np.rint(np.bincount(person[meeting == 0], weights=length[meeting == 0], minlength=PEOPLE))
        naive += estimate(excess_concentration(*histogram(seconds), rng, draws=200)).interval.low > 0
        ours += estimate(floor_excess(meeting, person, length, present, rng, draws=200)).interval.low > 0
    assert naive >= 55
    assert ours <= 3


def test_two_people_who_hold_the_floor_are_found(estimate: Read) -> None:
    rng = np.random.default_rng(8)
    found = [estimate(floor_excess(*speeches(rng, 0.6), rng, draws=200)).interval.low > 0 for _ in range(40)]
    assert np.mean(found) >= 0.8


def test_one_meeting_of_equal_turns_has_the_gini_coefficient_of_counts(estimate: Read) -> None:
    # by hand: turns 10, 6, 4, 0 among four people: G = (10*3 + 6*1 - 4*1 - 0*3) / (4*20) = 0.40, G1 = 0.75
    person = np.repeat([0, 1, 2], [10, 6, 4])
    result = estimate(
        floor_excess(
            np.zeros(20, dtype=int), person, np.ones(20), [4], np.random.default_rng(1), draws=20_000
        )
    )
    gini = estimate(gini_of_histogram([10, 6, 4, 0], [1, 1, 1, 1])).value
    assert gini == pytest.approx(0.40)
    chance = float(equal_chance_mean(20, 4))
    assert result.value == pytest.approx((gini - chance) / (0.75 - chance), abs=0.01)


def test_silent_people_count(estimate: Read) -> None:
    person, one = np.tile([0, 1, 2, 3, 4], 8), np.zeros(40, dtype=int)
    among_five = floor_excess(one, person, np.ones(40), [5], np.random.default_rng(1))
    among_ten = floor_excess(one, person, np.ones(40), [10], np.random.default_rng(1))
    assert estimate(among_ten).value > estimate(among_five).value + 0.3


def test_one_speaker_is_one_and_a_scale_changes_nothing(estimate: Read) -> None:
    meeting = np.repeat([0, 1], 15)
    alone = estimate(
        floor_excess(meeting, np.zeros(30, dtype=int), np.ones(30), [6, 6], np.random.default_rng(1))
    )
    assert alone.value == pytest.approx(1.0)
    rng = np.random.default_rng(2)
    data = speeches(rng)
    first = floor_excess(*data, np.random.default_rng(3), draws=100)
    scaled = floor_excess(data[0], data[1], 60 * data[2], data[3], np.random.default_rng(3), draws=100)
    assert estimate(scaled).value == pytest.approx(estimate(first).value)


def test_times_that_change_hands_do_not_look_like_the_same_speakers(estimate: Read) -> None:
    rng = np.random.default_rng(4)
    meeting, person = np.repeat(np.arange(6), PEOPLE), np.tile(np.arange(PEOPLE), 6)
    alarms = [
        estimate(same_speakers(meeting, person, rng.lognormal(4, 1.2, 72), rng, draws=200)).interval.low > 0
        for _ in range(60)
    ]
    assert np.mean(alarms) <= 0.10


def test_people_who_keep_their_place_are_the_same_speakers(estimate: Read) -> None:
    meeting, person = np.repeat(np.arange(6), 5), np.tile(np.arange(5), 6)
    result = estimate(same_speakers(meeting, person, person * 60.0, np.random.default_rng(1)))
    assert result.value == pytest.approx(1.0)
    assert result.interval.low > 0


def test_too_few_speeches_or_meetings_are_silence() -> None:
    rng = np.random.default_rng(1)
    few = floor_excess([0] * 19, [0] * 19, [1.0] * 19, [3], rng)
    assert isinstance(few, NotEstimable)
    assert few.have == 19
    meetings = same_speakers([0, 0, 1, 1], [0, 1, 0, 1], [1.0, 0, 1, 0], rng)
    assert isinstance(meetings, NotEstimable)
    assert meetings.have == 2


def test_a_speaker_who_was_not_present_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="among those present"):
        floor_excess([0], [3], [1.0], [3], rng)
    with pytest.raises(ValueError, match="once for each meeting"):
        same_speakers([0, 0], [1, 1], [1.0, 2.0], rng)
