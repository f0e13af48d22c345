"""The words of an oversight: its own, and numbers as its language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal

from obverse.reports.html.words import Words, page_texts

TEXTS = Path(__file__).parent / "oversight_texts"


@cache
def _own_texts(language: str) -> Mapping[str, str]:
    content = tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": text for group, texts in content.items() for name, text in texts.items()}


class OversightWords(Words):
    """The words of an oversight: its own, and where it has none those of every page."""

    def text(self, key: str, **values: object) -> str:
        """One of the texts, its words in braces filled in.

        Raises:
            KeyError: there is no such text.
        """
        own = _own_texts(self.language)
        return (own[key] if key in own else page_texts(self.language)[key]).format(**values)

    def size(self, value: float) -> str:
        """A size with three digits that say something, thousands apart."""
        places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        pattern = "#,##0" + ("." + "#" * places if places else "")
        return str(format_decimal(round(value, places), format=pattern, locale=self.language))

    def interval(self, result: Mapping[str, Any], unit: str, n: int) -> str:
        """The two ends of a figure's interval; an open end is said to be open."""
        if result["basis"] == "full_count":
            return self.text("figure.counted")
        low, high = (
            self.text("chart.open") if result[end] is None else self.figure(result[end], unit, n)
            for end in ("low", "high")
        )
        return self.text("chart.interval", low=low, high=high)
