"""The duality of public value outcomes: values created and values destroyed, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from obverse.vocabulary.reading import read
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Duality:
    """The account of values strengthened and weakened, after Potz and Serval (2023); its id is ``D``."""

    id: str
    title: Text
    question: Text
    source: str


@cache
def duality() -> Duality:
    """The one duality.

    >>> duality().id
    'D'
    """
    (row,) = read("duality.toml")["duality"]
    return Duality(**{**row, "title": text_from(row["title"]), "question": text_from(row["question"])})
