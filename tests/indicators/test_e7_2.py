"""E7.2: a service that goes its way shows no shortfall, one that loses a third does, and so do its peers alike."""

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

SERVICES, OTHERS = 120, 12
YEARS = range(2008, 2024)


@pytest.fixture(scope="module")
def outcome() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "E7.2")


@pytest.fixture
def measure(outcome: Indicator, build_dossier: Any) -> Any:
    def run(seed: int, loss: float, shock: float, years: range = YEARS) -> Measurement:
        """Services with a memory of 0.3; all others lose the shock in 2020, those under audit the loss as well."""
        rng = np.random.default_rng(seed)
        lines = ["service,period_start,period_end,comparison,volume"]
        for service in range(SERVICES + OTHERS):
            own = service < SERVICES
            noise = 0.0
            for year in years:
                noise = 0.3 * noise + rng.normal(0, 0.04)
                late = year >= 2020
                level = 10.0 + noise + late * (np.log(1 - shock) + (np.log(1 - loss) if own else 0.0))
                compared = "no" if own else "yes"
                lines.append(f"s{service},{year}-01-01,{year}-12-31,{compared},{365 * np.exp(level):.0f}")
        directory = build_dossier(
            {"service_volume": "\n".join(lines) + "\n"}, process={"start": dt.date(2020, 1, 1)}
        )
        return outcome.measure(Evidence(open_dossier(directory)))

    return run


def concerns(outcome: Indicator, measurement: Measurement, kind: str) -> float:
    subjects = [f"s{service}.volume.{kind}" for service in range(SERVICES)]
    (line,) = [line for line in outcome.thresholds if line.fits(subjects[0])]
    found = [judge(measurement.results[subject], line, Standing(grade="A")).verdict for subject in subjects]
    return float(np.mean([verdict is Verdict.CONCERN for verdict in found]))


@pytest.mark.parametrize("kind", ["series", "net"])
def test_what_befell_all_services_alike_is_no_shortfall_of_one(
    outcome: Indicator, measure: Any, kind: str
) -> None:
    assert concerns(outcome, measure(seed=1, loss=0.0, shock=0.3), kind) <= 0.05


@pytest.mark.parametrize("kind", ["series", "net"])
def test_a_loss_of_a_third_beyond_what_befell_the_others_is_found(
    outcome: Indicator, measure: Any, kind: str
) -> None:
    assert concerns(outcome, measure(seed=2, loss=0.33, shock=0.3), kind) > 0.8


def test_a_short_series_is_described_and_not_judged_as_a_series(measure: Any) -> None:
    measurement = measure(seed=3, loss=0.33, shock=0.0, years=range(2017, 2024))
    assert measurement.results["s0.volume.series"].why == "too_few"
    assert measurement.results["s0.volume.level"].value < 0.8
