"""The page about exports: what each connector's samples fill, and which indicators that is enough for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import obverse.connectors as rooms
from obverse.connectors.connector import Connector
from obverse.connectors.reading import connectors
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator

HOME = Path(rooms.__path__[0])
INTRODUCTION = """\
Which indicators find what they need in the export of a platform alone, and what the others lack first. That an
indicator finds its columns promises no figure: there may be too few cases, and a platform may hide a column in one town
that it shows in another. What a platform holds but its export leaves out is reported as “not testable from this
export”, never as zero. Made from the samples of the connectors; each name leads to the connector's own page.
"""
Filled = Mapping[str, set[str]]


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield "# Exports and what they can tell"
    yield ""
    yield from INTRODUCTION.splitlines()
    for connector in connectors():
        if connector.keeps_originals:
            continue
        yield ""
        yield from _section(connector, _filled(connector))
    yield ""
    yield "## Any other table"
    yield ""
    named = [connector.name for connector in connectors() if connector.keeps_originals]
    yield f"{', '.join(f'[{name}]({_page(name)})' for name in named)}: whatever tables and columns they are given."


def _section(connector: Connector, filled: Filled) -> Iterator[str]:
    yield f"## {connector.name}"
    yield ""
    yield f"[The page of the connector]({_page(connector.name)})."
    yield ""
    yield "| table | columns |"
    yield "|---|---|"
    for table in sorted(filled):
        if table != "document":
            yield f"| {table} | {', '.join(sorted(filled[table]))} |"
    fed, lacking = [], {}
    for one in indicators():
        gap = _first_gap(one, filled)
        if gap:
            lacking.setdefault(gap, []).append(one.id)
        else:
            fed.append(one.id)
    yield ""
    yield f"Find what they need ({len(fed)}): {', '.join(fed) or 'none'}."
    yield ""
    yield "Not testable from this export alone; first lacking:"
    yield ""
    for gap, ids in sorted(lacking.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"- {gap}: {', '.join(ids)}"


def _filled(connector: Connector) -> dict[str, set[str]]:
    """The tables and columns that have a value in what the samples give."""
    filled: dict[str, set[str]] = {}
    for file in sorted((HOME / connector.name / "expected").glob("*/*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                told = {
                    name for name, cell in row.items() if cell and name not in {"source_id", "source_row"}
                }
                filled.setdefault(file.stem, set()).update(told)
    return filled


def _first_gap(indicator: Indicator, filled: Filled) -> str:
    gaps = []
    for need in indicator.needs:
        gap = next(
            (
                table if table not in filled else f"{table}.{column}"
                for table, columns in need.items()
                for column in ([""] if table not in filled else columns)
                if not column or column not in filled[table]
            ),
            "",
        )
        if not gap:
            return ""
        gaps.append(gap)
    return gaps[0] if gaps else ""


def _page(name: str) -> str:
    return f"../../src/obverse/connectors/{name}/README.md"
