"""D-2: the start that people remember while judging the change would turn the finding round; ours does not use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.duality.d_2_weak_values_weakened_further.indicator import WeakValuesWeakenedFurther
from obverse.quantities import Estimate

Build = Callable[..., Path]
VALUES = [f"V{number:02d}" for number in range(1, 15)]
(LINE,) = WeakValuesWeakenedFurther().thresholds


def answers(rng: np.random.Generator, *, slope: float, same_people: bool) -> tuple[str, float]:
    """Fourteen values; each person errs alike on start and change of one; and the slope over their own starts."""
    rows = ["respondent,wave,role,item,public_value,value"]
    strength = rng.uniform(0.8, 3.2, len(VALUES))
    before, weakened = [], []
    for value, start in zip(VALUES, strength, strict=True):
        for person in range(15):
            mood = rng.normal(0, 0.8)
            told = int(np.clip(round(start + mood), 0, 4))
            lost = int(np.clip(round(1.5 - slope * (start - 2) + 0.8 * mood + rng.normal(0, 0.5)), 0, 4))
            other = int(np.clip(round(start + rng.normal(0, 0.8)), 0, 4))
            before.append(told)
            weakened.append(lost)
            starter = f"r{person}" if same_people else f"s{person}"
            rows.append(f"{starter},1,volunteer,before,{value},{told if same_people else other}")
            rows.append(f"r{person},1,volunteer,weakened,{value},{lost}")
            rows.append(f"r{person},1,volunteer,strengthened,{value},1")
    naive = float(np.polyfit(before, -np.array(weakened), 1)[0])
    return "\n".join(rows) + "\n", naive


def test_the_true_slope_is_found_where_remembered_starts_would_show_its_opposite(
    build_dossier: Build,
) -> None:
    table, naive = answers(np.random.default_rng(4), slope=0.4, same_people=False)
    directory = build_dossier({"survey_answer": table})
    result = WeakValuesWeakenedFurther().measure(Evidence(open_dossier(directory))).results["weakened"]
    assert isinstance(result, Estimate)
    assert naive < 0 < result.interval.low
    assert by_interval(result.interval, LINE, result.unit).verdict is Verdict.CONCERN


def test_starts_told_by_those_who_judge_the_change_are_left_out(build_dossier: Build) -> None:
    table, _ = answers(np.random.default_rng(4), slope=0.4, same_people=True)
    measurement = WeakValuesWeakenedFurther().measure(
        Evidence(open_dossier(build_dossier({"survey_answer": table})))
    )
    assert set(measurement.results) == {""}
    assert measurement.provenance.left_out["remembered"] == 15 * len(VALUES)


def test_without_any_relation_few_worlds_raise_a_concern(build_dossier: Build) -> None:
    rng = np.random.default_rng(5)
    alarms = 0
    for number in range(20):
        table, _ = answers(rng, slope=0.0, same_people=False)
        directory = build_dossier({"survey_answer": table}, name=f"world-{number}")
        result = WeakValuesWeakenedFurther().measure(Evidence(open_dossier(directory))).results["weakened"]
        assert isinstance(result, Estimate)
        alarms += by_interval(result.interval, LINE, result.unit).verdict is Verdict.CONCERN
    assert alarms <= 1
