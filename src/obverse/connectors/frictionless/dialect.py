"""Reading the rows of a resource as its dialect says, from files or from the descriptor itself."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.connectors.frictionless.package import Resource
from obverse.connectors.texts import FolderTexts
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.receiving.json_document import as_text

_TABS = ("tsv", "tab")
_problem = FolderTexts(__package__).problem
# A reader for standard CSV is ten times as fast; it understands these and what separates the cells.
_STANDARD = {
    "header": True,
    "headerRows": [1],
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "commentChar": None,
    "commentRows": [],
    "escapeChar": None,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that were read from one file, all texts with ``row_in_file``; None where they cannot be read."""

    file: Path
    rows: pa.Table | None
    problems: tuple[Problem, ...] = ()


def read_parts(resource: Resource, files: Sequence[Path], descriptor: Path) -> list[Part]:
    """Read all files of a resource, the later ones with or without a header of their own."""
    if resource.data is not None and not resource.paths:
        return [_from_data(resource, descriptor)]
    names = [field.name for field in resource.fields]
    parts: list[Part] = []
    for file in files:
        dialect = dict(resource.dialect)
        if resource.format in _TABS:
            dialect.setdefault("delimiter", "\t")
        if parts and names and read_header(file, delimiter=_one_sign(dialect.get("delimiter"))) != names:
            dialect |= {"header": False, "headerRows": []}
        parts.append(_read(file, dialect, names, resource.encoding))
    return parts


def _read(file: Path, dialect: Mapping[str, Any], names: Sequence[str], encoding: str) -> Part:
    with tempfile.TemporaryDirectory() as folder:
        source = _in_utf8(file, encoding, Path(folder))
        unusual = [key for key, usual in _STANDARD.items() if dialect.get(key, usual) != usual]
        if not unusual:
            delimiter = _one_sign(dialect.get("delimiter"))
            read = read_delimited(source, delimiter=delimiter, name=file.name)
            return Part(file, read.rows, read.problems)
        return _read_slowly(file, source, dialect, names)


def _in_utf8(file: Path, encoding: str, folder: Path) -> Path:
    """The file, or a copy in UTF-8 where it is in the encoding that the package declares and not in UTF-8."""
    content = file.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = content.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            return file
        copy = folder / "in_utf8.csv"
        copy.write_text(text, encoding="utf-8", newline="")
        return copy
    return file


def _read_slowly(file: Path, source: Path, dialect: Mapping[str, Any], names: Sequence[str]) -> Part:
    """Read a file whose dialect is not the usual one, row by row."""
    quote, escape = _one_sign(dialect.get("quoteChar", '"')), _one_sign(dialect.get("escapeChar"))
    comment = dialect.get("commentChar")
    passed_over = _numbers(dialect.get("commentRows"))
    heads = _numbers(dialect.get("headerRows")) if dialect.get("header", True) else []
    try:
        text = source.read_text(encoding="utf-8-sig")
        found = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=_one_sign(dialect.get("delimiter")) or ",",
            quotechar=quote or None,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            doublequote=dialect.get("doubleQuote", True) is not False,
            escapechar=escape or None,
            skipinitialspace=dialect.get("skipInitialSpace") is True,
        )
        header: list[str] = []
        rows: list[tuple[int, list[str]]] = []
        for number, row in enumerate(found, start=1):
            if number in passed_over or (
                isinstance(comment, str) and comment and row and row[0].startswith(comment)
            ):
                continue
            # The first row is the header, unless the dialect says which rows are; nothing above them counts.
            if dialect.get("header", True) and not heads:
                heads = [number]
            if number in heads:
                join = dialect.get("headerJoin", " ")
                over = header or [""] * len(row)
                header = [str(join).join(filter(None, pair)) for pair in zip(over, row, strict=False)]
            elif row and number > max(heads, default=0):
                rows.append((number, row))
    except (csv.Error, UnicodeDecodeError, OSError, TypeError, ValueError) as error:
        return Part(file, None, (Problem("unreadable", file.name, details={"error": str(error)[:120]}),))
    return _table(file, header or list(names), rows)


def _table(file: Path, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Part:
    if not header or len(set(header)) < len(header) or "" in header:
        twice = next((name for name in header if header.count(name) > 1), "")
        kind, details = ("repeated_header", {"column": twice}) if twice else ("empty_header", {"number": "1"})
        return Part(file, None, (Problem(kind, file.name, 1, details=details),))
    wrong = [
        Problem(
            "cells_missing" if len(row) < len(header) else "cells_too_many",
            file.name,
            number,
            details={"found": str(len(row)), "wanted": str(len(header))},
        )
        for number, row in rows
        if len(row) != len(header)
    ]
    kept = [(number, row) for number, row in rows if len(row) == len(header)]
    columns = {
        name: pa.array([row[place] for _, row in kept], pa.string()) for place, name in enumerate(header)
    }
    numbers = pa.array([number for number, _ in kept], pa.int64())
    return Part(file, pa.table(columns).append_column(ROW, numbers), tuple(wrong[:25]))


def _from_data(resource: Resource, descriptor: Path) -> Part:
    """The rows that stand in the descriptor: a list of objects, or of lists of which the first is the header."""
    listed = resource.data if isinstance(resource.data, list) else []
    if listed and all(isinstance(one, dict) for one in listed):
        header = list(dict.fromkeys(str(key) for one in listed for key in one))
        rows = [[as_text(one.get(name)) for name in header] for one in listed]
    elif listed and all(isinstance(one, list) for one in listed):
        header = [as_text(cell) for cell in listed[0]]
        rows = [[as_text(cell) for cell in one] for one in listed[1:]]
    else:
        details = {"where": f"{resource.name}, data", "what": repr(resource.data)[:60]}
        return Part(descriptor, None, (_problem("package_wrong", descriptor.name, details=details),))
    return _table(descriptor, header, list(enumerate(rows, start=2)))


def _one_sign(value: Any) -> str:
    return value if isinstance(value, str) and len(value) == 1 else ""


def _numbers(value: Any) -> list[int]:
    return [number for number in value if isinstance(number, int)] if isinstance(value, list) else []
