"""A funnel as a drawing: each process at its size and its figure, between limits that widen where cases are few."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.quantities import Unit
from obverse.reports.html.axis import Axis, Label, axis_for, label
from obverse.reports.html.oversight_words import OversightWords
from obverse.reports.html.words import UNITS

WIDTH = 340.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 328.0, 12.0, 212.0
_MANTISSAS = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """All lines and points of a funnel; points are grouped by their zone, each group one path of dots."""

    height: float
    centre: float
    limits: Mapping[str, tuple[str, ...]]
    points: Mapping[str, str]
    beside: tuple[Label, ...]
    ticks: tuple[Label, ...]
    heights: tuple[float, ...]
    along: Label


def funnel_drawing(figure: Mapping[str, Any], words: OversightWords) -> FunnelDrawing:
    """The funnel of a figure that has one."""
    funnel = figure["funnel"]
    unit = UNITS[figure["unit"]]
    placed = [point for point in figure["points"] if point["size"] is not None]
    upright = _upright(funnel, placed, unit, words)
    across = _across([point["size"] for point in placed])
    zones: dict[str, list[str]] = {"within": [], "between": [], "beyond": [], "differs": []}
    for point in placed:
        zone = "differs" if point["differs"] else point["zone"]
        # a line of no length with round ends is a dot: thousands of them stay a light page
        zones[zone].append(f"M{across.place(point['size']):g} {upright.place(point['value']):g}h0")
    along = words.text(f"along.{funnel['kind']}")
    return FunnelDrawing(
        height=BOTTOM + 38,
        centre=upright.place(funnel["centre"]),
        limits={
            name: tuple(
                path
                for side in ("low", "high")
                for path in _curve(funnel["sizes"], level[side], across, upright)
            )
            for name, level in zip(("near", "far"), funnel["levels"], strict=True)
        },
        points={zone: "".join(dots) for zone, dots in zones.items() if dots},
        beside=tuple(
            Label(LEFT - 6, text, "end", upright.place(tick) + 4)
            for tick, text in zip(
                upright.ticks,
                upright.written(lambda tick, step: words.tick(tick, step, figure["unit"])),
                strict=True,
            )
        ),
        ticks=tuple(
            label(across.place(tick), text, LEFT - 10, WIDTH, BOTTOM + 15)
            for tick, text in zip(across.ticks, map(words.size, across.ticks), strict=True)
        ),
        heights=tuple(upright.place(tick) for tick in upright.ticks),
        along=Label(RIGHT, along, "end", BOTTOM + 32),
    )


def _upright(
    funnel: Mapping[str, Any], placed: Sequence[Mapping[str, Any]], unit: Unit, words: OversightWords
) -> Axis:
    middle = len(funnel["sizes"]) // 2
    near = [level[side][middle] for level in funnel["levels"] for side in ("low", "high")]
    values = [point["value"] for point in placed]
    return axis_for(
        [*values, *near, funnel["centre"]],
        unit,
        BOTTOM,
        TOP,
        lambda tick, step: words.tick(tick, step, unit.label),
        upright=True,
    )


def _across(sizes: Sequence[float]) -> Axis:
    low, high = min(sizes) / 1.15, max(sizes) * 1.15
    ticks: tuple[float, ...] = ()
    for mantissas in _MANTISSAS:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        found = (round(mantissa * 10.0**power, 12) for power in powers for mantissa in mantissas)
        ticks = tuple(tick for tick in found if low <= tick <= high)
        if len(ticks) <= _MOST_TICKS:
            break
    ticks = ticks[:: math.ceil(len(ticks) / _MOST_TICKS)] if len(ticks) > _MOST_TICKS else ticks
    if len(ticks) < 2:
        ticks = tuple(dict.fromkeys((min(sizes), max(sizes))))
    return Axis(low, high, LEFT, RIGHT, logarithmic=True, ticks=ticks, step=0.0)


def _curve(
    sizes: Sequence[float], ends: Sequence[float | None], across: Axis, upright: Axis
) -> tuple[str, ...]:
    """A limit as unbroken pieces: it breaks where there is none, and where it leaves the drawing."""
    pieces: list[list[str]] = [[]]
    for size, end in zip(sizes, ends, strict=True):
        if end is None or not upright.low <= end <= upright.high:
            pieces.append([])
            continue
        pieces[-1].append(f"{across.place(size):g} {upright.place(end):g}")
    return tuple("M" + "L".join(piece) for piece in pieces if len(piece) > 1)
