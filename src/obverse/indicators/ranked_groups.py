"""Groups of people from the most to the least deprived, and what happened in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Chosen: TypeAlias = npt.NDArray[np.bool_]
Amounts: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class RankedGroups:
    """Places (ranks, the most deprived first) with the people of each; places that share a rank are one.

    >>> groups = RankedGroups(np.array([1, 2, 7]), np.array([20, 50, 30]))
    >>> [round(side, 2) for side in groups.side.tolist()]
    [-0.8, -0.1, 0.7]
    >>> groups.poorest.tolist(), groups.richest.tolist()
    ([True, False, False], [False, False, True])
    """

    place: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]

    @property
    def middle(self) -> Floats:
        """The middle of each group's people among all people in that order, 0..1."""
        people = self.people.astype(np.float64)
        return np.asarray((np.cumsum(people) - people / 2) / people.sum(), dtype=np.float64)

    @property
    def side(self) -> Floats:
        """2R - 1 of each group, R being the middle of its people: -1 the most deprived, 1 the least."""
        return 2 * self.middle - 1

    @property
    def fifth(self) -> npt.NDArray[np.int64]:
        """The fifth of all people in which the middle of each group lies, 0 for the most deprived."""
        return np.minimum(4, np.floor(5 * self.middle)).astype(np.int64)

    @property
    def poorest(self) -> Chosen:
        """The groups of the most deprived fifth, or the most deprived group where it is larger than that."""
        inside = np.equal(self.fifth, 0)
        return inside if inside.any() else np.arange(len(self.place)) == 0

    @property
    def richest(self) -> Chosen:
        """The groups of the least deprived fifth, or the least deprived group where it is larger than that."""
        inside = np.equal(self.fifth, 4)
        return inside if inside.any() else np.arange(len(self.place)) == len(self.place) - 1

    def amounts(self, place: Amounts, amount: Amounts) -> Amounts:
        """Amounts at known places added up over the groups, zero where nothing is recorded.

        >>> RankedGroups(np.array([1, 2]), np.array([5, 5])).amounts(np.array([2, 2]), np.array([3, 4])).tolist()
        [0, 7]
        """
        found = np.zeros(len(self.place), dtype=np.asarray(amount).dtype)
        known = np.isin(place, self.place)
        np.add.at(found, np.searchsorted(self.place, place[known]), amount[known])
        return found

    def filled(self, events: Amounts, more: int, *, poorest_first: bool) -> Amounts:
        """Events with ``more`` of them added at one end, no group getting more events than it has people."""
        order = range(len(self.place)) if poorest_first else range(len(self.place) - 1, -1, -1)
        added = events.copy()
        for place in order:
            room = min(more, max(0, int(self.people[place] - added[place])))
            added[place] += room
            more -= room
        return added
