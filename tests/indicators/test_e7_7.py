"""E7.7 and E7.6: which wave comes first is told by dates before names, and a look back is no expectation."""

from __future__ import annotations

from typing import Any

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement
from obverse.quantities import Estimate, NotEstimable

PEOPLE = 16


@pytest.fixture(scope="module")
def by_id() -> dict[str, Indicator]:
    return {indicator.id: indicator for indicator in indicators()}


@pytest.fixture
def measure(by_id: dict[str, Indicator], build_dossier: Any) -> Any:
    def run(identifier: str, lines: list[str]) -> Measurement:
        header = "respondent,wave,variant,role,item,value,recorded_on"
        directory = build_dossier({"survey_answer": "\n".join([header, *lines]) + "\n"})
        return by_id[identifier].measure(Evidence(open_dossier(directory)))

    return run


def fall(early: tuple[str, str], late: tuple[str, str], moved: int = -2) -> list[str]:
    """Trust of people who take part moves from about 6, that of others stays at about 5."""
    lines = []
    for side, role, start, change in (
        ("participant", "volunteer", 6, moved),
        ("non_participant", "neighbour", 5, 0),
    ):
        for person in range(PEOPLE):
            key = f"{side}{person}"
            for (wave, date), level in ((early, start), (late, start + change)):
                lines.append(f"{key},{wave},{side},{role},trust_staff,{level + person % 2},{date}")
    return lines


@pytest.mark.parametrize(
    ("early", "late"),
    [
        (("pre", ""), ("post", "")),
        (("2023", ""), ("2024", "")),
        (("zeta", "2023-01-01"), ("alpha", "2024-01-01")),
        (("post", "2022-01-01"), ("pre", "2024-01-01")),
    ],
)
def test_dates_tell_which_wave_comes_first_and_names_do_where_there_are_none(
    measure: Any, early: tuple[str, str], late: tuple[str, str]
) -> None:
    net = measure("E7.7", fall(early, late)).results["net.trust_staff"]
    assert isinstance(net, Estimate)
    assert net.value == pytest.approx(-2.0)


def test_a_wave_between_the_first_and_the_last_changes_nothing(measure: Any) -> None:
    lines = fall(("pre", "2022-01-01"), ("post", "2024-01-01"))
    between = fall(("middle", "2023-01-01"), ("middle2", "2023-02-01"), moved=3)
    measurement = measure("E7.7", [*lines, *between])
    assert measurement.results["net.trust_staff"].value == pytest.approx(-2.0)
    assert measurement.provenance.left_out["other_wave"] == len(between)


@pytest.mark.parametrize(("asked_on", "counts"), [("2023-01-01", True), ("2024-06-01", False)])
def test_an_expectation_dated_after_the_experience_is_a_memory(
    measure: Any, asked_on: str, *, counts: bool
) -> None:
    lines = []
    for person in range(PEOPLE):
        key = f"r{person}"
        lines.append(f"{key},one,participant,volunteer,expected_influence,{2 + person % 2},{asked_on}")
        lines.append(f"{key},two,participant,volunteer,experienced_influence,1,2024-01-01")
    gap = measure("E7.6", lines).results["gap"]
    if counts:
        assert isinstance(gap, Estimate)
        assert gap.value == pytest.approx(-1.5)
    else:
        assert isinstance(gap, NotEstimable)
        assert gap.why == "not_collected"
