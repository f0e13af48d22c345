"""Where the words of the vocabulary come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A founding text: ``short`` stands in a sentence, ``citation`` in a list of references."""

    id: str
    short: str
    citation: str


@cache
def sources() -> Register[Source]:
    """The founding texts.

    >>> sources()["duality"].short
    'Potz & Serval 2023'
    """
    return register_of("source", read("sources.toml")["source"], lambda row: Source(**row))
