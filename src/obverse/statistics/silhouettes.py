"""How well groups of points on a plane stand apart from each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from obverse.statistics.arrays import Floats, Ints

# The silhouette compares everybody with everybody: above this number neighbours are taken together.
MOST_POINTS = 1500
_CELLS, _ROWS = 40, 64


def silhouette(points: Floats, label: Ints) -> float:
    """How much nearer the points are to their own group than to the next one: near 1 apart, near 0 no border.

    Mean over the points of ``(b - a) / max(a, b)``, a being the mean distance to the own group and b that to the
    nearest other one; 0 for a point that is alone. Above 1,500 points, those of one group in the same small square
    stand together at their middle.

    >>> points = np.array([[0.0, 0], [0, 1], [9, 9], [9, 10]])
    >>> round(silhouette(points, np.array([0, 0, 1, 1])), 2)
    0.92

    Source: Rousseeuw 1987.
    """
    return silhouettes(points, [label])[0]


def silhouettes(points: Floats, cuts: Sequence[Ints]) -> tuple[float, ...]:
    """The silhouette of each of several groupings of the same (n, 2) points, with one look at their distances.

    >>> points = np.array([[0.0, 0], [0, 1], [9, 9], [9, 10]])
    >>> [round(value, 2) for value in silhouettes(points, [np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])])]
    [0.92, 0.46]
    """
    if len(points) <= MOST_POINTS:
        return _of_weighted(points, cuts, np.ones(len(points)))
    return tuple(_of_squares(points, label) for label in cuts)


def _of_squares(points: Floats, label: Ints) -> float:
    """With those of one group in the same small square put together at their middle."""
    spread = np.maximum(points.std(axis=0), 1e-12)
    square = np.clip((points - points.mean(axis=0)) / (8 * spread) + 0.5, 0, 1 - 1e-12) * _CELLS
    cell = square.astype(np.int64) @ np.array([_CELLS, 1]) * (int(label.max()) + 1) + label
    _, place = np.unique(cell, return_inverse=True)
    weight = np.bincount(place).astype(np.float64)
    middle = np.stack([np.bincount(place, weights=points[:, i]) / weight for i in (0, 1)], axis=1)
    group = np.zeros(len(weight), dtype=np.int64)
    group[place] = label
    return _of_weighted(middle, [group], weight)[0]


def _of_weighted(points: Floats, cuts: Sequence[Ints], weight: Floats) -> tuple[float, ...]:
    sizes = [np.bincount(label, weights=weight).astype(np.float64) for label in cuts]
    ends = np.cumsum([len(size) for size in sizes])
    member = np.zeros((len(points), int(ends[-1])))
    for label, size, end in zip(cuts, sizes, ends, strict=True):
        member[np.arange(len(points)), end - len(size) + label] = weight
    total = _distances_to_groups(points, member)
    return tuple(
        _mean(total[end - len(size) : end], label, size, weight)
        for label, size, end in zip(cuts, sizes, ends, strict=True)
    )


def _distances_to_groups(points: Floats, member: Floats) -> Floats:
    """The sum of the distances of each of n points to the members of each of g groups, (g, n).

    ``member`` (n, g) holds the weight of each point in each group. A distance is worked out once for both its ends.
    """
    across = np.ascontiguousarray(points.T)
    total = np.zeros(member.shape[::-1])
    # a few rows at a time, always in the same room, stay in the processor's cache
    room = np.empty(2 * _ROWS * len(points))
    for first in range(0, len(points), _ROWS):
        part = across[:, first : first + _ROWS, np.newaxis]
        rows, end = part.shape[1], first + part.shape[1]
        gaps = room[: 2 * rows * (len(points) - first)].reshape(2, rows, -1)
        np.subtract(part, across[:, np.newaxis, first:], out=gaps)
        np.multiply(gaps, gaps, out=gaps)
        distance = np.add(gaps[0], gaps[1], out=gaps[0])
        np.sqrt(distance, out=distance)
        total[:, first:end] += (distance @ member[first:]).T
        total[:, end:] += member[first:end].T @ distance[:, rows:]
    return total


def _mean(total: Floats, label: Ints, size: Floats, weight: Floats) -> float:
    """The silhouette from the summed distances (groups, n) and the size of each group."""
    if len(size) < 2:
        return 0.0
    here = label, np.arange(len(label))
    own = total[here] / np.maximum(size[label] - 1, 1)
    other = total / np.maximum(size, 1)[:, np.newaxis]
    other[here] = np.inf
    other[size == 0] = np.inf
    nearest = other.min(axis=0)
    larger = np.maximum(np.maximum(own, nearest), 1e-12)
    value = np.where(size[label] > 1, (nearest - own) / larger, 0.0)
    return float(value @ weight / weight.sum())
