"""Words as they are compared when a mapping is proposed: headings, and words in cells."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

# Words that carry nothing in a heading.
_EMPTY = frozenset(
    {
        "of",
        "the",
        "a",
        "an",
        "in",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "del",
        "der",
        "die",
        "das",
        "den",
    }
    | {"el", "los", "las", "van", "het", "een", "i", "y", "et", "und", "en", "o", "per"}
)


def plain(text: str) -> str:
    """Words in small letters, without accents and punctuation.

    >>> plain(" createdAt / Date d’envoi (jj.mm) ")
    'created at date d envoi jj mm'
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    bare = unicodedata.normalize("NFKD", spaced.casefold())
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", kept).strip()


def told(words: str) -> tuple[str, ...]:
    """The words of a plain text that carry something; all of them where none does."""
    parts = tuple(words.split())
    return tuple(part for part in parts if part not in _EMPTY) or parts


@cache
def lists(name: str) -> Mapping[str, Any]:
    """One of this folder's lists of words."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def code_words(target: str) -> Mapping[str, str]:
    """For ``table.column``, the code that each known word means."""
    known = lists("words.toml").get(target, {})
    return {plain(word): code for code, words in known.items() for word in (code, *words)} if known else {}


@cache
def truth_words() -> Mapping[str, str]:
    """The words for yes and for no."""
    words = lists("words.toml")
    return {plain(word): answer for answer in ("yes", "no") for word in words[answer]}
