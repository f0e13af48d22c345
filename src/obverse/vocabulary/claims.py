"""What the founding texts claim, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from

VERBS = ("R", "M", "C", "W", "T", "X")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of the founding texts in our own words, S1 to S185.

    ``where`` names the place in the text, ``source`` is an id of ``sources()``. ``serves`` holds the ids of
    evils, ideals and questions, ``D`` (the duality), ``CTX`` (context) or ``ALL``; ``verbs`` what the claim
    asks for, out of ``VERBS`` (record, measure, compare, warn, treat, a rule for the auditor itself);
    ``feeds`` the ids of the planned indicators and rules that answer it.
    """

    id: str
    where: Text
    source: str
    text: Text
    serves: tuple[str, ...]
    verbs: tuple[str, ...]
    feeds: tuple[str, ...]


@cache
def claims() -> Register[Claim]:
    """The 185 claims in the order of the texts.

    >>> claims()["S42"].text.in_language("en")
    'There is such a thing as “partnership fatigue”.'
    """
    content = read("claims.toml")
    parts = {part["id"]: part for part in content["part"]}

    def build(row: dict[str, Any]) -> Claim:
        part = parts[row["where"]]
        return Claim(
            **{
                **row,
                "where": text_from(part["label"]),
                "source": part["source"],
                "text": text_from(row["text"]),
                "serves": tuple(row["serves"]),
                "verbs": tuple(row["verbs"]),
                "feeds": tuple(row["feeds"]),
            }
        )

    return register_of("claim", content["claim"], build)
