"""What has to be mended first, in the words of the engine's letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obverse.evidence.declarations import tables
from obverse.evidence.dossier import examine
from obverse.evidence.problems import Problem as Fault
from obverse.vocabulary.text import LANGUAGES


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: ``file``, ``row`` (as a spreadsheet counts, 0 for the whole file), ``column``, and what to do.

    ``letters`` holds the whole sentence by language.
    """

    kind: str
    file: str
    row: int
    column: str
    letters: Mapping[str, str]

    def letter(self, language: str) -> str:
        """Where it stands, what it is and how to mend it, as one sentence."""
        return self.letters[language]

    @property
    def table(self) -> str:
        """The register that it is about; empty where it is about something else."""
        folder, _, name = self.file.partition("/")
        found = name.partition("/")[0].partition(".")[0]
        return found if folder == "evidence" and found in tables() else ""

    def as_said(self) -> dict[str, Any]:
        """The same as plain data, to be kept."""
        return {"kind": self.kind, "file": self.file, "row": self.row, "column": self.column} | {
            "table": self.table,
            **self.letters,
        }


class Refused(Exception):  # noqa: N818 - it carries a list of problems, the name says what happened
    """The engine did nothing, because something has to be mended first: ``problems`` lists all of it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.problems = tuple(_problem(fault) for fault in faults)
        super().__init__("\n".join(problem.letter("en") for problem in self.problems))


def _problem(fault: Fault) -> Problem:
    letters = {language: fault.letter(language) for language in LANGUAGES}
    return Problem(fault.kind, fault.file, fault.row, fault.column, letters)


def check(folder: Path) -> tuple[Problem, ...]:
    """All that is wrong with a dossier."""
    return tuple(_problem(fault) for fault in examine(folder)[1])
