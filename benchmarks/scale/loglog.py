"""A chart of one series against powers of ten on both axes, as plain SVG that needs nothing from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 612, 24, 330
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1b1b1b}.grid{stroke:#c9c9c9;stroke-width:1}"
    ".axis{fill:none;stroke:#1b1b1b;stroke-width:1.5}.line{fill:none;stroke:#0b5394;stroke-width:2.5}"
    ".dot{fill:#0b5394}.fit{stroke:#8a4b00;stroke-width:2;stroke-dasharray:7 5}.fit-text{fill:#8a4b00}"
)


def drawing(
    points: Sequence[tuple[float, float]],
    *,
    title: str,
    described: str,
    slope: float | None = None,
    slope_from: float = 0.0,
) -> str:
    """The chart as SVG; ``described`` is read aloud in its place, ``slope`` is drawn from ``slope_from`` on."""
    across = _Axis([x for x, _ in points], LEFT, RIGHT)
    upright = _Axis([y for _, y in points], BOTTOM, TOP)
    marks = []
    for power in across.powers:
        x = across.place(10.0**power)
        marks.append(f'<path class="grid" d="M{x:.1f} {TOP}V{BOTTOM}"/>')
        marks.append(f'<text x="{x:.1f}" y="{BOTTOM + 22}" text-anchor="middle">{_power(power)}</text>')
    for power in upright.powers:
        y = upright.place(10.0**power)
        marks.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}"/>')
        marks.append(f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{_seconds(power)}</text>')
    placed = [(across.place(x), upright.place(y)) for x, y in points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for x, y in placed)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="growth-title growth-desc">\n<title id="growth-title">{escape(title)}</title>\n'
        f'<desc id="growth-desc">{escape(described)}</desc>\n<style>{_STYLE}</style>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{"".join(marks)}\n'
        f'<path class="axis" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>\n'
        f"{_fitted(points, slope, slope_from, across, upright)}"
        f'<path class="line" d="{path}"/>\n{dots}\n'
        f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 50}" text-anchor="middle">events</text>\n'
        f'<text transform="translate(20 {(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">seconds</text>\n'
        "</svg>\n"
    )


class _Axis:
    """Powers of ten between the ends of some values, and where a value lies on the drawing."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low = math.floor(math.log10(min(values)))
        high = max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))
        self.powers = range(low, high + 1)
        self._low, self._start, self._scale = low, start, (end - start) / (high - low)

    def place(self, value: float) -> float:
        return self._start + (math.log10(value) - self._low) * self._scale


def _fitted(
    points: Sequence[tuple[float, float]],
    slope: float | None,
    slope_from: float,
    across: _Axis,
    upright: _Axis,
) -> str:
    used = [(math.log10(x), math.log10(y)) for x, y in points if x >= slope_from]
    if slope is None or len(used) < 2:
        return ""
    middle_x, middle_y = (sum(column) / len(used) for column in zip(*used, strict=True))
    ends = [10.0 ** (middle_y + slope * (x - middle_x)) for x in (used[0][0], used[-1][0])]
    x0, x1 = (across.place(10.0**x) for x in (used[0][0], used[-1][0]))
    y0, y1 = (upright.place(end) for end in ends)
    return (
        f'<path class="fit" d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"/>\n'
        f'<text class="fit-text" x="{LEFT + 14}" y="{TOP + 18}">slope {slope:.2f} from {_power(round(used[0][0]))} '
        "events on</text>\n"
    )


def _power(power: int) -> str:
    return "10" + str(power).translate(_RAISED)


def _seconds(power: int) -> str:
    return f"{10.0**power:g}" if -3 <= power <= 4 else _power(power)
