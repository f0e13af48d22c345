"""Whole numbers of people that agree with all figures: each that is known proves what nobody can rule out.

A number is hidden well enough when two such witnesses lie far enough apart. That takes no program, however the
witnesses were found, since each is held against every figure before it counts.
"""

from __future__ import annotations

import numpy as np

from obverse.disclosure.bounds import MOST_PEOPLE
from obverse.disclosure.leaking import NARROWEST
from obverse.disclosure.programs import Flags, Floats
from obverse.disclosure.released import FEWEST
from obverse.disclosure.weighing import weighed

_MOST_KEPT = 512


class Witnesses:
    """All that were found for one topic, whatever was hidden then."""

    def __init__(self, rows: Floats, low: Floats, high: Floats, sums: Floats) -> None:
        self.rows, self.low, self.high, self.sums = rows, low, high, sums
        self.count = 0
        self.cells = np.empty((16, rows.shape[1]))
        self.agrees = np.empty((16, len(rows)), dtype=np.bool_)
        self.values = np.empty((16, len(sums)))
        self._known: set[bytes] = set()

    def add(self, cells: Floats) -> None:
        """Keep whole numbers of people, if they are possible numbers at all and not known yet."""
        known = cells.tobytes()
        if known in self._known or self.count == _MOST_KEPT:
            return
        if cells.min(initial=0.0) < 0 or cells.max(initial=0.0) > MOST_PEOPLE:
            return
        if self.count == len(self.cells):
            for name in ("cells", "agrees", "values"):
                kept = getattr(self, name)
                setattr(self, name, np.concatenate([kept, np.empty_like(kept)]))
        counted = weighed(self.rows, cells)
        self._known.add(known)
        self.cells[self.count] = cells
        self.agrees[self.count] = (counted >= self.low) & (counted <= self.high)
        self.values[self.count] = weighed(self.sums, cells)
        self.count += 1


class Sight:
    """What is proven of each watched number for somebody who does not see some of the rows.

    ``large`` says of which it is known that they are ten or more.
    """

    def __init__(self, witnesses: Witnesses, is_hidden: Flags, large: Flags) -> None:
        self.is_hidden, self.large = is_hidden, large
        self._all = witnesses
        self._looked_at = 0
        self._agreeing = np.empty(0, dtype=np.intp)
        self._least = self._most = np.empty(0)
        self._summed_up = -1

    def is_safe(self, place: int) -> bool:
        """Whether it is proven that one number is ten or more, or hidden well enough."""
        if self.large[place]:
            return True
        if self._summed_up < 0:
            told = self._all.values[self._found(), place]
            return bool(_is_wide(told.min(initial=np.inf), told.max(initial=-np.inf)))
        self._sum_up()
        return bool(_is_wide(self._least[place], self._most[place]))

    def first_open(self, start: int) -> int | None:
        """The first number from a place on of which that is not proven."""
        self._sum_up()
        least, most = self._least[start:], self._most[start:]
        is_open = ~(self.large[start:] | _is_wide(least, most))
        place = int(is_open.argmax()) if len(is_open) else 0
        return start + place if len(is_open) and is_open[place] else None

    def nearest(self, place: int, *, most: bool) -> Floats | None:
        """The witness with the least or the most of a number."""
        found = self._found()
        if not len(found):
            return None
        told = self._all.values[found, place]
        nearest: Floats = self._all.cells[found[told.argmax() if most else told.argmin()]]
        return nearest

    def middle(self) -> Floats | None:
        """The middle of all witnesses: fractions of people, but away from most ends."""
        found = self._found()
        if not len(found):
            return None
        middle: Floats = self._all.cells[found].mean(axis=0)
        return middle

    def _found(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        every = self._all
        if self._looked_at < every.count:
            agrees = every.agrees[self._looked_at : every.count] | self.is_hidden
            new = np.flatnonzero(agrees.all(axis=1)) + self._looked_at
            self._agreeing = np.concatenate([self._agreeing, new])
            self._looked_at = every.count
        return self._agreeing

    def _sum_up(self) -> None:
        found = self._found()
        if self._summed_up < 0:
            self._least = np.full(len(self._all.sums), np.inf)
            self._most = np.full(len(self._all.sums), -np.inf)
            self._summed_up = 0
        if self._summed_up < len(found):
            new = self._all.values[found[self._summed_up :]]
            np.minimum(self._least, new.min(axis=0), out=self._least)
            np.maximum(self._most, new.max(axis=0), out=self._most)
            self._summed_up = len(found)


def _is_wide(least: Floats, most: Floats) -> Flags:
    """What ``leaks_at`` lets pass, or wider: then what is true of all numbers between passes as well."""
    return (least < FEWEST) & (most - least >= NARROWEST) & ((most >= FEWEST) | (least < 1))
