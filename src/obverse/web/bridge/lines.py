"""The lines by which findings are judged where a process sets none of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from obverse.indicators.catalogue import indicators
from obverse.vocabulary.texts import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A default threshold of an indicator, in words; ``value`` is in the unit of the figures that it is meant for."""

    indicator: str
    subject: str
    value: float
    smallest_difference: float
    direction: str
    klass: str
    source: str
    frozen_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What an indicator is called and asks, and what its main figure is."""

    id: str
    name: str
    question: str
    serves: tuple[str, ...]
    unit: str
    unit_label: str
    direction: str


@cache
def default_thresholds(language: str) -> tuple[Line, ...]:
    """All thresholds that the program brings, in the order of the catalogue."""
    return tuple(
        Line(
            indicator=one.id,
            subject=line.subject,
            value=line.value,
            smallest_difference=line.smallest_difference,
            direction=line.direction.value,
            klass=line.klass.value,
            source=line.source[language],
            frozen_on=line.frozen_on,
        )
        for one in indicators()
        for line in one.thresholds
    )


@cache
def measured(language: str) -> Mapping[str, Measured]:
    """All indicators by their ids, in the order of the catalogue."""
    shared = texts(language)
    return {
        one.id: Measured(
            id=one.id,
            name=one.texts(language).name,
            question=one.texts(language).question,
            serves=one.serves,
            unit=one.unit.label,
            unit_label=shared[f"unit.{one.unit.label}.label"],
            direction=one.direction.value,
        )
        for one in indicators()
    }
