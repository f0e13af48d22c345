"""Reading what was posted for a form: tolerant of what is missing, strict about what is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from obverse.survey.instrument import items as of
from obverse.survey.instrument.answers import Answers, Fault, Passage
from obverse.survey.instrument.items import words
from obverse.survey.instrument.question import Question

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_LONGEST_QUOTED = 40
# A sealed answer has one length for everybody, which four bytes for each of a thousand characters would burst.
MOST_BYTES_OF_A_TEXT = 1500
# Asked of those who have something to tell: leaving them out says nothing.
_NOT_COUNTED = (of.LARGEST, of.ATTRIBUTION, of.WHAT_HAPPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form says about what was asked; ``statements`` say which of them are true."""

    questions: tuple[Question, ...]
    language: str
    half: str
    values: tuple[str, ...]
    digest: str
    statements: Mapping[str, bool]


def read(form: Asked, posted: Mapping[str, Sequence[str]]) -> Answers | list[Fault]:
    """Read what was posted for a form.

    Fields that the form does not have are not looked at; a field that is missing or empty is a question left out.
    """
    reading = _Reading(form, posted)
    found = [answer for question in form.questions for answer in reading.answers(question)]
    if reading.faults:
        return reading.faults
    role = next((value for item, _, value in found if item == of.ROLE), "")
    return Answers(
        given=tuple(answer for answer in found if answer[0] not in {of.ROLE, of.WHAT_HAPPENED}),
        passages=tuple(
            Passage(public_value=about, text=text) for item, about, text in found if item == of.WHAT_HAPPENED
        ),
        half=form.half,
        role="" if role == of.NO_ANSWER else role,
        values=form.values,
        digest=form.digest,
        asked=tuple(Counter(one.item for one in form.questions if one.item not in _NOT_COUNTED).items()),
    )


class _Reading:
    """One reading of one post, collecting what is wrong with it."""

    def __init__(self, form: Asked, posted: Mapping[str, Sequence[str]]) -> None:
        self.form, self.posted = form, posted
        self.faults: list[Fault] = []
        self._told: set[str] = set()

    def answers(self, question: Question) -> Iterator[tuple[str, str, str]]:
        if question.item == of.LARGEST:
            self._chosen(question)
            return
        about = question.public_value
        for answer in self._values(question):
            if question.about:
                about = self._about(question, answer)
                if question.item == of.ATTRIBUTION and not about:
                    continue
            if question.kind == of.SEVERAL and answer not in {of.CANNOT_SAY, of.NO_ANSWER}:
                about = answer
            yield question.item, about, self._marked(question, answer)

    def _values(self, question: Question) -> Iterator[str]:
        said = self._said(question.name)
        if question.kind == of.NUMBER:
            yield from self._number(question, said) if said else self._choice(question, question.aside_name)
        elif question.kind == of.WRITTEN:
            yield from self._text(question)
        elif question.kind == of.SEVERAL and said:
            yield from self._several(question, said)
        else:
            yield from self._choice(question, question.aside_name)

    def _said(self, name: str) -> list[str]:
        return [one.strip() for one in self.posted.get(name, ()) if one.strip()]

    def _choice(self, question: Question, name: str) -> Iterator[str]:
        said = list(dict.fromkeys(self._said(name)))
        fixed = question.choices if name == question.name else ()
        if len(said) > 1:
            self._fault(name, "one_only")
        elif said and said[0] not in {code for code, _ in (*fixed, *question.aside)}:
            self._fault(name, "not_on_the_list", said=said[0])
        elif said:
            yield said[0]

    def _several(self, question: Question, said: Sequence[str]) -> Iterator[str]:
        known = [code for code, _ in question.choices]
        for one in said:
            if one not in known:
                self._fault(question.name, "not_on_the_list", said=one)
                return
        yield from (code for code in known if code in said)

    def _number(self, question: Question, said: Sequence[str]) -> Iterator[str]:
        plain = re.sub(r"[\s\u00a0\u202f]", "", said[0]).replace(",", ".")
        if len(said) > 1:
            self._fault(question.name, "one_only")
        elif not _NUMBER.fullmatch(plain):
            self._fault(question.name, "not_a_number", said=said[0])
        elif float(plain) > question.most:
            self._fault(question.name, "out_of_range", most=str(question.most))
        else:
            # exact sums and minutes point to people: half hours, and whole units of money
            step = 2 if question.item == "hours" else 1
            yield f"{round(float(plain) * step) / step:g}"

    def _text(self, question: Question) -> Iterator[str]:
        lines = "\n".join(self.posted.get(question.name, ())).replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(letter for letter in lines if letter == "\n" or letter.isprintable()).strip()
        over = max(len(text) - question.most, len(text.encode()) - MOST_BYTES_OF_A_TEXT)
        if over > 0:
            self._fault(question.name, "too_long", most=str(question.most), over=str(over))
        elif text:
            yield text

    def _chosen(self, question: Question) -> None:
        for value in self._choice(question, question.name):
            if value in self._told:
                self._fault(question.name, "same_twice")
            elif value != of.NO_ANSWER:
                self._told.add(value)

    def _about(self, question: Question, answer: str) -> str:
        chosen = self._said(question.about)
        about = chosen[0] if chosen and chosen[0] in self.form.values else ""
        if not about and question.item == of.ATTRIBUTION and answer.isdigit():
            self._fault(question.about, "about_which")
        return about

    def _marked(self, question: Question, answer: str) -> str:
        """The answer as it is kept: of a statement only whether it was judged rightly."""
        truth = self.form.statements.get(question.item)
        if truth is None or answer in {of.CANNOT_SAY, of.NO_ANSWER}:
            return answer
        return "right" if (answer == "true") == truth else "wrong"

    def _fault(self, field: str, kind: str, **details: str) -> None:
        said = details.get("said", "")
        if len(said) > _LONGEST_QUOTED:
            details["said"] = said[:_LONGEST_QUOTED] + "…"
        letter = words("faults", "")[kind].in_language(self.form.language)
        for name, detail in details.items():
            letter = letter.replace("{" + name + "}", detail)
        if not any(fault.field == field for fault in self.faults):
            self.faults.append(Fault(field, letter))
