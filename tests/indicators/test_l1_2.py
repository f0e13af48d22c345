"""L1.2: fair draws accuse nobody, unfair ones are seen, and persons are counted as the register of groups would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement
from obverse.quantities import Estimate

POPULATION = {"young": 2_000, "middle": 3_000, "old": 5_000}
TOWNS = 300


@pytest.fixture(scope="module")
def funnel() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "L1.2")


def draws(participants: int, weights: dict[str, float], seed: int) -> dict[str, str]:
    """Many towns in one dossier, one variable each: who attends is drawn with the given weights."""
    rng = np.random.default_rng(seed)
    sizes = np.array(list(POPULATION.values()))
    chances = sizes * np.array([weights.get(name, 1.0) for name in POPULATION])
    drawn = rng.multinomial(participants, chances / chances.sum(), size=TOWNS)
    population = ["variable,category,count"]
    attended = ["stage,activity,variable,category,count"]
    for town, counts in enumerate(drawn.tolist()):
        population += [f"age{town},{name},{size}" for name, size in POPULATION.items()]
        attended += [
            f"attended,decide,age{town},{name},{count}"
            for name, count in zip(POPULATION, counts, strict=True)
        ]
    return {"reference_population": "\n".join(population) + "\n", "group_count": "\n".join(attended) + "\n"}


def measured(funnel: Indicator, directory: Path) -> Measurement:
    return funnel.measure(Evidence(open_dossier(directory)))


def attributes() -> dict[str, Any]:
    return {f"age{town}": {"label": "age", "categories": list(POPULATION)} for town in range(TOWNS)}


def young(measurement: Measurement) -> list[Estimate]:
    found = [measurement.results[f"decide.age{town}.young.overall"] for town in range(TOWNS)]
    return [result for result in found if isinstance(result, Estimate)]


@pytest.mark.parametrize(("participants", "by_rule"), [(50, 0.31), (100, 0.19), (200, 0.09)])
def test_fair_draws_break_the_four_fifths_rule_often_and_raise_a_concern_in_at_most_one_of_twenty(
    funnel: Indicator, build_dossier: Any, participants: int, by_rule: float
) -> None:
    directory = build_dossier(draws(participants, {}, seed=participants), attributes=attributes())
    estimates = young(measured(funnel, directory))
    assert len(estimates) == TOWNS
    broken = np.mean([estimate.value < 0.8 for estimate in estimates])
    assert broken == pytest.approx(by_rule, abs=0.06)
    (line,) = [item for item in funnel.thresholds if item.fits("decide.age0.young.overall")]
    concerns = [
        judge(estimate, line, Standing(grade="A")).verdict is Verdict.CONCERN for estimate in estimates
    ]
    assert np.mean(concerns) <= 0.05


def test_all_categories_of_fair_draws_together_raise_a_concern_in_at_most_one_of_twenty(
    funnel: Indicator, build_dossier: Any
) -> None:
    directory = build_dossier(draws(120, {}, seed=8), attributes=attributes())
    measurement = measured(funnel, directory)
    verdicts = [
        judge(result, line, Standing(grade="A")).verdict
        for subject, result in measurement.results.items()
        for line in funnel.thresholds
        if line.fits(subject)
    ]
    assert len(verdicts) == 3 * TOWNS
    assert np.mean([verdict is Verdict.CONCERN for verdict in verdicts]) <= 0.05


def test_a_group_with_a_third_of_the_chance_is_seen_in_nearly_every_draw_of_two_hundred(
    funnel: Indicator, build_dossier: Any
) -> None:
    directory = build_dossier(draws(200, {"young": 1 / 3}, seed=3), attributes=attributes())
    estimates = young(measured(funnel, directory))
    line = next(item for item in funnel.thresholds if item.fits("decide.age0.young.overall"))
    seen = [judge(estimate, line, Standing(grade="A")).verdict is Verdict.CONCERN for estimate in estimates]
    assert np.mean(seen) > 0.95


def test_unpaid_work_undeclared_variables_and_single_steps_carry_no_verdict(funnel: Indicator) -> None:
    for subject in (
        "work.tenure.tenant.overall",
        "decide.tenure.tenant.whole_way",
        "decide.tenure.tenant.invited.attended",
        "from_persons.attended.decide.tenure",
    ):
        assert not [line for line in funnel.thresholds if line.fits(subject)], subject


def test_persons_and_a_count_of_the_same_persons_give_the_same_figure(
    funnel: Indicator, build_dossier: Any
) -> None:
    population = "variable,category,count\ntenure,tenant,400\ntenure,owner,600\n"
    people = ["tenant"] * 25 + ["owner"] * 60
    counted = {
        "reference_population": population,
        "group_count": "stage,activity,variable,category,count\n"
        "attended,consulted,tenure,tenant,25\nattended,consulted,tenure,owner,60\n",
    }
    listed = {
        "reference_population": population,
        "actor": "id,kind,attr_tenure\n"
        + "".join(f"p{i},person,{tenure}\n" for i, tenure in enumerate(people)),
        "participation": "actor,activity,date\n"
        + "".join(f"p{i},consulted,2024-05-{day:02d}\n" for i in range(85) for day in range(1, 2 + i % 3)),
    }
    facts = {"tenure": {"label": "tenure", "categories": ["tenant", "owner"]}}
    first, second = (
        measured(funnel, build_dossier(tables, name=name, attributes=facts)).results[
            "consulted.tenure.tenant.overall"
        ]
        for name, tables in (("counted", counted), ("listed", listed))
    )
    assert isinstance(first, Estimate)
    assert first == second
