"""Charts as drawings: bars over words, curves over numbers, two sides of one value; a gap is never a zero."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from obverse.quantities import Unit
from obverse.reports.html.axis import Axis, Label, axis_for, label
from obverse.reports.html.words import UNITS, Words

WIDTH = 340.0
GUTTER = 64.0  # room for the figures at the right end of bars
EDGE, MARGIN = 1.0, 12.0
LETTERS = 44  # of a category's name on one line
LINE = 17.0
BAR = 11.0
SERIES = 4  # as many as fillings can tell apart
POINTS = 25  # more of them would hide the curve


@dataclass(frozen=True, slots=True)
class Whisker:
    """An interval across a bar, with the ends that are open."""

    left: float
    right: float
    y: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: a bar with its interval and its text, or a gap that says so."""

    series: int
    x: float
    y: float
    width: float
    figure: Label
    whisker: Whisker | None
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its unbroken pieces, the bands around them, and its points."""

    series: int
    paths: tuple[str, ...]
    bands: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All lines, areas and labels of a chart, in its own coordinates."""

    kind: str
    height: float
    top: float
    bottom: float
    left: float
    right: float
    labels: tuple[Label, ...] = ()
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    heads: tuple[Label, ...] = ()
    beside: tuple[Label, ...] = ()
    ticks: tuple[Label, ...] = ()
    tick_places: tuple[float, ...] = ()
    reference: Label | None = None
    reference_at: float = 0.0
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a chart's table with its interval, or that there is none."""

    figure: str
    interval: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart as drawing, as words and as table."""

    drawing: Drawing
    caption: str
    text: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    unit: str
    along: str


def chart_view(chart: Mapping[str, Any], caption: str, n: int, words: Words) -> ChartView:
    """A finding's chart, ready to be drawn; ``n`` decides how many decimals its figures deserve."""
    names = tuple(series["name"] for series in chart["series"])
    rows = tuple(
        (category, tuple(_cell(series, place, chart["unit"], n, words) for series in chart["series"]))
        for place, category in enumerate(chart["categories"])
    )
    reference = "" if chart["reference"] is None else words.figure(chart["reference"], chart["unit"], n)
    text = [words.text(f"chart.{chart['kind']}", unit=chart["unit_label"], series=", ".join(names))]
    if reference:
        text.append(words.text("chart.reference", line=reference))
    text.append(words.text("chart.see_table"))
    return ChartView(
        drawing=_drawing(chart, n, words),
        caption=caption,
        text=" ".join(text),
        series=names,
        rows=rows,
        unit=chart["unit_label"],
        along=chart.get("along", ""),
    )


def _cell(series: Mapping[str, Any], place: int, unit: str, n: int, words: Words) -> Cell:
    if series["values"][place] is None:
        return Cell(words.text("chart.no_figure"), "")
    ends = _ends(series, place)
    if ends is None:
        return Cell(series["texts"][place], "")
    low, high = (words.text("chart.open") if end is None else words.figure(end, unit, n) for end in ends)
    return Cell(series["texts"][place], words.text("chart.interval", low=low, high=high))


def _ends(series: Mapping[str, Any], place: int) -> tuple[float | None, float | None] | None:
    """The interval at one place, an end of which is None where it is open; None where there is no interval."""
    if not series["low"] or series["values"][place] is None:
        return None
    low, high = series["low"][place], series["high"][place]
    return None if low is None and high is None else (low, high)


def _drawing(chart: Mapping[str, Any], n: int, words: Words) -> Drawing:
    if chart["kind"] == "curve":
        return _curve(chart, n, words)
    if chart["kind"] == "two_sided" and len(chart["series"]) == 2:
        return _two_sided(chart, words)
    return _bars(chart, n, words)


def _figures(series: Sequence[Mapping[str, Any]]) -> list[float | None]:
    return [value for one in series for name in ("values", "low", "high") for value in one[name]]


def _writer(chart: Mapping[str, Any], words: Words) -> Any:
    return lambda tick, step: words.tick(tick, step, chart["unit"])


def _ticks(axis: Axis, y: float, write: Any, *, end: float = WIDTH) -> tuple[Label, ...]:
    return tuple(
        label(axis.place(tick), text, 0, end, y)
        for tick, text in zip(axis.ticks, axis.written(write), strict=True)
    )


def _name(text: str, y: float) -> list[Label]:
    lines = textwrap.wrap(text, LETTERS, max_lines=2, placeholder=" …") or [""]
    return [Label(5.0, line, "start", y + LINE * (place + 1) - 6) for place, line in enumerate(lines)]


def _whisker(series: Mapping[str, Any], place: int, axis: Axis, y: float) -> Whisker | None:
    interval = _ends(series, place)
    if interval is None or interval[0] == interval[1]:
        return None
    low, high = interval
    first, last = axis.place(low, axis.start), axis.place(high, axis.end)
    if first > last:  # the axis runs to the left
        return Whisker(last, first, y, open_left=high is None, open_right=low is None)
    return Whisker(first, last, y, open_left=low is None, open_right=high is None)


def _bars(chart: Mapping[str, Any], n: int, words: Words) -> Drawing:
    unit = UNITS[chart["unit"]]
    end = WIDTH - GUTTER
    write = _writer(chart, words)
    values = [*_figures(chart["series"]), chart["reference"]]
    axis = axis_for(values, unit, EDGE, end, write, from_zero=unit is not Unit.RATIO)
    base = axis.place(1.0 if axis.logarithmic else 0.0)
    top = LINE + 4 if chart["reference"] is not None else 4.0
    y = top
    labels: list[Label] = []
    bars: list[Bar] = []
    for place, category in enumerate(chart["categories"]):
        named = _name(category, y)
        labels += named
        y += LINE * len(named)
        for number, series in enumerate(chart["series"]):
            value = series["values"][place]
            x = axis.place(value, base)
            text = words.text("chart.no_figure") if value is None else series["texts"][place]
            bars.append(
                Bar(
                    series=number % SERIES,
                    x=min(x, base),
                    y=round(y, 1),
                    width=round(abs(x - base), 1),
                    figure=Label(WIDTH, text, "end", y + BAR - 1.5)
                    if value is not None
                    else Label(base + 5, text, "start", y + BAR - 1.5),
                    whisker=_whisker(series, place, axis, y + BAR / 2),
                    is_gap=value is None,
                )
            )
            y += BAR + 3
        y += 6
    reference, reference_at = None, 0.0
    if chart["reference"] is not None:
        text = words.text("chart.line", line=words.figure(chart["reference"], chart["unit"], n))
        reference_at = axis.place(chart["reference"])
        reference = label(reference_at, text, 0, WIDTH, LINE - 4)
    return Drawing(
        kind="bars",
        height=y + 18,
        top=top,
        bottom=y,
        left=EDGE,
        right=end,
        labels=tuple(labels),
        bars=tuple(bars),
        ticks=_ticks(axis, y + 13, write, end=WIDTH - GUTTER + 20),
        tick_places=tuple(axis.place(tick) for tick in axis.ticks),
        reference=reference,
        reference_at=reference_at,
        base=base,
    )


def _two_sided(chart: Mapping[str, Any], words: Words) -> Drawing:
    """The first series grows to the right, the second to the left, from one middle; nothing is netted."""
    unit = UNITS[chart["unit"]]
    write = _writer(chart, words)
    middle = WIDTH / 2
    values = _figures(chart["series"])
    right = axis_for(values, unit, middle, WIDTH - 44, write, from_zero=True)
    left = Axis(right.low, right.high, middle, 44.0, right.logarithmic, right.ticks, right.step)
    top = LINE + 6
    y = top
    labels: list[Label] = []
    bars: list[Bar] = []
    for place, category in enumerate(chart["categories"]):
        named = _name(category, y)
        labels += [Label(middle, one.text, "middle", one.y) for one in named]
        y += LINE * len(named)
        for number, (series, axis) in enumerate(zip(chart["series"], (right, left), strict=True)):
            value = series["values"][place]
            x = axis.place(value, middle)
            whisker = _whisker(series, place, axis, y + BAR / 2)
            reach = [x, *((whisker.left, whisker.right) if whisker else ())]
            text = words.text("chart.no_figure") if value is None else series["texts"][place]
            beside = max(reach) + 5 if number == 0 else min(reach) - 5
            bars.append(
                Bar(
                    series=number,
                    x=min(x, middle),
                    y=round(y, 1),
                    width=round(abs(x - middle), 1),
                    figure=Label(round(beside, 1), text, "start" if number == 0 else "end", y + BAR - 1.5),
                    whisker=whisker,
                    is_gap=value is None,
                )
            )
        y += BAR + 9
    heads = (
        Label(middle + 8, f"{chart['series'][0]['name']} →", "start", LINE - 3),
        Label(middle - 8, f"← {chart['series'][1]['name']}", "end", LINE - 3),
    )
    return Drawing(
        kind="two_sided",
        height=y + 18,
        top=top,
        bottom=y,
        left=44.0,
        right=WIDTH - 44,
        labels=tuple(labels),
        bars=tuple(bars),
        heads=heads,
        ticks=_ticks(right, y + 13, write) + _ticks(left, y + 13, write)[1:],
        tick_places=tuple(axis.place(tick) for axis in (left, right) for tick in axis.ticks),
        base=middle,
    )


def _curve(chart: Mapping[str, Any], n: int, words: Words) -> Drawing:
    write = _writer(chart, words)
    top, bottom, left, right = 18.0, 198.0, 46.0, WIDTH - MARGIN
    values = [*_figures(chart["series"]), chart["reference"]]
    upright = axis_for(values, UNITS[chart["unit"]], bottom, top, write, upright=True)
    places, ticks = _along(chart["categories"], left, right, bottom + 14, words)
    reference, reference_at = None, 0.0
    if chart["reference"] is not None:
        reference_at = upright.place(chart["reference"])
        text = words.text("chart.line", line=words.figure(chart["reference"], chart["unit"], n))
        reference = Label(right, text, "end", reference_at - 4)
    heights = tuple(upright.place(tick) for tick in upright.ticks)
    return Drawing(
        kind="curve",
        height=bottom + (36 if chart.get("along") else 22),
        top=top,
        bottom=bottom,
        left=left,
        right=right,
        lines=tuple(
            _line(number % SERIES, series, places, upright) for number, series in enumerate(chart["series"])
        ),
        beside=tuple(
            Label(left - 6, text, "end", height + 4)
            for height, text in zip(heights, upright.written(write), strict=True)
        ),
        ticks=ticks,
        tick_places=heights,
        reference=reference,
        reference_at=reference_at,
    )


def _along(
    categories: Sequence[str], left: float, right: float, y: float, words: Words
) -> tuple[list[float], tuple[Label, ...]]:
    """Where the points of a curve stand and what is written below: numbers to scale, words at equal distances."""
    numbers = _numbers(categories)
    if numbers is None:
        distance = (right - left) / max(len(categories) - 1, 1)
        places = [round(left + distance * number, 1) for number in range(len(categories))]
        every = math.ceil(len(categories) / 4)
        return places, tuple(
            label(places[number], textwrap.shorten(categories[number], 14, placeholder="…"), left, WIDTH, y)
            for number in range(0, len(categories), every)
        )

    def write(tick: float, step: float) -> str:
        return words.tick(tick, step, Unit.COEFFICIENT.label)

    axis = axis_for(numbers, Unit.COEFFICIENT, left, right, write)
    ticks = tuple(
        label(axis.place(tick), text, left - 10, WIDTH, y)
        for tick, text in zip(axis.ticks, axis.written(write), strict=True)
    )
    return [axis.place(number) for number in numbers], ticks


def _numbers(categories: Sequence[str]) -> list[float] | None:
    try:
        numbers = [float(category) for category in categories]
    except ValueError:
        return None
    rising = all(right > left for left, right in pairwise(numbers))
    return numbers if rising and len(numbers) > 1 else None


def _line(number: int, series: Mapping[str, Any], places: list[float], axis: Axis) -> Line:
    known = [value is not None for value in series["values"]]
    pieces = _pieces(known)
    paths = [_path([(places[i], axis.place(series["values"][i])) for i in piece]) for piece in pieces]
    bands = []
    if series["low"]:
        for piece in pieces:
            above = [(places[i], axis.place(series["high"][i], axis.end)) for i in piece]
            below = [(places[i], axis.place(series["low"][i], axis.start)) for i in reversed(piece)]
            bands.append(_path(above + below) + " Z")
    points = [(places[i], axis.place(value)) for i, value in enumerate(series["values"]) if value is not None]
    return Line(number, tuple(paths), tuple(bands), tuple(points) if len(points) <= POINTS else ())


def _pieces(known: Sequence[bool]) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for place, is_known in enumerate(known):
        if is_known:
            pieces[-1].append(place)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(points))
