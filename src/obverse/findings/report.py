"""The report: everything an audit found, as plain data that every format is a view of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from obverse.evidence.counter_statements import CounterStatement
from obverse.evidence.coverage import Coverage
from obverse.evidence.facts import Facts
from obverse.evidence.importing.imports import Import
from obverse.findings.account_entry import account_entry
from obverse.findings.answer_entries import answer_entry, mitigation_entries
from obverse.findings.beside import amendment_entries, beside_entry, unplaced_entries
from obverse.findings.duality_account import account_of
from obverse.findings.evidence_entry import evidence_entries
from obverse.findings.finding import Finding
from obverse.findings.finding_entry import finding_entry, plain
from obverse.findings.import_entry import import_entry
from obverse.findings.profile import Row, registers_worth_keeping, row_for
from obverse.findings.verdict import Reason, Verdict
from obverse.findings.wording import Wording
from obverse.indicators.indicator import Indicator
from obverse.quantities import NotEstimable
from obverse.vocabulary import (
    Duality,
    Evil,
    Ideal,
    PlannedIndicator,
    Question,
    Text,
    duality,
    evils,
    ideals,
    planned_indicators,
    questions,
)
from obverse.vocabulary import texts as shared_texts

_DESCRIBED = {"en": "described, not judged", "fr": "décrit, non jugé"}
SCHEMA = "urn:obverse:report:1"


@dataclass(frozen=True, slots=True)
class Report:
    """A finished audit in one language.

    ``content`` is the canonical report, made of texts, numbers, lists and mappings only; ``findings`` are the
    same findings as objects.
    """

    content: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def language(self) -> str:
        """The language of the report's texts."""
        return str(self.content["language"])

    def to_frame(self) -> Any:
        """The findings as an Arrow table, one row a finding (``.to_pandas()`` or ``polars.from_arrow`` take it)."""
        import pyarrow as pa  # noqa: PLC0415 - heavy, and only callers of this method need it

        rows = [
            {
                "indicator": item["indicator"],
                "subject": item["subject"],
                "verdict": item["verdict"],
                **{
                    key: item["result"].get(key)
                    for key in ("value", "low", "high", "basis", "unit", "n", "why")
                },
                "threshold": item["threshold"]["value"] if item["threshold"] else None,
                "grade": item["grade"],
                "family": item["family"],
            }
            for item in self.content["findings"]
        ]
        return pa.Table.from_pylist(rows)


def compose(
    findings: Sequence[Finding],
    facts: Facts,
    coverage: Mapping[str, Coverage],
    wording: Wording,
    version: str,
    *,
    comparison: Mapping[str, Any] | None = None,
    imports: Sequence[Import] = (),
    statements: Sequence[CounterStatement] = (),
) -> Report:
    """Put findings, profile and evidence together in one language; ``comparison`` sets another audit beside it.

    ``imports`` are those by which the evidence came in, with what was remarked about them; ``statements`` are what
    groups say to findings.
    """
    planned = _expected(findings)
    items = [
        finding_entry(finding, wording) | beside_entry(finding, statements, wording) for finding in findings
    ]
    existing = {finding.indicator.id for finding in findings}
    language = wording.language
    profile = {
        section: [
            _row(
                row_for(one.id, findings, planned, one.requires if isinstance(one, Evil) else ()),
                one,
                existing,
                wording,
            )
            for one in entries
        ]
        for section, entries in (
            ("evils", tuple(evils().values())),
            ("ideals", tuple(ideals().values())),
            ("questions", tuple(questions().values())),
        )
    }
    for row, asked in zip(profile["questions"], questions().values(), strict=True):
        row["answer"] = answer_entry(asked, findings, planned, wording)
    two_sides = duality()
    both_sides = _row(row_for(two_sides.id, findings, planned), two_sides, existing, wording)
    content = {
        "schema": SCHEMA,
        "language": language,
        "process": plain(asdict(facts.process)),
        "audit": plain(asdict(facts.audit)) | {"looks": _looks(findings)},
        "findings": items,
        **profile,
        "duality": both_sides | {"account": account_entry(account_of(findings), wording)},
        "comparison": comparison,
        "mitigations": mitigation_entries(findings, wording),
        "unknown": _unknown(findings, planned, coverage, wording),
        "evidence": evidence_entries(coverage, facts, language),
        "imports": [import_entry(one, language) for one in imports],
        "versions": {
            "obverse": version,
            "report": 1,
            "indicators": {finding.indicator.id: finding.indicator.version for finding in findings},
        },
    }
    # Only where there are any: a report to which nobody objected stays byte by byte what it was.
    if amended := amendment_entries(findings, facts.amendments, wording):
        content["amendments"] = amended
    if unplaced := unplaced_entries(findings, statements):
        content["unplaced_statements"] = unplaced
    return Report(content, tuple(findings))


def _fewest(indicator: Indicator) -> tuple[str, ...]:
    if not indicator.needs:
        return ()
    return min([tuple(need) for need in indicator.needs], key=len)


def _expected(findings: Sequence[Finding]) -> tuple[PlannedIndicator, ...]:
    # What an indicator needs is said by its folder once it is there, and a newcomer's counts without any list.
    expected = dict(planned_indicators())
    for indicator in {finding.indicator.id: finding.indicator for finding in findings}.values():
        if indicator.id in expected:
            # what dossier.toml declares is no table: there the catalogue says what is needed
            if indicator.needs:
                expected[indicator.id] = replace(expected[indicator.id], needs=_fewest(indicator))
            continue
        english, french = indicator.texts("en"), indicator.texts("fr")
        expected[indicator.id] = PlannedIndicator(
            id=indicator.id,
            serves=indicator.serves,
            needs=_fewest(indicator),
            name=Text(en=english.name, fr=french.name),
            next_datum=Text(en=english.question, fr=french.question),
        )
    return tuple(expected.values())


def _row(
    row: Row, asked: Evil | Ideal | Question | Duality, existing: set[str], wording: Wording
) -> dict[str, Any]:
    language = wording.language
    shared = shared_texts(language)
    described_only = row.verdict is Verdict.NOT_APPLICABLE and bool(row.described)
    return {
        "id": row.id,
        "title": asked.title.in_language(language),
        "question": asked.question.in_language(language),
        "verdict": row.verdict.value,
        "verdict_label": _DESCRIBED[language] if described_only else shared[f"verdict.{row.verdict}.label"],
        "described_only": described_only,
        "rule_unmet": row.rule_unmet,
        "concerns": [finding.key for finding in row.concerns],
        "no_signs": [finding.key for finding in row.no_signs],
        "undecided": [finding.key for finding in row.undecided],
        "described": [finding.key for finding in row.described],
        "unanswered": [
            {
                "indicator": item.id,
                "name": item.name.in_language(wording.language),
                "next_datum": item.next_datum.in_language(wording.language),
                "in_this_version": item.id in existing,
            }
            for item in row.unanswered
        ],
    }


def _looks(findings: Iterable[Finding]) -> dict[str, int]:
    judged = [finding for finding in findings if finding.p_adjusted is not None]
    return {
        "primary": sum(finding.family == "primary" for finding in judged),
        "exploratory": sum(finding.family == "exploratory" for finding in judged),
        "set_aside_by_correction": sum(
            finding.judgement.reason is Reason.MULTIPLICITY for finding in findings
        ),
    }


def _unknown(
    findings: Sequence[Finding],
    planned: Sequence[PlannedIndicator],
    coverage: Mapping[str, Coverage],
    wording: Wording,
) -> dict[str, Any]:
    language = wording.language
    answered = {
        finding.indicator.id for finding in findings if finding.judgement.reason is not Reason.NO_FIGURE
    }
    existing = {finding.indicator.id for finding in findings}
    recorded = {name for name, item in coverage.items() if not item.is_silence}
    shared = shared_texts(language)
    return {
        "registers": [
            {
                "table": table,
                "label": shared[f"table.{table}.label"],
                "row": shared[f"table.{table}.row"],
                "opens": [
                    {"indicator": item.id, "name": item.name.in_language(language)}
                    for item in items
                    if item.id in existing
                ],
                "opens_later": sum(item.id not in existing for item in items),
            }
            for table, items in registers_worth_keeping(planned, answered, recorded)
        ],
        "figures": [
            {
                "key": finding.key,
                "name": finding.indicator.texts(language).name,
                "about": wording.subject(finding),
                "why": finding.result.why.value,
                "next_datum": wording.remedy(finding.indicator, finding.result),
            }
            for finding in findings
            if isinstance(finding.result, NotEstimable) and finding.verdict is not Verdict.NOT_APPLICABLE
        ],
        "not_in_this_version": [
            {"indicator": item.id, "name": item.name.in_language(language), "serves": list(item.serves)}
            for item in planned
            if item.id not in existing
        ],
    }
