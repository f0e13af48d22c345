"""What every opinion group agrees with: a small group counts as much as a large one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, table_of_counts


def group_informed_consensus(agrees: npt.ArrayLike, votes: npt.ArrayLike) -> Floats:
    """The chance that people from all groups agree with a statement, one value 0..1 for each of s statements.

    ``Π_g (agrees_g + 1) / (votes_g + 2)`` for ``agrees[g, s]`` of ``votes[g, s]`` votes, those who passed included.
    A group that did not see a statement counts with one half; one group against is enough to bring it down. It has
    no unit in which more groups could be compared with fewer: compare statements of one conversation only.

    >>> group_informed_consensus([[8, 8], [4, 0]], [[8, 8], [4, 4]]).round(3).tolist()
    [0.75, 0.15]

    Raises:
        ValueError: the tables have different shapes, or more agree than vote.

    Source: Small, Bjorkegren, Erkkila, Shaw & Megill 2021 (Polis).
    """
    agreed, cast = table_of_counts(agrees, "agrees", 2), table_of_counts(votes, "votes", 2)
    if agreed.shape != cast.shape:
        raise ValueError("agrees and votes: one row for each group and one column for each statement")
    if (agreed > cast).any():
        raise ValueError("agrees: more agree with a statement than vote on it")
    return np.asarray(np.prod((agreed + 1) / (cast + 2), axis=0), dtype=np.float64)
