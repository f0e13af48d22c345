"""A value, hidden by the platform, not in this export: three different things, all the way into the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import audit, readiness
from obverse.evidence.dossier import open_dossier
from obverse.findings.report import Report
from obverse.reports.formats import formats

FACTS = """
[process]
id = "x"
title = "Made up"
start = 2024-01-01

[audit]
as_of = 2025-01-01

[coverage.contribution]
complete = "yes"
grade = "A"
"""
SAID = {
    "nothing": "",
    "hidden": '\n[platform.contribution]\nsource = "decidim"\nhidden = ["answered_at", "state"]\n',
    "not_exported": '\n[platform.contribution]\nsource = "decidim"\nnot_exported = ["answered_at", "state"]\n',
}


@pytest.fixture
def dossier(tmp_path: Path) -> Any:
    def make(said: str, rows: str, table: str = "contribution") -> Path:
        directory = tmp_path / "dossier"
        (directory / "evidence").mkdir(parents=True)
        (directory / "dossier.toml").write_text(FACTS + said)
        (directory / "evidence" / f"{table}.csv").write_text(rows)
        return directory

    return make


def unanswered(count: int = 30) -> str:
    lines = ["id,kind,created_at"]
    lines += [f"c{number},proposal,2024-02-{number % 28 + 1:02d}" for number in range(count)]
    return "\n".join(lines) + "\n"


def results(report: Report, indicator: str) -> list[dict[str, Any]]:
    return [item["result"] for item in report.content["findings"] if item["indicator"] == indicator]


@pytest.mark.parametrize(
    ("said", "why"),
    [("nothing", "not_collected"), ("hidden", "hidden"), ("not_exported", "not_exported")],
)
def test_an_empty_column_is_told_as_what_it_is(said: str, why: str, dossier: Any) -> None:
    directory = dossier(SAID[said], unanswered())
    report = audit(directory, only=["L7.1"])
    found = results(report, "L7.1")
    assert {result["why"] for result in found} == {why}
    remedies = {result["remedy"] for result in found}
    assert len(remedies) == 1
    for name, form in formats().items():
        if not form.is_text:
            continue
        written = form.render(report).decode("utf-8")
        assert found[0]["why" if name == "csv" else "why_label"] in written, name
    gaps = readiness(open_dossier(directory)).gaps
    assert gaps["L7.1"].why.value == why


def test_each_of_the_three_has_words_of_its_own_in_both_languages(dossier: Any) -> None:
    told = set()
    directory = dossier("", unanswered())
    for said in SAID.values():
        (directory / "dossier.toml").write_text(FACTS + said)
        for language in ("en", "fr"):
            result = results(audit(directory, only=["L7.1"], language=language), "L7.1")[0]
            told.add((result["why_label"], result["remedy"]))
    assert len(told) == 6
    assert len({label for label, _ in told}) == 6


def test_a_value_is_a_value_whatever_the_platform_keeps_back_elsewhere(dossier: Any) -> None:
    lines = ["id,kind,created_at,state,answered_at"]
    lines += [
        f"c{number},proposal,2024-02-01,{'accepted' if number % 2 else 'rejected'},"
        f"{'2024-03-01' if number % 3 else ''}"
        for number in range(60)
    ]
    said = '\n[platform.contribution]\nsource = "decidim"\nhidden = ["answered_at"]\n'
    report = audit(dossier(said, "\n".join(lines) + "\n"))
    figures = [item for item in report.content["findings"] if "value" in item["result"]]
    assert figures
    warned = [item for item in figures if any("hides “answered_at”" in text for text in item["caveats"])]
    assert {item["indicator"] for item in warned} < {item["indicator"] for item in figures}
    assert warned


def test_a_register_that_the_platform_does_not_export_is_not_one_that_nobody_kept(dossier: Any) -> None:
    said = '\n[platform.participation]\nsource = "decidim"\nnot_exported = ["*"]\n'
    directory = dossier(said, unanswered())
    gaps = readiness(open_dossier(directory)).gaps
    takings = {gap.why.value for gap in gaps.values() if gap.of.partition(".")[0] == "participation"}
    others = {gap.why.value for gap in gaps.values() if gap.of.partition(".")[0] == "complaint"}
    assert takings == {"not_exported"}
    assert others == {"not_collected"}
    remedies = {gap.remedy for gap in gaps.values() if gap.of == "participation"}
    assert remedies == {"another_export_register"}
    report = audit(directory, only=["E3.7"])
    states = {entry["table"]: entry["state"] for entry in report.content["evidence"]}
    assert (states["participation"], states["complaint"], states["contribution"]) == (
        "kept_back",
        "silence",
        "recorded",
    )
    page = formats()["html"].render(report).decode("utf-8")
    assert page.index("Registers that the platform keeps back") < page.index("Registers that nobody kept")


def test_an_unknown_table_or_word_about_the_platform_is_a_problem(dossier: Any) -> None:
    from obverse.evidence.problems import EvidenceProblems  # noqa: PLC0415 - only this test needs it

    directory = dossier('\n[platform.votes]\nhiden = ["x"]\n[platform.vote]\nhiden = ["x"]\n', unanswered())
    with pytest.raises(EvidenceProblems) as refused:
        open_dossier(directory)
    assert [problem.kind for problem in refused.value.problems] == ["unknown_section", "unknown_key"]


def test_the_most_useful_gap_stands_first(dossier: Any) -> None:
    found = readiness(open_dossier(dossier("", unanswered())))
    sizes = [len(ids) for _, ids in found.worth_getting()]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == len(found.gaps)
    assert set(found.possible).isdisjoint(found.gaps)
