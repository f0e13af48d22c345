"""Refusals of the room, each told as a letter: what happened, where, and how to mend it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from obverse.vocabulary.text import known_language


class Refused(Exception):  # noqa: N818 - a refusal is what it says; nothing in the program went wrong
    """Something that is not done, for a reason that a person can read.

    ``kind`` is a key of ``texts/<language>.toml``; ``details`` fill its places and never hold an answer, a part of a
    key or a person.
    """

    def __init__(self, kind: str, /, **details: object) -> None:
        self.kind = kind
        self.details = {name: str(value) for name, value in details.items()}
        super().__init__(say(f"refused.{kind}", "en", **self.details))

    def letter(self, language: str = "en", /) -> str:
        """The reason in a language, and what to do about it."""
        return say(f"refused.{self.kind}", language, **self.details)


def say(key: str, language: str, /, **details: object) -> str:
    """A text of this room, its places filled.

    >>> say("refused.codes_count", "en", given="0")
    'This many codes cannot be made: 0. Ask for at least one and at most a million.'
    """
    group, _, name = key.partition(".")
    text = _texts(known_language(language))[group][name]
    return text.format_map(details) if details else text


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    file = resources.files(__package__).joinpath("texts", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
