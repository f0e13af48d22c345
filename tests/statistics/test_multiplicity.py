"""Adjusted p values, and p values read off intervals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from obverse.statistics.arrays import Floats
from obverse.statistics.multiplicity import benjamini_hochberg, holm, p_value_from_interval

# Benjamini & Hochberg 1995, table 1: fifteen endpoints of a trial, in rising order; at 5 % Bonferroni (and Holm)
# accept three as found, their own rule four.
TRIAL = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
    0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip


def test_the_trial_of_benjamini_and_hochberg_comes_out() -> None:
    assert int((holm(TRIAL) <= 0.05).sum()) == 3
    assert int((benjamini_hochberg(TRIAL) <= 0.05).sum()) == 4


def test_holm_worked_by_hand() -> None:
    # in rising order 3·0.01, 2·0.03, and 1·0.04, which may not be less than the one before
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])


def test_benjamini_hochberg_worked_by_hand() -> None:
    # 4·0.01/1 = 0.04, 4·0.02/2 = 0.04, 4·0.03/3 = 0.04, 4·0.9/4 = 0.9
    assert benjamini_hochberg([0.03, 0.9, 0.01, 0.02]) == pytest.approx([0.04, 0.9, 0.04, 0.04])


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_no_question_has_no_p(adjust: Callable[[list[float]], Floats]) -> None:
    assert len(adjust([])) == 0


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_p_values_outside_zero_to_one_are_refused(adjust: Callable[[list[float]], Floats]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust([0.5, 1.2])


def test_of_true_nulls_holm_raises_one_alarm_in_twenty_families() -> None:
    p = np.random.default_rng(1).random((4000, 10))
    alarms = np.mean([(holm(family) <= 0.05).any() for family in p])
    assert alarms == pytest.approx(0.05, abs=0.01)


def test_the_example_of_altman_and_bland_comes_out() -> None:
    # BMJ 343:d2304: relative risk 0.81, 95 % CI 0.70 to 0.94, P = 0.005 from the mean of the two sides
    half = (math.log(0.94) - math.log(0.70)) / 2
    middle = math.log(0.81)
    both = p_value_from_interval(
        0.81, math.exp(middle - half), math.exp(middle + half), 0.95, 1.0, scale="log"
    )
    assert both == pytest.approx(0.005, abs=5e-4)
    # the side that faces 1 is a little longer, and counts here
    facing = p_value_from_interval(0.81, 0.70, 0.94, 0.95, 1.0, scale="log")
    assert both < facing < 0.006


def test_the_p_value_of_a_normal_interval_is_the_usual_one() -> None:
    # value 2, standard error 1: z = 2, p = 0.0455
    reach = 1.959963984540054
    assert p_value_from_interval(2, 2 - reach, 2 + reach, 0.95, 0) == pytest.approx(0.04550026, abs=1e-7)
    assert p_value_from_interval(2, 2 - 1.6448536, 2 + 1.6448536, 0.9, 0) == pytest.approx(
        0.04550026, abs=1e-6
    )


def test_a_full_count_leaves_no_doubt_on_either_side() -> None:
    assert p_value_from_interval(0.4, 0.4, 0.4, 0.95, 0.5) == 0
    assert p_value_from_interval(0.4, 0.4, 0.4, 0.95, 0.4) == 1


def test_an_interval_without_upper_end_does_not_exclude_what_lies_above() -> None:
    assert p_value_from_interval(3, 1.2, math.inf, 0.95, 8, scale="log") == 1
    assert p_value_from_interval(3, 1.2, math.inf, 0.95, 1, scale="log") < 0.05


def test_a_ratio_of_zero_is_judged_by_its_upper_end() -> None:
    assert p_value_from_interval(0, 0, 0.7, 0.95, 1, scale="log") < 0.05
    assert p_value_from_interval(0, 0, 1.3, 0.95, 1, scale="log") > 0.05


@pytest.mark.parametrize(
    ("arguments", "scale", "message"),
    [
        ((3, 1, 2, 0.95, 0), "identity", "does not lie between"),
        ((1, 0, 2, 1.0, 0), "identity", "the level 1"),
        ((1, 0, 2, 0.95, 0), "logit", "neither identity nor log"),
    ],
)
def test_impossible_intervals_are_refused(
    arguments: tuple[float, float, float, float, float], scale: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        p_value_from_interval(*arguments, scale=scale)
