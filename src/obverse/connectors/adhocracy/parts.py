"""Which file of an adhocracy+ export is which, told from its headings or, in JSON, from its keys."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.adhocracy.polls import is_poll
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.receiving.fields import Match, read_fields

ITEMS, COMMENTS, POLLS, PROJECT = "items", "comments", "polls", "project"
# What a reader of spreadsheets raises for a file that only begins like one.
BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
    RuntimeError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the export: what it holds and, of items and comments, how its headings are read."""

    kind: str
    file: Path
    sheet: str = ""
    match: Match | None = None


def look(file: Path) -> Part | None:
    """What a file of adhocracy+ is; None where it is none."""
    start = _start(file)
    if start.startswith(b"{"):
        told = b'"project"' in start and (b'"slug"' in start or b'"description' in start)
        return Part(PROJECT, file) if told else None
    if not start.startswith(b"PK"):
        return _by_header(file, "", read_header(file))
    try:
        workbook = Workbook(file)
        try:
            sheet = workbook.sheets[0]
            return _by_header(file, sheet, workbook.header(sheet))
        finally:
            workbook.close()
    except BROKEN:
        return None


def read_rows(part: Part) -> tuple[pa.Table | None, tuple[Problem, ...]]:
    """The rows of a spreadsheet, or of the same saved as CSV, all texts."""
    if not part.sheet:
        found = read_delimited(part.file)
        return (None if found.problems else found.rows), found.problems
    try:
        workbook = Workbook(part.file)
        try:
            sheet = workbook.read(part.sheet)
        finally:
            workbook.close()
    except BROKEN:
        return None, (Problem("not_xlsx", part.file.name),)
    return (None if sheet.problems else sheet.rows), sheet.problems


def canonical(match: Match, rows: pa.Table, renamed: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The rows under our own names of the fields; ``renamed`` pairs further headings with the field they stand for."""
    with duckdb.connect(":memory:") as connection:
        connection.register("arriving", rows)
        found: list[dict[str, str]] = connection.sql(match.select("arriving")).to_arrow_table().to_pylist()
    for heading, name in renamed:
        for row, text in zip(found, rows.column(heading).to_pylist(), strict=True):
            row[name] = row[name] or text
    return found


def moments_among(rows: pa.Table, headings: Iterable[str]) -> list[str]:
    """Those headings whose cells are all moments with an offset: whatever it is called, that is when it was written."""
    return [
        heading
        for heading in headings
        if (cells := [text for text in rows.column(heading).to_pylist() if text])
        and all(_MOMENT.fullmatch(text) for text in cells)
    ]


def row_number(row: dict[str, str]) -> int:
    """The row that a spreadsheet shows."""
    return int(row[ROW_IN_FILE])


def _by_header(file: Path, sheet: str, header: Sequence[str]) -> Part | None:
    known = read_fields(__package__)
    for kind in (COMMENTS, ITEMS):
        match = known.match(header, kinds=(kind,))
        if match is not None:
            return Part(kind, file, sheet, match)
    return Part(POLLS, file, sheet) if is_poll(header) else None


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return b""
