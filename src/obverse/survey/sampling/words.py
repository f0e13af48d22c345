"""The words of this room in both languages: letters about a file, names in a plan, instructions for a route."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from obverse.evidence.problems import Problem, Words
from obverse.vocabulary.text import Text


@cache
def words(language: str) -> dict[str, Any]:
    """All texts of this room in ``en`` or ``fr``."""
    file = resources.files("obverse.survey.sampling").joinpath("texts", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def problem(kind: str, file: str, row: int = 0, column: str = "", /, **details: str) -> Problem:
    """A letter about a place in a file."""
    english, french = (words(language)["problem"][kind] for language in ("en", "fr"))
    said = Words(Text(english["what"], french["what"]), Text(english["remedy"], french["remedy"]))
    return Problem(f"sampling_{kind}", file, row, column, details=details, words=said)
