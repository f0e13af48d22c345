"""Letters are written in both languages, and every problem that the code can name has its sentences."""

from __future__ import annotations

import ast
import json
import string
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

import obverse
from obverse.connectors.texts import FolderTexts
from obverse.evidence.importing.letter import Counts, Letter, Received
from obverse.evidence.problems import Problem, Words, described, understood
from obverse.evidence.typed_cells import TYPES
from obverse.vocabulary.text import Text

HOME = Path(obverse.__path__[0])
TEXTS = HOME / "evidence" / "texts"
FOLDERS = sorted(file.parent for file in (HOME / "connectors").glob("*/connector.py"))
NAMES = ("Problem", ".problem", "_problem", "_wrong", "_Test", "Trap")


def flat(language: str, texts: Path = TEXTS) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{prefix}.{key}" if prefix else key, inner)
        elif isinstance(value, list):
            walk(prefix, dict(enumerate(value)))
        else:
            found[prefix] = value

    walk("", tomllib.loads((texts / f"{language}.toml").read_text(encoding="utf-8")))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def kinds_told(texts: Path) -> set[str]:
    return {key.split(".")[1] for key in flat("en", texts) if key.startswith("problem.")}


def kinds_named(file: Path, names: Sequence[str] = NAMES) -> set[str]:
    """What stands first in the calls of ``names``; a point before a name asks for a method."""
    kinds = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if any(keyword.arg == "words" for keyword in node.keywords):
            # It brings its own sentences, in both languages by its type.
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        called = {name, f".{name}"} if isinstance(node.func, ast.Attribute) else {name}
        first = node.args[0]
        if called & set(names) and isinstance(first, ast.Constant) and isinstance(first.value, str):
            kinds.add(first.value)
    return kinds


def words_in(files: Iterable[Path]) -> set[str]:
    """All texts that stand in Python files."""
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


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
    faults = [
        (texts.parent.name, key, mark)
        for texts in (TEXTS, *(folder / "texts" for folder in FOLDERS))
        for key, text in flat("fr", texts).items()
        for mark in (" :", " ;", " ?", " !", " »", "« ")
        if mark in text
    ]
    assert faults == []


def test_every_problem_that_the_code_names_can_be_told() -> None:
    shared, met = kinds_told(TEXTS), set()
    for room in ("evidence", "connectors", "cli"):
        for file in (HOME / room).rglob("*.py"):
            own: set[str] = set().union(
                *(kinds_told(folder / "texts") for folder in FOLDERS if folder in file.parents)
            )
            named = kinds_named(file)
            assert named <= shared | own, file.name
            assert not kinds_named(file, ["Problem"]) - shared, f"{file.name}: FolderTexts has the words"
            met |= named
    assert {"dossier_exists", "unknown_source_value", "not_xlsx", "no_such_table", "file_too_large"} <= met


def test_a_problem_that_one_connector_alone_can_name_is_told_in_its_own_folder() -> None:
    inside = {folder.name: words_in(folder.rglob("*.py")) for folder in FOLDERS}
    outside = words_in(file for file in HOME.rglob("*.py") if not any(one in file.parents for one in FOLDERS))
    # The cells of a table are checked by the kind of their column, which makes the name of the problem.
    outside |= {f"not_{article}_{kind}" for article in ("a", "an") for kind in TYPES}
    lonely = {
        kind: users
        for kind in kinds_told(TEXTS) - outside
        if len(users := [name for name, words in inside.items() if kind in words]) == 1
    }
    assert lonely == {}


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
            "7 completed or replaced",
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


def test_a_problem_keeps_its_own_words_on_its_way_out_of_a_child_process() -> None:
    problem = FolderTexts("obverse.connectors.open311").problem(
        "date_order", "a.csv", details={"found": "03/04"}
    )
    arrived = understood(json.loads(json.dumps(described(problem))))
    assert arrived == problem
    assert arrived.words is not None
    for language in ("en", "fr"):
        assert arrived.letter(language) == problem.letter(language)
        assert arrived.letter(language).count("03/04") == 1


def test_words_from_a_child_process_fill_names_in_braces_and_obey_nothing_else() -> None:
    hostile = Text(en="{n:>999999999999} {n.__class__} {n}", fr="{n!r} {n[0]} {n}")
    problem = Problem("any", "a.csv", details={"n": "{m}"}, words=Words(hostile, hostile))
    assert problem.letter("en").endswith("{n:>999999999999} {n.__class__} {m}")
    assert problem.letter("fr").endswith("{n!r} {n[0]} {m}")


def test_a_connector_names_what_all_share_in_the_words_of_all() -> None:
    texts = FolderTexts("obverse.connectors.open311")
    shared = texts.problem("empty_header", "a.csv", 1, details={"number": "2"})
    assert shared == Problem("empty_header", "a.csv", 1, details={"number": "2"})
