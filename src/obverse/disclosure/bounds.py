"""What the attacker works with: bounds on sums of cells, what is watched, and what he takes for granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

MOST_PEOPLE = 1_000_000
"""No process asks more people; it bounds what nobody counted."""
Coefficients = Mapping[int, float]
_Floats = npt.NDArray[np.float64]


class Between(Enum):
    """How the forms behind a later release relate to those behind an earlier one."""

    ADDED = "added"
    TAKEN_AWAY = "taken away"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the attacker takes for granted: whether groups cover their whole, and how releases relate."""

    covering: bool = True
    between: Between = Between.ADDED


ASSUMPTIONS = tuple(Assumed(covering, between) for covering in (True, False) for between in Between)
"""What an attacker may take for granted, from the most to the least: the first that the figures allow is the worst."""


@dataclass(frozen=True, slots=True)
class Known:
    """What people outside know besides the figures: how many were invited, how many seats a council has."""

    population: str
    group: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Part:
    """What can be withheld: the answers in one figure, or a group with all its figures.

    ``figures`` are their places in the list, ``group`` the group where it is withheld as a whole.
    """

    figures: tuple[int, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A published figure as a bound, ``low <= sum <= high``; it falls when one of its parts is withheld."""

    cells: Coefficients
    low: float
    high: float
    parts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Watched:
    """A number of people that has to stay hidden while it is below ten.

    ``what`` is ``cases``, ``yes``, ``no``, or ``above`` and ``below`` the ends of a scale.
    ``people`` names the group, ``item`` the question.
    """

    cells: Coefficients
    what: str
    people: str
    item: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """One topic: how many cells there are, what bounds them, what is watched and what can be withheld.

    ``sums`` says what is watched once more, as weights: one row for each number, one column for each cell.
    """

    cells: int
    parts: tuple[Part, ...]
    bounds: tuple[Bound, ...]
    watched: tuple[Watched, ...]
    sums: npt.NDArray[np.float64]


def as_arrays(told: System) -> tuple[_Floats, _Floats, _Floats, npt.NDArray[np.bool_]]:
    """The bounds as weights (bounds x cells), their lower and upper ends, and on which parts each rests (x parts)."""
    rows = np.zeros((len(told.bounds), told.cells))
    parts = np.zeros((len(told.bounds), len(told.parts)), dtype=np.bool_)
    for row, bound in enumerate(told.bounds):
        rows[row, list(bound.cells)] = list(bound.cells.values())
        parts[row, list(bound.parts)] = True
    low = np.array([bound.low for bound in told.bounds], dtype=np.float64)
    high = np.array([bound.high for bound in told.bounds], dtype=np.float64)
    return rows, low, high, parts
