"""A questionnaire with what was answered so far and what is wrong with it, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obverse.web.bridge.questionnaire import Form, Question, Section

# Kinds whose answers are lists to choose from.
_CHOSEN = ("degree", "points", "choice", "several")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick."""

    code: str
    label: str
    id: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page: ``typed`` is the text or number given, ``fault`` what is wrong with it."""

    question: Question
    id: str
    choices: list[Choice]
    aside: list[Choice]
    typed: str
    fault: str

    @property
    def is_chosen(self) -> bool:
        """Whether one ticks an answer instead of writing it."""
        return self.question.kind in _CHOSEN

    @property
    def several(self) -> bool:
        """Whether more than one answer may be ticked."""
        return self.question.kind == "several"

    @property
    def described_by(self) -> str:
        """The ids of what says more about the question."""
        said = {"help": self.question.help, "definition": self.question.definition, "fault": self.fault}
        return " ".join(f"{self.id}-{name}" for name, text in said.items() if text)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the questionnaire on the page."""

    section: Section
    id: str
    asked: list[Asked]


def parts(form: Form, posted: Mapping[str, Sequence[str]], faults: Mapping[str, str]) -> list[Part]:
    """The sections of a form with what was posted and what is wrong with it."""
    found, number = [], 0
    for place, section in enumerate(form.sections):
        own = []
        for question in section.questions:
            number += 1
            own.append(_asked(question, f"q{number}", posted, faults))
        found.append(Part(section, f"part{place + 1}", own))
    return found


def faulty(found: Sequence[Part]) -> list[Asked]:
    """The questions that something is wrong with, in order."""
    return [one for part in found for one in part.asked if one.fault]


def _asked(
    question: Question, own: str, posted: Mapping[str, Sequence[str]], faults: Mapping[str, str]
) -> Asked:
    given = list(posted.get(question.name, []))
    beside = list(posted.get(question.aside_name, []))
    # Of a group of circles only one is ever ticked; boxes may all be.
    ticked = given if question.kind == "several" else given[:1]
    return Asked(
        question=question,
        id=own,
        choices=_choices(question.choices, own, ticked),
        aside=_choices(question.aside, f"{own}-aside", beside[:1]),
        typed=given[0] if given and question.kind not in _CHOSEN else "",
        fault=faults.get(question.name, "") or faults.get(question.aside_name, ""),
    )


def _choices(offered: Sequence[tuple[str, str]], own: str, ticked: Sequence[str]) -> list[Choice]:
    return [
        Choice(code, label, f"{own}-{place}", code in ticked)
        for place, (code, label) in enumerate(offered, start=1)
    ]
