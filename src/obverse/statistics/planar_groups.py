"""Groups of points on a plane: k-means from fixed starts, and the silhouette that says how well they stand apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, Ints

# The silhouette compares everybody with everybody: above this number neighbours are taken together.
MOST_POINTS = 1500
_CELLS, _TURNS = 40, 100


def planar_groups(points: Floats, groups: int) -> Ints:
    """The group of each of (n, 2) points, the largest group first; the same points always give the same groups.

    Lloyd's k-means from five starts (points furthest apart, equal parts along each axis, equal sectors); the one
    with the smallest sum of squared distances is kept.

    >>> planar_groups(np.array([[0.0, 0], [0, 1], [0, 2], [9, 9], [9, 8]]), 2).tolist()
    [0, 0, 0, 1, 1]
    """
    settled = [_settle(points, start) for start in _starts(points, groups)]
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
    for first in range(0, len(points), 500):
        part = points[first : first + 500]
        distance = np.sqrt(((part[:, np.newaxis, :] - points[np.newaxis, :, :]) ** 2).sum(axis=2))
        total[first : first + 500] = distance @ member
    here = np.arange(len(points)), label
    own = total[here] / np.maximum(size[label] - 1, 1)
    other = total / np.maximum(size, 1)
    other[here] = np.inf
    other[:, size == 0] = np.inf
    nearest = other.min(axis=1)
    larger = np.maximum(np.maximum(own, nearest), 1e-12)
    value = np.where(size[label] > 1, (nearest - own) / larger, 0.0)
    return float(value @ weight / weight.sum())


def _starts(points: Floats, groups: int) -> list[Floats]:
    middle = points.mean(axis=0)
    chosen = [int(((points - middle) ** 2).sum(axis=1).argmax())]
    while len(chosen) < groups:
        gap = ((points[:, np.newaxis, :] - points[chosen][np.newaxis, :, :]) ** 2).sum(axis=2).min(axis=1)
        chosen.append(int(gap.argmax()))
    angle = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    round_the_middle = np.lexsort((points[:, 1], points[:, 0], angle))
    orders = [
        np.lexsort((points[:, 1], points[:, 0])),
        np.lexsort((points[:, 0], points[:, 1])),
        round_the_middle,
        np.roll(round_the_middle, len(points) // (2 * groups)),
    ]
    parts = [np.array([points[part].mean(axis=0) for part in np.array_split(o, groups)]) for o in orders]
    return [points[chosen], *parts]


def _settle(points: Floats, centre: Floats) -> tuple[Ints, Floats]:
    groups = len(centre)
    label = np.zeros(len(points), dtype=np.int64)
    for turn in range(_TURNS):
        nearest = _nearest(points, centre)
        if turn and (nearest == label).all():
            break
        label = nearest
        size = np.bincount(label, minlength=groups)
        sums = np.stack([np.bincount(label, weights=points[:, i], minlength=groups) for i in (0, 1)], axis=1)
        centre = np.where(size[:, np.newaxis] > 0, sums / np.maximum(size, 1)[:, np.newaxis], centre)
    return label, centre


def _nearest(points: Floats, centre: Floats) -> Ints:
    """The nearest centre of each point, the first of equals; one centre at a time keeps memory small."""
    label = np.zeros(len(points), dtype=np.int64)
    least = np.full(len(points), np.inf)
    for group, (x, y) in enumerate(centre.tolist()):
        gap = (points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2
        closer = gap < least
        label[closer], least[closer] = group, gap[closer]
    return label


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
