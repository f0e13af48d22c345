"""Whether groups wait equally long: the log-rank test by exchanging group labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable
from obverse.statistics.arrays import Floats, Ints, table_of_counts
from obverse.statistics.permutation import PermutationTest, monte_carlo
from obverse.statistics.results import too_few, undefined
from obverse.statistics.survival import day_counts

LARGEST_BATCH = 2_000_000
"""So many group-by-day counts are held in memory at a time."""


def logrank_statistic(events: npt.NDArray[np.generic], censored: npt.NDArray[np.generic]) -> Floats:
    """The log-rank chi-square of each of many worlds, for (worlds, groups, days) counts; unchecked.

    ``(O-E)' V⁻¹ (O-E)`` over all groups but the last, ``E = Σ d·r_g/r`` and ``V_gh = Σ
    d(r-d)/(r-1)·(r_g/r)(δ_gh - r_h/r)``, r being the numbers at risk.
    """
    happened = np.asarray(events, dtype=np.float64)
    leaving = happened + np.asarray(censored, dtype=np.float64)
    risk = np.cumsum(leaving[:, :, ::-1], axis=2)[:, :, ::-1]
    everyone = np.maximum(risk.sum(axis=1, keepdims=True), 1.0)
    all_events = happened.sum(axis=1, keepdims=True)
    part = risk / everyone
    gap = (happened - all_events * part).sum(axis=2)[:, :-1]
    weight = (all_events * (everyone - all_events) / np.maximum(everyone - 1, 1.0))[:, 0]
    part = part[:, :-1]
    variance = -np.einsum("wt,wgt,wht->wgh", weight, part, part)
    groups = np.arange(part.shape[1])
    variance[:, groups, groups] += np.einsum("wt,wgt->wg", weight, part)
    if part.shape[1] == 1:
        spread = variance[:, 0, 0]
        return np.where(spread > 0, gap[:, 0] ** 2 / np.where(spread > 0, spread, 1.0), 0.0)
    return np.asarray(np.einsum("wg,wgh,wh->w", gap, np.linalg.pinv(variance, hermitian=True), gap))


def permutation_logrank(
    times: npt.ArrayLike,
    events: npt.ArrayLike,
    censored: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 9999,
) -> PermutationTest | NotEstimable:
    """The log-rank test over g groups, its p value by exchanging the cases between the groups.

    ``events`` and ``censored`` are (groups, days) over the same ``times``. Each draw deals the cases of
    every day and fate to the groups anew, keeping the groups' sizes (a multivariate hypergeometric draw
    on the histogram, so that its cost does not grow with the number of cases). ``statistic`` is the usual
    chi-square. Exact where censoring does not depend on the group.

    >>> test = permutation_logrank(
    ...     [1, 2, 3, 4], [[0, 0, 2, 3], [3, 2, 0, 0]], [[0] * 4] * 2, np.random.default_rng(1)
    ... )
    >>> round(test.statistic, 2), test.p < 0.02
    (9.29, True)

    Raises:
        ValueError: shapes differ, days are not rising or negative, or a count is negative or broken.

    Source: Mantel 1966; Peto & Peto 1972; permutation after Heimann & Neuhaus 1998.
    """
    happened, open_ones = table_of_counts(events, "events", 2), table_of_counts(censored, "censored", 2)
    if happened.shape != open_ones.shape:
        raise ValueError(f"events {happened.shape} and censored {open_ones.shape} must have the same shape")
    day_counts(times, happened.sum(axis=0), open_ones.sum(axis=0))
    sizes = (happened + open_ones).sum(axis=1)
    if len(sizes) < 2 or (sizes == 0).any():
        return too_few("both_groups", float((sizes > 0).sum()), max(2, len(sizes)), "groups")
    if not happened.sum():
        return undefined("longer_follow_up", "events")
    kept = (happened + open_ones).sum(axis=0) > 0
    happened, open_ones = happened[:, kept], open_ones[:, kept]
    seen = float(logrank_statistic(happened[np.newaxis], open_ones[np.newaxis])[0])
    step = max(1, LARGEST_BATCH // (2 * happened.size))
    drawn = [
        logrank_statistic(*_dealt(happened, open_ones, sizes, rng, min(step, draws - start)))
        for start in range(0, draws, step)
    ]
    return monte_carlo(seen, np.concatenate(drawn), n=int(sizes.sum()), method="permutation_logrank")


def _dealt(
    happened: Ints, open_ones: Ints, sizes: Ints, rng: np.random.Generator, worlds: int
) -> tuple[Ints, Ints]:
    """Many worlds in which the same cases are dealt to groups of the same sizes."""
    days = happened.shape[1]
    cells = np.concatenate((happened.sum(axis=0), open_ones.sum(axis=0)))
    dealt = np.zeros((worlds, len(sizes), 2 * days), dtype=np.int64)
    left = np.broadcast_to(cells, (worlds, 2 * days)).copy()
    for group, size in enumerate(sizes[:-1]):
        if group == 0:
            dealt[:, 0] = rng.multivariate_hypergeometric(cells, int(size), size=worlds, method="marginals")
        else:
            for world in range(worlds):
                dealt[world, group] = rng.multivariate_hypergeometric(
                    left[world], int(size), method="marginals"
                )
        left -= dealt[:, group]
    dealt[:, -1] = left
    return dealt[:, :, :days], dealt[:, :, days:]
