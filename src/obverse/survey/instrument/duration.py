"""How long a form takes, estimated from its words and its clicks.

The words are read at 200 a minute: Brysbaert 2019 (cited from memory) found 238 a minute on average for adults who read
English non-fiction silently, and most adults between 175 and 300; forms are read by everybody, and in a second language
too. Where a sentence stands on the form a second time but for the name of a value or a number, only that name is read
again, and a scale is read where it first appears. The seconds for an answer are our own estimate and no measurement:
the pilot of a town is better than either. Of the two changes that may be told one is counted, in two short sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from obverse.survey.instrument.form import Form
from obverse.survey.instrument.items import (
    ATTRIBUTION,
    CHOICE,
    DEGREE,
    LARGEST,
    NUMBER,
    POINTS,
    SEVERAL,
    WHAT_HAPPENED,
    WRITTEN,
)

WORDS_A_MINUTE = 200
SECONDS = {DEGREE: 5.0, POINTS: 5.0, CHOICE: 5.0, SEVERAL: 10.0, NUMBER: 10.0, WRITTEN: 40.0}
LONGEST = 10.0
_DIGITS = re.compile(r"\d+")
_SECOND = tuple(f"{item}-2" for item in (LARGEST, ATTRIBUTION, WHAT_HAPPENED))


def minutes(form: Form) -> float:
    """The estimated minutes for somebody who reads everything, answers every question and tells one change."""
    answering = sum(SECONDS[question.kind] for question in form.questions() if question.name not in _SECOND)
    return sum(_words(text) for text in _read(form)) / WORDS_A_MINUTE + answering / 60


def _read(form: Form) -> Iterator[str]:
    """The texts that are read, in order."""
    yield form.title
    yield form.intro
    seen: set[object] = set()
    for section in form.sections:
        yield section.title
        yield section.intro
        for question in section.questions:
            yield question.definition
            name = section.title if section.public_value else ""
            sentence = _DIGITS.sub("", question.label.removeprefix(name))
            yield name if sentence in seen else question.label
            yield "" if question.help in seen else question.help
            for scale in (question.choices, question.aside):
                if scale not in seen:
                    yield from (words for _, words in scale)
            seen |= {sentence, question.help, question.choices, question.aside}


def _words(text: str) -> int:
    # a French colon stands alone and is no word
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
