"""Who is tied to how many others, and which people hang together through ties, from a list of all ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Ints, table_of_counts

_Places = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """``label`` (n,) is the component of each person, 0 the largest; ``sizes`` (k,) the people of each."""

    label: Ints
    sizes: Ints


def degrees(ties: npt.ArrayLike, persons: int) -> Ints:
    """The number of ties of each person, (persons,).

    Each row of ``ties`` is a pair of different persons 0, 1, ... ``persons - 1``; a pair that comes twice counts
    twice, so give each pair once where others are to be counted and not meetings.

    >>> degrees([[0, 1], [0, 2]], 4).tolist()
    [2, 1, 1, 0]

    Raises:
        ValueError: a tie is not a pair, joins somebody with themselves or names nobody among the persons.
    """
    pairs = _pairs(ties, persons)
    return _counted(pairs[:, 0], persons) + _counted(pairs[:, 1], persons)


def connected_components(ties: npt.ArrayLike, persons: int) -> Components:
    """The parts into which a network falls, in which everybody reaches everybody over ties, whatever their direction.

    Components are numbered from the largest to the smallest, equal ones in the order of their first person; those
    without ties are alone. Each person points to the lowest neighbour known, and pointers are shortened until they
    stand still; about two ties per person are looked at first, which joins most people, and of the others only
    those whose ends are still apart. Exact, whatever the order of the ties.

    >>> parts = connected_components([[3, 1], [1, 4], [0, 2]], 6)
    >>> parts.label.tolist(), parts.sizes.tolist()
    ([1, 0, 1, 0, 0, 2], [3, 2, 1])

    Raises:
        ValueError: a tie is not a pair, joins somebody with themselves or names nobody among the persons.

    Source: after Shiloach & Vishkin 1982, Journal of Algorithms 3; a sample of the ties first after Sutton,
        Ben-Nun & Barak 2018.
    """
    pairs = _pairs(ties, persons)
    # four bytes are read twice as fast as eight
    kind: type[np.signedinteger[Any]] = np.int32 if persons <= np.iinfo(np.int32).max else np.int64
    lowest: _Places = np.arange(persons, dtype=kind)
    first: _Places = pairs[:, 0]
    second: _Places = pairs[:, 1]
    step = max(1, len(first) // max(1, 2 * persons))
    while len(first):
        lowest = _joined(lowest, first[::step], second[::step])
        first, second = _apart(lowest, first, second)
        step = 1
    size = np.bincount(lowest, minlength=persons)
    found = np.flatnonzero(size)
    found = found[np.argsort(-size[found], kind="stable")]
    number = np.empty(persons, dtype=np.int64)
    number[found] = np.arange(len(found))
    return Components(number[lowest], size[found].astype(np.int64))


def _joined(lowest: _Places, first: _Places, second: _Places) -> _Places:
    while True:
        first, second = _apart(lowest, first, second)
        if not len(first):
            return lowest
        np.minimum.at(lowest, np.maximum(first, second), np.minimum(first, second))
        while not np.array_equal(shorter := _at(lowest, lowest), lowest):
            lowest = shorter


def _apart(lowest: _Places, first: _Places, second: _Places) -> tuple[_Places, _Places]:
    """The ends of those ties whose ends point to different persons, as the persons to whom they point."""
    first, second = _at(lowest, first), _at(lowest, second)
    differ = np.flatnonzero(first != second)
    return _at(first, differ), _at(second, differ)


def _at(values: _Places, places: _Places) -> _Places:
    """The values at places that are known to exist, so that nobody has to look whether they do."""
    return np.take(values, places, mode="clip")


def _counted(persons: Ints, length: int) -> Ints:
    return np.bincount(persons, minlength=length).astype(np.int64, copy=False)


def _pairs(ties: npt.ArrayLike, persons: int) -> Ints:
    pairs = table_of_counts(ties, "ties", 2)
    if not pairs.size:
        return np.empty((0, 2), dtype=np.int64)
    if pairs.shape[1] != 2 or int(pairs.max()) >= persons or (pairs[:, 0] == pairs[:, 1]).any():
        raise ValueError("ties: each must join two different people of the list")
    return pairs
