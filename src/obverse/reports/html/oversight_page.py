"""What stands where on the page of an oversight: figures by indicator, each with its funnel told in words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from obverse.reports.html.funnel_drawing import FunnelDrawing, funnel_drawing
from obverse.reports.html.oversight_words import OversightWords

LONGEST_TABLE = 100
BANDS = 4
_CASES = 200  # limits are printed as finely as this many cases allow


@dataclass(frozen=True, slots=True)
class Band:
    """A quarter of the processes, from small to large: what the drawing shows of them, in words."""

    smallest: str
    largest: str
    processes: int
    limits: tuple[tuple[str, str], ...]
    within: int
    between: int
    beyond: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure, ready to be told."""

    anchor: str
    item: Mapping[str, Any]
    words: OversightWords
    drawing: FunnelDrawing | None
    bands: tuple[Band, ...]
    differing: tuple[Mapping[str, Any], ...]
    has_table: bool


@dataclass(frozen=True, slots=True)
class Group:
    """All figures of one indicator."""

    indicator: str
    anchor: str
    name: str
    question: str
    figures: tuple[FigureView, ...]


def groups_of(content: Mapping[str, Any]) -> tuple[Group, ...]:
    """The figures of an oversight by indicator, in the order in which the content has them."""
    by_indicator: dict[str, list[FigureView]] = {}
    for number, item in enumerate(content["figures"], start=1):
        words = OversightWords(content["language"], item["currency"])
        by_indicator.setdefault(item["indicator"], []).append(_view(f"figure-{number}", item, words))
    return tuple(
        Group(
            indicator=indicator,
            anchor=views[0].anchor.replace("figure", "indicator"),
            name=views[0].item["name"],
            question=views[0].item["question"],
            figures=tuple(views),
        )
        for indicator, views in by_indicator.items()
    )


def _view(anchor: str, item: Mapping[str, Any], words: OversightWords) -> FigureView:
    has_funnel = "why" not in item["funnel"]
    return FigureView(
        anchor=anchor,
        item=item,
        words=words,
        drawing=funnel_drawing(item, words) if has_funnel else None,
        bands=_bands(item, words) if has_funnel else (),
        differing=tuple(point for point in item["points"] if point["differs"]),
        has_table=len(item["points"]) <= LONGEST_TABLE,
    )


def _bands(item: Mapping[str, Any], words: OversightWords) -> tuple[Band, ...]:
    funnel = item["funnel"]
    # by size, which is no result; processes of one size stay in the order of the list
    placed = sorted(
        (point for point in item["points"] if point["size"] is not None), key=lambda point: point["size"]
    )
    cuts = [round(len(placed) * quarter / BANDS) for quarter in range(BANDS + 1)]
    bands = []
    for start, end in pairwise(cuts):
        own = placed[start:end]
        zones = [point["zone"] for point in own]
        middle = own[len(own) // 2]["size"]
        place = min(range(len(funnel["sizes"])), key=lambda at: abs(funnel["sizes"][at] - middle))
        bands.append(
            Band(
                smallest=words.size(own[0]["size"]),
                largest=words.size(own[-1]["size"]),
                processes=len(own),
                limits=tuple(_limits(level, place, item["unit"], words) for level in funnel["levels"]),
                within=zones.count("within"),
                between=zones.count("between"),
                beyond=zones.count("beyond"),
            )
        )
    return tuple(bands)


def _limits(level: Mapping[str, Any], place: int, unit: str, words: OversightWords) -> tuple[str, str]:
    ends: Sequence[float | None] = (level["low"][place], level["high"][place])
    low, high = (
        words.text("funnel.no_limit") if end is None else words.figure(end, unit, _CASES) for end in ends
    )
    return low, high
