"""The examples as they are audited: each at most once in a process that runs tests, however many files look at it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from obverse.auditing import audit, findings
from obverse.evidence.dossier import Dossier, open_dossier
from obverse.findings.finding import Finding
from obverse.findings.report import Report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def report_of(example: str, language: str = "en") -> Report:
    """The report of an example, to be read only."""
    return audit(_opened(example), language=language)


@cache
def exact_findings_of(example: str) -> dict[str, Finding]:
    """The findings of an example by key, as an auditor with the rows sees them; to be read only."""
    return {finding.key: finding for finding in findings(_opened(example), exact=True)}


@cache
def _opened(example: str) -> Dossier:
    # What was counted for one report is not counted again for another.
    return open_dossier(EXAMPLES / example)
