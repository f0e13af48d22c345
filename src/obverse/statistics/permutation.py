"""What exchanging labels at random says: the p value of a permutation test and how small it can get."""

from __future__ import annotations

from dataclasses import dataclass

from obverse.statistics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationTest:
    """A p value with the smallest one that so many draws could have given.

    ``statistic`` is in the units of the test, n the number of cases whose labels were exchanged, and
    ``method`` a key of ``methods.toml``.
    """

    p: float
    smallest_p: float
    statistic: float
    draws: int
    n: int
    method: str


def monte_carlo(seen: float, drawn: Floats, *, n: int, method: str) -> PermutationTest:
    """The test that the statistic ``seen`` is as large as those ``drawn`` under exchanged labels.

    ``p = (1 + number of draws ≥ seen) / (1 + draws)``: what was seen is one of the possible exchanges, so
    p is never 0 and never too small.

    >>> import numpy as np
    >>> monte_carlo(3.0, np.array([0.0, 1.0, 2.0, 3.0]), n=7, method="permutation_logrank").p
    0.4

    Source: Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9.
    """
    # draws equal to what was seen must count as equal after other roundings
    slack = 1e-9 * max(1.0, abs(seen))
    reached = int((drawn >= seen - slack).sum())
    smallest = 1 / (1 + len(drawn))
    return PermutationTest(
        p=(1 + reached) * smallest,
        smallest_p=smallest,
        statistic=float(seen),
        draws=len(drawn),
        n=n,
        method=method,
    )
