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
# The safe counts from which figures about people follow: columns that are there only where some figure has them.
SAFE = ("disclosure", "safe_people", "safe_part", "safe_other_people", "safe_other_part", "design_effect")
_BETWEEN = "\n"


def render(report: Report) -> bytes:
    """The findings as UTF-8 CSV with a byte order mark, which spreadsheets need to show accents.

    Cells that a spreadsheet could take for a formula begin with an apostrophe. What groups say to figures that the
    audit does not have is in the other forms of the report.
    """
    stream = io.StringIO()
    beside = [name for name in BESIDE if any(name in item for item in report.content["findings"])]
    safe = {one["key"]: one for one in report.content.get("safe_counts", ())}
    told = SAFE if any("disclosure" in item for item in report.content["findings"]) else ()
    writer = csv.DictWriter(stream, [*COLUMNS, *told, *beside], lineterminator="\n")
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
        if told:
            row |= _safe(item, safe.get(item["key"], {}))
        row |= {name: _BETWEEN.join(map(_TOLD[name], item.get(name, ()))) for name in beside}
        writer.writerow({name: _guarded(value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _safe(item: Mapping[str, Any], released: Mapping[str, Any]) -> dict[str, object]:
    return {
        "disclosure": item.get("disclosure", {}).get("state"),
        "safe_people": _people(released.get("cases")),
        "safe_part": _people(released.get("yes")),
        "safe_other_people": _people(released.get("other_cases")),
        "safe_other_part": _people(released.get("other_yes")),
        "design_effect": released.get("design_effect"),
    }


def _people(count: Mapping[str, Any] | None) -> str | None:
    """The smallest and largest number of people that are published alike: ``13..17``."""
    return None if count is None else f"{count['low']}..{count['high']}"


def _amended(one: Mapping[str, Any]) -> str:
    return f"{one['amended_on']} {one['text']} ({one['verdict']}): {one['reason']}"


def _said(one: Mapping[str, Any]) -> str:
    return f"{' '.join(filter(None, (one['stated_on'], one['label'])))}: {one['text']}"


_TOLD = {"amendments": _amended, "counter_statements": _said}


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value
