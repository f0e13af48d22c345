"""The seven evils of co-creation and co-production."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Evil:
    """One of the seven evils, E1 to E7, after Steen, Brandsen and Verschuere (2018).

    ``requires`` lists groups of indicator ids: a concern for the evil needs a concern in every group. Where
    it is empty, a concern in any one of the evil's indicators is enough.
    ``source`` is an id of ``sources()``.
    """

    id: str
    order: int
    title: Text
    question: Text
    source: str
    requires: tuple[tuple[str, ...], ...] = ()


@cache
def evils() -> Register[Evil]:
    """The seven evils in their order.

    >>> evils()["E3"].title.in_language("en")
    'Rising transaction costs'
    """
    return register_of("evil", read("evils.toml")["evil"], _evil)


def _evil(row: dict[str, Any]) -> Evil:
    spoken = {"title": text_from(row["title"]), "question": text_from(row["question"])}
    requires = tuple(tuple(group) for group in row.get("requires", ()))
    return Evil(**{**row, **spoken, "requires": requires})
