"""E6.2: with nothing planted the worst-off do not seem pressed more, and a share agreed beforehand is respected."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Estimate

USERS, GROUPS, VARIABLES = 96, 16, 200


@pytest.fixture(scope="module")
def pressure() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "E6.2")


@pytest.fixture
def measure_users(pressure: Indicator, build_dossier: Any) -> Any:
    def run(pressed_if_poor: float, pressed_otherwise: float, seed: int) -> Measurement:
        """Users in groups that share 15 % of their feeling; many variables say who is poor, each drawn anew."""
        rng = np.random.default_rng(seed)
        group = np.arange(USERS) % GROUPS
        lean = rng.beta(0.5 * 0.85 / 0.15, 0.5 * 0.85 / 0.15, size=GROUPS)[group] * 2
        # the first variable is the one that matters where anything is planted; the others say nothing
        poor = rng.random((USERS, VARIABLES)) < 0.4
        poor[:, 0] = np.arange(USERS) % 3 == 0
        chance = np.clip(np.where(poor[:, 0], pressed_if_poor, pressed_otherwise) * lean, 0, 1)
        pressed = rng.random(USERS) < chance
        lines = ["respondent,wave,variant,role,item,value,cluster"]
        for user in range(USERS):
            key = f"u{user},post,participant,user_co_producer"
            lines.append(f"{key},loss_if_stopped,{'some' if pressed[user] else 'nothing'},g{group[user]}")
            lines += [
                f"{key},attr_v{variable},{'poor' if poor[user, variable] else 'other'},g{group[user]}"
                for variable in range(VARIABLES)
            ]
        attributes = {
            f"v{variable}": {"label": "income", "categories": ["poor", "other"], "order": "worst_to_best"}
            for variable in range(VARIABLES)
        }
        directory = build_dossier({"survey_answer": "\n".join(lines) + "\n"}, attributes=attributes)
        return pressure.measure(Evidence(open_dossier(directory)))

    return run


def test_where_the_poor_are_pressed_like_the_others_at_most_one_variable_of_twenty_says_otherwise(
    pressure: Indicator, measure_users: Any
) -> None:
    measurement = measure_users(0.4, 0.4, seed=2)
    verdicts = [
        judge(measurement.results[f"worst_off.v{variable}"], line, Standing(grade="B")).verdict
        for variable in range(VARIABLES)
        for line in pressure.thresholds
        if line.fits(f"worst_off.v{variable}")
    ]
    assert len(verdicts) == VARIABLES
    assert np.mean([verdict is Verdict.CONCERN for verdict in verdicts]) <= 0.05


def test_where_the_poor_are_pressed_far_more_it_shows(pressure: Indicator, measure_users: Any) -> None:
    measurement = measure_users(0.8, 0.15, seed=3)
    (line,) = [item for item in pressure.thresholds if item.fits("worst_off.v0")]
    assert judge(measurement.results["worst_off.v0"], line, Standing(grade="B")).verdict is Verdict.CONCERN


def test_the_orientation_of_this_program_alone_never_gives_a_concern_and_an_agreed_share_does(
    pressure: Indicator, measure_users: Any
) -> None:
    result = measure_users(0.5, 0.5, seed=4).results["pressed"]
    assert isinstance(result, Estimate)
    assert result.interval.low > 0.15
    (default,) = [item for item in pressure.thresholds if item.fits("pressed")]
    agreed = Threshold(
        value=default.value,
        smallest_difference=default.smallest_difference,
        direction=Direction.HIGH_IS_BAD,
        klass=Klass.SET_LOCALLY,
        source={"en": "minutes of the users' council (synthetic)"},
        frozen_on=dt.date(2024, 1, 1),
    )
    assert judge(result, default, Standing(grade="B")).verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert judge(result, agreed, Standing(grade="B")).verdict is Verdict.CONCERN
    assert judge(result, agreed, Standing(grade="D")).verdict is Verdict.NOT_ENOUGH_EVIDENCE
