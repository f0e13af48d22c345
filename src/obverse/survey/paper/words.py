"""What the papers say, in both languages."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from babel.dates import format_date

from obverse.vocabulary.text import known_language

_TEXTS = Path(__file__).parent / "texts"


def speaker(language: str) -> Callable[..., str]:
    """The words of a language: ``t("letter.title", subject="...")``; templates escape what comes out."""
    return partial(say, known_language(language))


def say(language: str, key: str, **places: object) -> str:
    """One text, its places filled.

    >>> say("en", "slip.heading")
    'Your code'
    """
    text = texts(language)[key]
    return text.format_map(places) if places else text


def day(language: str, date: dt.date) -> str:
    """A day as people write it.

    >>> day("fr", dt.date(2030, 5, 1))
    '1er mai 2030'
    """
    number = "1er" if (language, date.day) == ("fr", 1) else str(date.day)
    return f"{number} {format_date(date, 'MMMM y', locale=known_language(language))}"


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of the room by key."""
    read = tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": text for group, own in read.items() for name, text in own.items()}
