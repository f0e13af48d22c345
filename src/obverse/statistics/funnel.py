"""Which of many units differ more than chance explains: limits that widen where a unit has few cases.

A unit is judged by itself against one common value, whatever its neighbours have: nothing here puts units in order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrc, betainc, ndtr, ndtri

from obverse.quantities import NotEstimable
from obverse.statistics.arrays import Floats, counts, numbers, same_length
from obverse.statistics.results import too_few, undefined

FEWEST_UNITS = 10
WINSORISED = 0.1
_FARTHEST = 37.0  # normal deviates beyond it have no probability that a machine can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Units against the one value that would explain them all by chance.

    ``centre`` is this value; ``tail`` holds, for each unit, the probability of lying so far out on its side or
    farther if its true value is the centre, ``above`` whether that side is the upper one. ``dispersion`` says by
    how much the squared distances exceed those of chance, at least 1; it widens all limits by its root.
    """

    centre: float
    tail: Floats
    above: npt.NDArray[np.bool_]
    dispersion: float

    def tail_at(self, level: float, *, widened: bool = True) -> float:
        """The probability in one tail at which the limits of a level stand.

        >>> round(binomial_funnel([10] * 10, [20] * 10).tail_at(0.95), 6)
        0.025
        """
        stretch = math.sqrt(self.dispersion) if widened else 1.0
        return float(ndtr(ndtri(0.5 - level / 2) * stretch))

    def outside(self, level: float, *, widened: bool = True) -> npt.NDArray[np.bool_]:
        """Which units lie on or beyond the limits of a level.

        >>> int(binomial_funnel([1, 19] + [10] * 18, [20] * 20).outside(0.95).sum())
        2
        """
        return np.asarray(self.tail <= self.tail_at(level, widened=widened) * (1 + 1e-9))

    @property
    def p(self) -> Floats:
        """The two-sided p value of each unit, beyond chance and beyond the usual spread of these units."""
        z = ndtri(np.minimum(self.tail, 0.5)) / math.sqrt(self.dispersion)
        return np.asarray(np.minimum(1.0, 2 * ndtr(z)), dtype=np.float64)


def binomial_funnel(events: npt.ArrayLike, cases: npt.ArrayLike) -> Funnel | NotEstimable:
    """Shares ``events / cases`` of many units against their common share.

    The centre is ``Σ events / Σ cases``; tails are exact binomial probabilities, so that small units need no
    approximation. The dispersion rests on mid-p deviates, see ``dispersion_beyond_chance``.

    >>> funnel = binomial_funnel([1, 19] + [10] * 18, [20] * 20)
    >>> funnel.centre, funnel.dispersion
    (0.5, 1.0)
    >>> bool(funnel.outside(0.998)[0])
    True

    Raises:
        ValueError: lengths differ, or a unit has more events than cases, or none of either.

    Source: funnel plots after Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202.
    """
    happened, n = counts(events, "events"), counts(cases, "cases")
    same_length(events=happened, cases=n)
    if (happened > n).any() or (n < 1).any():
        raise ValueError("each unit needs at least one case and no more events than cases")
    if len(n) < FEWEST_UNITS:
        return too_few("more_clusters", len(n), FEWEST_UNITS, "clusters")
    if happened.sum() in {0, n.sum()}:
        return undefined("nonzero_total", "events")
    share = float(happened.sum() / n.sum())
    at_most = bdtr(happened.astype(float), n, share)
    at_least = np.where(happened == 0, 1.0, bdtrc(happened.astype(float) - 1, n, share))
    mass = np.maximum(0.0, at_most + at_least - 1)
    below, beyond = at_most - mass / 2, at_least - mass / 2
    z = np.where(below < beyond, ndtri(np.minimum(below, 0.5)), -ndtri(np.minimum(beyond, 0.5)))
    return Funnel(
        centre=share,
        tail=np.minimum(at_most, at_least),
        above=at_least < at_most,
        dispersion=max(1.0, dispersion_beyond_chance(z)),
    )


def funnel_of_estimates(values: npt.ArrayLike, errors: npt.ArrayLike) -> Funnel | NotEstimable:
    """Estimates with standard errors, on a scale where these are symmetric, against their common value.

    The centre is the mean weighted by ``1/error²``; tails are those of the normal distribution at
    ``(value - centre)/error``.

    >>> funnel = funnel_of_estimates([0.0] * 9 + [4.0], [1.0] * 10)
    >>> round(funnel.centre, 1), funnel.outside(0.998).tolist().index(True)
    (0.4, 9)

    Raises:
        ValueError: lengths differ, or a standard error is not above 0.

    Source: funnel plots after Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202.
    """
    seen, spread = numbers(values, "values"), numbers(errors, "errors")
    same_length(values=seen, errors=spread)
    if (spread <= 0).any():
        raise ValueError(
            "a standard error lies above 0; what was counted completely has no place in a funnel"
        )
    if len(seen) < FEWEST_UNITS:
        return too_few("more_clusters", len(seen), FEWEST_UNITS, "clusters")
    weight = 1 / spread**2
    centre = float(seen @ weight / weight.sum())
    z = (seen - centre) / spread
    return Funnel(
        centre=centre, tail=ndtr(-np.abs(z)), above=z > 0, dispersion=max(1.0, dispersion_beyond_chance(z))
    )


def dispersion_beyond_chance(z: npt.ArrayLike, *, winsorised: float = WINSORISED) -> float:
    """By how much squared normal deviates exceed 1 on average, with the outermost tenth drawn in on either side.

    The lowest ``⌊u/10⌋`` of u deviates are set to the next one, the highest likewise, so that a few units that
    truly differ do not widen the limits behind which they would hide. Departure: the mean square is divided by
    what it is for a normal distribution drawn in alike (0.68 at a tenth), so that chance alone gives 1.

    >>> round(dispersion_beyond_chance([-2.0, -1, -1, -0.5, 0, 0, 0.5, 1, 1, 30]), 2)
    0.96

    Raises:
        ValueError: there is no deviate.

    Source: multiplicative over-dispersion after Spiegelhalter 2005, Statistics in Medicine 24, and Spiegelhalter
    2005, Quality and Safety in Health Care 14, 347-351.
    """
    ordered = np.sort(np.clip(numbers(z, "deviates"), -_FARTHEST, _FARTHEST))
    units = len(ordered)
    if not units:
        raise ValueError("there is no deviate")
    drawn_in = math.floor(winsorised * units + 1e-9)
    held = np.clip(ordered, ordered[drawn_in], ordered[units - 1 - drawn_in])
    share = drawn_in / units
    edge = float(ndtri(1 - share)) if share else 0.0
    density = math.exp(-edge * edge / 2) / math.sqrt(2 * math.pi)
    expected = 1 - 2 * share + 2 * share * edge * edge - 2 * edge * density
    return float(np.mean(held**2)) / expected


def binomial_limits(centre: float, cases: npt.ArrayLike, tail: float) -> tuple[Floats, Floats]:
    """The shares below and above which a unit lies outside, for some numbers of cases.

    Binomial probabilities continued between whole numbers by the incomplete beta function: a share on or beyond
    the line has a tail of at most ``tail``, exactly. Where even 0 (or all) of the cases would not be outside, the
    limit is minus (or plus) infinity.

    >>> low, high = binomial_limits(0.5, [20, 2], 0.025)
    >>> [round(float(end), 3) for end in (*low, *high)]
    [0.258, -inf, 0.742, inf]

    Raises:
        ValueError: the centre or the tail does not lie between 0 and 1.
    """
    n = numbers(cases, "cases")
    if not (0 < centre < 1 and 0 < tail < 1):
        raise ValueError("the centre and the tail lie between 0 and 1")
    low = _lowest_inside(1 - centre, n, tail)
    high = 1 - _lowest_inside(centre, n, tail)
    return low, high


def _lowest_inside(complement: float, n: Floats, tail: float) -> Floats:
    """The x/n at which P(at most x) = tail, for the probability ``1 - complement`` of an event."""
    reachable = complement**n <= tail
    least, most = np.zeros_like(n), n.copy()
    for _ in range(60):
        middle = (least + most) / 2
        far_out = betainc(np.maximum(n - middle, 1e-12), middle + 1, complement) <= tail
        least, most = np.where(far_out, middle, least), np.where(far_out, most, middle)
    return np.where(reachable, least / n, -np.inf)
