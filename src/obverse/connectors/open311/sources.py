"""Files of service requests in CSV, JSON, XML and XLSX, each read as rows of texts under the headings it has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from obverse.connectors.open311.service_requests_xml import REQUEST, ROOT, read_xml
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.receiving.fields import Match, read_fields
from obverse.evidence.receiving.json_document import flattened, read_json

_START = 1 << 16
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,80})"\s*:')
_ZIP = "PK\x03\x04"
_SHEET_TIME = r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?)Z$"
_TAG = re.compile(r"<([A-Za-z_][\w.-]{0,80})>")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its rows as texts with ``row_in_file``, and what its headings mean."""

    file: Path
    rows: pa.Table
    match: Match


@cache
def words() -> Mapping[str, Mapping[str, list[str]]]:
    """What the values of an export mean, as ``words.toml`` declares it."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    content: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return content


def recognised(file: Path) -> Match | None:
    """The family that a file is of, told from its first part; None where it is of none."""
    return read_fields(__package__).match(_headings(file))


def read_source(file: Path) -> tuple[Source | None, list[Problem]]:
    """Read a whole file; None with the problems that forbid it."""
    form = _form(_start(file))
    if form == "json":
        rows, problems = _from_json(file)
    elif form == "xml":
        rows, problems = read_xml(file)
    elif form == "xlsx":
        rows, problems = _from_sheet(file)
    else:
        read = read_delimited(file)
        rows, problems = read.rows, list(read.problems)
    if rows is None or problems:
        return None, problems
    headings = rows.column_names[:-1]
    # The column of row numbers has a name of its own.
    if taken := [heading for heading in headings if heading.lower() == ROW]:
        return None, [Problem("repeated_header", file.name, 1, details={"column": name}) for name in taken]
    match = read_fields(__package__).match(headings)
    if match is None:
        return None, [Problem("strange_file", file.name, details={"connector": "open311"})]
    return Source(file, rows.drop_columns(_private(match)), match), []


def _private(match: Match) -> list[str]:
    """The columns that tell of places and people and that nothing here takes: no option can name them."""
    return [
        heading
        for name, theirs in match.columns.items()
        if match.kind.fields[name].personal and not match.kind.fields[name].ours
        for heading in theirs
    ]


def _start(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_START).decode("utf-8-sig", errors="ignore")
    except OSError:
        return ""


def _form(start: str) -> str:
    if start.startswith(_ZIP):
        return "xlsx"
    first = start.lstrip()[:1]
    return {"{": "json", "[": "json", "<": "xml"}.get(first, "csv")


def _headings(file: Path) -> list[str]:
    start = _start(file)
    form = _form(start)
    if form == "json":
        return list(dict.fromkeys(_KEY.findall(start)))
    if form == "xml":
        tags = list(dict.fromkeys(_TAG.findall(start)))
        return tags if {ROOT, REQUEST} <= set(tags) else []
    if form == "xlsx":
        return _sheet_headings(file)[1]
    return read_header(file)


def _sheet_headings(file: Path) -> tuple[str, list[str]]:
    """The first sheet of a workbook that has the headings of a family, with its headings; nothing where none has."""
    try:
        workbook = Workbook(file)
    except ValueError:
        return "", []
    try:
        found = ((name, [text for text in workbook.header(name) if text]) for name in workbook.sheets)
        fields = read_fields(__package__)
        return next(((name, texts) for name, texts in found if fields.match(texts) is not None), ("", []))
    finally:
        workbook.close()


def _from_sheet(file: Path) -> tuple[pa.Table | None, list[Problem]]:
    sheet, _ = _sheet_headings(file)
    if not sheet:
        return None, [Problem("strange_file", file.name, details={"connector": "open311"})]
    workbook = Workbook(file)
    try:
        read = workbook.read(sheet)
        return None if read.rows is None else _without_offsets(read.rows), list(read.problems)
    finally:
        workbook.close()


def _without_offsets(rows: pa.Table) -> pa.Table:
    """Times as a spreadsheet holds them, which knows no offset; the reader of sheets writes them as universal time."""
    headings = rows.column_names[:-1]
    cells = [pc.replace_substring_regex(rows[heading], _SHEET_TIME, r"\1") for heading in headings]
    return pa.table({**dict(zip(headings, cells, strict=True)), ROW: rows[ROW]})


def _from_json(file: Path) -> tuple[pa.Table | None, list[Problem]]:
    value, problems = read_json(file)
    if problems:
        return None, problems
    objects = _objects(value)
    if objects is None:
        return None, [Problem("strange_file", file.name, details={"connector": "open311"})]
    return flattened(objects), []


def _objects(value: Any) -> list[dict[str, Any]] | None:
    """The requests in a list, in an object that holds one list, or in the features of GeoJSON."""
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if isinstance(inner, list) and inner]
        value = value.get("features") or (lists[0] if len(lists) == 1 else [value])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    nested = [item["properties"] if isinstance(item.get("properties"), dict) else item for item in value]
    inner = [item[REQUEST] if isinstance(item.get(REQUEST), dict) else item for item in nested]
    return [item for item in inner if item]
