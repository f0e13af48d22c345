"""The page's own words, and numbers and dates as its language writes them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from obverse.findings.numerals import printed
from obverse.quantities import Unit, decimals
from obverse.vocabulary import texts as shared_texts

FOLDER = Path(__file__).parent / "texts"
UNITS = {unit.label: unit for unit in Unit}
_LOCALES = {"en": "en_GB", "fr": "fr"}
_IN_PER_CENT = {Unit.SHARE, Unit.DIFFERENCE}


@cache
def page_texts(language: str) -> Mapping[str, str]:
    """The page's texts in one language, by keys such as ``profile.title``."""
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_spelled(content))


def _spelled(branch: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in branch.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from _spelled(value, f"{prefix}{key}.")


@dataclass(frozen=True)
class Words:
    """All words and numerals of one page: its language and the currency of the process."""

    language: str
    currency: str = ""

    def text(self, key: str, **values: object) -> str:
        """One of the page's texts, its words in braces filled in.

        Raises:
            KeyError: there is no such text.
        """
        return page_texts(self.language)[key].format(**values)

    def shared(self, key: str) -> str:
        """One of the texts that all reports share, for example ``verdict.concern.explanation``."""
        return shared_texts(self.language)[key]

    def count(self, key: str, number: int | None) -> str:
        """A number with its noun, for example ``2 concerns``: the texts ``<key>.one`` and ``<key>.other``."""
        one = number is not None and (number == 1 if self.language == "en" else number < 2)
        return self.text(f"{key}.{'one' if one else 'other'}", n=self.whole(number))

    def whole(self, number: int | None) -> str:
        """A whole number with its thousands separated; None is a number of people below ten."""
        if number is None:
            return self.text("evidence.few")
        return printed(number, 0, self.language)

    def people(self, count: Mapping[str, Any]) -> str:
        """A safe count of people in words: rounded, below ten, or hidden between two numbers."""
        if count["shown"] is not None:
            return self.whole(count["shown"])
        if count["low"] == 0:
            return self.text("safe.few")
        return self.text("safe.between", low=self.whole(count["low"]), high=self.whole(count["high"]))

    def part(self, released: Mapping[str, Any], yes: str = "yes", cases: str = "cases") -> str:
        """How many of how many, from the safe counts of a figure; only how many where nothing was shared out."""
        people = self.people(released[cases])
        if yes not in released:
            return people
        return self.text("safe.of", yes=self.people(released[yes]), cases=people)

    def date(self, written: str, form: str = "long") -> str:
        """A date such as ``22 November 2026``, from its ISO form; in tables ``medium``."""
        return str(format_date(dt.date.fromisoformat(written), format=form, locale=_LOCALES[self.language]))

    def figure(self, value: float, unit: str, n: int) -> str:
        """A figure with its unit, with as many decimals as its number of cases supports."""
        return self._number(value, UNITS[unit], decimals(UNITS[unit], n)) + self._suffix(unit)

    def tick(self, value: float, step: float, unit: str) -> str:
        """A number on an axis whose numbers lie ``step`` apart, with the per cent sign but no other unit."""
        scaled = step * 100 if UNITS[unit] in _IN_PER_CENT else step
        places = next((places for places in range(10) if round(scaled, places) == round(scaled, 12)), 10)
        suffix = self._suffix(unit) if UNITS[unit] is Unit.SHARE else ""
        return self._number(value, UNITS[unit], places) + suffix

    def axis(self, unit: str) -> str:
        """What stands on an axis of this unit."""
        suffix = self._suffix(unit).strip()
        return (
            suffix
            if UNITS[unit] in {Unit.DIFFERENCE, Unit.MONEY} and suffix
            else self.shared(f"unit.{unit}.label")
        )

    def chance(self, p: float) -> str:
        """A p-value such as ``p = 0.016``; very small ones are only said to be small."""
        smallest = 0.001
        sign = "<" if p < smallest else "="
        number = format_decimal(round(max(p, smallest), 3), format="0.###", locale=self.language)
        return f"p\u00a0{sign}\u00a0{number}"

    def _number(self, value: float, unit: Unit, places: int) -> str:
        scaled = round(100 * value if unit in _IN_PER_CENT else value, places) + 0.0
        return printed(scaled, places, self.language).replace("-", "−")

    def _suffix(self, unit: str) -> str:
        return self.shared(f"unit.{unit}.suffix").format(currency=self.currency)
