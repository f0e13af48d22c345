"""The three sections of a .pb file, each a table of its own below a line that names it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from obverse.connectors.texts import FolderTexts
from obverse.evidence.checking import SHOWN
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW

NAMES = ("META", "PROJECTS", "VOTES")
_MARK = re.compile(r"^[ \t]*(meta|projects|votes)[ \t;]*$", re.IGNORECASE | re.MULTILINE)
_START = 1 << 16
_problem = FolderTexts(__package__).problem


@dataclass(frozen=True, slots=True)
class Sections:
    """A .pb file as it was read: what META says, and the other sections as texts with ``row_in_file``."""

    file: Path
    meta: Mapping[str, str]
    projects: pa.Table
    votes: pa.Table


def looks_like(file: Path) -> dict[str, str] | None:
    """What META says, read from the first part of a file; None where the file does not begin with META."""
    try:
        with file.open("rb") as stream:
            text = _lines(stream.read(_START).decode("utf-8-sig", errors="ignore"))
    except OSError:
        return None
    found = _MARK.search(text)
    if found is None or text[: found.start()].strip() or found.group(1).upper() != "META":
        return None
    after = _MARK.search(text, found.end())
    head = [cell.strip().lower() for cell in text[found.end() :].lstrip("\n").split("\n", 1)[0].split(";")]
    return _meta(text[found.end() : after.start() if after else len(text)]) if head[0] == "key" else None


def read_sections(file: Path) -> tuple[Sections | None, list[Problem]]:
    """Read a file; None with the problems that forbid it."""
    try:
        text = _lines(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        details = {"byte": str(error.start + 1), "guess": "Windows-1250"}
        return None, [Problem("wrong_encoding", file.name, details=details)]
    except OSError as error:
        return None, [Problem("unreadable", file.name, details={"error": type(error).__name__})]
    # Decidim leaves the section of a vote out where nobody voted.
    if re.search(r"^num_votes[ \t]*;[ \t]*0[ \t;]*$", text, re.MULTILINE) and not _marked(text, "VOTES"):
        text = text.rstrip("\n") + "\nVOTES\nvoter_id;vote\n"
    places: dict[str, re.Match[str]] = {}
    for name in NAMES:
        start = max((found.end() for found in places.values()), default=0)
        found = next((mark for mark in _MARK.finditer(text, start) if mark.group(1).upper() == name), None)
        if found is None:
            return None, [_problem("section_missing", file.name, details={"section": name})]
        places[name] = found
    meta, projects, votes = (places[name] for name in NAMES)
    try:
        said = _meta(text[meta.end() : projects.start()])
    except csv.Error as error:
        return None, [Problem("unreadable", file.name, details={"error": str(error)})]
    project_rows, problems = _table(file.name, text, projects.end(), votes.start())
    vote_rows, more = _table(file.name, text, votes.end(), len(text))
    problems += more
    if project_rows is None or vote_rows is None or problems:
        return None, problems
    return Sections(file, said, project_rows, vote_rows), []


def _marked(text: str, name: str) -> bool:
    return any(mark.group(1).upper() == name for mark in _MARK.finditer(text))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _meta(text: str) -> dict[str, str]:
    """The pairs of META; the first one counts where a key stands twice."""
    said: dict[str, str] = {}
    for cells in csv.reader(text.split("\n"), delimiter=";"):
        if not cells or not cells[0].strip():
            continue
        key, value = cells[0].strip().lower(), cells[1].strip() if len(cells) > 1 else ""
        if key != "key" and value.lower() != "none":
            said.setdefault(key, value)
    return said


def _table(label: str, text: str, start: int, end: int) -> tuple[pa.Table | None, list[Problem]]:
    """The rows between two places of a text, below their header."""
    start += len(text[start:end]) - len(text[start:end].lstrip("\n"))
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    header_row = text.count("\n", 0, start) + 1
    try:
        header = [cell.strip() for cell in next(csv.reader([text[start:line_end]], delimiter=";"), [])]
    except csv.Error as error:
        return None, [Problem("unreadable", label, header_row, details={"error": str(error)})]
    wide = len(header)
    # A spreadsheet that saves the file fills all rows up to the widest one.
    while header and not header[-1]:
        header.pop()
    problems = _header_problems(label, header, header_row)
    if problems:
        return None, problems
    names = [*header, *(f"\x00{number}" for number in range(wide - len(header)))]
    rows, problems = _rows(label, names, text[line_end + 1 : end], header_row + 1)
    if rows is None:
        return None, problems
    for number, name in enumerate(names[len(header) :], start=len(header) + 1):
        if any(cell.as_py().strip() for cell in rows[name].unique()):
            problems.append(Problem("empty_header", label, header_row, details={"number": str(number)}))
    return rows.select([*header, ROW]), problems


def _header_problems(label: str, header: list[str], row: int) -> list[Problem]:
    found = [
        Problem("empty_header", label, row, details={"number": str(number)})
        for number, name in enumerate(header, start=1)
        if not name
    ]
    if not header:
        found.append(Problem("empty_header", label, row, details={"number": "1"}))
    # The column of line numbers has a name of its own.
    taken = {name for name in header if name.lower() == ROW}
    repeated = sorted({name for name in header if name and header.count(name) > 1} | taken)
    return found + [Problem("repeated_header", label, row, details={"column": name}) for name in repeated]


def _rows(label: str, names: list[str], body: str, first: int) -> tuple[pa.Table | None, list[Problem]]:
    passed: list[tuple[int, int, bool]] = []

    def look(row: pa_csv.InvalidRow) -> str:
        passed.append((row.number or 0, row.actual_columns, not row.text.strip(" \t;")))
        return "skip"

    if not body.strip():
        return pa.table({name: pa.array([], pa.string()) for name in names}).append_column(
            ROW, pa.array([], pa.int64())
        ), []
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(body.rstrip("\n").encode("utf-8") + b"\n"),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(
                delimiter=";", newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=look
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        return None, [Problem("unreadable", label, first, details={"error": str(error).split("\n")[0]})]
    spoiled = [(number, cells) for number, cells, empty in passed if not empty]
    problems = [
        Problem(
            "cells_missing" if cells < len(names) else "cells_too_many",
            label,
            first + number - 1,
            details={"found": str(cells), "wanted": str(len(names))},
        )
        for number, cells in spoiled[:SHOWN]
    ]
    if len(spoiled) > SHOWN:
        problems.append(Problem("more_like_this", label, details={"count": str(len(spoiled) - SHOWN)}))
    everything = np.arange(1, table.num_rows + len(passed) + 1, dtype=np.int64)
    kept = everything[~np.isin(everything, np.asarray([number for number, _, _ in passed], dtype=np.int64))]
    return table.append_column(ROW, pa.array(kept + (first - 1))), problems
