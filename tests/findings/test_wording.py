"""What a figure looks like in words: units in the singular and the plural, codes without underscores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from obverse.evidence.facts import Attribute, Audit, Facts, Process
from obverse.findings.wording import Wording
from obverse.indicators.catalogue import indicators
from obverse.quantities import Basis, Interval, NotEstimable, Unit, Why

INDICATORS = {indicator.id: indicator for indicator in indicators()}


def wording(language: str, attributes: Mapping[str, Attribute] | None = None) -> Wording:
    facts = Facts(
        process=Process(id="p", title="p", stage="after"),
        audit=Audit(as_of=dt.date(2026, 1, 1)),
        attributes=attributes or {},
    )
    return Wording(language=language, facts=facts, methods={})


@pytest.mark.parametrize(
    ("language", "value", "unit", "printed"),
    [
        ("en", 1.0, Unit.DAYS, "1~day"),
        ("en", -1.0, Unit.DAYS, "−1~day"),
        ("en", 0.0, Unit.DAYS, "0~days"),
        ("en", 0.01, Unit.DIFFERENCE, "1~percentage point"),
        ("en", 0.02, Unit.DIFFERENCE, "2~percentage points"),
        ("fr", 0.0, Unit.DAYS, "0~jour"),
        ("fr", 1.0, Unit.DAYS, "1~jour"),
        ("fr", 2.0, Unit.DAYS, "2~jours"),
        ("fr", -0.01, Unit.DIFFERENCE, "−1~point de pourcentage"),
        ("fr", 0.10, Unit.DIFFERENCE, "10~points de pourcentage"),
    ],
)
def test_a_unit_agrees_with_its_number(language: str, value: float, unit: Unit, printed: str) -> None:
    assert wording(language).number(value, unit, 30).replace("\u00a0", "~") == printed


def test_in_an_interval_the_unit_agrees_with_the_end_beside_it() -> None:
    words = wording("en").interval(Interval(0.0, 1.0, 0.95, Basis.SAMPLING), Unit.DAYS, 30)
    assert words.replace("\u00a0", " ") == "95% interval 0 to 1 day"


def test_a_code_of_the_register_is_read_without_underscores() -> None:
    indicator = INDICATORS["E1.2"]
    assert wording("en").parts(indicator, "home_support.task.meal_delivery") == [
        "home support",
        "task",
        "meal delivery",
    ]


def test_a_category_that_two_variables_share_takes_the_label_of_the_one_just_named() -> None:
    attributes = {
        "housing": Attribute(label="housing", categories=("none",), labels={"none": "without a home"}),
        "party": Attribute(label="party", categories=("none",), labels={"none": "of no party"}),
    }
    words = wording("en", attributes)
    assert words.parts(INDICATORS["L1.2"], "any.party.none")[1:] == ["party", "of no party"]
    assert words.parts(INDICATORS["L1.2"], "any.housing.none")[1:] == ["housing", "without a home"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("indicator", "remedy"), [("E2.3", "date_contributions"), ("E1.1", "years")])
def test_a_remedy_without_numbers_prints_no_question_mark(language: str, indicator: str, remedy: str) -> None:
    result = NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy)
    assert "?" not in wording(language).remedy(INDICATORS[indicator], result)
