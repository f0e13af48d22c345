"""A text in each of the languages of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from obverse.vocabulary.register import UnknownId, near_misses

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in English and in French.

    >>> Text(en="trust", fr="confiance").in_language("fr")
    'confiance'

    Raises:
        ValueError: one of the two is missing.
    """

    en: str
    fr: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.fr.strip():
            raise ValueError(f"a text needs both languages: {self.en!r}, {self.fr!r}")

    def in_language(self, language: str) -> str:
        """The text in ``language``, one of ``LANGUAGES``.

        Raises:
            UnknownId: there is no such language.
        """
        return {"en": self.en, "fr": self.fr}[known_language(language)]


def known_language(language: str) -> str:
    """``language`` itself, if it is one of ``LANGUAGES``.

    >>> known_language("en")
    'en'

    Raises:
        UnknownId: there is no such language.
    """
    if language not in LANGUAGES:
        raise UnknownId(f"there is no text in {language!r}{near_misses(language, LANGUAGES)}")
    return language


def text_from(entry: Mapping[str, str]) -> Text:
    """The text that a table of TOML spells as ``en = "..."`` and ``fr = "..."``."""
    return Text(**entry)
