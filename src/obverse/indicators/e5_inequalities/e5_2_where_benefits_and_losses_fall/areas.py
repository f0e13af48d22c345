"""Areas in the order of their deprivation, and how much of something happened in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Chosen: TypeAlias = npt.NDArray[np.bool_]
UNPLACED = -1


@dataclass(frozen=True, slots=True)
class Spread:
    """What happened at each place, from the most to the least deprived, and what happened nobody knows where."""

    placed: Ints
    unplaced: int

    @property
    def anywhere(self) -> int:
        """All that happened, whether its place is known or not."""
        return int(self.placed.sum()) + self.unplaced

    def within(self, chosen: Chosen) -> int:
        """What happened at the chosen places."""
        return int(self.placed[chosen].sum())


@dataclass(frozen=True, slots=True)
class Areas:
    """The places of areas from the most to the least deprived, with the people who live there.

    ``side`` is 2R - 1, R being the middle of a place's people among all people in that order (0..1);
    ``fifth`` the fifth of all people (0 = most deprived) in which this middle lies. Where nobody recorded
    populations ``people`` counts areas, which are then taken as equally populous. ``need`` is None where
    it is not known everywhere.
    """

    place: Ints
    people: Floats
    side: Floats
    fifth: Ints
    need: Floats | None

    @property
    def poorest(self) -> Chosen:
        """The places in the most deprived fifth."""
        return np.equal(self.fifth, 0)

    @property
    def richest(self) -> Chosen:
        """The places in the least deprived fifth."""
        return np.equal(self.fifth, 4)

    def population(self, chosen: Chosen) -> float:
        """How many people (or areas) the chosen places hold."""
        return float(self.people[chosen].sum())

    def spread(self, rows: Reduction, name: str) -> Spread:
        """A column of whole numbers added up over each place."""
        amounts = np.zeros(len(self.place), dtype=np.int64)
        known = rows["place"] != UNPLACED
        np.add.at(amounts, np.searchsorted(self.place, rows["place"][known]), rows[name][known])
        return Spread(amounts, int(rows[name][~known].sum()))

    def by_fifth(self, amounts: npt.NDArray[np.generic]) -> Floats:
        """Amounts at each place added up over the five fifths."""
        return np.bincount(self.fifth, np.asarray(amounts, dtype=np.float64), 5).astype(np.float64)


def areas_in_order(rows: Reduction) -> Areas | None:
    """Areas from their counted places; None where one of them alone holds more than a fifth at either end."""
    unknown = bool(rows["population_unknown"].any())
    people = np.asarray(rows["areas" if unknown else "population"], dtype=np.float64)
    middle = (np.cumsum(people) - people / 2) / people.sum()
    fifth = np.minimum(4, np.floor(5 * middle)).astype(np.int64)
    if not {0, 4} <= set(fifth.tolist()):
        return None
    needed = not rows["need_unknown"].any() and rows["need"].sum() > 0
    need = np.asarray(rows["need"], dtype=np.float64) if needed else None
    return Areas(np.asarray(rows["place"]), people, 2 * middle - 1, fifth, need)


def furthest_index(side: Floats, happened: Spread, possible: Spread, end: float) -> float:
    """The index furthest towards ``end`` (-1 or 1) that the records leave open.

    Events of which the place is unknown may have happened anywhere; ``possible`` ones may have happened or
    not, and count as long as they pull the mean of ``side`` further.
    """
    reach = float(side.max() if end > 0 else side.min())
    total = float(happened.placed @ side) + reach * happened.unplaced
    count = float(happened.placed.sum()) + happened.unplaced
    candidates = [(reach, possible.unplaced), *zip(side.tolist(), possible.placed.tolist(), strict=True)]
    for place, cases in sorted(candidates, reverse=end > 0):
        if (place - total / count) * end <= 0:
            break
        total, count = total + place * cases, count + cases
    return total / count
