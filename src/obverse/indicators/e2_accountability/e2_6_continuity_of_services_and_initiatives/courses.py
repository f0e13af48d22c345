"""How long units of one operator lasted, as the day histograms that survival statistics take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction

Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Courses:
    """Units by how their course ended and how many days it was observed.

    ``ended`` are the ends that count (closed, abandoned), ``left`` the units that were last seen going on or
    that stopped as planned, ``unknown`` those of which the end is not known.
    """

    days: Ints
    ended: Ints
    left: Ints
    unknown: Ints

    @property
    def known(self) -> int:
        """Units of which the course is known."""
        return int(self.ended.sum() + self.left.sum())

    def lasting(self, horizon: int) -> tuple[int, int, int]:
        """Units that lasted beyond the horizon, all known ones, and the unknown ones, if all were observed so long."""
        lasted = int(self.left.sum() + self.ended[self.days > horizon].sum())
        late = int(self.unknown[self.days >= horizon].sum())
        return lasted + late, self.known + late, int(self.unknown.sum()) - late


def courses_of(rows: Reduction, count: str, operators: Sequence[str], ends: Sequence[str]) -> Courses:
    """The courses of the units of some operators; ``ends`` are the words for the ends that count."""
    chosen = np.isin(rows["operator"], operators)
    course, days, number = rows["course"][chosen], rows["days"][chosen], rows[count][chosen]
    distinct, place = np.unique(np.asarray(days, dtype=np.int64), return_inverse=True)

    def counted(which: npt.NDArray[np.bool_]) -> Ints:
        total = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(total, place[which], number[which])
        return total

    ended, unknown = np.isin(course, ends), np.isin(course, ("undated", "unknown"))
    return Courses(distinct, counted(ended), counted(~ended & ~unknown), counted(unknown))


def on_common_days(*groups: Courses) -> tuple[Ints, list[Courses]]:
    """The same courses over one list of days."""
    days = np.unique(np.concatenate([group.days for group in groups]))

    def spread(group: Courses, values: Ints) -> Ints:
        placed = np.zeros(len(days), dtype=np.int64)
        placed[np.searchsorted(days, group.days)] = values
        return placed

    return days, [
        Courses(days, spread(group, group.ended), spread(group, group.left), spread(group, group.unknown))
        for group in groups
    ]
