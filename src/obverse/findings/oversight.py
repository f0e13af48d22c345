"""Many audits side by side: one profile a process, and how each figure is spread over them. Never an order of merit.

Processes keep the order of the list that named them. Nothing is added up over figures, nothing sorted by a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from obverse.findings.funnel_of_processes import UNITS, Placed, Point, placed
from obverse.findings.oversight_entry import Figure, Silences, figure_entry, number_in_report, reasons
from obverse.quantities import NotEstimable
from obverse.statistics.multiplicity import benjamini_hochberg

SCHEMA = "urn:obverse:oversight:1"
RATE = 0.05
"""Of the processes said to differ, this share at most is said so by chance, on average over the whole oversight."""


_NEEDED = ("key", "indicator", "subject", "name", "about", "question", "verdict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One process of the list: what its report found, or the letters that say why there is no report.

    ``report`` is what is ``needed`` of its report; ``folder`` is where the report lies, beside the
    oversight's own files.
    """

    label: str
    path: str
    folder: str = ""
    size: float | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, Any] | None = None
    letters: tuple[str, ...] = ()
    failed: bool = False


def needed(content: Mapping[str, Any]) -> dict[str, Any]:
    """What an oversight needs of a report's content, so that thousands of them fit side by side."""
    return {
        "process": {key: content["process"][key] for key in ("title", "currency", "stage")},
        "audit": {"as_of": content["audit"]["as_of"]},
        "findings": [
            {key: item[key] for key in _NEEDED} | {"result": _figure_or_reason(item["result"])}
            for item in content["findings"]
        ],
    }


def _figure_or_reason(result: Mapping[str, Any]) -> dict[str, Any]:
    names = ("value", "low", "high", "level", "basis", "unit", "n", "method", "why")
    return {name: result[name] for name in names if name in result}


@dataclass(frozen=True, slots=True)
class Oversight:
    """Many audits in one language; ``content`` is made of texts, numbers, lists and mappings only."""

    content: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The language of its texts."""
        return str(self.content["language"])


def compose(
    audited: Sequence[Audited], *, language: str, version: str, listed_in: str, methods: Mapping[str, str]
) -> Oversight:
    """Put many reports side by side, in the order in which they are given.

    ``listed_in`` is what named the processes, ``table`` or ``folder``; ``methods`` holds what each method is, in words.
    """
    figures = _figures(audited)
    places = [placed(figure.points, UNITS[figure.unit]) for figure in figures]
    differing = _differing(places)
    silences = _silences(audited)
    with_report = [number for number, one in enumerate(audited) if one.report is not None]
    entries = [
        figure_entry(figure, place, found, silences=silences, with_report=with_report, language=language)
        for figure, place, found in zip(figures, places, differing, strict=True)
    ]
    content = {
        "schema": SCHEMA,
        "language": language,
        "listed_in": listed_in,
        "processes": [_process(one) for one in audited],
        "looks": {
            "figures": sum(isinstance(place, Placed) for place in places),
            "tests": sum(len(place.points) for place in places if isinstance(place, Placed)),
            "rate": RATE,
            "differ": sum(len(found) for found in differing),
        },
        "figures": entries,
        "silent_everywhere": _silent_everywhere(audited, figures, silences, language),
        "methods": {name: methods.get(name, name) for name in sorted(_methods_of(entries))},
        "versions": {"obverse": version, "oversight": 1},
    }
    return Oversight(content)


def _methods_of(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    results = [result for entry in entries for result in (*entry["quartiles"].values(), entry["spread"])]
    return {result["method"] for result in results if "method" in result}


def _process(one: Audited) -> dict[str, Any]:
    report = one.report
    return {
        "label": one.label,
        "path": one.path,
        "folder": one.folder,
        "size": number_in_report(one.size),
        "columns": dict(one.columns),
        "state": "failed" if one.failed else "audited" if report is not None else "problems",
        "letters": list(one.letters),
        "title": "" if report is None else report["process"]["title"],
        "as_of": "" if report is None else report["audit"]["as_of"],
        "stage": "" if report is None else report["process"]["stage"],
        "silences": 0 if report is None else sum("why" in item["result"] for item in report["findings"]),
        "figures": 0 if report is None else sum("value" in item["result"] for item in report["findings"]),
    }


def _figures(audited: Sequence[Audited]) -> list[Figure]:
    """Every figure that a process has, in the order of the first report that has it, indicator by indicator."""
    found: dict[tuple[str, str, str, str], Figure] = {}
    order: dict[str, None] = {}
    for number, one in enumerate(audited):
        for item in () if one.report is None else one.report["findings"]:
            order.setdefault(item["indicator"])
            result = item["result"]
            if "value" not in result:
                continue
            # money of different currencies is not one figure
            currency = one.report["process"]["currency"] if one.report and result["unit"] == "money" else ""
            key = (item["indicator"], item["subject"], result["unit"], currency)
            figure = found.setdefault(key, Figure(item, result["unit"], currency, []))
            figure.points.append(_point(number, item))
    return [figure for indicator in order for key, figure in found.items() if key[0] == indicator]


def _point(number: int, item: Mapping[str, Any]) -> Point:
    result = item["result"]
    unit = UNITS[result["unit"]]
    return Point(
        process=number,
        value=float(result["value"]),
        low=unit.lowest if result["low"] is None else float(result["low"]),
        high=unit.highest if result["high"] is None else float(result["high"]),
        level=float(result["level"]),
        basis=result["basis"],
        n=int(result["n"]),
        method=result["method"],
        verdict=item["verdict"],
    )


def _differing(places: Sequence[Placed | NotEstimable]) -> list[frozenset[int]]:
    """For each figure the processes that differ more than chance explains, corrected for all looks at once."""
    funnels = [place for place in places if isinstance(place, Placed)]
    p = np.concatenate([place.funnel.p for place in funnels]) if funnels else np.zeros(0)
    adjusted = benjamini_hochberg(p).tolist() if len(p) else []
    found: list[frozenset[int]] = []
    start = 0
    for place in places:
        if isinstance(place, NotEstimable):
            found.append(frozenset())
            continue
        own = adjusted[start : start + len(place.points)]
        start += len(place.points)
        found.append(
            frozenset(point.process for point, q in zip(place.points, own, strict=True) if q <= RATE)
        )
    return found


def _silences(audited: Sequence[Audited]) -> Silences:
    """Why a process has no figure: process, indicator, subject -> reason."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    for number, one in enumerate(audited):
        for item in () if one.report is None else one.report["findings"]:
            if "why" in item["result"]:
                own = found.setdefault(number, {}).setdefault(item["indicator"], {})
                own[item["subject"]] = item["result"]["why"]
    return found


def _silent_everywhere(
    audited: Sequence[Audited], figures: Sequence[Figure], silences: Silences, language: str
) -> list[dict[str, Any]]:
    """Indicators for which no process has any figure, with the reasons."""
    known = {figure.first["indicator"] for figure in figures}
    first: dict[str, Mapping[str, Any]] = {}
    for one in audited:
        for item in () if one.report is None else one.report["findings"]:
            if item["indicator"] not in known:
                first.setdefault(item["indicator"], item)
    numbers = [number for number, one in enumerate(audited) if one.report is not None]
    return [
        {
            "indicator": identifier,
            "name": item["name"],
            "silences": reasons(item, numbers, silences, language),
        }
        for identifier, item in first.items()
    ]
