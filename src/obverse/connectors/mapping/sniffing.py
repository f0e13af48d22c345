"""How a file that nobody described is written: its format, encoding, delimiter, sheet, and where its header stands."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from obverse.connectors.mapping.declaration import FileForm
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.receiving.delimited import DELIMITERS

_START = 1 << 18
_LOOKED_AT = 40
_FIGURE = re.compile(r"[-+]?[\d.,' \u00a0\u202f%€$£:/-]+")


def find_form(file: Path) -> FileForm:
    """What the ``[file]`` of a mapping has to say about a file.

    Raises:
        EvidenceProblems: it is not there, or is neither a delimited text nor a workbook.
    """
    if not file.is_file():
        raise EvidenceProblems([Problem("missing_file", file.name)])
    with file.open("rb") as stream:
        start = stream.read(_START)
    if not start.strip():
        raise EvidenceProblems([Problem("empty_file", file.name)])
    return _form_of_workbook(file) if start.startswith(b"PK\x03\x04") else _form_of_text(start)


def _form_of_text(start: bytes) -> FileForm:
    encoding = _encoding(start)
    text = start.decode(encoding, errors="ignore").removeprefix("\ufeff")
    best, rated = FileForm(encoding=encoding), 0.0
    for sign in DELIMITERS:
        rows = _rows(text, sign)
        width, share = _width([row for _, row in rows])
        if width > 1 and share * 100 + min(width, 50) / 100 > rated:
            rated = share * 100 + min(width, 50) / 100
            lines = [line for line, _ in rows]
            place = _header_place([row for _, row in rows], width)
            best = FileForm(encoding=encoding, delimiter=sign, header_row=lines[place])
    return best


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        undefined = any(byte in start for byte in b"\x81\x8d\x8f\x90\x9d")
        return "latin-1" if undefined else "cp1252"
    return "utf-8"


def _rows(text: str, sign: str) -> list[tuple[int, list[str]]]:
    """The first rows, each with the number of the line on which it begins."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
            if len(rows) == _LOOKED_AT * 5:
                break
    except csv.Error:
        return rows
    return rows


def _width(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """The number of cells that most rows have, and the share of the rows that are not empty with so many."""
    counted = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    if not counted:
        return 0, 0.0
    width, alike = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    return width, alike / sum(counted.values())


def _header_place(rows: Sequence[Sequence[str]], width: int) -> int:
    """The first row that has a text of its own for most columns; the first one of all where none has."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) < max(2, 0.6 * width) and len(cells) < width:
            continue
        texts = [cell for cell in cells if not _FIGURE.fullmatch(cell) or re.fullmatch(r"(19|20)\d\d", cell)]
        if len(row) >= width and len(texts) >= 0.7 * len(cells) and len(set(cells)) >= 0.8 * len(cells):
            return place
    return 0


def _form_of_workbook(file: Path) -> FileForm:
    try:
        workbook = Workbook(file)
    except ValueError as error:
        raise EvidenceProblems([Problem("not_xlsx", file.name)]) from error
    best, most = FileForm(format="xlsx"), 0
    try:
        for sheet in workbook.sheets:
            rows = [workbook.header(sheet, number) for number in range(1, _LOOKED_AT + 1)]
            filled = sum(1 for row in rows for cell in row if cell)
            if filled > most:
                width = max(_filled_width(row) for row in rows)
                place = _header_place([_padded(row, width) for row in rows], width)
                best, most = FileForm(format="xlsx", sheet=sheet, header_row=place + 1), filled
    finally:
        workbook.close()
    return best


def _filled_width(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
