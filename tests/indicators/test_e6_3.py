"""E6.3 and E6.9: unequal need is no favour, equal need served unequally is, and no favour is found where none is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement

CASES, ROUNDS = 400, 60


@pytest.fixture(scope="module")
def by_id() -> dict[str, Indicator]:
    return {indicator.id: indicator for indicator in indicators()}


def register(seed: int, favour: float) -> str:
    """People who contribute have greater need; need decides who is served and how fast, and ``favour`` adds to it."""
    rng = np.random.default_rng(seed)
    lines = ["id,service,asked_on,served_on,contributes,declined_to_contribute,served,quality,need"]
    for case in range(CASES):
        need = int(rng.integers(1, 6))
        contributes = rng.random() < 0.2 + 0.12 * need
        help_from = favour * contributes
        served = rng.random() < 0.45 + 0.08 * need + 0.15 * help_from
        wait = int(rng.gamma(3.0, (12.0 - need) * 0.5**help_from)) + 1
        served_on = str(np.datetime64("2023-03-01") + wait) if served else ""
        quality = round(float(rng.normal(6 + 0.3 * need + help_from, 1.5)), 1) if served else ""
        said = "yes,no" if contributes else "no,yes"
        lines.append(
            f"c{case},grocery,2023-03-01,{served_on},{said},{'yes' if served else 'no'},{quality},{need}"
        )
    return "\n".join(lines) + "\n"


def verdicts(indicator: Indicator, measurement: Measurement, subjects: tuple[str, ...]) -> list[Verdict]:
    return [
        judge(measurement.results[subject], line, Standing(grade="B")).verdict
        for subject in subjects
        for line in indicator.thresholds
        if line.fits(subject)
    ]


@pytest.fixture
def measure(build_dossier: Any) -> Any:
    def run(indicator: Indicator, seed: int, favour: float) -> Measurement:
        directory = build_dossier({"access_case": register(seed, favour)}, name=f"{indicator.id}-{seed}")
        return indicator.measure(Evidence(open_dossier(directory)))

    return run


def test_where_need_alone_decides_contributing_seems_to_help_only_before_need_is_compared(
    by_id: dict[str, Indicator], measure: Any
) -> None:
    subjects = ("not_served", "waited_longer", "lower_quality")
    concerns, plain = [], []
    for seed in range(ROUNDS):
        measurement = measure(by_id["E6.3"], seed, 0.0)
        concerns += [verdict is Verdict.CONCERN for verdict in verdicts(by_id["E6.3"], measurement, subjects)]
        plain.append(measurement.results["lower_quality.unmatched"].interval.low > 0)
    assert len(concerns) == 3 * ROUNDS
    assert np.mean(concerns) <= 0.05
    assert np.mean(plain) > 0.25


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_contributing_brings_better_service_at_equal_need_it_shows(
    by_id: dict[str, Indicator], measure: Any, seed: int
) -> None:
    measurement = measure(by_id["E6.3"], seed, 1.5)
    found = verdicts(by_id["E6.3"], measurement, ("not_served", "waited_longer", "lower_quality"))
    assert found == [Verdict.CONCERN] * 3


@pytest.mark.parametrize("seed", [4, 5])
def test_saying_no_is_compared_at_equal_need_too(
    by_id: dict[str, Indicator], measure: Any, seed: int
) -> None:
    indicator = by_id["E6.9"]
    subjects = ("against_contributors",)
    assert verdicts(indicator, measure(indicator, seed, 0.0), subjects) != [Verdict.CONCERN]
    assert verdicts(indicator, measure(indicator, seed + 10, 1.5), subjects) == [Verdict.CONCERN]
