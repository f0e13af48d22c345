"""The account of values as the page shows it: both sides of each value drawn at once, in each party's eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.reports.html.charts import ChartView, chart_view
from obverse.reports.html.words import Words

FIGURES = (
    "strengthened_only",
    "weakened_only",
    "both",
    "neither",
    "mean_strengthened",
    "mean_weakened",
    "ambivalence",
    "cannot_say",
)


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value: its line of the account, whose eyes, the drawing of both sides, and the figures that anybody has."""

    entry: Mapping[str, Any]
    labels: Mapping[str, str]
    chart: ChartView | None
    figures: tuple[str, ...]


def value_views(account: Mapping[str, Any], words: Words) -> tuple[ValueView, ...]:
    """Every value of an account, in its order."""
    labels = {eye["id"]: eye["label"] for eye in account["eyes"]}
    return tuple(
        ValueView(entry, labels, _chart(entry, labels, words), _figures(entry["cells"]))
        for entry in account["values"]
    )


def _figures(cells: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        name
        for name in FIGURES
        if any("value" in (cell["behind"].get(name) or {"result": {}})["result"] for cell in cells)
    )


def _chart(entry: Mapping[str, Any], labels: Mapping[str, str], words: Words) -> ChartView | None:
    cells = [cell for cell in entry["cells"] if _result(cell, "strengthened") or _result(cell, "weakened")]
    if not cells:
        return None
    chart = {
        "kind": "two_sided",
        "unit": "share",
        "unit_label": words.text("account.of_people"),
        "categories": [labels[cell["eyes"]] for cell in cells],
        "reference": None,
        "series": [_series(cells, effect, words) for effect in ("strengthened", "weakened")],
    }
    n = min(
        result["n"]
        for cell in cells
        for side in ("strengthened", "weakened")
        if (result := _result(cell, side))
    )
    return chart_view(chart, entry["label"], n, words)


def _result(cell: Mapping[str, Any], side: str) -> Mapping[str, Any] | None:
    seen = cell[side]
    return seen["result"] if seen and "value" in seen["result"] else None


def _series(cells: Sequence[Mapping[str, Any]], effect: str, words: Words) -> dict[str, Any]:
    results = [_result(cell, effect) for cell in cells]
    return {
        "name": words.text(f"account.{effect}"),
        "values": [result and result["value"] for result in results],
        "low": [result and result["low"] for result in results],
        "high": [result and result["high"] for result in results],
        "texts": [result["text"] if result else "" for result in results],
    }
