"""When a number of people is known too closely."""

from __future__ import annotations

from dataclasses import dataclass

from obverse.disclosure.bounds import Watched
from obverse.disclosure.released import FEWEST

NARROWEST = 5
"""A hidden number has to be uncertain by at least five."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A number of people that can be told too closely: it lies between ``low`` and ``high``.

    ``place`` is where it stands among what is watched.
    """

    watched: Watched
    place: int
    low: int
    high: int


def leaks_at(low: int, high: int) -> bool:
    """Whether a range of people tells too much.

    >>> leaks_at(0, 9), leaks_at(6, 14), leaks_at(10, 12)
    (False, False, False)
    >>> leaks_at(1, 9), leaks_at(0, 0), leaks_at(0, 3), leaks_at(8, 11)
    (True, True, True, True)
    """
    if low >= FEWEST:
        return False
    return high - low < NARROWEST or (high < FEWEST and low >= 1)
