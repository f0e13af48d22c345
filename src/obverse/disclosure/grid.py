"""The published grid: how coarse a figure that is no plain share has to be, and how it is rounded to it."""

from __future__ import annotations

import math

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice(step: float) -> float:
    """The smallest round number (1, 2, 2.5 or 5 times a power of ten) that is at least ``step``.

    >>> nice(0.031), nice(0.2), nice(7)
    (0.05, 0.2, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(step))
    # a power of ten is not exact in binary
    return round(next(power * one for one in _NICE if power * one >= step * (1 - 1e-9)), 12)


def snapped(value: float, step: float, *, log: bool = False) -> float:
    """The grid's nearest point; on a logarithmic grid 1 is a point.

    >>> snapped(0.27, 0.1), round(snapped(2.6, 0.2, log=True), 3)
    (0.3, 2.718)
    """
    if log:
        return math.exp(round(math.log(value) / step) * step)
    return round(round(value / step) * step, 9)


def outwards(low: float, high: float, step: float, *, log: bool = False) -> tuple[float, float]:
    """The smallest interval between grid points that holds both ends; what is unbounded stays so.

    >>> outwards(0.12, 0.38, 0.1)
    (0.1, 0.4)
    """
    if log:
        return _log_end(low, step, math.floor), _log_end(high, step, math.ceil)
    return _end(low, step, math.floor), _end(high, step, math.ceil)


def _end(end: float, step: float, towards: object) -> float:
    if math.isinf(end):
        return end
    places = end / step
    whole = math.floor(places + 1e-9) if towards is math.floor else math.ceil(places - 1e-9)
    return round(whole * step, 9)


def _log_end(end: float, step: float, towards: object) -> float:
    if end <= 0 or math.isinf(end):
        return max(end, 0.0)
    places = math.log(end) / step
    whole = math.floor(places + 1e-9) if towards is math.floor else math.ceil(places - 1e-9)
    return math.exp(whole * step)
