"""A finished report made safe in the parts that are no figures, and what it says about its safe counts."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from obverse.disclosure.people import is_protected, public_registers
from obverse.disclosure.released import Released, entry_of, safe_count
from obverse.evidence.coverage import Coverage
from obverse.evidence.importing.imports import Import
from obverse.findings.finding import Finding
from obverse.findings.report import Report
from obverse.quantities import NotEstimable, Why
from obverse.vocabulary import texts as shared_texts

ROUNDED, WITHHELD, PUBLIC = "rounded", "withheld", "public"


def safe_report(report: Report, released: Sequence[Released], coverage: Mapping[str, Coverage]) -> Report:
    """Round the rows of registers about people, and print the safe counts from which the figures follow.

    A report on nothing about people stays byte by byte what it was.
    """
    language = report.language
    protected = {name for name in coverage if is_protected(name, coverage)}
    content = dict(report.content)
    content["evidence"] = [_evidence(entry, protected) for entry in content["evidence"]]
    by_key = {one.key: one for one in released}
    states = {finding.key: _state(finding, by_key, coverage) for finding in report.findings}
    content["findings"] = [
        item | _told(states[item["key"]], finding, coverage, language)
        for item, finding in zip(content["findings"], report.findings, strict=True)
    ]
    if any(states.values()):
        content["disclosure"] = _account(states.values(), coverage, language)
    if released:
        content["safe_counts"] = [entry_of(one) for one in released]
    return replace(report, content=content)


def safe_import(imported: Import, coverage: Mapping[str, Coverage]) -> Import:
    """An import whose numbers about people are rounded; None stands for fewer than ten."""
    protected = {name for name in coverage if is_protected(name, coverage)}
    if not protected:
        return imported
    return replace(
        imported,
        rows={
            table: _each_rounded(counts) if table in protected else counts
            for table, counts in imported.rows.items()
        },
        left_out={
            table: _each_rounded(reasons) if table in protected else reasons
            for table, reasons in imported.left_out.items()
        },
        flagged=_each_rounded(imported.flagged),
        screened=_each_rounded(imported.screened),
        pseudonyms=_each_rounded(imported.pseudonyms),
    )


def _each_rounded(counts: Mapping[Any, int | None]) -> dict[Any, int | None]:
    return {name: rounded(count) for name, count in counts.items()}


def rounded(count: int | None) -> int | None:
    """A number of rows about people as it is printed; zero rows are about nobody."""
    return count if not count else safe_count(count).shown


def _evidence(entry: Mapping[str, Any], protected: set[str]) -> dict[str, Any]:
    told = dict(entry)
    return told | {"rows": rounded(entry["rows"])} if entry["table"] in protected else told


def _state(finding: Finding, released: Mapping[str, Released], coverage: Mapping[str, Coverage]) -> str:
    result = finding.result
    if finding.key in released:
        return WITHHELD if isinstance(result, NotEstimable) else ROUNDED
    if isinstance(result, NotEstimable):
        return WITHHELD if result.why is Why.WITHHELD else ""
    return PUBLIC if public_registers(finding.indicator, finding.subject, coverage) else ""


def _told(
    state: str, finding: Finding, coverage: Mapping[str, Coverage], language: str
) -> dict[str, dict[str, str]]:
    if not state:
        return {}
    laws = {
        coverage[name].public_by for name in public_registers(finding.indicator, finding.subject, coverage)
    }
    text = _texts()[state][language].format(public_by="; ".join(sorted(laws)))
    return {"disclosure": {"state": state, "text": text}}


def _account(states: Iterable[str], coverage: Mapping[str, Coverage], language: str) -> dict[str, Any]:
    words, counted = _texts(), Counter(states)
    return {
        "rule": words["rule"][language],
        "verdicts": words["verdicts"][language],
        "rounded": counted[ROUNDED],
        "withheld": counted[WITHHELD],
        "exact": counted[PUBLIC],
        "public": [
            {
                "table": name,
                "label": shared_texts(language)[f"table.{name}.label"],
                "public_by": one.public_by,
            }
            for name, one in coverage.items()
            if one.public_by and not one.is_silence
        ],
    }


@cache
def _texts() -> dict[str, dict[str, str]]:
    file = resources.files("obverse.disclosure").joinpath("texts.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
