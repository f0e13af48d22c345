"""Reading the two kinds of export: CSV, and VV (tabs, two header rows, a code for what could not stand in a cell)."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from obverse.connectors.limesurvey.headings import fixed_columns
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW, read_csv
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.typed_cells import quoted

CSV, VV = "CSV", "VV"
NOT_SHOWN = "{question_not_shown}"
# What a VV cell could not hold; the brace that begins all of them is undone last.
_CODES = (("{newline}", "\n"), ("{cr}", "\r"), ("{tab}", "\t"), ("{quote}", '"'), ("{lbrace}", "{"))
_START = 1 << 18


@dataclass(frozen=True, slots=True)
class Responses:
    """A file of responses as it was read: its kind, its rows (None where they cannot be read), what is wrong."""

    file: Path
    kind: str
    rows: pa.Table | None
    problems: tuple[Problem, ...]

    @property
    def header(self) -> list[str]:
        """The headings."""
        return [] if self.rows is None else list(self.rows.column_names[:-1])


def kind_of(file: Path) -> str:
    """Which kind of export a file is, told from its header; empty where it is none."""
    first = _first_rows(file)
    if len(first) > 1 and len(first[0]) == len(first[1]) and fixed_columns(first[1]) is not None:
        return VV
    return CSV if fixed_columns(read_header(file)) is not None else ""


def read_responses(file: Path, kind: str) -> Responses:
    """Read a file of a known kind; ``row_in_file`` is as a spreadsheet shows it."""
    if kind == CSV:
        read = read_delimited(file)
        return Responses(file, kind, read.rows, read.problems)
    with tempfile.TemporaryDirectory() as folder:
        below = Path(folder) / "below.txt"
        below.write_bytes(_below_first_row(file.read_bytes()))
        rows, problems = read_csv(below, delimiter="\t", name=file.name)
    problems = [replace(problem, row=problem.row + 1) if problem.row else problem for problem in problems]
    if rows is not None:
        numbers = pa.array([number + 1 for number in rows.column(ROW).to_pylist()], pa.int64())
        rows = rows.set_column(rows.num_columns - 1, ROW, numbers)
    return Responses(file, kind, rows, tuple(problems))


def cell(heading: str, kind: str) -> str:
    """The SQL expression of a cell as it was answered: NULL where the question was not shown."""
    name = quoted(heading)
    if kind == CSV:
        return name
    text = name
    for code, meant in _CODES:
        # Line ends as one: an answer is compared, not printed.
        text = f"replace({text}, '{code}', {_as_sql(meant)})"
    return f"CASE WHEN {name} <> '{NOT_SHOWN}' THEN {text} END"


def _as_sql(text: str) -> str:
    return " || ".join(f"chr({ord(sign)})" for sign in text)


def _first_rows(file: Path) -> Sequence[Sequence[str]]:
    try:
        with file.open("rb") as stream:
            text = stream.read(_START).decode("utf-8-sig", errors="ignore")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
        return [row for row, _ in zip(rows, range(2), strict=False)]
    except (OSError, csv.Error):
        return []


def _below_first_row(content: bytes) -> bytes:
    """All but the first row, which ends at the first line end outside quotation marks."""
    start = marks = 0
    while (end := content.find(b"\n", start)) >= 0:
        marks += content.count(b'"', start, end)
        start = end + 1
        if marks % 2 == 0:
            return content[start:]
    return b""
