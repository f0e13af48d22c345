"""The command line: what it prints, what it writes, and the exit code that an operator can rely on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from obverse.auditing import audit
from obverse.cli.main import main

FLAGS = "decision,text_changed,new_fact,question_closed,commitment_made,relationship_aim_met"
MEETINGS = f"id,kind,start,hours,attendees,{FLAGS}\n" + "".join(
    f"m{number},meeting,2024-01-{number:02d},2,10,{'no' if number > 6 else 'yes'},no,no,no,no,no\n"
    for number in range(1, 11)
)


def obverse(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def meetings(build_dossier: Any) -> Path:
    directory: Path = build_dossier({"event": MEETINGS})
    return directory


def test_a_dossier_without_problems_is_said_to_have_none(meetings: Path) -> None:
    done = obverse("check", meetings)
    assert done.exit_code == 0
    assert "No problems: 1 tables, 10 rows" in done.output


def test_problems_are_listed_and_the_exit_code_says_that_the_evidence_is_at_fault(build_dossier: Any) -> None:
    done = obverse("check", build_dossier({"event": "id,kind\nm1,party\n"}))
    assert done.exit_code == 3
    assert "row 2" in done.output
    assert "Traceback" not in done.output


def test_an_audit_of_faulty_evidence_writes_no_report(build_dossier: Any) -> None:
    directory = build_dossier({"event": "id,kind\nm1,party\n"})
    assert obverse("audit", directory).exit_code == 3
    assert not (directory / "report").exists()


def test_a_wrong_call_has_its_own_exit_code(meetings: Path) -> None:
    assert obverse("audit", meetings, "--lang", "xx").exit_code == 2
    done = obverse("audit", meetings, "--format", "scroll")
    assert done.exit_code == 2
    assert "known are" in done.output


def test_an_audit_prints_one_line_a_finding_and_the_place_of_the_report(meetings: Path) -> None:
    done = obverse("audit", meetings)
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if "E3.4" in line and "n=" in line]
    assert "40%" in line
    assert "n=10" in line
    assert str(meetings / "report" / "report.html") in done.output
    assert (meetings / "report" / "report.html").is_file()


def test_a_second_audit_gives_the_same_bytes(meetings: Path) -> None:
    for folder in ("first", "second"):
        assert (
            obverse("audit", meetings, "--out", meetings / folder, "--format", "html,json,csv").exit_code == 0
        )
    for name in ("report.html", "report.json", "report.csv"):
        assert (meetings / "first" / name).read_bytes() == (meetings / "second" / name).read_bytes()


def test_an_audit_changes_nothing_but_the_report(meetings: Path) -> None:
    before = {file: file.read_bytes() for file in meetings.rglob("*") if file.is_file()}
    assert obverse("audit", meetings).exit_code == 0
    after = {file: file.read_bytes() for file in meetings.rglob("*") if file.is_file()}
    assert {file: content for file, content in after.items() if file.parent.name != "report"} == before


def test_the_report_speaks_french(meetings: Path) -> None:
    assert obverse("audit", meetings, "--lang", "fr").exit_code == 0
    report = json.loads((meetings / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["language"] == "fr"
    (finding,) = [item for item in report["findings"] if item["indicator"] == "E3.4"]
    assert finding["sentence"].startswith("40")
    assert "réunions" in finding["sentence"]


def test_the_rows_behind_a_figure_are_shown_with_their_numbers(meetings: Path) -> None:
    done = obverse("explain", meetings, "E3.4")
    assert done.exit_code == 0
    assert "evidence/event.csv" in done.output
    assert "event 2 (counted)" in done.output
    assert "10 of 10 rows" in done.output


def test_rows_that_were_left_out_are_shown_with_the_reason(build_dossier: Any) -> None:
    directory = build_dossier({"event": MEETINGS + "m11,mailing,2024-02-01,1,500,no,no,no,no,no,no\n"})
    done = obverse("explain", directory, "E3.4", "--limit", "0")
    assert "a mailing, nobody met" in done.output
    assert "event 12 (no_meeting)" in done.output


def test_an_unknown_figure_is_answered_with_the_nearest_ones(meetings: Path) -> None:
    assert "Did you mean E3.4" in obverse("explain", meetings, "E3.44").output
    assert "E3.4:nobody" in obverse("explain", meetings, "E3.4:nobody").output


@pytest.mark.parametrize("word", ["E3.44", "E3.4:nobody"])
@pytest.mark.parametrize(("language", "blamed"), [("en", "The evidence"), ("fr", "Le dossier présente")])
def test_an_unknown_figure_is_a_wrong_call_and_no_fault_of_the_dossier(
    word: str, language: str, blamed: str, meetings: Path
) -> None:
    done = obverse("explain", meetings, word, "--lang", language)
    assert done.exit_code == 2
    assert word in done.output
    assert "dossier.toml" not in done.output
    assert blamed not in done.output


@pytest.mark.parametrize(
    ("language", "label"), [("en", "described, without a verdict: "), ("fr", "décrit, sans verdict\u00a0: ")]
)
def test_a_described_figure_is_not_called_not_applicable(language: str, label: str, repository: Path) -> None:
    report = audit(repository / "examples" / "libraries-england", language=language, only=["E5.2"])
    described = next(item for item in report.content["findings"] if item["reason"] == "described")
    done = obverse(
        "explain",
        repository / "examples" / "libraries-england",
        described["key"],
        "--lang",
        language,
        "--limit",
        "1",
    )
    assert done.exit_code == 0
    assert label + described["sentence"] in done.output
    assert described["verdict_label"] not in done.output


def test_the_command_answers_before_heavy_libraries_are_loaded() -> None:
    heavy = "{'duckdb', 'numpy', 'scipy', 'pyarrow'}"
    code = f"import sys; import obverse.cli.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_threshold_for_an_unknown_indicator_is_refused(build_dossier: Any) -> None:
    directory = build_dossier({"event": MEETINGS}, audit={"primary": ["E3.40"]})
    done = obverse("audit", directory)
    assert done.exit_code == 3
    assert "E3.40" in done.output


def test_a_new_dossier_passes_its_own_check(tmp_path: Path) -> None:
    directory = tmp_path / "mine"
    done = obverse("new", directory)
    assert done.exit_code == 0, done.output
    assert (directory / "workbook.xlsx").is_file()
    checked = obverse("check", directory)
    assert checked.exit_code == 0, checked.output
    assert obverse("new", directory).exit_code == 3


def test_an_empty_dossier_gives_a_report_of_what_is_not_known(tmp_path: Path) -> None:
    directory = tmp_path / "mine"
    assert obverse("new", directory).exit_code == 0
    done = obverse("audit", directory)
    assert done.exit_code == 0, done.output
    report = json.loads((directory / "report" / "report.json").read_text(encoding="utf-8"))
    assert {row["verdict"] for row in report["evils"]} == {"not_enough_evidence"}
    assert report["unknown"]["registers"]


def test_only_rows_that_stand_behind_the_figure_are_shown(repository: Path) -> None:
    example = repository / "examples" / "libraries-england"
    done = obverse("explain", example, "E5.2:static library.closed.ratio", "--limit", "0")
    assert "static library" in done.output
    assert "mobile library" not in done.output


def test_what_single_people_said_is_never_printed(repository: Path) -> None:
    done = obverse("explain", repository / "examples" / "agenda-2030", "D-5:V15.weakened", "--limit", "0")
    assert done.exit_code == 0
    assert not re.search(r"\bsurvey_answer \d", done.output), "the place of a row"
    assert not re.search(r"\br\d{4}\b", done.output), "a respondent's pseudonym"
    assert "Rows about single people are not printed" in done.output
    looked_at = re.search(r"^(\d+) rows that were looked at", done.output, re.MULTILINE)
    assert looked_at is not None
    assert int(looked_at[1]) % 5 == 0
