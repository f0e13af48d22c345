"""D-3 and D-5: exchangeable answers of people who come in groups raise few concerns, true differences many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement
from obverse.quantities import NotEstimable

VALUES = 150
SIDES = {
    "D-3": (("internal", "project_manager", 12, 5), ("participant", "volunteer", 20, 6)),
    "D-5": (("participant", "volunteer", 20, 6), ("non_participant", "never_reached", 12, 5)),
}
SHARED_OPINION = 0.15


@pytest.fixture(params=["D-3", "D-5"])
def views(request: pytest.FixtureRequest) -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == request.param)


@pytest.fixture
def survey(build_dossier: Any) -> Any:
    def build(
        indicator: str, gap: float, seed: int, *, clusters: bool = True, together: bool = False
    ) -> Evidence:
        """Many values at once; a group shares 15 % of its opinion on each, drawn anew for each value."""
        rng = np.random.default_rng(seed)
        concentration = (1 - SHARED_OPINION) / SHARED_OPINION
        common = rng.beta(0.35 * concentration, 0.65 * concentration, size=(20, 2, VALUES))
        lines = ["respondent,wave,variant,role,item,public_value,value" + (",cluster" if clusters else "")]
        for place, (variant, role, groups, size) in enumerate(SIDES[indicator]):
            level = 0.35 + (gap if place == 0 else 0.0)
            own = rng.beta(level * concentration, (1 - level) * concentration, size=(groups, 2, VALUES))
            for group in range(groups):
                chance = common[group] if together else own[group]
                answers = 2 * (rng.random((size, 2, VALUES)) < chance)
                name = f",g{group}" if together else f",{variant}{group}"
                lines += [
                    f"{variant[0]}{place}-{group}-{person},post,{variant},{role},{item},V{value:03d},"
                    f"{answers[person, at, value]}{name if clusters else ''}"
                    for person in range(size)
                    for at, item in enumerate(("strengthened", "weakened"))
                    for value in range(VALUES)
                ]
        directory = build_dossier(
            {"survey_answer": "\n".join(lines) + "\n"}, name=f"survey{gap}{clusters}{together}"
        )
        return Evidence(open_dossier(directory))

    return build


def concerns(indicator: Indicator, measurement: Measurement) -> float:
    (line,) = indicator.thresholds
    assert len(measurement.results) == 2 * VALUES
    assert not any(isinstance(result, NotEstimable) for result in measurement.results.values())
    verdicts = [judge(result, line, Standing(grade="B")).verdict for result in measurement.results.values()]
    return float(np.mean([verdict is Verdict.CONCERN for verdict in verdicts]))


def test_exchangeable_answers_raise_a_concern_in_at_most_one_of_twenty(views: Indicator, survey: Any) -> None:
    assert concerns(views, views.measure(survey(views.id, 0.0, seed=11))) <= 0.05


def test_the_same_holds_where_both_sides_sit_in_the_same_groups(views: Indicator, survey: Any) -> None:
    assert concerns(views, views.measure(survey(views.id, 0.0, seed=12, together=True))) <= 0.05


def test_without_the_groups_the_same_answers_would_cry_wolf(views: Indicator, survey: Any) -> None:
    assert concerns(views, views.measure(survey(views.id, 0.0, seed=11, clusters=False))) > 0.08


def test_a_difference_of_forty_points_is_seen(views: Indicator, survey: Any) -> None:
    assert concerns(views, views.measure(survey(views.id, 0.40, seed=13))) > 0.9
