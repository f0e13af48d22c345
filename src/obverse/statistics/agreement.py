"""Agreement of codes between coders: Krippendorff's alpha."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, stdtrit

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats
from obverse.statistics.results import sampled, too_few, undefined

Metric = Literal["nominal", "ordinal", "interval", "ratio"]

FEWEST_UNITS = 10


def krippendorff_alpha(codes: npt.ArrayLike, *, metric: Metric = "nominal", level: float = 0.95) -> Result:
    """How far the coders agree beyond what their use of the codes gives by chance: 1 perfectly, 0 not at all.

    ``codes[u, c]`` is the code of unit u by coder c, nan where there is none; units with one code do not
    count. ``α = 1 - D_o/D_e`` from the coincidences ``o_ck = Σ_u n_uc(n_uk - [c=k])/(m_u - 1)`` and the
    squared distance of ``metric``: codes differ (nominal), ``(c-k)²`` (interval), ``((c-k)/(c+k))²``
    (ratio), or the number of codes between them (ordinal). The interval is ``± t·error`` by the
    delete-one-unit jackknife, on the logit of (α+1)/2; with perfect agreement it reaches down to ``1 -
    2·(1 - (α/2)^(1/u))``. Measured coverage at 95 %: 0.94 to 0.98 for 10 to 50 units with two to four
    equally frequent codes, 0.91 for 50 units where close to perfect ordinal; where a code is rare, units
    without it say little (down to 0.7 at 20). n is the number of units with two codes or more, at least
    10.

    >>> codes = [[1, 1], [2, 2], [3, 3], [3, 3], [2, 2], [1, 1], [4, 4], [1, 2], [2, 2], [5, 5], [1, 3]]
    >>> alpha = krippendorff_alpha(codes)
    >>> round(alpha.value, 3), alpha.n
    (0.77, 11)

    Raises:
        ValueError: the table is not (units, coders), a code is infinite, or a code is negative under ratio.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; interval by own jackknife.
    """
    table = np.asarray(codes, dtype=np.float64)
    if table.ndim != 2 or np.isinf(table).any():
        raise ValueError("codes: a table of units by coders with numbers or nan is expected")
    if metric == "ratio" and (table < 0).any():
        raise ValueError("codes: a ratio scale has no negative codes")
    values = np.sort(table[~np.isnan(table)])
    values = values[np.concatenate(([True], np.diff(values) > 0))] if len(values) else values
    used = (table[:, :, np.newaxis] == values).sum(axis=1).astype(np.float64)
    used = used[used.sum(axis=1) >= 2]
    units = len(used)
    if units < FEWEST_UNITS:
        return too_few("more_cases", units, FEWEST_UNITS, "cases")
    pairs = used[:, :, np.newaxis] * (used[:, np.newaxis, :] - np.eye(len(values)))
    pairs /= (used.sum(axis=1) - 1)[:, np.newaxis, np.newaxis]
    together = pairs.sum(axis=0)
    alpha = float(_alpha(together[np.newaxis], values, metric)[0])
    without_one = _alpha(together - pairs, values, metric)
    if np.isnan(alpha) or np.isnan(without_one).any():
        return undefined("more_cases", "cases")
    error = math.sqrt((units - 1) / units * float(np.sum((without_one - without_one.mean()) ** 2)))
    place = (1 + alpha) / 2
    if place >= 1 - 1e-12 or error == 0:
        unseen = 1 - ((1 - level) / 2) ** (1 / units)
        low, high = alpha - 2 * unseen, 1.0
    else:
        turn = float(stdtrit(units - 1, 0.5 + level / 2)) * error / 2 / (place * (1 - place))
        low, high = (2 * float(expit(logit(place) + side * turn)) - 1 for side in (-1, 1))
    return sampled(alpha, low, high, unit=Unit.INDEX, n=units, method="krippendorff_alpha", level=level)


def _alpha(together: Floats, values: Floats, metric: Metric) -> Floats:
    """Alpha for each of many matrices of coincidences; nan where only one code is in use."""
    frequency = together.sum(axis=2)
    distance = _distances(frequency, values, metric)
    everything = frequency.sum(axis=1)
    observed = (together * distance).sum(axis=(1, 2))
    expected = np.einsum("uc,uk,uck->u", frequency, frequency, distance) / (everything - 1)
    return np.asarray(
        np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1.0), np.nan), dtype=np.float64
    )


def _distances(frequency: Floats, values: Floats, metric: Metric) -> Floats:
    if metric == "ordinal":
        middle = np.cumsum(frequency, axis=1) - frequency / 2
        return np.asarray((middle[:, :, np.newaxis] - middle[:, np.newaxis, :]) ** 2, dtype=np.float64)
    gap = values[:, np.newaxis] - values
    if metric == "nominal":
        squared = (gap != 0).astype(np.float64)
    elif metric == "interval":
        squared = gap**2
    else:
        both = values[:, np.newaxis] + values
        squared = np.where(both > 0, gap / np.where(both > 0, both, 1.0), 0.0) ** 2
    return np.broadcast_to(squared, (len(frequency), *squared.shape))
