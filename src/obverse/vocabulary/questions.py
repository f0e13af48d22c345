"""The six questions to ask of any co-creation or co-production."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the six questions, Q1 to Q6, with the ids of the indicators that answer it."""

    id: str
    order: int
    title: Text
    question: Text
    indicators: tuple[str, ...]
    source: str


@cache
def questions() -> Register[Question]:
    """The six questions in their order.

    >>> questions()["Q5"].indicators
    ('SV-1', 'SV-2')
    """
    return register_of("question", read("questions.toml")["question"], _question)


def _question(row: dict[str, Any]) -> Question:
    spoken = {"title": text_from(row["title"]), "question": text_from(row["question"])}
    return Question(**{**row, **spoken, "indicators": tuple(row["indicators"])})
