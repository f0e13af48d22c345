"""Letters are written in both languages, and every problem that the code can name has its sentences."""

from __future__ import annotations

import ast
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

import obverse
from obverse.evidence.importing.letter import Counts, Letter, Received
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text

HOME = Path(obverse.__path__[0])
TEXTS = HOME / "evidence" / "texts"
NAMES = ("Problem", "_problem", "_wrong", "Trap")


def flat(language: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{prefix}.{key}" if prefix else key, inner)
        else:
            found[prefix] = value

    walk("", tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8")))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def kinds_in_code() -> set[str]:
    kinds = set()
    for file in [*(HOME / "evidence").rglob("*.py"), *(HOME / "connectors").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in NAMES and isinstance(first, ast.Constant) and isinstance(first.value, str):
                kinds.add(first.value)
    return kinds


def test_french_has_every_key_and_every_placeholder_of_english() -> None:
    english, french = flat("en"), flat("fr")
    assert set(english) == set(french)
    for key, text in english.items():
        assert placeholders(text) == placeholders(french[key]), key


def test_no_sentence_was_left_in_english() -> None:
    english, french = flat("en"), flat("fr")
    same = {key for key in english if english[key] == french[key] and " " in english[key].strip()}
    assert same <= {"letter.generation"}


def test_french_marks_have_their_no_break_spaces() -> None:
    for folder in (TEXTS, *(HOME / "connectors").glob("*/texts")):
        for key, text in tomllib.loads((folder / "fr.toml").read_text(encoding="utf-8")).items():
            said = str(text)
            for mark in (" :", " ;", " ?", " !", " »", "« "):
                assert mark not in said.replace("', '", "").replace("': ", ""), (
                    folder.parent.name,
                    key,
                    mark,
                )


def test_every_problem_that_the_code_names_can_be_told() -> None:
    kinds = kinds_in_code()
    told = {key.split(".")[1] for key in flat("en") if key.startswith("problem.")}
    assert {"dossier_exists", "unknown_source_value", "not_xlsx", "no_such_table"} <= kinds
    assert kinds <= told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_letter_tells_what_was_read_what_is_new_and_what_was_left_out(language: str) -> None:
    letter = Letter(
        connector="polis",
        generation="openData",
        files=(Received(path=Path("folder/votes.csv"), sha256="0" * 64, size=1),),
        tables={"vote": Counts(read=49_997, added=49_000, replaced=7, already_there=990)},
        left_out={"vote": {Text(en="cast twice", fr="émis deux fois"): 12}},
        notes=(Text(en="A remark.", fr="Une remarque."),),
        declared=("coverage.vote",),
        proposals={"title": '"T"'},
    )
    said = letter.in_words(language)
    wanted = {
        "en": [
            "votes.csv as polis (openData)",
            "49,997 read",
            "49,000 new",
            "7 replaced",
            "990 already there",
        ],
        "fr": ["votes.csv, comme polis (openData)", "49\u202f997 lus", "nouveaux\u00a0: 49\u202f000"],
    }[language]
    wanted += {"en": ["12 left out: cast twice", "A remark."], "fr": ["émis deux fois", "Une remarque."]}[
        language
    ]
    assert all(part in said for part in [*wanted, "[coverage.vote]", 'title = "T"'])


@pytest.mark.parametrize(
    ("language", "place"), [("en", "sheet event, row 7, column start (D)"), ("fr", "feuille event")]
)
def test_a_problem_on_a_sheet_says_sheet_row_and_column(language: str, place: str) -> None:
    problem = Problem("not_a_moment", "w.xlsx", 7, "start (D)", "event", {"value": "'soon'"})
    assert place in problem.letter(language)
