"""The form of one step of the guided set-up: every question with why it is asked and with "we do not know"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from obverse.web.bridge import indicator_names
from obverse.web.processes.charter import Question, Step, is_unknown
from obverse.web.processes.entering import Amount, Count, Currency, Day, written
from obverse.web.texts import language, later, say

if TYPE_CHECKING:
    from django.forms import BoundField

    from obverse.web.processes.models import Process

_UNKNOWN = "?"
_LINE, _LONG = 300, 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on a page; ``stands`` is what somebody else answered meanwhile."""

    question: Question
    field: BoundField
    unknown: BoundField | None
    serves: tuple[str, ...]
    stands: str = ""


class QuestionsForm(forms.Form):
    """The questions of a step. Answers that are right are kept even where others are wrong."""

    seen = forms.CharField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, step: Step, process: Process, data: Any = None, *, seen: str = "") -> None:
        self.step, self.process = step, process
        self.stands: dict[str, str] = {}
        super().__init__(data, initial={"seen": seen})
        for question in step.questions:
            field = _field(question)
            field.label = later(f"processes.question.{question.id}.label")
            field.help_text = later(f"processes.question.{question.id}.why")
            self.fields[question.id] = field
            if question.kind == "choice":
                self.initial[question.id] = (
                    _UNKNOWN if is_unknown(process, question.id) else process.answer(question.id) or ""
                )
            else:
                self.fields[_box(question)] = forms.BooleanField(
                    required=False, label=later("processes.unknown")
                )
                self.initial[question.id] = written(process.answer(question.id))
                self.initial[_box(question)] = is_unknown(process, question.id)

    def asked(self) -> Iterator[Asked]:
        """The questions as they stand on the page."""
        names = indicator_names(language())
        for question in self.step.questions:
            yield Asked(
                question,
                self[question.id],
                self[_box(question)] if _box(question) in self.fields else None,
                tuple(f"{name} {names[name]}" for name in question.serves if name in names),
                self.stands.get(question.id, ""),
            )

    def clean(self) -> dict[str, Any]:
        """What no question can say by itself: not both an answer and that nobody knows, no end before the start."""
        for question in self.step.questions:
            if self.cleaned_data.get(_box(question)) and self.cleaned_data.get(question.id):
                self.add_error(question.id, ValidationError(say("processes.wrong.both")))
        start, end = (self.cleaned_data.get(f"process.{name}") for name in ("start", "end"))
        if start and end and start > end:
            self.add_error("process.end", ValidationError(say("processes.wrong.reversed")))
        return self.cleaned_data

    def answers(self) -> dict[str, dict[str, Any]]:
        """What the form answers: all of its questions but those whose answer is wrong."""
        found = {}
        for question in self.step.questions:
            if question.id in self.cleaned_data:
                value = self.cleaned_data[question.id]
                if value == _UNKNOWN or self.cleaned_data.get(_box(question)):
                    found[question.id] = {"unknown": True}
                elif value in (None, ""):
                    found[question.id] = {}
                else:
                    found[question.id] = {"value": value.isoformat() if question.kind == "day" else value}
        return found

    def show_what_stands(self, process: Process) -> None:
        """Put beside each question what somebody else answered, where it differs from what was typed here."""
        typed = self.answers()
        for question in self.step.questions:
            now = process.charter.get(question.id, {})
            if now != typed.get(question.id):
                self.stands[question.id] = in_words(process, question)


def in_words(process: Process, question: Question) -> str:
    """The answer that stands to a question, for reading."""
    if is_unknown(process, question.id):
        return say("processes.unknown")
    value = process.answer(question.id)
    if value is None:
        return say("processes.unanswered")
    if question.kind == "choice":
        return say(f"processes.question.{question.id}.choice.{value}")
    return str(value)


def _box(question: Question) -> str:
    return f"{question.id}.unknown"


def _field(question: Question) -> forms.Field:
    if question.kind == "choice":
        choices = [
            *((one, later(f"processes.question.{question.id}.choice.{one}")) for one in question.choices),
            (_UNKNOWN, later("processes.unknown")),
            ("", later("processes.unanswered")),
        ]
        return forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect)
    if question.kind == "count":
        return Count(required=False)
    if question.kind == "amount":
        return Amount(required=False)
    if question.kind == "currency":
        return Currency(required=False)
    if question.kind == "day":
        return Day()
    if question.kind == "long":
        return forms.CharField(required=False, max_length=_LONG, widget=forms.Textarea(attrs={"rows": 3}))
    return forms.CharField(required=False, max_length=_LINE)
