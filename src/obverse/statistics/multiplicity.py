"""Many questions put to the same data: adjusted p values, and p values read off published intervals."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Floats, numbers


def holm(p: npt.ArrayLike) -> Floats:
    """The p values adjusted so that one false alarm in the whole family has at most the stated chance.

    The i-th smallest of m becomes the largest ``(m - j + 1)·p_(j)`` over j ≤ i, at most 1. Valid whatever
    the dependence between the questions.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]

    Raises:
        ValueError: a value does not lie between 0 and 1.

    Source: Holm 1979, Scandinavian Journal of Statistics 6.
    """
    values, order = _sorted(p)
    adjusted = np.empty_like(values)
    steps = np.arange(len(values), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(values[order] * steps))
    return adjusted


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """The p values adjusted so that of what is reported a stated share at most is false on average.

    The i-th smallest of m becomes the smallest ``m·p_(j)/j`` over j ≥ i. Valid for independent or
    positively dependent questions: for a screen, not for declared primary ones.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]

    Raises:
        ValueError: a value does not lie between 0 and 1.

    Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57.
    """
    values, order = _sorted(p)
    adjusted = np.empty_like(values)
    steps = len(values) / np.arange(1, len(values) + 1)
    adjusted[order] = np.minimum.accumulate((values[order] * steps)[::-1])[::-1]
    return adjusted


def p_value_from_interval(
    value: float,
    low: float,
    high: float,
    level: float,
    threshold: float,
    *,
    scale: str = "identity",
) -> float:
    """The two-sided p value of "the truth is ``threshold``" that an interval implies.

    ``z = z_level·|value - threshold| / |value - end|`` with the end that faces the threshold (all on the
    logarithm for ``scale="log"``), ``p = 2·Φ(-z)``; p < 1 - level exactly when this end excludes the
    threshold. An end at the value itself (a full count) gives 0 or 1, an infinite end gives 1. A value of
    0 has no logarithm and is taken on the identity scale.

    >>> round(p_value_from_interval(0.81, 0.70, 0.94, 0.95, 1.0, scale="log"), 3)
    0.006

    Raises:
        ValueError: the value does not lie in the interval, the level is not between 0 and 1, or the scale is
            neither identity nor log.

    Source: Altman & Bland 2011, BMJ 343:d2304, who use the mean of the two sides (their example: P =
    0.005).
    """
    if not low <= value <= high:
        raise ValueError(f"the value {value:g} does not lie between {low:g} and {high:g}")
    if not 0 < level < 1:
        raise ValueError(f"the level {level:g} must lie between 0 and 1")
    if scale not in {"identity", "log"}:
        raise ValueError(f"the scale {scale!r} is neither identity nor log")
    if threshold == value:
        return 1.0
    end = high if threshold > value else low
    excluded = threshold > high or threshold < low
    distance, reach = _distance(value, threshold, scale), _distance(value, end, scale)
    if reach == 0:
        p = 0.0
    elif math.isinf(reach):
        p = 1.0
    else:
        # judging imports this module, and nothing else of judging needs the functions
        from scipy.special import ndtr, ndtri  # noqa: PLC0415 - loaded by the first figure that has a sample

        p = 2 * float(ndtr(-float(ndtri(0.5 + level / 2)) * distance / reach))
    # rounding must not make verdict and p value disagree
    return min(p, math.nextafter(1 - level, 0.0)) if excluded else max(p, 1 - level)


def _distance(a: float, b: float, scale: str) -> float:
    if scale == "log" and a > 0:
        return abs(math.log(a) - math.log(b)) if b > 0 else math.inf
    return abs(a - b)


def _sorted(p: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.intp]]:
    values = numbers(p, "p values")
    if ((values < 0) | (values > 1)).any():
        raise ValueError("p values lie between 0 and 1")
    return values, np.argsort(values, kind="stable")
