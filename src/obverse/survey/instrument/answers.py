"""What somebody answered, made ready to be sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The column `role` is filled in every row; of whom nothing is known it says so.
UNTOLD = "not_told"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in the language of the form."""

    field: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What somebody wrote about a value; the value is empty where they did not say which."""

    public_value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of one person: item, public value, answer; a question left out is not among them.

    ``asked`` says how many questions of each item were asked; without it nobody could tell what was left out.
    """

    given: tuple[tuple[str, str, str], ...]
    passages: tuple[Passage, ...]
    half: str
    role: str
    values: tuple[str, ...]
    digest: str
    asked: tuple[tuple[str, int], ...]

    def record(  # noqa: PLR0917 - what the stratum and the moment say, in the order of the record
        self, stratum: int, variant: str, role: str, cluster: str, phase: str, paper: bool
    ) -> dict[str, Any]:
        """What is sealed: plain data, without a moment and without anything that names the person.

        ``role`` is that of the stratum; empty where the person was asked. ``phase`` is before_reminder,
        after_reminder or empty.
        """
        return {
            "questionnaire": self.digest,
            "stratum": stratum,
            "variant": variant,
            "role": role or self.role or UNTOLD,
            "cluster": cluster,
            "phase": phase,
            "paper": paper,
            "half": self.half,
            "asked": dict(self.asked),
            "answers": [list(answer) for answer in self.given],
            "passages": [[one.public_value, one.text] for one in self.passages],
        }
