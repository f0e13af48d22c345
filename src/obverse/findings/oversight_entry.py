"""One figure of an oversight as plain data: its spread, its silences, its funnel and the process behind each point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from obverse.findings.funnel_of_processes import (
    LEVELS,
    UNITS,
    Placed,
    Point,
    centre,
    expected_outside,
    limits_at,
    quartiles,
    result_of,
    spread,
)
from obverse.quantities import NotEstimable, Unit
from obverse.vocabulary import texts as shared_texts

STEPS = 25
OTHER_SUBJECTS = "other_subjects"
Silences = Mapping[int, Mapping[str, Mapping[str, str]]]
"""Why a process has no figure: process, indicator, subject -> reason."""


@dataclass(slots=True)
class Figure:
    """One figure as several processes have it; ``first`` is the finding of the first of them."""

    first: Mapping[str, Any]
    unit: str
    currency: str
    points: list[Point]


def figure_entry(
    figure: Figure,
    place: Placed | NotEstimable,
    differing: frozenset[int],
    *,
    silences: Silences,
    with_report: Sequence[int],
    language: str,
) -> dict[str, Any]:
    """All that is told of one figure, in the order of the processes."""
    unit = UNITS[figure.unit]
    having = {point.process for point in figure.points}
    item = figure.first
    return {
        "key": item["key"],
        "indicator": item["indicator"],
        "subject": item["subject"],
        "name": item["name"],
        "about": item["about"],
        "question": item["question"],
        "unit": figure.unit,
        "unit_label": shared_texts(language)[f"unit.{figure.unit}.label"],
        "currency": figure.currency,
        "processes": len(having),
        "silences": reasons(
            item, (number for number in with_report if number not in having), silences, language
        ),
        "verdicts": dict(sorted(Counter(point.verdict for point in figure.points).items())),
        "quartiles": {
            name: result_of(result, number_in_report)
            for name, result in quartiles(figure.points, unit).items()
        },
        "spread": result_of(spread(place, unit), number_in_report),
        "funnel": result_of(place, number_in_report)
        if isinstance(place, NotEstimable)
        else _funnel(place, unit, len(having)),
        "points": _points(figure, place, differing),
    }


def _funnel(place: Placed, unit: Unit, having: int) -> dict[str, Any]:
    smallest, largest = min(place.sizes), max(place.sizes)
    # points lie close where the limits bend: towards the small sizes
    steps = np.geomspace(smallest, largest, STEPS).tolist() if largest > smallest else [smallest]
    return {
        "kind": place.kind,
        "centre": number_in_report(centre(place)),
        "unit": unit.label,
        "processes": len(place.points),
        "not_placed": having - len(place.points),
        "dispersion": number_in_report(place.funnel.dispersion),
        "levels": [
            {
                "level": level,
                "outside": int(place.funnel.outside(level).sum()),
                "outside_before_widening": int(place.funnel.outside(level, widened=False).sum()),
                "expected_by_chance": number_in_report(expected_outside(place, level)),
                "low": [_bounded(end, unit) for end in limits_at(place, steps, level)[0]],
                "high": [_bounded(end, unit) for end in limits_at(place, steps, level)[1]],
            }
            for level in LEVELS
        ],
        "sizes": [number_in_report(size) for size in steps],
    }


def _points(figure: Figure, place: Placed | NotEstimable, differing: frozenset[int]) -> list[dict[str, Any]]:
    zones: dict[int, tuple[float, str]] = {}
    if isinstance(place, Placed):
        near, far = (place.funnel.outside(level) for level in LEVELS)
        for number, point in enumerate(place.points):
            zone = "beyond" if far[number] else "between" if near[number] else "within"
            zones[point.process] = (place.sizes[number], zone)
    return [
        {
            "process": point.process,
            "value": number_in_report(point.value),
            "low": number_in_report(point.low),
            "high": number_in_report(point.high),
            "basis": point.basis,
            "n": point.n,
            "size": number_in_report(zones[point.process][0]) if point.process in zones else None,
            "zone": zones[point.process][1] if point.process in zones else None,
            "differs": point.process in differing,
        }
        for point in figure.points
    ]


def _bounded(end: float, unit: Unit) -> float | int | None:
    return number_in_report(end) if unit.lowest <= end <= unit.highest else None


def number_in_report(value: float | None) -> float | int | None:
    """A number as it enters a report: nine significant digits; None if unbounded."""
    if value is None or not np.isfinite(value):
        return None
    rounded = float(f"{value:.9g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def reasons(
    item: Mapping[str, Any], silent: Iterable[int], silences: Silences, language: str
) -> list[dict[str, Any]]:
    """How many of the silent processes are silent for which reason."""
    shared = shared_texts(language)
    seen: Counter[str] = Counter()
    for number in silent:
        own = silences.get(number, {}).get(item["indicator"], {})
        seen[own.get(item["subject"], own.get("", OTHER_SUBJECTS))] += 1
    return [
        {
            "why": why,
            "label": "" if why == OTHER_SUBJECTS else shared[f"why.{why}.label"],
            "processes": seen[why],
        }
        for why in sorted(seen)
    ]
