"""From some whole people that agree with all figures to others: somebody comes, goes, or belongs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from obverse.disclosure.bounds import MOST_PEOPLE
from obverse.disclosure.programs import Flags, Floats
from obverse.disclosure.weighing import weighed

_MOST_CELLS = 64
_MOST_STEPS = 12
_ON_THE_LINE = 32


class Walk:
    """The ways of changing one cell, or moving people from one cell to another.

    It finds whole people much sooner than a search does, where it finds any; what it does not find proves nothing.
    """

    def __init__(self, rows: Floats, low: Floats, high: Floats) -> None:
        self._rows, self._low, self._high = rows, low, high
        cells = rows.shape[1]
        self._moving = moving = cells if cells <= _MOST_CELLS else 0
        self._ways = _ways(moving, cells)
        # a cell is no less than nobody: one more row each
        self._all = np.concatenate([rows, np.eye(cells)])
        self._change = _of_each_way(self._all.T, moving)

    def towards(
        self, inside: Floats, tip: Floats, weights: Floats, is_hidden: Flags, *, up: bool
    ) -> Floats | None:
        """The whole people with most, or fewest, of a sum among those next to the line between two points."""
        line = inside + np.linspace(1.0, 0.0, _ON_THE_LINE)[:, None] * (tip - inside)
        # rounded one by one, and so that what stands in a row adds up
        added = np.diff(np.rint(np.cumsum(line, axis=1)), axis=1, prepend=0.0)
        whole = np.concatenate([np.rint(line), np.maximum(added, 0.0)])
        counted = weighed(self._rows, whole)
        agrees = (((counted >= self._low) & (counted <= self._high)) | is_hidden).all(axis=1)
        if not agrees.any():
            return None
        found = whole[agrees]
        told = weighed(found, weights)
        best: Floats = found[told.argmax() if up else told.argmin()]
        return best + 0.0

    def steps(self, start: Floats, weights: Floats, is_hidden: Flags, *, up: bool) -> Iterator[Floats]:
        """Ever more, or ever fewer, of a weighted sum of people, as far as single steps lead."""
        gain = _of_each_way(weights[:, None], self._moving)[:, 0] * (1.0 if up else -1.0)
        towards = np.flatnonzero(gain > 0)
        gain, change, ways = gain[towards], self._change[towards], self._ways[towards]
        nobody = np.zeros(len(start))
        low = np.concatenate([np.where(is_hidden, -np.inf, self._low), nobody])
        high = np.concatenate([np.where(is_hidden, np.inf, self._high), nobody + MOST_PEOPLE])
        cells = start
        for _ in range(_MOST_STEPS if len(towards) else 0):
            counted = weighed(self._all, cells)
            with np.errstate(divide="ignore", invalid="ignore"):
                room = np.where(change > 0, high - counted, low - counted) / change
            often = np.floor(np.where(change == 0, np.inf, room).min(axis=1) + 1e-9)
            best = int((gain * often).argmax())
            if often[best] < 1:
                return
            cells = cells + often[best] * ways[best]
            yield cells


@lru_cache(maxsize=16)
def _ways(moving: int, cells: int) -> Floats:
    """One more or one fewer in a cell, or one that moves from a cell to another: one row each."""
    ways = _of_each_way(np.eye(cells), moving)
    ways.setflags(write=False)
    return ways


def _of_each_way(of_cells: Floats, moving: int) -> Floats:
    """What each way of changing the first ``moving`` cells comes to, given what one more in each cell comes to."""
    one = of_cells[:moving]
    to, from_ = np.nonzero(~np.eye(moving, dtype=np.bool_))
    return np.concatenate([one, -one, one[to] - one[from_]])
