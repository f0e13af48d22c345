"""Whether a register was kept at all: the difference between a true zero and silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from obverse.evidence.declarations import GRADES


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known about one table of a dossier.

    ``declared`` tells whether dossier.toml says that the register was kept; ``rows`` counts what stands in it.
    ``public_by`` names the law, or the place of publication, that makes the rows of a register about people public.
    A declared register without rows is a true zero; one that is neither declared nor filled is silence.

    >>> Coverage(table="complaint", declared=True, rows=0).is_true_zero
    True
    >>> Coverage(table="complaint", declared=False, rows=0).is_silence
    True
    """

    table: str
    declared: bool
    rows: int
    kept_from: dt.date | None = None
    kept_until: dt.date | None = None
    complete: str = "unknown"
    grade: str = ""
    source: str = ""
    declared_by: str = ""
    file: str = ""
    sha256: str = ""
    public_by: str = ""

    @property
    def is_silence(self) -> bool:
        """Nobody kept this register, or nobody says that they did."""
        return not self.declared and self.rows == 0

    @property
    def is_true_zero(self) -> bool:
        """The register was kept and nothing had to be entered."""
        return self.declared and self.rows == 0


def worst_grade(grades: list[str]) -> str:
    """The weakest of some evidence grades; empty where one of them was never given.

    >>> worst_grade(["A", "C", "B"])
    'C'
    >>> worst_grade(["A", ""])
    ''
    """
    if not grades or "" in grades:
        return ""
    return max(grades, key=GRADES.index)
