"""No artefact of a report holds an exact number of people: they are planted so that they can be recognised."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from obverse.auditing import audit
from obverse.findings.report import Report
from obverse.reports.formats import formats
from obverse.survey.paper.press import NoPress
from tests.disclosure.planted import answers, dossier, exact_numbers

INDICATORS = ["D-1", "D-3", "D-4", "D-5", "D-7", "D-8", "E5.11", "L3.2"]


def _texts(report: Report) -> dict[str, str]:
    """Every format as text: with drawings, alternative texts, and what stands beside them."""
    found = {}
    for name, format_ in formats().items():
        try:
            format_.ready()
            content = format_.render(report)
        except NoPress:
            continue
        if name == "pdf":
            pdf = pypdf.PdfReader(io.BytesIO(content))
            found[name] = "\n".join(page.extract_text() for page in pdf.pages) + json.dumps(
                {key: str(value) for key, value in (pdf.metadata or {}).items() if "Date" not in key}
            )
        else:
            found[name] = content.decode("utf-8", errors="replace")
    return found


@pytest.fixture
def report(build_dossier: Any) -> Report:
    return audit(dossier(build_dossier), only=INDICATORS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_format_holds_an_exact_number_of_people(build_dossier: Any, language: str) -> None:
    texts = _texts(audit(dossier(build_dossier), language=language, only=INDICATORS))
    assert {"html", "json", "csv"} <= texts.keys()
    assert {name: exact_numbers(text) for name, text in texts.items()} == {name: set() for name in texts}
    assert not any("0.4820" in text or "48.20" in text for text in texts.values())


def test_the_safe_numbers_are_there_instead(report: Report) -> None:
    results = {item["key"]: item["result"] for item in report.content["findings"]}
    assert results["D-1:V06.weakened"]["n"] == 1335
    assert results["D-1:V06.weakened.internal"]["n"] == 150


def _finding(report: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    content = json.loads(json.dumps(report.content))
    item = next(one for one in content["findings"] if one["key"] == "D-1:V06.weakened")
    return item, content


def _exact_n(item: dict[str, Any]) -> None:
    item["result"]["n"] = 1336


def _exact_value(item: dict[str, Any]) -> None:
    item["name"] = f"{item['name']} (644 of them)"


def _rows(item: dict[str, Any]) -> None:
    item["provenance"]["tables"][0]["rows"] = 2672


def _alternative_text(item: dict[str, Any]) -> None:
    item["sentence"] = f"{item['sentence']} (n = 1 336)"


LEAKS = {"n": _exact_n, "title": _exact_value, "rows": _rows, "words": _alternative_text}


@pytest.mark.parametrize("name", LEAKS)
@pytest.mark.parametrize("format_", ["json", "html", "csv"])
def test_a_number_that_slips_into_a_report_is_seen_by_the_scan(
    report: Report, name: str, format_: str
) -> None:
    item, content = _finding(report)
    LEAKS[name](item)
    leaking = dataclasses.replace(report, content=content)
    text = formats()[format_].render(leaking).decode("utf-8")
    before = formats()[format_].render(report).decode("utf-8")
    # a format that does not print that part is the same as before
    assert bool(exact_numbers(text)) is (text != before)
    assert text != before or format_ != "json"


def _as_text(degree: int) -> str:
    return f'"{degree}"'


def _as_decimal(degree: int) -> str:
    return f"{degree}.0"


@pytest.mark.parametrize("code", [_as_text, _as_decimal])
def test_the_same_answers_in_another_coding_give_the_same_safe_counts(
    build_dossier: Any, code: Callable[[int], str]
) -> None:
    plain, coded = (
        audit(dossier(build_dossier, name, coding), only=INDICATORS).content["safe_counts"]
        for name, coding in (("plain", str), ("coded", code))
    )
    assert plain == coded


def test_missing_answers_are_nobodys_and_no_code_is_an_answer(build_dossier: Any) -> None:
    missing = "".join(
        f"silent{number},post,participant,volunteer,weakened,V06,no_answer\n" for number in range(30)
    )
    directory: Path = build_dossier({"survey_answer": answers() + missing}, name="missing")
    plain = _shares(audit(dossier(build_dossier), only=["D-1"]))
    assert _shares(audit(directory, only=["D-1"])) == plain


def _shares(report: Report) -> dict[str, Any]:
    return {
        one["key"]: (one["cases"], one.get("yes"))
        for one in report.content["safe_counts"]
        if one["item"] == "D-1:V06.weakened"
    }
