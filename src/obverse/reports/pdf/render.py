"""The report on paper: its page, printed, tagged for reading aloud, with the same bytes every time."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from obverse.findings.report import Report
from obverse.reports.html.render import render as page_of
from obverse.reports.pdf.ink import SVG, inked
from obverse.survey.paper.press import printed, ready

__all__ = ["IS_TEXT", "ready", "render"]
IS_TEXT = False

_STYLE = Path(__file__).parent / "print.css"
# What a page on a screen needs and paper does not: ways around, and what opens at a touch.
_LEFT_OUT = {"contents", "skip", "back", "definitions"}


def render(report: Report) -> bytes:
    """The report as tagged PDF (PDF/UA-1): all that its page says, with nothing folded.

    Raises:
        NoPress: something has to be installed first.
    """
    return printed(page_of(report), change=_for_paper, styles=(_STYLE.read_text(encoding="utf-8"),))


def _for_paper(page: Element) -> None:
    drawn = 0
    for parent in list(page.iter()):
        for child in list(parent):
            names = set(child.get("class", "").split())
            if child.tag == "style" or names & _LEFT_OUT:
                parent.remove(child)
            elif child.tag == f"{SVG}svg" and "mark" in names:
                shape = next(child.iter(f"{SVG}use")).get("href", "").removeprefix("#mark-")
                _as_background(child, {"class": f"mark mark-{shape}"})
            elif child.tag == f"{SVG}svg":
                drawn += 1
                inked(child, str(drawn))
                if child.get("aria-hidden") == "true":
                    look = f"background-image: url(data:image/svg+xml;base64,{_coded(child)})"
                    _as_background(child, {"class": child.get("class", ""), "style": look})


def _as_background(drawing: Element, attributes: Mapping[str, str]) -> None:
    """What stands beside the words that say the same is a background: it is not read aloud as a picture."""
    tail = drawing.tail
    drawing.clear()
    drawing.tag, drawing.tail = "span", tail
    drawing.attrib.update(attributes)


def _coded(drawing: Element) -> str:
    tail, drawing.tail = drawing.tail, None
    coded = base64.b64encode(tostring(drawing)).decode()
    drawing.tail = tail
    return coded
