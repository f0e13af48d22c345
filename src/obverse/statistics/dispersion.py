"""How much more unevenly counted events come than if each came by itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import counts


def dispersion_of_counts(*groups: npt.ArrayLike) -> float:
    """Pearson's dispersion of counts over equal periods, each group around its own mean; at least 1.

    ``φ = Σ (c - m)²/m / (K - G)`` over the K periods of the G groups that hold any event: 1 for events that come
    one by one (Poisson), about k where each occasion brings k of them. Less than 1 is taken as 1, so that chance
    never makes an interval narrower.

    >>> dispersion_of_counts([6, 0, 0, 6, 0, 0], [3, 0, 3, 0, 0, 0])
    3.6
    >>> dispersion_of_counts([2, 2, 2], [1, 1, 1])
    1.0

    Raises:
        ValueError: a count is negative or not whole.

    Source: Wedderburn 1974, Biometrika 61; McCullagh & Nelder 1989, quasi-likelihood.
    """
    seen = [table for group in groups if (table := counts(group, "counts")).sum()]
    freedom = sum(len(table) - 1 for table in seen)
    if freedom < 1:
        return 1.0
    pearson = sum(float(((table - table.mean()) ** 2).sum() / table.mean()) for table in seen)
    return max(1.0, float(np.round(pearson / freedom, 12)))
