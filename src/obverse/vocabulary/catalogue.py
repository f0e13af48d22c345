"""Every planned indicator, whether it can be computed already or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedIndicator:
    """An indicator that the audit should be able to give.

    ``serves`` holds ids of evils, ideals, questions and ``D``; ``needs`` names the tables of the evidence
    (``process`` is the description in dossier.toml); ``next_datum`` says in one sentence what to collect so
    that it can be answered; ``reason`` says why it exists where no claim of the founding texts calls for it;
    ``unmeasurable`` says, as the end of a sentence, why it was left out where no sound figure can be made.
    """

    id: str
    serves: tuple[str, ...]
    needs: tuple[str, ...]
    name: Text
    next_datum: Text
    reason: Text | None = None
    unmeasurable: Text | None = None


@cache
def planned_indicators() -> Register[PlannedIndicator]:
    """All planned indicators in the order of evils, duality, ideals and questions.

    >>> planned_indicators()["E2.3"].needs
    ('contribution',)
    """
    return register_of("planned indicator", read("catalogue.toml")["indicator"], _planned_indicator)


def _planned_indicator(row: dict[str, Any]) -> PlannedIndicator:
    spoken: dict[str, Text] = {
        key: text_from(row[key]) for key in ("name", "next_datum", "reason", "unmeasurable") if key in row
    }
    listed = {"serves": tuple(row["serves"]), "needs": tuple(row["needs"])}
    return PlannedIndicator(**{**row, **spoken, **listed})
