"""Lloyd's k-means on a plane, from several starts: all of them at once for few points, with bounds for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, Ints

# Up to this number of points all starts take their turns together; with more, most points need not be looked at.
MOST_TOGETHER = 1500
_TURNS = 100
# What rounding may take from a bound.
_MARGIN = 1e-9


def settled(points: Floats, starts: Sequence[Floats]) -> tuple[Ints, Floats]:
    """The group of each of (n, 2) points and the centres when nobody moves, from each of s starts: (s, n), (s, k, 2).

    A start is its centres, (groups, 2); after those of a start with fewer than k groups come noughts.

    >>> points = np.array([[0.0, 0], [0, 2], [9, 9]])
    >>> label, centre = settled(points, [points[[0, 2]]])
    >>> label.tolist(), centre.tolist()
    ([[0, 0, 1]], [[[0.0, 1.0], [9.0, 9.0]]])

    Source: Lloyd 1982.
    """
    across = np.ascontiguousarray(points.T)
    groups = np.array([len(start) for start in starts])
    centre = np.zeros((len(starts), int(groups.max()), 2))
    for row, start in enumerate(starts):
        centre[row, : len(start)] = start
    if len(points) <= MOST_TOGETHER:
        return _settled_together(across, centre, groups)
    label = np.empty((len(starts), len(points)), dtype=np.int64)
    for row, start in enumerate(starts):
        label[row], centre[row, : len(start)] = _settled_with_bounds(across, start)
    return label, centre


def _settled_together(across: Floats, centre: Floats, groups: Ints) -> tuple[Ints, Floats]:
    """Turns of all starts as rows of one array, those with most groups first; a row that has settled drops out."""
    found = np.empty((len(groups), across.shape[1]), dtype=np.int64)
    row = np.argsort(-groups, kind="stable")
    again = np.repeat(across, len(row), axis=1)
    room = np.empty((3, len(row), across.shape[1]))
    label = np.full(room.shape[1:], -1, dtype=np.int16)
    for _ in range(_TURNS):
        nearest = _nearest_of_each(across, centre[row], groups[row], room)
        moving = (nearest != label).any(axis=1)
        if not moving.all():
            found[row[~moving]] = label[~moving]
            row, nearest = row[moving], nearest[moving]
            if not len(row):
                return found, centre
            again = np.repeat(across, len(row), axis=1)
        label = nearest
        centre[row] = _middles_of_each(again, label, centre[row])
    found[row] = label
    return found, centre


def _nearest_of_each(across: Floats, centre: Floats, groups: Ints, room: Floats) -> npt.NDArray[np.int16]:
    """The nearest of the centres of each row, the first of equals, (rows, n); ``groups`` does not rise.

    All is worked out in the same ``room`` (3, at least rows, n), which the processor still has at hand.
    """
    label = np.zeros((len(groups), across.shape[1]), dtype=np.int16)
    having = np.searchsorted(-groups, -np.arange(int(groups[0]))).tolist()
    for group, rows in enumerate(having):
        gap, height, least = room[:, :rows]
        np.subtract(across[0], centre[:rows, group, :1], out=gap)
        np.subtract(across[1], centre[:rows, group, 1:], out=height)
        np.multiply(gap, gap, out=gap)
        np.multiply(height, height, out=height)
        if not group:
            np.add(gap, height, out=least)
            continue
        np.add(gap, height, out=gap)
        # groups come in rising order: the largest that was nearer than all before it is the nearest
        nearer = np.multiply(gap < least, group, dtype=np.int16)
        np.maximum(label[:rows], nearer, out=label[:rows])
        np.minimum(least, gap, out=least)
    return label


def _middles_of_each(again: Floats, label: npt.NDArray[np.int16], centre: Floats) -> Floats:
    """The middles (rows, k, 2) of the groups of each row; ``again`` (2, n * rows) holds each point for each row.

    Point after point, not row after row: then no sum has to wait for the one that was just added to.
    """
    rows, groups = centre.shape[:2]
    place = np.add(label.T, groups * np.arange(rows), order="C").ravel()
    added, size = _sums(again, place, rows * groups)
    return _middles(added, size, centre.reshape(-1, 2)).reshape(centre.shape)


def _settled_with_bounds(across: Floats, centre: Floats) -> tuple[Ints, Floats]:
    """The same turns, but only those are looked at whom the centres, as far as they moved, may have lost.

    Nobody changes the group before the centres have moved by what the second nearest was further away: the own
    one away and the quickest of all nearer.

    Source: bounds after Hamerly 2010.
    """
    groups = len(centre)
    label, least, second = _nearest(across, centre)
    slack = np.sqrt(second) - np.sqrt(least)
    taken = np.empty_like(slack)
    added, size = _sums(across, label, groups)
    for _ in range(1, _TURNS):
        before, centre = centre, _middles(added, size, centre)
        moved = np.sqrt(((centre - before) ** 2).sum(axis=1))
        np.take(moved + moved.max(), label, out=taken, mode="clip")
        np.subtract(slack, taken, out=slack)
        near = np.flatnonzero(slack <= _MARGIN)
        close = across.take(near, axis=1)
        nearest, least, second = _nearest(close, centre)
        slack[near] = np.sqrt(second) - np.sqrt(least)
        changed = nearest != label[near]
        if not changed.any():
            break
        who, moving = near[changed], close[:, changed]
        left_and_joined = np.concatenate([label[who], nearest[changed] + groups])
        change, people = _sums(np.concatenate([moving, moving], axis=1), left_and_joined, 2 * groups)
        added, size = added + change[groups:] - change[:groups], size + people[groups:] - people[:groups]
        label[who] = nearest[changed]
    return label, _middles(*_sums(across, label, groups), centre)


def _sums(across: Floats, label: Ints, groups: int) -> tuple[Floats, Ints]:
    """Sums (k, 2) and numbers (k,) of the points of each group, added up in the order of the points."""
    added: Floats = np.stack([np.bincount(label, weights=axis, minlength=groups) for axis in across], axis=1)
    return added, np.bincount(label, minlength=groups).astype(np.int64)


def _middles(added: Floats, size: Ints, centre: Floats) -> Floats:
    """The middle of each group; of an empty one the centre that it had."""
    return np.where(size[:, np.newaxis] > 0, added / np.maximum(size, 1)[:, np.newaxis], centre)


def _nearest(across: Floats, centre: Floats) -> tuple[Ints, Floats, Floats]:
    """The nearest centre of each point, the first of equals, and the squared distances to it and to the second nearest.

    One centre at a time stays in the processor's cache.
    """
    label = np.zeros(across.shape[1], dtype=np.int64)
    least, second = np.full(across.shape[1], np.inf), np.full(across.shape[1], np.inf)
    for group, (x, y) in enumerate(centre.tolist()):
        gap, height = across[0] - x, across[1] - y
        np.multiply(gap, gap, out=gap)
        np.multiply(height, height, out=height)
        np.add(gap, height, out=gap)
        np.copyto(label, group, where=gap < least)
        np.minimum(second, np.maximum(least, gap, out=height), out=second)
        np.minimum(least, gap, out=least)
    return label, least, second
