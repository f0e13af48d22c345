"""The survey as a person who answers needs it: their code, their form, their sealed answer, their receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.survey.instrument.answers import Answers
from obverse.survey.instrument.chance import paper_key
from obverse.survey.instrument.form import Form, form_for
from obverse.survey.instrument.instrument import instrument_from
from obverse.survey.instrument.question import Question, Section
from obverse.survey.sealing import codes, sealed
from obverse.survey.sealing.letters import Refused

__all__ = [
    "Answers",
    "Asking",
    "Form",
    "Person",
    "Question",
    "Section",
    "Unread",
    "code",
    "form",
    "grouped",
    "keys_of",
]
__all__ += ["paper_key", "receipt", "receipt_typed", "seal", "shown_receipt"]

grouped = codes.grouped
receipt = sealed.receipt
shown_receipt = sealed.shown


class Unread(Exception):  # noqa: N818 - it says what is the matter with what was typed
    """What was typed cannot be used; ``letter`` says why and how to mend it, in a language."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.kind)
        self.letter = refused.letter


@dataclass(frozen=True, slots=True)
class Person:
    """What the wave knows of somebody who answers: the stratum they were asked in, and nothing else."""

    stratum: int
    variant: str
    role: str
    cluster: str = ""


def code(typed: str) -> str:
    """The code that somebody typed, however they spelled it.

    Raises:
        Unread: it is none.
    """
    try:
        return codes.normalised(typed)
    except codes.BadCode as refused:
        raise Unread(refused) from None


def keys_of(typed: str, pepper: bytes) -> tuple[bytes, bytes]:
    """The mark that stands for a code in the store, and the key of its form; ``typed`` as ``code`` returned it."""
    return codes.mark(typed, pepper), codes.form_key(typed, pepper)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a wave asks: its choices of questions, its kind, and the names that stand in the sentences."""

    choices: Mapping[str, Any]
    kind: str
    subject: str
    place: str


def form(asking: Asking, person: Person, key: bytes, language: str) -> Form:
    """The form of one person; the same key gives the same form."""
    return form_for(
        instrument_from(asking.choices),
        person.variant,
        kind=asking.kind,
        key=key,
        subject=asking.subject,
        place=asking.place,
        language=language,
        role=person.role,
        has_pre_wave=bool(asking.choices.get("has_pre_wave", False)),
    )


def read(asked: Form, posted: Mapping[str, Sequence[str]]) -> tuple[Answers | None, dict[str, str]]:
    """The answers that were posted, or by field what is wrong with them."""
    found = asked.read(posted)
    if isinstance(found, Answers):
        return found, {}
    return None, {fault.field: fault.letter for fault in found}


def seal(answers: Answers, person: Person, phase: str, key: str, *, paper: bool = False) -> bytes:
    """Seal what a person answered to a wave's public key (in hex).

    Raises:
        Unread: the texts in it are too long together.
    """
    record = answers.record(person.stratum, person.variant, person.role, person.cluster, phase, paper)
    try:
        return sealed.seal(record, bytes.fromhex(key))
    except sealed.TooLong as refused:
        raise Unread(refused) from None


def receipt_typed(typed: str) -> str:
    """A receipt as it is listed, however it was typed.

    Raises:
        Unread: it is none.
    """
    try:
        return shown_receipt(sealed.plain_receipt(typed))
    except sealed.BadReceipt as refused:
        raise Unread(refused) from None
