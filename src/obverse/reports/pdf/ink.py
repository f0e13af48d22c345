"""Drawings as paper needs them: what the page's style says of their parts, written on the parts themselves.

A browser styles the parts of a drawing by the style of the page around it; what makes PDF files looks at the drawing
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

SVG = "{http://www.w3.org/2000/svg}"
_INK, _PALE, _RULE, _FILL = "#000", "#e4e4e4", "#bbb", "#bbb"
_SANS = "Liberation Sans, Nimbus Sans, DejaVu Sans, sans-serif"
_STROKE = {"fill": "none", "stroke": _INK}
_PARTS: Mapping[str, Mapping[str, str]] = {
    "axis": {**_STROKE, "stroke-width": "1"},
    "grid": {"fill": "none", "stroke": _RULE, "stroke-width": "0.6"},
    "threshold": {**_STROKE, "stroke-width": "1.6", "stroke-dasharray": "5 3"},
    "worrying": {"fill": _PALE},
    "too-small": {"fill": "url(#fill-small)"},
    "sampling": {"fill": "#737373"},
    "missing": {**_STROKE, "stroke-width": "1.6"},
    "coding": {**_STROKE, "stroke-width": "1.6", "stroke-dasharray": "2 3"},
    "open": {"fill": _INK},
    "point": {"fill": "#fff", "stroke": _INK, "stroke-width": "2.2"},
    "bar": {"fill": _FILL, "stroke": _INK, "stroke-width": "1"},
    "whisker": {**_STROKE, "stroke-width": "1.4"},
    "line": {**_STROKE, "stroke-width": "2"},
    "dot": {"fill": _INK},
    "band": {"fill": _INK, "fill-opacity": "0.14"},
    "limit": {**_STROKE, "stroke-width": "1.4"},
    "common": {**_STROKE, "stroke-width": "1.2"},
}
# How one series is told from another without colour.
_SERIES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("bar", "s1"): {"fill": "url(#fill-hatched)"},
    ("bar", "s2"): {"fill": "#fff"},
    ("bar", "s3"): {"fill": "url(#fill-dotted)"},
    ("line", "s1"): {"stroke-dasharray": "6 3"},
    ("line", "s2"): {"stroke-dasharray": "2 3"},
    ("line", "s3"): {"stroke-dasharray": "9 3 2 3"},
    ("coding", "cap"): {"stroke-dasharray": "none"},
}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "tick": {"font-size": "13", "fill": "#3d3d3d"},
    "unit": {"font-style": "italic", "fill": "#3d3d3d"},
    "gap": {"font-style": "italic", "fill": "#3d3d3d"},
    "value": {"font-weight": "600", "font-size": "12"},
    "head": {"font-weight": "600"},
}
_PATTERNS = {
    "fill-hatched": ("5", "rotate(45)", {"d": "M1.2 0 L1.2 5", "stroke": _INK, "stroke-width": "1.3"}),
    "fill-dotted": ("4", "", {"d": "M0.9 2 L3.1 2", "stroke": _INK, "stroke-width": "2.2"}),
    "fill-small": ("4", "rotate(-45)", {"d": "M0.5 0 L0.5 4", "stroke": "#777", "stroke-width": "1"}),
}


def inked(drawing: Element, name: str) -> None:
    """Write on each part of a drawing how it is drawn, and on the drawing itself the words that stand for it.

    ``name`` tells its patterns from those of the other drawings of the page.
    """
    used = set()
    for part in drawing.iter():
        names = part.get("class", "").split()
        looks: dict[str, str] = {}
        if part.tag == f"{SVG}text":
            looks = {"font-family": _SANS, "font-size": "13.5", "fill": _INK}
        for one in names:
            looks.update(_PARTS.get(one, {}) if part.tag != f"{SVG}text" else _TEXTS.get(one, {}))
        for (kind, series), own in _SERIES.items():
            if kind in names and series in names:
                looks.update(own)
        pattern = looks.get("fill", "").removeprefix("url(#").removesuffix(")")
        if pattern in _PATTERNS:
            used.add(pattern)
            looks["fill"] = f"url(#{pattern}-{name})"
        for attribute, look in looks.items():
            part.set(attribute, look)
    _bring_patterns(drawing, sorted(used), name)
    _tell_in_words(drawing)


def _bring_patterns(drawing: Element, kinds: list[str], name: str) -> None:
    if not kinds:
        return
    held = Element(f"{SVG}defs")
    for kind in kinds:
        size, turned, path = _PATTERNS[kind]
        own = {"id": f"{kind}-{name}", "width": size, "height": size, "patternUnits": "userSpaceOnUse"}
        pattern = SubElement(held, f"{SVG}pattern", own | ({"patternTransform": turned} if turned else {}))
        SubElement(pattern, f"{SVG}path", path)
    drawing.insert(0, held)


def _tell_in_words(drawing: Element) -> None:
    """The alternative text of a drawing in a PDF is its title alone: its description is put behind it."""
    title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
    if title is not None and description is not None and description.text:
        title.text = f"{title.text}. {description.text}"
        drawing.remove(description)
