"""Public values: what people may see strengthened or weakened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicValue:
    """A public value with its neutral definition.

    ``constellation`` is the number (1 to 7) of its group after Beck Jørgensen and Bozeman (2007),
    ``constellation_label`` its name; ``short_list`` marks the fourteen values of the survey.
    """

    id: str
    constellation: int
    constellation_label: Text
    short_list: bool
    label: Text
    definition: Text


@cache
def public_values() -> Register[PublicValue]:
    """The 33 public values, V01 to V33.

    >>> public_values()["V33"].label.in_language("fr")
    'confiance entre population et institutions'
    >>> sum(value.short_list for value in public_values().values())
    14
    """
    content = read("public_values.toml")
    constellations = {row["number"]: text_from(row["label"]) for row in content["constellation"]}

    def build(row: dict[str, Any]) -> PublicValue:
        spoken = {"label": text_from(row["label"]), "definition": text_from(row["definition"])}
        return PublicValue(**{**row, **spoken, "constellation_label": constellations[row["constellation"]]})

    return register_of("public value", content["public_value"], build)
