"""What is wrong with a file that somebody gave us, told so that they can mend it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from obverse.vocabulary.text import Text

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of problem is and how to mend it; what stands in braces is filled from a problem's details."""

    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands, what it is, and what to do about it.

    ``row`` is the number that a spreadsheet shows beside the row (the header is row 1); 0 means the whole
    file. ``words`` says it, and where there are none ``kind`` is a key of ``texts/<language>.toml``; ``details`` fill
    the placeholders of either.
    """

    kind: str
    file: str
    row: int = 0
    column: str = ""
    sheet: str = ""
    details: dict[str, str] = field(default_factory=dict)
    words: Words | None = None

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
        if self.words is None:
            text = _texts(language)["problem"][self.kind]
            what, remedy = text["what"], text["remedy"]
        else:
            what, remedy = self.words.what.in_language(language), self.words.remedy.in_language(language)
        return f"{self.place(language)}: {self._filled(what)} {self._filled(remedy)}"

    def _filled(self, text: str) -> str:
        # Words may come from a child process that a stranger's file has taken over, and str.format obeys far more
        # than a name in braces: a width of gigabytes, for one.
        return _PLACEHOLDER.sub(lambda found: str(self.details[found[1]]), text)


class EvidenceProblems(Exception):  # noqa: N818 - it carries a list of problems, the name says what it holds
    """The evidence cannot be used as it is; ``problems`` lists all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.letter() for problem in self.problems))


def described(problem: Problem) -> dict[str, Any]:
    """A problem as JSON can say it, its own words included.

    >>> described(Problem("empty_file", "a.csv", row=3))["row"]
    3
    """
    return {**asdict(problem), "details": {key: str(value) for key, value in problem.details.items()}}


def understood(said: Mapping[str, Any]) -> Problem:
    """The problem that ``described`` describes.

    >>> problem = Problem("empty_file", "a.csv", row=3)
    >>> understood(described(problem)) == problem
    True

    Raises:
        KeyError: it is not what ``described`` writes.
    """
    return Problem(
        kind=str(said["kind"]),
        file=str(said["file"]),
        row=int(said["row"]),
        column=str(said["column"]),
        sheet=str(said["sheet"]),
        details={str(key): str(value) for key, value in said["details"].items()},
        words=_words_from(said["words"]) if said["words"] else None,
    )


def _words_from(said: Mapping[str, Mapping[str, str]]) -> Words:
    what, remedy = (Text(en=str(said[part]["en"]), fr=str(said[part]["fr"])) for part in ("what", "remedy"))
    return Words(what, remedy)


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
