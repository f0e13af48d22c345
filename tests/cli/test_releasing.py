"""``obverse audit --release``: what left is listed before a file of it is written; a few more forms stay unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from obverse.cli.main import main
from obverse.disclosure.ledger import FILE, read

HEADER = "respondent,wave,variant,role,item,public_value,value\n"


def obverse(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def answers(people: int) -> str:
    return HEADER + "".join(
        f"p{number},post,participant,volunteer,{item},V06,{2 if number % 5 < 2 else 0}\n"
        for number in range(people)
        for item in ("strengthened", "weakened")
    )


@pytest.fixture
def surveyed(build_dossier: Any) -> Path:
    directory: Path = build_dossier({"survey_answer": answers(91)})
    return directory


def add(directory: Path, people: int) -> None:
    (directory / "evidence" / "survey_answer.csv").write_text(answers(people), encoding="utf-8")


def share(directory: Path) -> dict[str, Any]:
    written = json.loads((directory / "report" / "report.json").read_text(encoding="utf-8"))
    result: dict[str, Any] = next(
        one["result"] for one in written["findings"] if one["key"] == "D-1:V06.weakened.participant"
    )
    return result


def test_what_is_released_stands_on_the_list_with_its_safe_counts_only(surveyed: Path) -> None:
    done = obverse("audit", surveyed, "--release", "first", "--format", "json")
    assert done.exit_code == 0
    assert "Released as “first”" in done.output
    (release,) = read(surveyed / FILE)
    assert (release.name, release.date) == ("first", "2025-01-01")
    written = json.loads((surveyed / "report" / "report.json").read_text(encoding="utf-8"))
    assert {one.key for one in release.released} == {one["key"] for one in written["safe_counts"]}
    assert ":91" not in (surveyed / FILE).read_text(encoding="utf-8")


def test_the_list_is_written_before_any_file_of_the_report(surveyed: Path) -> None:
    (surveyed / "report").write_text("a file where the folder should be", encoding="utf-8")
    done = obverse("audit", surveyed, "--release", "first", "--format", "json")
    assert done.exit_code != 0
    assert [one.name for one in read(surveyed / FILE)] == ["first"]


@pytest.mark.parametrize(("language", "words"), [("en", "leave this figure"), ("fr", "laissez ce chiffre")])
def test_three_more_forms_are_refused_with_a_letter_and_nothing_is_written(
    surveyed: Path, language: str, words: str
) -> None:
    assert obverse("audit", surveyed, "--release", "first", "--format", "json").exit_code == 0
    listed, before = (surveyed / FILE).read_bytes(), share(surveyed)
    add(surveyed, 94)
    done = obverse("audit", surveyed, "--release", "second", "--format", "json", "--lang", language)
    assert done.exit_code == 5
    assert words in done.output
    assert "D-1:V06.weakened" in done.output
    assert "Traceback" not in done.output
    assert (surveyed / FILE).read_bytes() == listed
    assert share(surveyed) == before


def test_figures_left_as_published_may_leave(surveyed: Path) -> None:
    assert obverse("audit", surveyed, "--release", "first", "--format", "json").exit_code == 0
    before = share(surveyed)
    add(surveyed, 94)
    done = obverse("audit", surveyed, "--release", "second", "--leave-as-published", "--format", "json")
    assert done.exit_code == 0, done.output
    assert share(surveyed) == before
    assert [one.name for one in read(surveyed / FILE)] == ["first", "second"]


def test_forty_more_forms_may_be_released(surveyed: Path) -> None:
    assert obverse("audit", surveyed, "--release", "first", "--format", "json").exit_code == 0
    add(surveyed, 131)
    done = obverse("audit", surveyed, "--release", "second", "--format", "json")
    assert done.exit_code == 0, done.output
    assert share(surveyed)["n"] == 130


def test_a_name_is_given_once(surveyed: Path) -> None:
    assert obverse("audit", surveyed, "--release", "first", "--format", "json").exit_code == 0
    done = obverse("audit", surveyed, "--release", "first", "--format", "json")
    assert done.exit_code == 3
    assert "Choose another name" in done.output


def test_a_list_that_was_changed_lets_nothing_leave(surveyed: Path) -> None:
    for name in ("first", "second"):
        assert obverse("audit", surveyed, "--release", name, "--format", "json").exit_code == 0
    content = (surveyed / FILE).read_text(encoding="utf-8")
    (surveyed / FILE).write_text(content.replace('"first"', '"fifth"'), encoding="utf-8")
    done = obverse("audit", surveyed, "--release", "third", "--format", "json")
    assert done.exit_code == 3
    assert "list of releases" in done.output
