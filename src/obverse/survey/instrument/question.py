"""One question as a page or a paper shows it, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from obverse.survey.instrument.items import NUMBER, SEVERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers.

    ``name`` names its field, ``item`` and ``public_value`` what its answer is an answer to (in the evidence).
    ``kind`` is degree or points (a scale in order), choice (one of), several (any of), number or text. ``choices`` are
    code and words; ``aside`` those that set the question aside ("I cannot say", "I prefer not to answer"): always shown
    apart from the scale. ``aside_name`` is the field of those: the question's own, but for numbers and for several
    answers, where they are a group beside it. ``most`` is the largest number or the most characters. ``about`` is the
    field that says which public value the answer is about, where the person chooses it. ``definition`` stands on the
    first question about a value only.
    """

    name: str
    item: str
    kind: str
    label: str
    public_value: str = ""
    help: str = ""
    definition: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    most: int = 0
    about: str = ""
    required: bool = False

    @property
    def cannot_say(self) -> bool:
        """Whether "I cannot say" is offered."""
        return len(self.aside) > 1

    @property
    def aside_name(self) -> str:
        """The name of the field of the answers that set the question aside."""
        return f"{self.name}-aside" if self.kind in {NUMBER, SEVERAL} else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions under one heading; ``public_value`` where all of them are about that value.

    ``level`` is 2 where the section belongs to the one before it: the values stand below a heading of their own, which
    has an introduction and no questions.
    """

    title: str
    questions: tuple[Question, ...] = ()
    intro: str = ""
    public_value: str = ""
    level: int = 1
