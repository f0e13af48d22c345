"""Where a rising function crosses a level: the one numerical search that exact intervals need."""

from __future__ import annotations

from collections.abc import Callable


def crossing(rising: Callable[[float], float], level: float, low: float, high: float) -> float:
    """The point of [low, high] at which ``rising`` reaches ``level``; an end where it never does.

    Halves the bracket until two neighbouring floating-point numbers are left, so the result does not
    depend on a tolerance.

    >>> round(crossing(lambda x: x * x, 2.0, 0.0, 2.0), 12)
    1.414213562373
    """
    while True:
        middle = low + (high - low) / 2
        if middle in {low, high}:
            return middle
        if rising(middle) < level:
            low = middle
        else:
            high = middle
