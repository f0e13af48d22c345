"""Axes: from figures to places in a drawing, with round numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from obverse.quantities import Unit

LETTER = 7.4  # mean width of a letter on a phone, where letters are largest, in units of the drawing
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SHORT = 3.0  # a logarithmic axis this short is almost even, and gets even numbers
_COARSE, _FINE = (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a drawing: where it stands, and which of its ends or its middle stands there."""

    x: float
    text: str
    anchor: str = "middle"
    y: float = 0.0


def label(x: float, text: str, start: float, end: float, y: float = 0.0) -> Label:
    """A label centred at ``x``, or moved just so far that it stays between ``start`` and ``end``.

    >>> label(2.0, "100 %", 0.0, 340.0)
    Label(x=0.0, text='100 %', anchor='start', y=0.0)
    """
    half = len(text) * LETTER / 2
    if x - half < start:
        return Label(start, text, "start", y)
    if x + half > end:
        return Label(end, text, "end", y)
    return Label(x, text, "middle", y)


@dataclass(frozen=True, slots=True)
class Axis:
    """The figures ``low`` to ``high`` laid out from ``start`` to ``end``.

    ``step`` is the distance between two of its numbers, 0 where they lie at uneven distances.
    """

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool
    ticks: tuple[float, ...]
    step: float

    def place(self, value: float | None, otherwise: float = 0.0) -> float:
        """Where a figure stands; figures beyond an end stand at that end, None at ``otherwise``."""
        if value is None:
            return round(otherwise, 1)
        low, high = self.low, self.high
        if self.logarithmic:
            value = math.log(value) if value > 0 else -math.inf
            low, high = math.log(low), math.log(high)
        share = min(1.0, max(0.0, (value - low) / (high - low)))
        return round(self.start + share * (self.end - self.start), 1)

    def written(self, write: Callable[[float, float], str]) -> list[str]:
        """The axis's numbers as texts; at uneven distances each has as many decimals as it needs."""
        return [write(tick, self.step or tick) for tick in self.ticks]


def axis_for(
    values: Iterable[float | None],
    unit: Unit,
    start: float,
    end: float,
    write: Callable[[float, float], str],
    *,
    from_zero: bool = False,
    upright: bool = False,
) -> Axis:
    """An axis for some figures (None stands for unbounded), with as many round numbers as find room.

    Ratios get a logarithmic axis, so that half and double lie at the same distance from one. The others start
    at zero if that costs little room, or in any case with ``from_zero``. ``write`` turns a number of the axis
    and the distance between two of them into a text; on an ``upright`` axis these texts stand above each other.
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    logarithmic = unit.scale == "log"
    if logarithmic:
        low, high = _logarithmic([value for value in known if value > 0])
    else:
        low, high = _linear(known, unit, from_zero=from_zero)
    axis = Axis(low, high, start, end, logarithmic, (), 0.0)
    for most in (6, 5, 4, 3, 2):
        ticks, step = _round_powers(low, high, most) if logarithmic else _round_numbers(low, high, most)
        axis = Axis(low, high, start, end, logarithmic, ticks, step)
        room = 2.0 * LETTER if upright else max(map(len, axis.written(write)), default=1) * LETTER
        places = [axis.place(tick) for tick in ticks]
        if all(abs(right - left) > room + 8 for left, right in pairwise(places)):
            break
    return axis


def _linear(known: list[float], unit: Unit, *, from_zero: bool) -> tuple[float, float]:
    low, high = min(known, default=0.0), max(known, default=1.0)
    if from_zero or low < 2 * (high - low):
        low = min(low, 0.0)
    if from_zero or -high < 2 * (high - low):
        high = max(high, 0.0)
    room = 0.06 * (high - low) or max(abs(high), 1.0) * 0.1
    low = low if low == 0.0 else max(low - room, unit.lowest)
    high = high if high == 0.0 else min(high + room, unit.highest)
    return (low, high) if low < high else (low, low + 1.0)


def _logarithmic(known: list[float]) -> tuple[float, float]:
    low, high = min([*known, 1.0]), max([*known, 1.0])
    room = max(1.1, (high / low) ** 0.08)
    return low / room, high * room


def _round_numbers(low: float, high: float, most: int) -> tuple[tuple[float, ...], float]:
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(step for step in _STEPS if step * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1)), step


def _round_powers(low: float, high: float, most: int) -> tuple[tuple[float, ...], float]:
    if high / low < _SHORT:
        return _round_numbers(low, high, most)
    for steps in (_FINE, _COARSE, (1.0,)):
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        found = [round(step * 10.0**power, 10) for power in powers for step in steps]
        ticks = tuple(tick for tick in found if low <= tick <= high)
        if len(ticks) <= most:
            break
    ticks = ticks[:: math.ceil(len(ticks) / most)] if len(ticks) > most else ticks
    return ticks, 0.0
