"""The profile: rules per evil, silence that never becomes a clean bill, and the correction for many looks."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest

from obverse.evidence.facts import Audit, Facts, LocalThreshold, Process
from obverse.evidence.provenance import Provenance, TableUse
from obverse.findings.finding import Finding, findings_of, threshold_for
from obverse.findings.profile import Row, registers_worth_keeping, row_for
from obverse.findings.verdict import Reason, Verdict
from obverse.indicators.indicator import Indicator, Measurement, Samples
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why
from obverse.vocabulary import PlannedIndicator, Text, evils, planned_indicators

REGISTER = TableUse(
    table="event", file="evidence/event.csv", sha256="", rows=1, grade="A", source="minutes", complete="yes"
)


class Measured(Indicator):
    """An indicator whose figure the test states."""

    id = "E3.4"
    version = 1
    question = "What does the test say?"
    serves = ("E3",)
    claims = ("S57",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum: ClassVar[Mapping[str, int]] = {}
    references = ("a test",)
    needs = ({"event": ()},)
    thresholds = (
        Threshold(
            value=0.2,
            smallest_difference=0.1,
            direction=Direction.HIGH_IS_BAD,
            klass=Klass.PROMISE,
            source={"en": "charter", "fr": "charte"},
            frozen_on=dt.date(2024, 1, 1),
        ),
    )

    def estimate(self, samples: Samples) -> Result:
        raise NotImplementedError("the test states the figure")  # pragma: no cover


def indicator(identifier: str, serves: tuple[str, ...]) -> Indicator:
    stated: type[Measured] = type("Stated", (Measured,), {"id": identifier, "serves": serves})
    return stated()


def facts(primary: tuple[str, ...] = (), thresholds: Sequence[LocalThreshold] = ()) -> Facts:
    return Facts(
        process=Process(id="x", title="Synthetic"),
        audit=Audit(as_of=dt.date(2025, 1, 1), primary=primary),
        thresholds=tuple(thresholds),
    )


def share(value: float, half_width: float, basis: Basis = Basis.SAMPLING) -> Estimate:
    interval = Interval(value - half_width, value + half_width, 0.95, basis)
    return Estimate(value=value, interval=interval, unit=Unit.SHARE, n=100, method="wilson")


CONCERN, NO_SIGN = share(0.5, 0.05), share(0.1, 0.05)
UNDECIDED = share(0.25, 0.1)
SILENCE = NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_register", of="event")


def judged(
    results: Mapping[str, Mapping[str, Result] | Result], serves: str, given: Facts | None = None
) -> list[Finding]:
    measurements = [
        Measurement(
            indicator=indicator(identifier, (serves,)),
            results=result if isinstance(result, Mapping) else {"": result},
            provenance=Provenance(tables=(REGISTER,), counted=1, grade="A"),
        )
        for identifier, result in results.items()
    ]
    return findings_of(measurements, given or facts())


def planned(*identifiers: str, serves: str) -> list[PlannedIndicator]:
    word = Text(en="a word", fr="un mot")
    return [
        PlannedIndicator(id=one, serves=(serves,), needs=("event",), name=word, next_datum=word)
        for one in identifiers
    ]


def evil_one(results: Mapping[str, Result]) -> Row:
    expected = [item for item in planned_indicators().values() if "E1" in item.serves]
    return row_for("E1", judged(results, "E1"), expected, evils()["E1"].requires)


def test_evil_one_needs_a_retreat_and_a_silence_about_it() -> None:
    assert evil_one({"E1.1": CONCERN, "E1.4": CONCERN}).verdict is Verdict.CONCERN
    assert evil_one({"E1.2": CONCERN, "E1.5": CONCERN}).verdict is Verdict.CONCERN


@pytest.mark.parametrize("alone", [{"E1.1": CONCERN}, {"E1.1": CONCERN, "E1.2": CONCERN}, {"E1.4": CONCERN}])
def test_one_half_of_evil_one_is_not_a_concern(alone: dict[str, Result]) -> None:
    row = evil_one(alone)
    assert row.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert row.rule_unmet


def row(results: Mapping[str, Result], *expected: str) -> Row:
    return row_for("E3", judged(results, "E3"), planned(*(expected or results), serves="E3"))


def test_one_concern_is_enough_where_no_rule_asks_for_more() -> None:
    assert row({"E3.4": CONCERN, "E3.6": NO_SIGN}).verdict is Verdict.CONCERN


def test_no_sign_needs_an_answer_to_everything_that_is_planned() -> None:
    assert row({"E3.4": NO_SIGN, "E3.6": NO_SIGN}).verdict is Verdict.NO_SIGN
    assert row({"E3.4": NO_SIGN}, "E3.4", "E3.6").verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert row({"E3.4": NO_SIGN, "E3.6": SILENCE}).verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert row({"E3.4": NO_SIGN, "E3.6": UNDECIDED}).verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_silent_indicator_is_listed_as_unanswered() -> None:
    assert [item.id for item in row({"E3.4": NO_SIGN, "E3.6": SILENCE}).unanswered] == ["E3.6"]


def test_a_finding_of_another_evil_does_not_count() -> None:
    assert row_for("E4", judged({"E3.4": CONCERN}, "E3"), []).concerns == ()


def test_the_dossiers_own_threshold_takes_the_place_of_the_default() -> None:
    own = LocalThreshold(
        indicator="E3.4", value=0.6, klass="set_locally", source="agreed", frozen_on=dt.date(2024, 1, 1)
    )
    given = facts(thresholds=[own])
    line = threshold_for(indicator("E3.4", ("E3",)), "", given)
    assert line is not None
    assert (line.value, line.klass, line.direction) == (0.6, Klass.SET_LOCALLY, Direction.HIGH_IS_BAD)
    assert judged({"E3.4": CONCERN}, "E3", given)[0].verdict is Verdict.NO_SIGN


def test_a_threshold_without_a_subject_is_meant_for_the_main_figures_only() -> None:
    one = indicator("E3.4", ("E3",))
    one.thresholds = (dataclasses.replace(Measured.thresholds[0], subject="main"),)
    own = LocalThreshold(
        indicator="E3.4", value=0.6, klass="promise", source="x", frozen_on=dt.date(2024, 1, 1)
    )
    main = threshold_for(one, "main", facts(thresholds=[own]))
    assert main is not None
    assert main.value == 0.6
    assert threshold_for(one, "beside", facts(thresholds=[own])) is None


def borderline(count: int, clear: int = 0) -> dict[str, Any]:
    # z = (0.30 - 0.20) / (0.095 / 1.96) = 2.06, so p = 0.039 for each, twice the line's distance beyond d
    barely = {f"s{number}": share(0.30, 0.095) for number in range(count)}
    return {**barely, **{f"good{number}": share(0.10, 0.05) for number in range(clear)}}


def test_one_figure_that_is_barely_beyond_its_line_is_a_concern() -> None:
    (finding,) = judged({"E3.4": borderline(1)}, "E3")
    assert finding.verdict is Verdict.CONCERN
    assert finding.p_adjusted == pytest.approx(0.039, abs=0.002)


def test_among_twenty_figures_one_that_is_barely_beyond_its_line_is_chance() -> None:
    findings = judged({"E3.4": borderline(1, clear=19)}, "E3")
    assert findings[0].verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert findings[0].judgement.reason is Reason.MULTIPLICITY


def test_a_primary_figure_is_corrected_only_among_the_primary_ones() -> None:
    findings = judged({"E3.4": borderline(1, clear=19)}, "E3", facts(primary=("E3.4:s0",)))
    assert findings[0].family == "primary"
    assert findings[0].verdict is Verdict.CONCERN


def test_two_primary_figures_share_their_five_per_cent() -> None:
    findings = judged({"E3.4": borderline(2)}, "E3", facts(primary=("E3.4",)))
    assert {finding.judgement.reason for finding in findings} == {Reason.MULTIPLICITY}


def test_a_complete_count_has_no_p_value() -> None:
    (finding,) = judged({"E3.4": share(0.5, 0.0, Basis.FULL_COUNT)}, "E3")
    assert finding.p_adjusted is None
    assert finding.verdict is Verdict.CONCERN


def test_the_register_that_opens_most_questions_comes_first() -> None:
    word = Text(en="a word", fr="un mot")
    needs = {"E2.1": ("duty",), "E2.2": ("duty",), "E3.1": ("cost_entry",), "E3.2": ("cost_entry", "duty")}
    expected = [
        PlannedIndicator(id=one, serves=("E2",), needs=tables, name=word, next_datum=word)
        for one, tables in needs.items()
    ]
    ordered = registers_worth_keeping(expected, answered=set(), recorded=set())
    assert [(table, [item.id for item in items]) for table, items in ordered] == [
        ("duty", ["E2.1", "E2.2"]),
        ("cost_entry", ["E3.1"]),
    ]
    after = registers_worth_keeping(expected, answered={"E2.1"}, recorded={"duty"})
    assert [(table, [item.id for item in items]) for table, items in after] == [
        ("cost_entry", ["E3.1", "E3.2"])
    ]
