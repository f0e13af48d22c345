"""The answers to the six questions, the duality account and what can be done, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from obverse.findings.answers import answer_to
from obverse.findings.duality_account import Account
from obverse.findings.finding import Finding
from obverse.findings.finding_entry import result_entry
from obverse.findings.verdict import Verdict
from obverse.findings.wording import Wording
from obverse.quantities import Estimate
from obverse.vocabulary import PlannedIndicator, Question, mitigations, planned_indicators, public_values


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


def account_entry(account: Account, wording: Wording) -> dict[str, Any]:
    """The account of values: who was not heard first, then each value in each party's eyes."""

    def seen(finding: Finding | None) -> dict[str, Any] | None:
        if finding is None:
            return None
        return {"key": finding.key, "result": result_entry(finding, wording)}

    def party(finding: Finding) -> dict[str, str]:
        return {"key": finding.key, "name": wording.parts(finding.indicator, finding.subject)[-1]}

    return {
        "not_heard": [party(finding) for finding in account.not_heard],
        "barely_heard": [party(finding) for finding in account.barely_heard],
        "eyes": [{"id": name, "label": _eyes(name, account, wording)} for name in account.eyes],
        "values": [
            {
                "value": value,
                "label": _value(value, wording.language),
                "cells": [
                    {
                        "eyes": cell.eyes,
                        "strengthened": seen(cell.strengthened),
                        "weakened": seen(cell.weakened),
                    }
                    for cell in cells
                ],
            }
            for value, cells in account.values
        ],
    }


def _value(identifier: str, language: str) -> str:
    known = public_values()
    return known[identifier].label.in_language(language) if identifier in known else identifier


def _eyes(name: str, account: Account, wording: Wording) -> str:
    seen = next(
        finding
        for _, cells in account.values
        for cell in cells
        if cell.eyes == name
        for finding in (cell.strengthened, cell.weakened)
        if finding is not None
    )
    return wording.parts(seen.indicator, seen.subject)[-1]


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
