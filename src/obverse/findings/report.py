"""The report: everything an audit found, as plain data that every format is a view of."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from obverse.evidence.coverage import Coverage
from obverse.evidence.facts import Facts
from obverse.findings.finding import Finding
from obverse.findings.profile import Row, registers_worth_keeping, row_for
from obverse.findings.verdict import Reason, Verdict
from obverse.findings.wording import Wording
from obverse.quantities import Chart, Estimate, Interval, NotEstimable
from obverse.vocabulary import (
    Duality,
    Evil,
    Ideal,
    PlannedIndicator,
    Question,
    Text,
    claims,
    duality,
    evils,
    ideals,
    planned_indicators,
    questions,
    reasons,
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
) -> Report:
    """Put findings, profile and evidence together in one language."""
    planned = _expected(findings)
    items = [_finding(finding, wording) for finding in findings]
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
    two_sides = duality()
    content = {
        "schema": SCHEMA,
        "language": language,
        "process": _plain(asdict(facts.process)),
        "audit": _plain(asdict(facts.audit)) | {"looks": _looks(findings)},
        "findings": items,
        **profile,
        "duality": _row(row_for(two_sides.id, findings, planned), two_sides, existing, wording),
        "unknown": _unknown(findings, planned, coverage, wording),
        "evidence": [_evidence(item, language) for item in coverage.values()],
        "versions": {
            "obverse": version,
            "report": 1,
            "indicators": {finding.indicator.id: finding.indicator.version for finding in findings},
        },
    }
    return Report(content, tuple(findings))


def _expected(findings: Sequence[Finding]) -> tuple[PlannedIndicator, ...]:
    # What an indicator needs is said by its folder once it is there, and a newcomer's counts without any list.
    expected = dict(planned_indicators())
    for indicator in {finding.indicator.id: finding.indicator for finding in findings}.values():
        fewest = min(indicator.needs, key=len)
        needs = tuple(fewest)
        if indicator.id in expected:
            expected[indicator.id] = replace(expected[indicator.id], needs=needs)
            continue
        english, french = indicator.texts("en"), indicator.texts("fr")
        expected[indicator.id] = PlannedIndicator(
            id=indicator.id,
            serves=indicator.serves,
            needs=needs,
            name=Text(en=english.name, fr=french.name),
            next_datum=Text(en=english.question, fr=french.question),
        )
    return tuple(expected.values())


def significant(value: float | None) -> float | int | None:
    """A number as it enters the report: nine significant digits, so that machines agree; None if unbounded."""
    if value is None or math.isinf(value):
        return None
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        return int(value)
    return float(f"{value:.9g}")


def _finding(finding: Finding, wording: Wording) -> dict[str, Any]:
    texts = finding.indicator.texts(wording.language)
    shared = shared_texts(wording.language)
    known = claims()
    return {
        "key": finding.key,
        "indicator": finding.indicator.id,
        "subject": finding.subject,
        "name": texts.name,
        "about": wording.subject(finding),
        "question": texts.question,
        "definition": texts.definition,
        "serves": list(finding.indicator.serves),
        "claims": [
            {"id": claim, "text": known[claim].text.in_language(wording.language)}
            for claim in finding.indicator.claims
        ],
        "verdict": finding.verdict.value,
        "verdict_label": shared[f"verdict.{finding.verdict}.label"],
        "reason": finding.judgement.reason.value,
        "reason_text": reasons()[finding.judgement.reason].in_language(wording.language),
        "sentence": wording.sentence(finding),
        "meaning": wording.meaning(finding),
        "result": _result(finding, wording),
        "threshold": _threshold(finding, wording),
        "flips_at": [
            {
                "threshold": significant(flip.threshold),
                "text": wording.number(flip.threshold, finding.result.unit, finding.result.n)
                if isinstance(finding.result, Estimate)
                else "",
                "verdict": flip.verdict.value,
                "verdict_label": shared[f"verdict.{flip.verdict}.label"],
            }
            for flip in finding.judgement.flips
        ],
        "family": finding.family,
        "p_adjusted": significant(finding.p_adjusted),
        "self_reported": finding.judgement.self_reported,
        "grade": finding.provenance.grade or None,
        "provenance": _provenance(finding, texts.left_out),
        "caveats": list(texts.caveats.values()),
        "references": list(finding.indicator.references),
        "chart": _chart(finding.chart, finding, wording),
    }


def _result(finding: Finding, wording: Wording) -> dict[str, Any]:
    result = finding.result
    if isinstance(result, NotEstimable):
        return {
            "why": result.why.value,
            "why_label": shared_texts(wording.language)[f"why.{result.why}.label"],
            "remedy": wording.remedy(finding.indicator, result),
            "have": significant(result.have),
            "need": significant(result.need),
            "of": result.of,
        }
    return {
        "value": significant(result.value),
        "low": significant(result.interval.low),
        "high": significant(result.interval.high),
        "level": significant(result.interval.level),
        "basis": result.interval.basis.value,
        "unit": result.unit.label,
        "n": result.n,
        "method": result.method,
        "method_text": wording.method(result.method),
        "missing": _ends(result.missing),
        "coding": _ends(result.coding),
        "text": wording.number(result.value, result.unit, result.n),
        "low_text": wording.number(result.interval.low, result.unit, result.n, bare=True),
        "high_text": wording.number(result.interval.high, result.unit, result.n),
        "interval_text": wording.intervals(result),
    }


def _ends(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "low": significant(interval.low),
        "high": significant(interval.high),
        "basis": interval.basis.value,
    }


def _threshold(finding: Finding, wording: Wording) -> dict[str, Any] | None:
    line = finding.threshold
    if line is None:
        return None
    result = finding.result
    unit = result.unit if isinstance(result, Estimate) else finding.indicator.unit
    n = result.n if isinstance(result, Estimate) else 1
    shared = shared_texts(wording.language)
    return {
        "value": significant(line.value),
        "smallest_difference": significant(line.smallest_difference),
        "direction": line.direction.value,
        "klass": line.klass.value,
        "klass_label": shared[f"threshold.{line.klass}.label"],
        "klass_text": shared[f"threshold.{line.klass}.explanation"],
        "source": line.source[wording.language],
        "set_by": line.set_by,
        "frozen_on": line.frozen_on.isoformat(),
        "text": wording.number(line.value, unit, n),
        "smallest_difference_text": wording.number(line.smallest_difference, unit, n),
    }


def _provenance(finding: Finding, left_out_texts: Mapping[str, str]) -> dict[str, Any]:
    provenance = finding.provenance
    return {
        "tables": [_plain(asdict(use)) for use in provenance.tables],
        "counted": provenance.counted,
        "left_out": [
            {"reason": reason, "text": left_out_texts.get(reason, reason), "rows": rows}
            for reason, rows in provenance.left_out.items()
        ],
        "seed": str(provenance.seed),
        "indicator_version": provenance.indicator_version,
        "trace": f'obverse explain DIR "{finding.key}"',
    }


def _chart(chart: Chart | None, finding: Finding, wording: Wording) -> dict[str, Any] | None:
    if chart is None:
        return None
    n = finding.result.n if isinstance(finding.result, Estimate) else 1
    return {
        "kind": chart.kind,
        "unit": chart.unit.label,
        "unit_label": shared_texts(wording.language)[f"unit.{chart.unit.label}.label"],
        "categories": [_place(category, chart, finding, wording) for category in chart.categories],
        **({"along": wording.label(finding.indicator, chart.along)} if chart.along else {}),
        "reference": significant(chart.reference),
        "series": [
            {
                "name": wording.label(finding.indicator, series.name),
                "values": [significant(value) for value in series.values],
                "low": [significant(value) for value in series.low],
                "high": [significant(value) for value in series.high],
                "texts": [
                    "" if value is None else wording.number(value, chart.unit, n) for value in series.values
                ],
            }
            for series in chart.series
        ],
    }


def _place(category: str, chart: Chart, finding: Finding, wording: Wording) -> str:
    # The places of a curve are numbers, which must not be taken for the names of categories.
    return category if chart.kind == "curve" else wording.label(finding.indicator, category)


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


def _evidence(coverage: Coverage, language: str) -> dict[str, Any]:
    entry = {item.name: getattr(coverage, item.name) for item in fields(coverage)}
    state = "silence" if coverage.is_silence else "true_zero" if coverage.is_true_zero else "recorded"
    return _plain(entry) | {"label": shared_texts(language)[f"table.{coverage.table}.label"], "state": state}


def _plain(mapping: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in mapping.items():
        if isinstance(value, dt.date):
            plain[key] = value.isoformat()
        elif isinstance(value, float):
            plain[key] = significant(value)
        elif isinstance(value, tuple):
            plain[key] = list(value)
        else:
            plain[key] = value
    return plain
