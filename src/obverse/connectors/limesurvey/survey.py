"""What a survey asks: its questions, what their answers mean, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from obverse.evidence.declarations import tables
from obverse.vocabulary.public_values import public_values

TABLE = "survey_answer"
SILENCE = "silence"
NUMBER, AS_TEXT = "number", "text"
PUBLIC_VALUES, AS_WRITTEN = "public_values", "as_written"
# What one answer can say for all answers of a person, or a [survey] section for all of them.
FILLS = ("role", "wave", "variant", "half", "cluster", "weight", "collected_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the headings it stands under, and what its answers are answers to.

    ``subquestions`` maps the codes of subquestions to what each is about, or is one of PUBLIC_VALUES and AS_WRITTEN.
    ``answers`` names a list of answers of the survey, or is NUMBER or AS_TEXT.
    """

    code: str = ""
    scale: int = 0
    heading: str = ""
    item: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    fills: str = ""
    public_value: str = ""
    subquestions: str | Mapping[str, str] = ""
    answers: str = AS_TEXT

    def about(self, subquestion: str) -> tuple[str, str] | None:
        """The item and the public value that a subquestion asks about; None where it is none of this question."""
        if self.items:
            item = self.items.get(subquestion, "")
            return (item, self.public_value) if item else None
        if not subquestion or not self.subquestions:
            return None if subquestion or self.subquestions else (self.item, self.public_value)
        if self.subquestions == PUBLIC_VALUES:
            known = subquestion.upper()
            return (self.item, known) if known in public_values() else None
        if self.subquestions == AS_WRITTEN:
            return self.item, subquestion
        value = self.subquestions.get(subquestion, "") if isinstance(self.subquestions, Mapping) else ""
        return (self.item, value) if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All questions; what the words of answers mean (list -> their word in small letters -> ours); constants."""

    questions: tuple[Question, ...]
    answers: Mapping[str, Mapping[str, str]]
    not_shown: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


def plain(word: str) -> str:
    """A word of an answer as it is compared.

    >>> plain(" Aucune de l’une ")
    "aucune de l'une"
    """
    return word.strip().replace("’", "'").lower()


def column_codes(name: str) -> Sequence[str]:
    """The words that a column of the survey's table can hold; none where it takes any."""
    return tables()[TABLE].columns[name].codes
