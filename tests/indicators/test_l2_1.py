"""L2.1: fair draws accuse nobody, and rare participation is not mistaken for likeness."""

from __future__ import annotations

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
TOWNS = 100


@pytest.fixture(scope="module")
def likeness() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "L2.1")


@pytest.fixture
def measure_draws(likeness: Indicator, build_dossier: Any) -> Any:
    def run(participants: int, weights: dict[str, float], seed: int) -> Measurement:
        rng = np.random.default_rng(seed)
        sizes = np.array(list(POPULATION.values()))
        chances = sizes * np.array([weights.get(name, 1.0) for name in POPULATION])
        population = ["variable,category,count"]
        attended = ["stage,activity,variable,category,count"]
        for town, counts in enumerate(
            rng.multinomial(participants, chances / chances.sum(), size=TOWNS).tolist()
        ):
            population += [f"age{town},{name},{size}" for name, size in POPULATION.items()]
            attended += [
                f"attended,any,age{town},{name},{count}"
                for name, count in zip(POPULATION, counts, strict=True)
            ]
        attributes = {f"age{town}": {"label": "age", "categories": list(POPULATION)} for town in range(TOWNS)}
        tables = {
            "reference_population": "\n".join(population) + "\n",
            "group_count": "\n".join(attended) + "\n",
        }
        return likeness.measure(Evidence(open_dossier(build_dossier(tables, attributes=attributes))))

    return run


def concerns(likeness: Indicator, measurement: Measurement, pattern: str) -> float:
    """Share of the judged figures of one category (or all: empty pattern) that raise a concern."""
    verdicts = [
        judge(result, line, Standing(grade="A")).verdict
        for subject, result in measurement.results.items()
        for line in likeness.thresholds
        if line.fits(subject) and pattern in subject
    ]
    assert verdicts
    return float(np.mean([verdict is Verdict.CONCERN for verdict in verdicts]))


@pytest.mark.parametrize("participants", [30, 50, 200])
def test_fair_draws_raise_a_concern_in_at_most_one_of_twenty(
    likeness: Indicator, measure_draws: Any, participants: int
) -> None:
    measurement = measure_draws(participants, {}, seed=participants)
    assert concerns(likeness, measurement, "") <= 0.05


def test_in_fair_draws_spread_and_dissimilarity_leave_equal_chances_possible_in_nine_of_ten_towns_or_more(
    measure_draws: Any,
) -> None:
    measurement = measure_draws(100, {}, seed=5)
    for word in ("cv", "dissimilarity"):
        found = [measurement.results[f"any.age{town}.{word}"] for town in range(TOWNS)]
        excluded = [isinstance(result, Estimate) and result.interval.low > 0 for result in found]
        # measured over 1,000 draws: 0.024 and 0.004; all towns here share one seed and so the error of its worlds
        assert np.mean(excluded) <= 0.10, word


def test_a_group_with_a_third_of_the_chance_is_seen(likeness: Indicator, measure_draws: Any) -> None:
    measurement = measure_draws(200, {"young": 1 / 3}, seed=3)
    assert concerns(likeness, measurement, ".young.") > 0.95
    spread = [measurement.results[f"any.age{town}.cv"] for town in range(TOWNS)]
    assert np.mean([isinstance(one, Estimate) and one.interval.low > 0 for one in spread]) > 0.8


def test_being_over_represented_is_described_and_not_a_concern(
    likeness: Indicator, measure_draws: Any
) -> None:
    measurement = measure_draws(400, {"young": 3.0}, seed=4)
    assert concerns(likeness, measurement, ".young.") == 0.0
    assert concerns(likeness, measurement, ".old.") > 0.5


def test_unpaid_work_and_undeclared_variables_carry_no_verdict(likeness: Indicator) -> None:
    for subject in (
        "work.tenure.tenant.ratio",
        "decide.tenure.tenant.ratio_undeclared",
        "decide.tenure.cv",
        "decide.tenure.dissimilarity",
    ):
        assert not [line for line in likeness.thresholds if line.fits(subject)], subject
