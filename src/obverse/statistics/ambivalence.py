"""The two sides of one value: how many say that it was strengthened, weakened, both or neither.

``histogram[s, w]`` counts the people who answered s (0..4) to "strengthened" and w (0..4) to "weakened".
The two are never netted: 40 % strengthened and 40 % weakened are not nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, Ints, table_of_counts
from obverse.statistics.clusters import clustered_mean, clustered_share
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.shares import wilson_share

DEGREES = 5
AMBIVALENCE_LIMITS = (-2.0, 4.0)
"""4 against 0 gives -2, 4 against 4 gives 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FourCells:
    """The shares of people who saw a value only strengthened, only weakened, both, or neither."""

    strengthened_only: Result
    weakened_only: Result
    both: Result
    neither: Result


def four_cells(histogram: npt.ArrayLike, *, level: float = 0.95) -> FourCells:
    """The four shares among people who answered independently, each with Wilson's interval.

    >>> answers = np.zeros((5, 5), dtype=int)
    >>> answers[3, 0], answers[0, 2], answers[2, 2] = 4, 3, 3
    >>> four_cells(answers).both.value
    0.3

    Raises:
        ValueError: the histogram is not 5 by 5, or a count is negative or broken.

    Source: two unipolar scales after Kaplan 1972; Wilson 1927.
    """
    cells = _cells(_degrees(histogram, 2))
    n = int(cells.sum())
    return FourCells(
        strengthened_only=wilson_share(int(cells[0]), n, level=level),
        weakened_only=wilson_share(int(cells[1]), n, level=level),
        both=wilson_share(int(cells[2]), n, level=level),
        neither=wilson_share(int(cells[3]), n, level=level),
    )


def four_cells_by_cluster(histograms: npt.ArrayLike, *, level: float = 0.95) -> FourCells:
    """The four shares among people who come in k clusters, from ``histograms[k, s, w]``; cluster-t intervals.

    >>> answers = np.zeros((6, 5, 5), dtype=int)
    >>> answers[:, 3, 0], answers[:, 2, 2] = [4, 2, 3, 4, 1, 4], [1, 2, 2, 0, 4, 1]
    >>> round(four_cells_by_cluster(answers).both.value, 2)
    0.36

    Raises:
        ValueError: the histograms are not 5 by 5, or a count is negative or broken.

    Source: see ``four_cells`` and ``clustered_share``.
    """
    cells = _cells(_degrees(histograms, 3))
    totals = cells.sum(axis=1)
    return FourCells(
        strengthened_only=clustered_share(cells[:, 0], totals, level=level),
        weakened_only=clustered_share(cells[:, 1], totals, level=level),
        both=clustered_share(cells[:, 2], totals, level=level),
        neither=clustered_share(cells[:, 3], totals, level=level),
    )


def ambivalence(histogram: npt.ArrayLike, *, level: float = 0.95) -> Result:
    """The mean of ``(S+W)/2 - |S-W|`` over people who answered independently.

    4 for somebody who saw the value both strengthened and weakened as much as possible, -2 for somebody
    who saw one side only, 0 for neither. The interval is Student's t on the logit of the place between -2
    and 4, and where all answers agree it covers what a share of ``1 - (α/2)^(1/n)`` of unlike answers
    could change.

    >>> answers = np.zeros((5, 5), dtype=int)
    >>> answers[3, 0], answers[0, 2], answers[2, 2] = 4, 3, 3
    >>> round(ambivalence(answers).value, 2)
    -0.3

    Raises:
        ValueError: the histogram is not 5 by 5, or a count is negative or broken.

    Source: Thompson, Zanna & Griffin 1995 (Griffin index).
    """
    return mean_of_histogram(
        _scores().ravel(),
        _degrees(histogram, 2).ravel(),
        unit=Unit.DEGREE,
        limits=AMBIVALENCE_LIMITS,
        level=level,
    )


def ambivalence_by_cluster(histograms: npt.ArrayLike, *, level: float = 0.95) -> Result:
    """The mean of ``(S+W)/2 - |S-W|`` over people in k clusters, from ``histograms[k, s, w]``; see ``ambivalence``.

    >>> answers = np.zeros((6, 5, 5), dtype=int)
    >>> answers[:, 3, 0], answers[:, 2, 2] = [4, 2, 3, 4, 1, 4], [1, 2, 2, 0, 4, 1]
    >>> round(ambivalence_by_cluster(answers).value, 2)
    -0.25

    Raises:
        ValueError: the histograms are not 5 by 5, or a count is negative or broken.
    """
    table = _degrees(histograms, 3)
    return clustered_mean(
        np.einsum("ksw,sw->k", table, _scores()),
        table.sum(axis=(1, 2)),
        unit=Unit.DEGREE,
        limits=AMBIVALENCE_LIMITS,
        level=level,
    )


def _degrees(histogram: npt.ArrayLike, dimensions: int) -> Ints:
    table = table_of_counts(histogram, "answers", dimensions)
    if table.shape[-2:] != (DEGREES, DEGREES):
        raise ValueError(f"answers: degrees 0 to 4 on both sides are expected, not {table.shape[-2:]}")
    return table


def _cells(table: Ints) -> Ints:
    """Strengthened only, weakened only, both, neither; along the last axis."""
    return np.stack(
        (
            table[..., 1:, 0].sum(axis=-1),
            table[..., 0, 1:].sum(axis=-1),
            table[..., 1:, 1:].sum(axis=(-2, -1)),
            table[..., 0, 0],
        ),
        axis=-1,
    )


def _scores() -> Floats:
    strengthened, weakened = np.meshgrid(np.arange(DEGREES), np.arange(DEGREES), indexing="ij")
    return np.asarray((strengthened + weakened) / 2 - np.abs(strengthened - weakened), dtype=np.float64)
