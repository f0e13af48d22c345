"""A CSV table of coded passages: one row for each code on a passage."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.reading import read_csv


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row by our names of columns, and the row of the file as a spreadsheet shows it."""

    cells: Mapping[str, str]
    row: int


def headings_of(file: Path) -> dict[str, str]:
    """Our columns and what this file calls them; empty where it is no table of coded passages."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    given = {name.strip().lower(): name for name in header}
    declared = _declared()
    found = {
        ours: given[alias]
        for ours, aliases in declared["columns"].items()
        for alias in reversed(aliases)
        if alias in given
    }
    enough = set(declared["needed"]) <= set(found) and set(declared["one_of"]) & set(found)
    return found if enough else {}


def read_coded_table(file: Path) -> tuple[list[CodedRow], list[Problem]]:
    """The rows of a table of coded passages, of the declared columns only."""
    headings = headings_of(file)
    table, problems = read_csv(file)
    if table is None or problems:
        return [], problems
    columns = {
        ours: _texts(table, theirs) for ours, theirs in headings.items() if theirs in table.column_names
    }
    numbers = table.column(ROW_IN_FILE).to_pylist()
    return [
        CodedRow({ours: cells[at] for ours, cells in columns.items()}, int(number))
        for at, number in enumerate(numbers)
    ], []


def _texts(table: pa.Table, name: str) -> list[str]:
    return [(cell or "").strip() for cell in table.column(name).to_pylist()]


@cache
def _declared() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("fields.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
