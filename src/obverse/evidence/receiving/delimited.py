"""Reading a delimited file of whatever dialect: what separates its cells is found by looking."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from obverse.evidence.problems import Problem
from obverse.evidence.reading import read_csv

DELIMITERS = (",", ";", "\t", "|")
_START = 1 << 16


@dataclass(frozen=True, slots=True)
class Delimited:
    """A delimited file as it was read: its rows as texts with ``row_in_file``, None where they cannot be read."""

    rows: pa.Table | None
    delimiter: str
    problems: tuple[Problem, ...] = ()

    @property
    def header(self) -> list[str]:
        """The headings, without the column of row numbers."""
        return [] if self.rows is None else list(self.rows.column_names[:-1])


def read_delimited(file: Path, *, delimiter: str = "", name: str = "") -> Delimited:
    """Read a delimited file in UTF-8, finding out its delimiter unless it is given."""
    delimiter = delimiter or find_delimiter(file)
    rows, problems = read_csv(file, delimiter=delimiter, name=name)
    return Delimited(rows, delimiter, tuple(problems))


def find_delimiter(file: Path) -> str:
    """What separates the cells of a file: the sign that gives most rows the same number of cells, several of them."""
    text = _start(file)
    best, weight = ",", 0
    for sign in DELIMITERS:
        rows = _rows(text, sign)
        if not rows or len(rows[0]) < 2:
            continue
        alike = Counter(len(row) for row in rows)[len(rows[0])]
        share = alike / len(rows)
        rated = int(share * 1000) * 1000 + len(rows[0])
        if rated > weight:
            best, weight = sign, rated
    return best


def read_header(file: Path, *, delimiter: str = "") -> list[str]:
    """The cells of the first row; none where the file cannot be read."""
    rows = _rows(_start(file), delimiter or find_delimiter(file))
    return rows[0] if rows else []


def _start(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            start = stream.read(_START)
    except OSError:
        return ""
    text = start.decode("utf-8-sig", errors="ignore")
    return text if "\x00" not in text else ""


def _rows(text: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            rows.append(row)
            if len(rows) == 50:
                return rows
    except csv.Error:
        return rows
    # The last row of a part of a file is torn.
    return rows[:-1] if len(rows) > 1 and len(text.encode()) >= _START - 4 else rows
