"""The floor of a group: what one talker does at every meeting is not taken for a trait of the group."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Why
from obverse.statistics.floor_of_groups import floor_of_a_group

MEETINGS, PEOPLE, INSIDE = 8, 16, 7


def world(rng: np.random.Generator, *, effect: float) -> Estimate | NotEstimable:
    talk = rng.lognormal(0, 0.7, PEOPLE)
    talk[:INSIDE] *= effect
    time = np.concatenate([rng.multinomial(40, talk / talk.sum()) for _ in range(MEETINGS)])
    meeting, person = np.repeat(np.arange(MEETINGS), PEOPLE), np.tile(np.arange(PEOPLE), MEETINGS)
    return floor_of_a_group(meeting, person, time, np.arange(PEOPLE) < INSIDE, rng, draws=399)


def test_where_belonging_plays_no_part_one_is_inside_in_nineteen_of_twenty_worlds() -> None:
    rng = np.random.default_rng(3)
    found = [world(rng, effect=1.0) for _ in range(150)]
    assert np.mean([isinstance(one, Estimate) and one.interval.contains(1) for one in found]) >= 0.92


def test_a_hushed_group_is_found() -> None:
    rng = np.random.default_rng(4)
    found = [world(rng, effect=0.2) for _ in range(40)]
    assert np.mean([isinstance(one, Estimate) and one.interval.high < 1 for one in found]) >= 0.7


def test_a_group_that_never_speaks_has_a_figure_and_an_interval_with_width() -> None:
    meeting, person = np.repeat(np.arange(6), 12), np.tile(np.arange(12), 6)
    silent = floor_of_a_group(
        meeting, person, np.where(person < 6, 0, 10), np.arange(12) < 6, np.random.default_rng(1)
    )
    assert isinstance(silent, Estimate)
    assert silent.value == 0
    assert 0 < silent.interval.high < 1


def test_meetings_of_one_sort_only_say_nothing_of_the_group() -> None:
    meeting, person = np.repeat(np.arange(6), 5), np.tile(np.arange(5), 6)
    alone = floor_of_a_group(meeting, person, np.ones(30), np.ones(5), np.random.default_rng(1))
    assert isinstance(alone, NotEstimable)
    assert alone.why is Why.TOO_FEW


def test_a_person_of_whom_it_is_not_said_whether_they_belong_is_refused() -> None:
    with pytest.raises(ValueError, match="inside"):
        floor_of_a_group([0, 0], [0, 3], [1, 1], [1, 0], np.random.default_rng(1))
