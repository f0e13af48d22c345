"""A finding as plain data: texts, numbers, lists and mappings, as every report format reads it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from obverse.findings.finding import Finding
from obverse.findings.wording import Wording
from obverse.quantities import Chart, Estimate, Interval, NotEstimable
from obverse.vocabulary import claims, reasons
from obverse.vocabulary import texts as shared_texts


def significant(value: float | None) -> float | int | None:
    """A number as it enters the report: nine significant digits, so that machines agree; None if unbounded."""
    if value is None or math.isinf(value):
        return None
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        return int(value)
    return float(f"{value:.9g}")


def finding_entry(finding: Finding, wording: Wording) -> dict[str, Any]:
    """Everything that a reader needs to understand and to contest one finding."""
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
        "result": result_entry(finding, wording),
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
        "caveats": [*texts.caveats.values(), *_partly_hidden(finding, wording)],
        "references": list(finding.indicator.references),
        "chart": _chart(finding.chart, finding, wording),
    }


def _partly_hidden(finding: Finding, wording: Wording) -> list[str]:
    """Beside a figure, what a platform hides of the columns that it is made from."""
    if isinstance(finding.result, NotEstimable):
        return []
    shared = shared_texts(wording.language)
    return [
        shared["caveat.partly_hidden.text"].format(column=column, table=shared[f"table.{table}.label"])
        for table, said in sorted(wording.facts.platform.items())
        for column in said.hidden
        if finding.indicator.reads(table, column)
    ]


def result_entry(finding: Finding, wording: Wording) -> dict[str, Any]:
    """A figure with its interval and method, or why there is none and what would settle it."""
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
        "tables": [dict(_use(use)) for use in provenance.tables],
        "counted": provenance.counted,
        "left_out": [
            {"reason": reason, "text": left_out_texts.get(reason, reason), "rows": rows}
            for reason, rows in provenance.left_out.items()
        ],
        "seed": str(provenance.seed),
        "indicator_version": provenance.indicator_version,
        "trace": f'obverse explain DIR "{finding.key}"',
    }


@lru_cache(maxsize=1024)
def _use(use: Any) -> Mapping[str, Any]:
    # all figures of an indicator stand on the same tables
    return plain({item.name: getattr(use, item.name) for item in fields(use)})


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


def plain(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with dates as texts, tuples as lists, and numbers as they enter a report."""
    entries: dict[str, Any] = {}
    for key, value in mapping.items():
        if isinstance(value, dt.date):
            entries[key] = value.isoformat()
        elif isinstance(value, float):
            entries[key] = significant(value)
        elif isinstance(value, tuple):
            entries[key] = list(value)
        else:
            entries[key] = value
    return entries
