"""What is wrong with a file that somebody gave us, told so that they can mend it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands, what it is, and (through ``kind``) what to do about it.

    ``row`` is the number that a spreadsheet shows beside the row (the header is row 1); 0 means the whole
    file. ``kind`` is a key of ``texts/<language>.toml``; ``details`` fill its placeholders.
    """

    kind: str
    file: str
    row: int = 0
    column: str = ""
    sheet: str = ""
    details: dict[str, str] = field(default_factory=dict)

    def place(self, language: str = "en") -> str:
        """Where the problem stands, as a reader of the file would say it."""
        words = _texts(language)["place"]
        parts = [self.file]
        if self.sheet:
            parts.append(words["sheet"].format(sheet=self.sheet))
        if self.row:
            parts.append(words["row"].format(row=self.row))
        if self.column:
            parts.append(words["column"].format(column=self.column))
        return ", ".join(parts)

    def letter(self, language: str = "en") -> str:
        """The problem as a sentence: where, what, how to mend it."""
        text = _texts(language)["problem"][self.kind]
        what = text["what"].format_map(self.details)
        remedy = text["remedy"].format_map(self.details)
        return f"{self.place(language)}: {what} {remedy}"


class EvidenceProblems(Exception):  # noqa: N818 - it carries a list of problems, the name says what it holds
    """The evidence cannot be used as it is; ``problems`` lists all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.letter() for problem in self.problems))


@cache
def _texts(language: str) -> dict[str, Any]:
    file = resources.files("obverse.evidence").joinpath("texts", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def did_you_mean(word: str, known: Iterable[str], language: str = "en") -> str:
    """A hint with the known words that look like ``word``, or the list of all where none does.

    >>> did_you_mean("contributon", ["contribution", "vote"])
    'Did you mean contribution?'
    """
    known = list(known)
    words = _texts(language)["hint"]
    close = difflib.get_close_matches(word.lower(), known, n=3, cutoff=0.6)
    if close:
        return str(words["did_you_mean"].format(words=words["or"].join(close)))
    return str(words["known"].format(words=", ".join(known))) if known else ""
