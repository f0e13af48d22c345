"""What holds for every format of a report, found by walking the room."""

from __future__ import annotations

import csv
import io
import json

import pytest

from obverse.findings.report import Report
from obverse.reports.formats import Format, formats

# What is no text has tests of its own beside these.
ALL = [pytest.param(one, id=name) for name, one in formats().items() if one.is_text]


def test_the_formats_are_those_of_the_room() -> None:
    assert {"csv", "html", "json", "pdf"} <= set(formats())
    assert all(one.file_name == f"report.{name}" for name, one in formats().items())


@pytest.mark.parametrize("form", ALL)
def test_every_format_takes_every_report_and_gives_the_same_bytes_twice(
    form: Format[Report], report: Report
) -> None:
    first = form.render(report)
    assert first
    assert form.render(report) == first
    first.decode("utf-8-sig")


@pytest.mark.parametrize("form", ALL)
def test_every_format_names_every_finding(form: Format[Report], rich: Report) -> None:
    text = form.render(rich).decode("utf-8-sig")
    assert [item["key"] for item in rich.content["findings"] if item["key"] not in text] == []


@pytest.mark.parametrize("form", ALL)
def test_no_format_changes_the_report(form: Format[Report], rich: Report) -> None:
    before = json.dumps(rich.content, sort_keys=True)
    form.render(rich)
    assert json.dumps(rich.content, sort_keys=True) == before


def test_a_silence_has_no_number_in_the_table(report: Report) -> None:
    text = formats()["csv"].render(report).decode("utf-8-sig")
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == len(report.content["findings"])
    for item in report.content["findings"]:
        numbers = [rows[item["key"]][name] for name in ("value", "low", "high", "n")]
        assert (numbers == [""] * 4) is ("why" in item["result"])
