"""How far goals were attained, on the five steps from -2 (much less than hoped) to +2 (much more).

The steps are ordered and no more: what is counted is whether a goal was attained (0 or above). The T score of
Kiresuk and Sherman adds the steps up as if they were metres, and assumes how goals hang together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable, Result
from obverse.statistics.arrays import Floats, Ints, table_of_counts
from obverse.statistics.cluster_differences import clustered_difference
from obverse.statistics.clusters import clustered_share
from obverse.statistics.permutation import PermutationTest, monte_carlo
from obverse.statistics.results import too_few
from obverse.statistics.shares import difference_of_shares, wilson_share

STEPS = 5
ATTAINED = 2
"""The place of the step 0 among -2..+2."""
MOST_EXCHANGES = 20_000
"""Up to so many ways of exchanging owners all of them are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainmentDifference:
    """The difference a - b of the shares of attained goals, and the test that exchanges owners."""

    difference: Result
    test: PermutationTest | NotEstimable


def attained_share(levels: npt.ArrayLike, *, level: float = 0.95) -> Result:
    """The share of goals that were attained (0 or above) over the goals of k owners.

    ``levels[i, s]`` counts the goals of owner i on the step s of -2..+2; owners without a goal are left out.
    Goals of one owner are rated alike: the interval is ``clustered_share`` over owners, or Wilson's where
    each has one goal. n is the number of goals.

    >>> share = attained_share([[0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [1, 0, 0, 0, 0]])
    >>> share.value, share.n, share.method
    (0.5, 4, 'wilson')

    Raises:
        ValueError: there are not five steps, or a count is negative or broken.

    Source: share at or above 0 instead of the T score, after MacKay et al. 1996.
    """
    attained, goals = _by_owner(levels)
    if not len(goals):
        return too_few("more_cases", 0, 1, "goals")
    if (goals == 1).all():
        return wilson_share(int(attained.sum()), len(goals), level=level)
    return clustered_share(attained, goals, level=level)


def attainment_difference(
    levels_a: npt.ArrayLike,
    levels_b: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 9999,
    level: float = 0.95,
) -> AttainmentDifference:
    """The difference between two groups of owners in the share of attained goals, with a permutation test.

    Rows as in ``attained_share``. The interval is ``clustered_difference``, or Newcombe's where each owner has
    one goal; the test asks how often exchanging owners between the groups gives an absolute difference as
    large. Where there are at most 20,000 ways to exchange, all are tried, the test is exact and nothing is
    drawn. With few owners the smallest possible p may be large: it is printed with it.

    >>> failed, reached = [[1, 0, 0, 0, 0]] * 4, [[0, 0, 1, 0, 0]] * 4
    >>> difference = attainment_difference(failed, reached, np.random.default_rng(1))
    >>> difference.difference.value, round(difference.test.p, 4)
    (-1.0, 0.0286)

    Raises:
        ValueError: there are not five steps, or a count is negative or broken.

    Source: exact test after Fisher 1935; Phipson & Smyth 2010 for the drawn one.
    """
    (attained_a, goals_a), (attained_b, goals_b) = _by_owner(levels_a), _by_owner(levels_b)
    if not len(goals_a) or not len(goals_b):
        silence = too_few("both_groups", min(len(goals_a), len(goals_b)), 1, "goals")
        return AttainmentDifference(difference=silence, test=silence)
    if (goals_a == 1).all() and (goals_b == 1).all():
        difference = difference_of_shares(
            int(attained_a.sum()), len(goals_a), int(attained_b.sum()), len(goals_b), level=level
        )
    else:
        difference = clustered_difference(attained_a, goals_a, attained_b, goals_b, level=level)
    return AttainmentDifference(
        difference=difference,
        test=_exchanged(
            np.concatenate([attained_a, attained_b]),
            np.concatenate([goals_a, goals_b]),
            len(goals_a),
            rng,
            draws,
        ),
    )


def _by_owner(levels: npt.ArrayLike) -> tuple[Ints, Ints]:
    table = table_of_counts(levels, "levels", 2)
    if table.size and table.shape[1] != STEPS:
        raise ValueError(f"levels: five steps from -2 to +2 are expected, not {table.shape[1]}")
    goals = table.sum(axis=1)
    return table[goals > 0, ATTAINED:].sum(axis=1), goals[goals > 0]


def _exchanged(
    attained: Ints, goals: Ints, first: int, rng: np.random.Generator, draws: int
) -> PermutationTest:
    owners = len(goals)
    seen = float(_gaps(attained, goals, np.arange(first)[np.newaxis])[0])
    ways = math.comb(owners, first)
    if ways > MOST_EXCHANGES:
        chosen = rng.permuted(np.tile(np.arange(owners), (draws, 1)), axis=1)[:, :first]
        return monte_carlo(seen, _gaps(attained, goals, chosen), n=owners, method="attainment_permutation")
    every = np.fromiter(chain.from_iterable(combinations(range(owners), first)), np.int64, ways * first)
    gaps = _gaps(attained, goals, every.reshape(ways, first))
    return PermutationTest(
        p=float((gaps >= seen - 1e-9).mean()),
        smallest_p=float((gaps >= gaps.max() - 1e-9).mean()),
        statistic=seen,
        draws=ways,
        n=owners,
        method="attainment_exact",
    )


def _gaps(attained: Ints, goals: Ints, chosen: Ints) -> Floats:
    """The absolute difference of the two shares for each choice of the owners of the first group."""
    top, base = attained[chosen].sum(axis=1), goals[chosen].sum(axis=1)
    return np.asarray(np.abs(top / base - (attained.sum() - top) / (goals.sum() - base)), dtype=np.float64)
