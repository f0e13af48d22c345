"""The answers to the six questions and what can be done, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from obverse.findings.answers import answer_to
from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.findings.wording import Wording
from obverse.quantities import Estimate
from obverse.vocabulary import PlannedIndicator, Question, mitigations, planned_indicators


def answer_entry(
    asked: Question, findings: Sequence[Finding], planned: Sequence[PlannedIndicator], wording: Wording
) -> dict[str, Any]:
    """The sentences that answer a question, and what is silent about it."""
    answer = answer_to(asked, findings, planned)
    return {
        "said": [
            {
                "key": finding.key,
                "verdict": finding.verdict.value,
                "sentence": wording.sentence(finding),
                "interval_text": wording.intervals(finding.result)
                if isinstance(finding.result, Estimate)
                else "",
            }
            for finding in answer.said
        ],
        "further": answer.further,
        "not_known": [
            {
                "indicator": item.id,
                "name": item.name.in_language(wording.language),
                "next_datum": item.next_datum.in_language(wording.language),
            }
            for item in answer.silent
        ],
    }


def mitigation_entries(findings: Sequence[Finding], wording: Wording) -> list[dict[str, Any]]:
    """What can be done about the concerns that were raised, evil by evil."""
    language, planned = wording.language, planned_indicators()
    offered = []
    for measure in mitigations().values():
        raised = [
            finding.key
            for finding in findings
            if finding.verdict is Verdict.CONCERN and finding.indicator.id in measure.answers
        ]
        if raised:
            offered.append(
                {
                    "id": measure.id,
                    "evil": measure.evil,
                    "concerns": raised,
                    "watch": [
                        {"indicator": one, "name": planned[one].name.in_language(language)}
                        for one in measure.watch
                    ],
                    **{
                        name: getattr(measure, name).in_language(language)
                        for name in ("measure", "worked_if", "displacement", "source")
                    },
                }
            )
    return offered
