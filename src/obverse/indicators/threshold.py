"""The line that a figure has to cross before it means something, fixed before anybody looks."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path


class Direction(StrEnum):
    """Which side of a threshold is the worrying one."""

    HIGH_IS_BAD = "high_is_bad"
    LOW_IS_BAD = "low_is_bad"
    AWAY_IS_BAD = "away_is_bad"
    NONE = "none"


class Klass(StrEnum):
    """Where a threshold comes from; a convention of the literature alone never gives a concern."""

    LAW = "law"
    PROMISE = "promise"
    BASELINE = "baseline"
    NULL_MODEL = "null_model"
    CONVENTION = "convention"
    SET_LOCALLY = "set_locally"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A value, the smallest difference from it that matters, the worrying side, and the reason for all three.

    ``subject`` is a pattern over an indicator's subjects; ``source`` holds the reason in each language.

    Raises:
        ValueError: the smallest difference is negative, or no source is given.
    """

    value: float
    smallest_difference: float
    direction: Direction
    klass: Klass
    source: dict[str, str]
    frozen_on: dt.date
    subject: str = "*"
    set_by: str = ""

    def __post_init__(self) -> None:
        if self.smallest_difference < 0:
            raise ValueError("the smallest difference that matters cannot be negative")
        if not self.source:
            raise ValueError("a threshold without a source is not a threshold")

    def fits(self, subject: str) -> bool:
        """Whether the threshold is meant for this subject of its indicator."""
        return fnmatchcase(subject, self.subject)


def read_thresholds(file: Path, direction: Direction) -> tuple[Threshold, ...]:
    """The default thresholds of an indicator's folder; an indicator that only describes has none."""
    if not file.is_file():
        return ()
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Threshold(
            value=float(item["value"]),
            smallest_difference=float(item["smallest_difference"]),
            direction=Direction(item.get("direction", direction)),
            klass=Klass(item["klass"]),
            source=item["source"],
            frozen_on=item["frozen_on"],
            subject=item.get("subject", "*"),
        )
        for item in content.get("threshold", [])
    )
