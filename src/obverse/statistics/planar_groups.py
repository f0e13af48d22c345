"""Groups of points on a plane: k-means from fixed starts, the same whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, Ints
from obverse.statistics.k_means import settled


def planar_groups(points: Floats, groups: int) -> Ints:
    """The group of each of (n, 2) points, the largest group first; the same points always give the same groups.

    Lloyd's k-means from five starts (points furthest apart, equal parts along each axis, equal sectors); the one
    with the smallest sum of squared distances is kept.

    >>> planar_groups(np.array([[0.0, 0], [0, 1], [0, 2], [9, 9], [9, 8]]), 2).tolist()
    [0, 0, 0, 1, 1]
    """
    return _cuts(points, [groups], _sweeps_over(points))[0]


def planar_cuts(points: Floats, most: int) -> list[Ints]:
    """The groups of ``planar_groups`` for 2, 3 ... ``most`` groups, for no more than there are different points.

    >>> [cut.tolist() for cut in planar_cuts(np.array([[0.0, 0], [0, 1], [9, 9], [9, 9]]), 5)]
    [[0, 0, 1, 1], [1, 2, 0, 0]]
    """
    sweeps = _sweeps_over(points)
    along = points[sweeps[0]]
    different = 1 + int((along[1:] != along[:-1]).any(axis=1).sum())
    return _cuts(points, range(2, max(2, min(most, different)) + 1), sweeps)


def _cuts(points: Floats, numbers: Sequence[int], sweeps: Ints) -> list[Ints]:
    starts = _starts(points, numbers, sweeps)
    label, centre = settled(points, [start for several in starts for start in several])
    # what rounding leaves of a difference must not choose the start
    gaps = points - centre[np.arange(len(label))[:, np.newaxis], label]
    spread = np.round((gaps**2).reshape(len(label), -1).sum(axis=1), 6)
    cuts, first = [], 0
    for groups, several in zip(numbers, starts, strict=True):
        best = first + int(spread[first : first + len(several)].argmin())
        first += len(several)
        cuts.append(_largest_first(label[best], centre[best, :groups]))
    return cuts


def _largest_first(label: Ints, centre: Floats) -> Ints:
    size = np.bincount(label, minlength=len(centre))
    rank = np.empty(len(centre), dtype=np.int64)
    rank[np.lexsort((centre[:, 1], centre[:, 0], -size))] = np.arange(len(centre))
    return rank[label]


def _sweeps_over(points: Floats) -> Ints:
    """The points in the order of each axis and round their middle, (3, n)."""
    middle = points.mean(axis=0)
    x, y = points.T
    angle = np.arctan2(y - middle[1], x - middle[0])
    return np.stack([np.lexsort((y, x)), np.lexsort((x, y)), np.lexsort((y, x, angle))])


def _starts(points: Floats, numbers: Sequence[int], sweeps: Ints) -> list[list[Floats]]:
    """Five starts for each number of groups, each (groups, 2)."""
    far = _far_apart(points, max(numbers))
    return [[points[far[:groups]], *_equal_parts(points, groups, sweeps)] for groups in numbers]


def _far_apart(points: Floats, most: int) -> list[int]:
    """The point furthest from the middle, and again and again the one furthest from all that were chosen."""
    x, y = points.T
    middle = points.mean(axis=0)
    chosen = [int(((x - middle[0]) ** 2 + (y - middle[1]) ** 2).argmax())]
    gap = np.full(len(points), np.inf)
    while len(chosen) < most:
        gap = np.minimum(gap, (x - x[chosen[-1]]) ** 2 + (y - y[chosen[-1]]) ** 2)
        chosen.append(int(gap.argmax()))
    return chosen


def _equal_parts(points: Floats, groups: int, sweeps: Ints) -> Floats:
    """The middles of equal parts of each sweep, and of the last one begun half a part later: (4, groups, 2)."""
    each, more = divmod(len(points), groups)
    size = np.full(groups, each)
    size[:more] += 1
    orders = np.stack([*sweeps, np.roll(sweeps[-1], len(points) // (2 * groups))], axis=1)
    added: Floats = np.add.reduceat(points[orders], np.cumsum(size) - size, axis=0)
    middles: Floats = (added / size[:, np.newaxis, np.newaxis]).transpose(1, 0, 2)
    return middles


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
