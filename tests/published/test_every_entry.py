"""Every entry in the lists of published figures, and every folder of real data, has its tests."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MARKED = re.compile(r"^Checks: (.+)$", re.MULTILINE)
ELSEWHERE = re.compile(r"^Elsewhere: (.+)$", re.MULTILINE)


def docstrings() -> dict[str, str]:
    """The docstring of each module of tests of this folder."""
    return {
        file.name: ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        for file in sorted(HERE.glob("test_*.py"))
    }


def marked() -> set[str]:
    return {name for text in docstrings().values() for name in MARKED.findall(text)}


def wanted(folder: Path) -> set[str]:
    """The sets of a folder: what its list of figures names before any bracket, and its own folders."""
    entries = json.loads((folder / "CHECKS.json").read_text(encoding="utf-8"))
    return {name.split(" (")[0] for name in entries if not name.startswith("_")} | {
        place.name for place in folder.iterdir() if place.is_dir()
    }


def test_every_open_set_and_every_entry_about_it_is_tested(open_data: Path) -> None:
    assert wanted(open_data) - marked() == set()


def test_every_set_without_a_licence_is_tested(unlicensed_data: Path) -> None:
    assert wanted(unlicensed_data) - marked() == set()


def test_no_test_is_about_an_entry_that_is_gone(open_data: Path, unlicensed_data: Path) -> None:
    assert marked() - wanted(open_data) - wanted(unlicensed_data) == set()


@pytest.mark.parametrize(("module", "text"), docstrings().items())
def test_figures_said_to_be_tested_elsewhere_are_in_a_file_that_exists(
    module: str, text: str, repository: Path
) -> None:
    for named in ELSEWHERE.findall(text):
        for place in named.split(", "):
            assert (repository / place).is_file(), f"{module} names {place}"
