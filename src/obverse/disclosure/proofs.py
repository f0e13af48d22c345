"""What has been proven of watched numbers by some rows, and stands for whoever sees these rows.

A solved program comes with a price for each row. By duality the prices alone prove the end that was found: the priced
rows, added up in these proportions, bound the number (``ends_by_prices``). So a proof rests on its priced rows only,
and needs no second program where other rows are hidden.
"""

from __future__ import annotations

import numpy as np

from obverse.disclosure.bounds import MOST_PEOPLE
from obverse.disclosure.programs import Flags, Floats
from obverse.disclosure.released import FEWEST
from obverse.disclosure.weighing import weighed


def bound_by_prices(
    prices: Floats, rows: Floats, low: Floats, high: Floats, weights: Floats, *, most: bool
) -> float:
    """The bound on a weighted sum of people that prices of rows prove, whatever they are and wherever they come from.

    For any prices, ``weights @ x = prices @ (rows @ x) + rest @ x`` with ``rest = weights - prices @ rows``. Each part
    lies between its ends: the rows between theirs, each cell of x between nobody and everybody.
    """
    rest = weights - weighed(rows.T, prices)
    # the most is bounded by the upper ends of what counts for it, the least by the lower ends
    upper, lower = (high, low) if most else (low, high)
    priced = prices != 0
    ends = np.where(prices > 0, upper, lower)[priced]
    cells = rest[rest > 0] if most else rest[rest < 0]
    return float(prices[priced] @ ends + MOST_PEOPLE * cells.sum())


class Large:
    """Numbers that are ten or more, with all that hold them, each by the rows that prove it."""

    def __init__(self, rows: Flags, held: Flags) -> None:
        self._rows, self._held = rows, held

    def add(self, rows: Flags, held: Flags) -> None:
        """``rows`` prove it of all that are ``held``."""
        self._rows = np.concatenate([self._rows, rows[None]])
        self._held = np.concatenate([self._held, held[None]])

    def seen(self, is_hidden: Flags) -> Flags:
        """Which numbers are known to be ten or more by whoever does not see some rows."""
        stands = ~(self._rows & is_hidden).any(axis=1)
        found: Flags = np.logical_or.reduce(self._held[stands], axis=0)
        return found


def large_by_rows(rows: Floats, low: Floats, sums: Floats) -> Large:
    """What single rows prove: one that says that some people are ten or more, of all numbers that hold these people."""
    counts = ((rows == 0) | (rows == 1)).all(axis=1) & (low >= FEWEST)
    held = [(sums[:, row > 0] > 0).all(axis=1) for row in rows[counts]]
    return Large(
        np.eye(len(counts), dtype=np.bool_)[counts], np.array(held, dtype=np.bool_).reshape(-1, len(sums))
    )


class Ends:
    """The least and the most in fractions of people that were found, each with the rows that prove it."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, bool], list[tuple[int, bool, Flags, Flags]]] = {}

    def add(self, place: int, end: int, is_whole: bool, rows: Flags, is_hidden: Flags, *, most: bool) -> None:
        """``rows`` prove an end that was found by somebody who did not see what ``is_hidden``."""
        self._found.setdefault((place, most), []).append((end, is_whole, rows, is_hidden))

    def get(self, place: int, is_hidden: Flags, *, most: bool) -> tuple[int, bool] | None:
        """An end that is known already without a program.

        It was found by somebody who saw all that is seen now, and maybe more: so it is within reach still. The rows
        that prove it are seen: so nothing beyond it is.
        """
        for end, is_whole, rows, was_hidden in self._found.get((place, most), ()):
            if not (rows & is_hidden).any() and not (was_hidden & ~is_hidden).any():
                return end, is_whole
        return None
