"""Leach's seven democratic ideals, the yardstick of the fourth evil."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Ideal:
    """One of the seven ideals, L1 to L7, after Leach (2006); ``evil`` is the evil that it tells of."""

    id: str
    order: int
    title: Text
    question: Text
    evil: str
    source: str


@cache
def ideals() -> Register[Ideal]:
    """The seven democratic ideals in their order; they are read one by one and never averaged.

    >>> ideals()["L4"].title.in_language("fr")
    'Transparence'
    """
    return register_of("ideal", read("ideals.toml")["ideal"], _ideal)


def _ideal(row: dict[str, Any]) -> Ideal:
    return Ideal(**{**row, "title": text_from(row["title"]), "question": text_from(row["question"])})
