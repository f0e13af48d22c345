"""What stands beside findings and changes nothing about them: amended thresholds, and what groups say to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from obverse.evidence.counter_statements import CounterStatement
from obverse.evidence.facts import Amendment
from obverse.findings.finding import Amended, Finding
from obverse.findings.finding_entry import significant
from obverse.findings.wording import Wording
from obverse.quantities import Estimate, Unit
from obverse.vocabulary import reasons
from obverse.vocabulary import texts as shared_texts


def beside_entry(
    finding: Finding, statements: Iterable[CounterStatement], wording: Wording
) -> dict[str, Any]:
    """What stands beside one finding; empty where nothing does.

    A statement about an indicator as a whole stands beside each of its findings, and says so in ``about``.
    """
    said = [
        _statement(one) | {"about": "figure" if one.finding == finding.key else "indicator"}
        for one in statements
        if one.finding in {finding.key, finding.indicator.id}
    ]
    amended = [_amended(one, finding, wording) for one in finding.amendments]
    return ({"counter_statements": said} if said else {}) | ({"amendments": amended} if amended else {})


def unplaced_entries(
    findings: Iterable[Finding], statements: Sequence[CounterStatement]
) -> list[dict[str, Any]]:
    """The statements about findings that this audit does not have: they are not lost with them."""
    there = {name for finding in findings for name in (finding.key, finding.indicator.id)}
    return [_statement(one) | {"finding": one.finding} for one in statements if one.finding not in there]


def amendment_entries(
    findings: Sequence[Finding], amendments: Iterable[Amendment], wording: Wording
) -> list[dict[str, Any]]:
    """Each amendment of an indicator that was measured, with the findings that it touches and those it would change."""
    found = []
    for amendment in sorted(amendments, key=lambda one: one.amended_on):
        own = [finding for finding in findings if finding.indicator.id == amendment.indicator]
        if not own:
            continue
        touched = [
            (finding, amended)
            for finding in own
            for amended in finding.amendments
            if amended.amendment is amendment
        ]
        found.append(
            _line(amendment, *_unit(touched[0][0] if touched else own[0]), wording)
            | {
                "indicator": amendment.indicator,
                "name": own[0].indicator.texts(wording.language).name,
                "subject": amendment.subject,
                "findings": [finding.key for finding, _ in touched],
                "would_change": [
                    finding.key
                    for finding, amended in touched
                    if amended.judgement.verdict is not finding.verdict
                ],
            }
        )
    return found


def _statement(one: CounterStatement) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group,
        "label": one.label,
        "text": one.text,
        "stated_on": one.stated_on.isoformat() if one.stated_on else None,
    }


def _amended(amended: Amended, finding: Finding, wording: Wording) -> dict[str, Any]:
    judgement = amended.judgement
    return _line(amended.amendment, *_unit(finding), wording) | {
        "verdict": judgement.verdict.value,
        "verdict_label": shared_texts(wording.language)[f"verdict.{judgement.verdict}.label"],
        "verdict_reason": judgement.reason.value,
        "verdict_reason_text": reasons()[judgement.reason].in_language(wording.language),
        "self_reported": judgement.self_reported,
    }


def _line(amendment: Amendment, unit: Unit, n: int, wording: Wording) -> dict[str, Any]:
    return {
        "amended_on": amendment.amended_on.isoformat(),
        "value": significant(amendment.value),
        "text": wording.number(amendment.value, unit, n),
        "smallest_difference": significant(amendment.smallest_difference),
        "smallest_difference_text": wording.number(amendment.smallest_difference, unit, n),
        "klass": amendment.klass,
        "klass_label": shared_texts(wording.language)[f"threshold.{amendment.klass}.label"],
        "source": amendment.source,
        "reason": amendment.reason,
        "set_by": amendment.set_by,
    }


def _unit(finding: Finding) -> tuple[Unit, int]:
    result = finding.result
    return (result.unit, result.n) if isinstance(result, Estimate) else (finding.indicator.unit, 1)
