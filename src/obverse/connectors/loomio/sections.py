"""The several tables that stand below one another in a group export of Loomio, taken apart."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from obverse.evidence.checking import SHOWN
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_IN_FILE

_HEADLINE = re.compile(r"\ufeff?\"?Export for (?P<group>[^\n]*)")
_TITLE = re.compile(r"(?P<name>[A-Z][a-z ]+) \((?P<rows>\d+)\)")
# Every export begins with its groups; their header shows what separates the cells.
_FIRST = re.compile(r"Groups \(\d+\)\"?[,;\t|]*\r?\n\"?Id\"?([,;\t|])")
_START = 1 << 13
_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the export: its rows as texts with their place in the file, and how many the export announces."""

    name: str
    rows: pa.Table
    told: int


def looks_like_export(file: Path) -> bool:
    """Whether a file begins like a group export."""
    try:
        with file.open("rb") as stream:
            start = stream.read(_START).decode("utf-8", errors="ignore")
    except OSError:
        return False
    return bool(_HEADLINE.match(start) and _FIRST.search(start))


def read_sections(file: Path) -> tuple[str, list[Section], list[Problem]]:
    """The name of the group, its tables, and the rows that do not fit their header."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return "", [], [Problem("unreadable", file.name, details={"error": str(error)[:120]})]
    headline, first = _HEADLINE.match(text), _FIRST.search(text[:_START])
    if headline is None or first is None:
        return "", [], [Problem("strange_file", file.name, details={"connector": "loomio"})]
    before = csv.field_size_limit(_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=first[1]))
    except csv.Error as error:
        return "", [], [Problem("unreadable", file.name, details={"error": str(error)})]
    finally:
        csv.field_size_limit(before)
    group = headline["group"].strip().rstrip(",;\t|").rstrip('"').replace('""', '"')
    sections, problems = _take_apart(rows, file.name)
    return group, sections, problems


def _take_apart(rows: Sequence[list[str]], file: str) -> tuple[list[Section], list[Problem]]:
    sections, problems = [], []
    place = 1
    while place < len(rows):
        title = _title(rows[place])
        if title is None or place + 1 >= len(rows):
            place += 1
            continue
        told = int(title["rows"])
        # The announced number tells where a table ends: its cells may look like anything.
        end = min(place + 2 + told, len(rows))
        header = _trimmed(rows[place + 1])
        numbered = [(number + 1, rows[number]) for number in range(place + 2, end)]
        numbered = [(number, row) for number, row in numbered if any(row)]
        for number, row in numbered:
            if len(row) < len(header) or any(row[len(header) :]):
                kind = "cells_missing" if len(row) < len(header) else "cells_too_many"
                details = {"found": str(len(row)), "wanted": str(len(header))}
                problems.append(Problem(kind, file, number, details=details))
        sections.append(Section(title["name"].lower(), _table(header, numbered), told))
        place = end
    if len(problems) > SHOWN:
        more = {"count": str(len(problems) - SHOWN)}
        problems = [*problems[:SHOWN], Problem("more_like_this", file, details=more)]
    return sections, problems


def _title(row: Sequence[str]) -> re.Match[str] | None:
    filled = _trimmed(row)
    return _TITLE.fullmatch(filled[0]) if len(filled) == 1 else None


def _trimmed(row: Sequence[str]) -> list[str]:
    """A row without the empty cells that a spreadsheet adds at its end."""
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _table(header: Sequence[str], numbered: Sequence[tuple[int, list[str]]]) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for place, heading in enumerate(header):
        # "Author name" stands twice above the comments; a space keeps the two apart and changes nothing else.
        while heading in columns:
            heading += " "  # noqa: PLW2901 - the loop is about this heading
        cells = [row[place] if place < len(row) else "" for _, row in numbered]
        columns[heading] = pa.array(cells, pa.string())
    table = pa.table(columns) if columns else pa.table({"": pa.array([], pa.string())})
    return table.append_column(ROW_IN_FILE, pa.array([number for number, _ in numbered], pa.int64()))
