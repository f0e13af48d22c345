"""The findings as a table, one row a finding, for those who go on computing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from obverse.findings.report import Report

COLUMNS = (
    "key", "name", "about", "verdict", "value", "low", "high", "level", "basis", "missing_low", "missing_high",
    "unit", "n", "method", "why", "next_datum", "threshold", "smallest_difference", "threshold_class",
    "threshold_source", "frozen_on", "grade", "self_reported", "family", "p_adjusted", "claims",
)  # fmt: skip
# What stands beside a finding: columns that are there only where some finding has it.
BESIDE = ("amendments", "counter_statements")
_BETWEEN = "\n"


def render(report: Report) -> bytes:
    """The findings as UTF-8 CSV with a byte order mark, which spreadsheets need to show accents.

    Cells that a spreadsheet could take for a formula begin with an apostrophe. What groups say to figures that the
    audit does not have is in the other forms of the report.
    """
    stream = io.StringIO()
    beside = [name for name in BESIDE if any(name in item for item in report.content["findings"])]
    writer = csv.DictWriter(stream, [*COLUMNS, *beside], lineterminator="\n")
    writer.writeheader()
    for item in report.content["findings"]:
        result, line = item["result"], item["threshold"] or {}
        missing = result.get("missing") or {}
        row = {
            **{
                name: item[name]
                for name in ("key", "name", "about", "verdict", "grade", "family", "p_adjusted")
            },
            **{
                name: result.get(name)
                for name in ("value", "low", "high", "level", "basis", "unit", "n", "method", "why")
            },
            "missing_low": missing.get("low"),
            "missing_high": missing.get("high"),
            "next_datum": result.get("remedy"),
            "threshold": line.get("value"),
            "smallest_difference": line.get("smallest_difference"),
            "threshold_class": line.get("klass"),
            "threshold_source": line.get("source"),
            "frozen_on": line.get("frozen_on"),
            "self_reported": "yes" if item["self_reported"] else "no",
            "claims": " ".join(claim["id"] for claim in item["claims"]),
        }
        row |= {name: _BETWEEN.join(map(_TOLD[name], item.get(name, ()))) for name in beside}
        writer.writerow({name: _guarded(value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _amended(one: Mapping[str, Any]) -> str:
    return f"{one['amended_on']} {one['text']} ({one['verdict']}): {one['reason']}"


def _said(one: Mapping[str, Any]) -> str:
    return f"{' '.join(filter(None, (one['stated_on'], one['label'])))}: {one['text']}"


_TOLD = {"amendments": _amended, "counter_statements": _said}


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value
