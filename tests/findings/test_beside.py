"""A line that is changed after the freeze stands beside the verdict and never moves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from obverse.evidence.counter_statements import CounterStatement
from obverse.evidence.facts import Amendment, Audit, Facts, LocalThreshold, Process
from obverse.evidence.provenance import Provenance
from obverse.findings.beside import beside_entry, unplaced_entries
from obverse.findings.finding import Finding, findings_of
from obverse.findings.verdict import Reason, Verdict
from obverse.findings.wording import Wording
from obverse.indicators.indicator import Measurement
from obverse.quantities import Result
from tests.findings.test_profile import CONCERN, NO_SIGN, REGISTER, SILENCE, UNDECIDED, indicator, share

BEFORE, AFTER = dt.date(2024, 2, 1), dt.date(2024, 9, 1)


def amendment(value: float, **more: Any) -> Amendment:
    said: dict[str, Any] = {
        "indicator": "E3.4",
        "klass": "set_locally",
        "source": "a vote",
        "reason": "it was hard to reach",
        "amended_on": AFTER,
    }
    return Amendment(value=value, **(said | more))


def own_line(value: float, subject: str) -> LocalThreshold:
    return LocalThreshold(
        indicator="E3.4", value=value, klass="promise", source="charter", frozen_on=BEFORE, subject=subject
    )


def declared(
    amendments: Sequence[Amendment] = (), thresholds: Sequence[LocalThreshold] = (), **audit: Any
) -> Facts:
    return Facts(
        process=Process(id="x", title="Synthetic"),
        audit=Audit(as_of=dt.date(2025, 1, 1), **audit),
        thresholds=tuple(thresholds),
        amendments=tuple(amendments),
    )


def judged(
    results: Mapping[str, Result], facts: Facts, *, identifier: str = "E3.4", grade: str = "A"
) -> dict[str, Finding]:
    measurement = Measurement(
        indicator=indicator(identifier, ("E3",)),
        results=results,
        provenance=Provenance(tables=(REGISTER,), counted=1, grade=grade),
    )
    return {finding.subject: finding for finding in findings_of([measurement], facts)}


@pytest.mark.parametrize("value", [0.0, 0.05, 0.2, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("figure", [CONCERN, NO_SIGN, UNDECIDED, SILENCE])
def test_an_amended_line_moves_neither_the_threshold_nor_the_verdict(figure: Result, value: float) -> None:
    frozen = judged({"": figure}, declared())[""]
    amended = judged({"": figure}, declared([amendment(value)]))[""]
    assert (amended.threshold, amended.judgement, amended.p_adjusted) == (
        frozen.threshold,
        frozen.judgement,
        frozen.p_adjusted,
    )
    assert len(amended.amendments) == 1


@pytest.mark.parametrize("value", [0.05, 0.2, 0.3, 0.6])
@pytest.mark.parametrize("figure", [CONCERN, NO_SIGN, UNDECIDED, SILENCE])
def test_it_tells_the_verdict_that_the_same_line_would_have_given_before(
    figure: Result, value: float
) -> None:
    line = LocalThreshold(
        indicator="E3.4", value=value, klass="set_locally", source="a vote", frozen_on=BEFORE
    )
    (told,) = judged({"": figure}, declared([amendment(value)]))[""].amendments
    assert told.judgement == judged({"": figure}, declared(thresholds=[line]))[""].judgement


def test_what_it_tells_is_corrected_for_the_number_of_looks() -> None:
    """A line moved to just beside one of many figures would give a concern that chance explains."""
    results = {f"s{number}": share(0.16, 0.05) for number in range(40)}
    first = judged({"s0": results["s0"]}, declared([amendment(0.1, subject="s0")]))["s0"]
    assert first.amendments[0].judgement.verdict is Verdict.CONCERN
    among_many = judged(results, declared([amendment(0.1, subject="s0")]))["s0"]
    assert among_many.amendments[0].judgement.reason is Reason.MULTIPLICITY


def test_a_custom_put_in_afterwards_gives_no_concern() -> None:
    (told,) = judged({"": CONCERN}, declared([amendment(0.1, klass="convention")]))[""].amendments
    assert (told.judgement.verdict, told.judgement.reason) == (
        Verdict.NOT_ENOUGH_EVIDENCE,
        Reason.CONVENTION_ONLY,
    )


def test_the_worrying_side_stays_where_it_was_frozen() -> None:
    low = LocalThreshold(
        indicator="E3.4",
        value=0.8,
        klass="promise",
        source="charter",
        frozen_on=BEFORE,
        direction="low_is_bad",
    )
    finding = judged({"": CONCERN}, declared([amendment(0.3)], [low]))[""]
    assert finding.verdict is Verdict.CONCERN
    assert finding.amendments[0].judgement.verdict is Verdict.NO_SIGN


def test_changing_the_line_of_all_the_others_leaves_a_line_of_its_own_alone() -> None:
    lines = [own_line(0.3, "late"), own_line(0.2, "*")]
    found = judged({"late": CONCERN, "early": CONCERN}, declared([amendment(0.9)], lines))
    assert [len(found[subject].amendments) for subject in ("late", "early")] == [0, 1]


def test_several_changes_stand_in_the_order_of_their_days() -> None:
    late, soon = amendment(0.9), amendment(0.3, amended_on=dt.date(2024, 5, 1))
    found = judged({"": UNDECIDED}, declared([late, soon]))[""]
    assert [one.amendment for one in found.amendments] == [soon, late]


def said(finding: str, identifier: str = "1") -> CounterStatement:
    return CounterStatement(id=identifier, finding=finding, text="Nobody asked us.")


def test_a_statement_stands_beside_its_figure_and_one_to_an_indicator_beside_all_of_its_own() -> None:
    found = judged({"a": CONCERN, "b": SILENCE}, declared())
    statements = [said("E3.4:b", "1"), said("E3.4", "2")]
    wording = Wording("en", declared(), {})
    about = {
        subject: [
            (one["id"], one["about"])
            for one in beside_entry(finding, statements, wording)["counter_statements"]
        ]
        for subject, finding in found.items()
    }
    assert about == {"a": [("2", "indicator")], "b": [("1", "figure"), ("2", "indicator")]}
    assert unplaced_entries(found.values(), statements) == []


def test_a_statement_to_a_figure_that_is_not_there_is_not_lost() -> None:
    found = judged({"a": CONCERN}, declared())
    statements = [said("E3.4:a", "1"), said("E3.4:gone", "2"), said("no such thing", "3")]
    assert [one["id"] for one in unplaced_entries(found.values(), statements)] == ["2", "3"]


def test_a_finding_to_which_nobody_says_anything_has_nothing_beside_it() -> None:
    found = judged({"a": CONCERN}, declared())["a"]
    assert beside_entry(found, [said("E3.4:other")], Wording("en", declared(), {})) == {}
