"""The small drawing beside a figure: what the evidence leaves possible, and the line that it is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.reports.html.axis import Axis, Label, axis_for, label
from obverse.reports.html.words import UNITS, Words

WIDTH = 340.0
MARGIN = 12.0
TOP = 20.0  # room for the threshold's label
LANE = 13.0
BOUNDED = {"share", "difference_of_shares", "index", "degree"}
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lane:
    """One interval: what it accounts for, its ends, and which of them are open."""

    kind: str
    left: float
    right: float
    y: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Graphic:
    """All lines, areas and labels of the drawing, in its own coordinates."""

    height: float
    top: float
    bottom: float
    point: float
    point_y: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Label, ...]
    tick_places: tuple[float, ...]
    unit: Label
    line: Label
    line_x: float
    worrying: tuple[tuple[float, float], ...]
    too_small: tuple[tuple[float, float], ...]
    text: str


def interval_graphics(items: Sequence[Item], words: Words) -> dict[str, Graphic]:
    """The drawings of an indicator's judged figures by their keys.

    Figures in a unit with fixed ends (shares, degrees) share one axis, so that the eye may compare them.
    """
    shared = {
        unit: _axis([item for item in items if item["result"]["unit"] == unit], unit, words)
        for unit in {item["result"]["unit"] for item in items} & BOUNDED
    }
    return {
        item["key"]: _graphic(
            item, shared.get(item["result"]["unit"]) or _axis([item], item["result"]["unit"], words), words
        )
        for item in items
    }


def _axis(items: Iterable[Item], unit: str, words: Words) -> Axis:
    values: list[float | None] = []
    for item in items:
        result, line = item["result"], item["threshold"]
        ends = [result, *(result[name] for name in ("missing", "coding") if result[name])]
        values += [result["value"], *(end for each in ends for end in (each["low"], each["high"]))]
        values += [line["value"], *_too_small(line, unit)]
    return axis_for(
        values, UNITS[unit], MARGIN, WIDTH - MARGIN, lambda tick, step: words.tick(tick, step, unit)
    )


def _too_small(line: Mapping[str, Any], unit: str) -> tuple[float, float]:
    """The band beside the threshold in which a difference is smaller than what matters."""
    value, smallest = line["value"], line["smallest_difference"]
    upper = value + smallest
    lower = value * value / upper if UNITS[unit].scale == "log" and upper > 0 else value - smallest
    match line["direction"]:
        case "high_is_bad":
            return value, upper
        case "low_is_bad":
            # the rule of the verdict takes the difference itself on the lower side, also for ratios
            return value - smallest, value
        case _:
            return lower, upper


def _graphic(item: Item, axis: Axis, words: Words) -> Graphic:
    result, line = item["result"], item["threshold"]
    unit = result["unit"]
    kinds = _intervals(result)
    lanes = tuple(
        _lane(kind, ends, axis, TOP + LANE * (place + 0.75)) for place, (kind, ends) in enumerate(kinds)
    )
    bottom = TOP + LANE * (len(lanes) + 0.5)
    worrying, too_small = _areas(line, unit, axis)
    places = tuple(axis.place(tick) for tick in axis.ticks)
    written = axis.written(lambda tick, step: words.tick(tick, step, unit))
    kind_of_axis = "graphic.logarithmic" if axis.logarithmic else "graphic.axis"
    line_x = axis.place(line["value"])
    return Graphic(
        height=bottom + 30,
        top=TOP,
        bottom=bottom,
        point=axis.place(result["value"]),
        point_y=lanes[0].y,
        lanes=lanes,
        ticks=tuple(label(x, text, 0, WIDTH, bottom + 13) for x, text in zip(places, written, strict=True)),
        tick_places=places,
        unit=Label(WIDTH, words.text(kind_of_axis, unit=words.axis(unit)), "end", bottom + 26),
        line=label(line_x, words.text("graphic.threshold", line=line["text"]), 0, WIDTH, TOP - 7),
        line_x=line_x,
        worrying=worrying,
        too_small=too_small,
        text=_in_words(item, words),
    )


def _intervals(result: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The lanes of a drawing: what was sampled or counted first, then what missing records and coders leave."""
    own: tuple[str, Mapping[str, Any]] = (str(result["basis"]), result)
    if result["basis"] in {"full_count", "bounds", "judgement"}:
        own = ({"full_count": "counted", "bounds": "missing", "judgement": "coding"}[result["basis"]], result)
    return [own, *((name, result[name]) for name in ("missing", "coding") if result[name])]


def _lane(kind: str, ends: Mapping[str, Any], axis: Axis, y: float) -> Lane:
    left, right = axis.place(ends["low"], axis.start), axis.place(ends["high"], axis.end)
    beyond = axis.logarithmic and ends["low"] is not None and ends["low"] <= 0
    return Lane(kind, left, right, round(y, 1), ends["low"] is None or beyond, ends["high"] is None)


def _areas(
    line: Mapping[str, Any], unit: str, axis: Axis
) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    threshold = axis.place(line["value"])
    lower, upper = (axis.place(end) for end in _too_small(line, unit))
    band = ((lower, upper),) if upper > lower else ()
    match line["direction"]:
        case "high_is_bad":
            return ((threshold, axis.end + MARGIN),), band
        case "low_is_bad":
            return ((axis.start - MARGIN, threshold),), band
        case _:
            return ((axis.start - MARGIN, axis.end + MARGIN),), band


def _in_words(item: Item, words: Words) -> str:
    result, line = item["result"], item["threshold"]
    parts = [
        words.text("graphic.figure", figure=result["text"], interval=result["interval_text"]),
        words.text("graphic.line", line=line["text"]),
        words.text(f"graphic.{line['direction']}"),
    ]
    if line["smallest_difference"]:
        parts.append(words.text("graphic.smallest", smallest=line["smallest_difference_text"]))
    return " ".join(parts)
