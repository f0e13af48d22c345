"""Groups of points on a plane: k-means from fixed starts, and the silhouette that says how well they stand apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, Ints

# The silhouette compares everybody with everybody: above this number neighbours are taken together.
MOST_POINTS = 1500
_CELLS, _TURNS, _ROWS = 40, 100, 64
# What rounding may take from a bound.
_MARGIN = 1e-9


def planar_groups(points: Floats, groups: int, *, sweeps: list[Ints] | None = None) -> Ints:
    """The group of each of (n, 2) points, the largest group first; the same points always give the same groups.

    Lloyd's k-means from five starts (points furthest apart, equal parts along each axis, equal sectors); the one
    with the smallest sum of squared distances is kept. ``sweeps`` are those of ``sweeps_over`` if they are known.

    >>> planar_groups(np.array([[0.0, 0], [0, 1], [0, 2], [9, 9], [9, 8]]), 2).tolist()
    [0, 0, 0, 1, 1]
    """
    orders = sweeps_over(points) if sweeps is None else sweeps
    across = np.ascontiguousarray(points.T)
    settled = [_settle(across, start) for start in _starts(points, groups, orders)]
    spread = [round(float(((points - centre[label]) ** 2).sum()), 6) for label, centre in settled]
    label, centre = settled[spread.index(min(spread))]
    size = np.bincount(label, minlength=groups)
    order = np.lexsort((centre[:, 1], centre[:, 0], -size))
    rank = np.empty(groups, dtype=np.int64)
    rank[order] = np.arange(groups)
    return rank[label]


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
    points, label, weight = _together(points, label)
    groups = int(label.max()) + 1 if len(label) else 0
    if groups < 2:
        return 0.0
    member = np.zeros((len(points), groups))
    member[np.arange(len(points)), label] = weight
    size = member.sum(axis=0)
    total = np.empty((len(points), groups))
    across = np.ascontiguousarray(points.T)
    # a few rows at a time, always in the same room, stay in the processor's cache
    room = np.empty((2, _ROWS, len(points)))
    for first in range(0, len(points), _ROWS):
        part = across[:, first : first + _ROWS, np.newaxis]
        gaps = room[:, : part.shape[1]]
        np.subtract(part, across[:, np.newaxis, :], out=gaps)
        np.multiply(gaps, gaps, out=gaps)
        distance = np.add(gaps[0], gaps[1], out=gaps[0])
        total[first : first + _ROWS] = np.sqrt(distance, out=distance) @ member
    here = np.arange(len(points)), label
    own = total[here] / np.maximum(size[label] - 1, 1)
    other = total / np.maximum(size, 1)
    other[here] = np.inf
    other[:, size == 0] = np.inf
    nearest = other.min(axis=1)
    larger = np.maximum(np.maximum(own, nearest), 1e-12)
    value = np.where(size[label] > 1, (nearest - own) / larger, 0.0)
    return float(value @ weight / weight.sum())


def sweeps_over(points: Floats) -> list[Ints]:
    """The points in the order of each axis and round their middle: from these the starts of every cut are made.

    >>> [order.tolist() for order in sweeps_over(np.array([[0.0, 2], [1, 0], [2, 1]]))]
    [[0, 1, 2], [1, 2, 0], [1, 2, 0]]
    """
    middle = points.mean(axis=0)
    angle = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    return [
        np.lexsort((points[:, 1], points[:, 0])),
        np.lexsort((points[:, 0], points[:, 1])),
        np.lexsort((points[:, 1], points[:, 0], angle)),
    ]


def _starts(points: Floats, groups: int, sweeps: list[Ints]) -> list[Floats]:
    gap = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    chosen = [int(gap.argmax())]
    gap = np.full(len(points), np.inf)
    while len(chosen) < groups:
        gap = np.minimum(gap, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(gap.argmax()))
    orders = [*sweeps, np.roll(sweeps[-1], len(points) // (2 * groups))]
    parts = [np.array([points[part].mean(axis=0) for part in np.array_split(o, groups)]) for o in orders]
    return [points[chosen], *parts]


def _settle(across: Floats, centre: Floats) -> tuple[Ints, Floats]:
    """Lloyd's turns from the given centres until nobody moves; ``across`` is (2, n)."""
    if across.shape[1] > MOST_POINTS:
        return _settle_many(across, centre)
    label = np.zeros(across.shape[1], dtype=np.int64)
    for turn in range(_TURNS):
        nearest, _, _ = _nearest(across, centre)
        if turn and np.array_equal(nearest, label):
            break
        label = nearest
        centre = _middles(*_sums(across, label, len(centre)), centre)
    return label, centre


def _settle_many(across: Floats, centre: Floats) -> tuple[Ints, Floats]:
    """The same turns, but only those are looked at whom the centres, as far as they moved, may have lost.

    Nobody changes the group before the centres have moved by what the second nearest was further away: the own
    one away and the quickest of all nearer.

    Source: bounds after Hamerly 2010.
    """
    groups = len(centre)
    label, least, second = _nearest(across, centre)
    slack = np.sqrt(second) - np.sqrt(least)
    taken = np.empty_like(slack)
    sums, size = _sums(across, label, groups)
    for _ in range(1, _TURNS):
        before, centre = centre, _middles(sums, size, centre)
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
        sums, size = sums + change[groups:] - change[:groups], size + people[groups:] - people[:groups]
        label[who] = nearest[changed]
    return label, _middles(*_sums(across, label, groups), centre)


def _sums(across: Floats, label: Ints, groups: int) -> tuple[Floats, Ints]:
    sums: Floats = np.stack([np.bincount(label, weights=axis, minlength=groups) for axis in across], axis=1)
    return sums, np.bincount(label, minlength=groups).astype(np.int64)


def _middles(sums: Floats, size: Ints, centre: Floats) -> Floats:
    """The middle of each group; of an empty one the centre that it had."""
    return np.where(size[:, np.newaxis] > 0, sums / np.maximum(size, 1)[:, np.newaxis], centre)


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


def _together(points: Floats, label: Ints) -> tuple[Floats, Ints, Floats]:
    if len(points) <= MOST_POINTS:
        return points, label, np.ones(len(points))
    spread = np.maximum(points.std(axis=0), 1e-12)
    square = np.clip((points - points.mean(axis=0)) / (8 * spread) + 0.5, 0, 1 - 1e-12) * _CELLS
    cell = square.astype(np.int64) @ np.array([_CELLS, 1]) * (int(label.max()) + 1) + label
    _, place = np.unique(cell, return_inverse=True)
    weight = np.bincount(place).astype(np.float64)
    middle = np.stack([np.bincount(place, weights=points[:, i]) / weight for i in (0, 1)], axis=1)
    group = np.zeros(len(weight), dtype=np.int64)
    group[place] = label
    return middle, group, weight


def adjusted_rand_index(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """How far two groupings of the same people agree beyond chance: 1 the same groups, about 0 no relation.

    ``(Σ C(n_ij, 2) - E) / ((A + B)/2 - E)`` with ``A = Σ C(n_i, 2)``, ``B = Σ C(n_j, 2)``, ``E = A·B/C(n, 2)``;
    the names of the groups do not matter. Two groupings that each put all (or nobody) together agree perfectly.

    >>> adjusted_rand_index([0, 0, 1, 1], [5, 5, 3, 3])
    1.0
    >>> round(adjusted_rand_index([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 3)
    0.242

    Raises:
        ValueError: the groupings are of different people or of fewer than two.

    Source: Hubert & Arabie 1985, Journal of Classification 2.
    """
    a, b = np.asarray(first), np.asarray(second)
    if a.shape != b.shape or a.ndim != 1 or len(a) < 2:
        raise ValueError("two groupings of the same two or more people are expected")
    _, row = np.unique(a, return_inverse=True)
    _, column = np.unique(b, return_inverse=True)
    cells = np.bincount(row * (int(column.max()) + 1) + column)
    together, of_a, of_b = (_pairs(size) for size in (cells, np.bincount(row), np.bincount(column)))
    expected = of_a * of_b / _pairs(np.array([len(a)]))
    most = (of_a + of_b) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(size: npt.NDArray[np.int64]) -> float:
    counts = size.astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())
