"""Reading one sheet of an XLSX workbook as texts, with the row numbers that the spreadsheet shows."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import openpyxl
import pyarrow as pa
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from obverse.evidence.checking import SHOWN
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW

# A spreadsheet keeps numbers as binary fractions: of an integer it knows the first fifteen digits.
_EXACT = 10**15
_MIDNIGHT = dt.time()
# What the library raises where a sheet's XML is not what it should be.
_BROKEN = (ET.ParseError, ValueError, IndexError, TypeError, KeyError, OverflowError, AttributeError)
Kinds = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read: its rows (None where they cannot be), the letter of each column, what is wrong."""

    rows: pa.Table | None
    letters: Mapping[str, str]
    problems: tuple[Problem, ...]


class Workbook:
    """An XLSX workbook opened for reading, once for its values and, where it has any, once for its formulas.

    Raises:
        ValueError: the file is no XLSX workbook; the message says what was found.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._streams: list[BinaryIO] = []
        try:
            with zipfile.ZipFile(file) as archive:
                calculated = any(_has_formula(archive, name) for name in archive.namelist())
            self._values = self._open(data_only=True)
            self._formulas = self._open(data_only=False) if calculated else None
        except (zipfile.BadZipFile, InvalidFileException, OSError, NotImplementedError, *_BROKEN) as error:
            self._let_go()
            raise ValueError(str(error)) from error

    def _open(self, *, data_only: bool) -> openpyxl.Workbook:
        # A stream, because of a path the library believes the ending.
        stream = self.file.open("rb")
        self._streams.append(stream)
        with warnings.catch_warnings():
            # What openpyxl cannot keep when it writes a file (drop-downs of newer kinds) does not matter to a reader.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
        for sheet in workbook.worksheets:
            # Some programs write a wrong extent of the sheet into the file; without it, all rows are read.
            sheet.reset_dimensions()
        return workbook

    def _let_go(self) -> None:
        for stream in self._streams:
            stream.close()

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that hold cells, in order."""
        return [sheet.title for sheet in self._values.worksheets]

    def close(self) -> None:
        """Let go of the file."""
        self._values.close()
        if self._formulas is not None:
            self._formulas.close()
        self._let_go()

    def header(self, name: str, header_row: int = 1) -> list[str]:
        """The texts of a sheet's header row; none where the sheet is broken."""
        try:
            return self._header(name, header_row)
        except _BROKEN:
            return []

    def _header(self, name: str, header_row: int) -> list[str]:
        rows = self._values[name].iter_rows(min_row=header_row, max_row=header_row, values_only=True)
        return [_plain(value) for value in next(iter(rows), ())]

    def is_empty(self, name: str) -> bool:
        """Whether nothing at all stands in a sheet; a broken one holds something."""
        try:
            rows = self._values[name].iter_rows(values_only=True)
            return all(value is None for row in rows for value in row)
        except _BROKEN:
            return False

    def read(self, name: str, *, header_row: int = 1, kinds: Kinds | None = None) -> Sheet:
        """Read the rows below a header row as texts; wholly empty rows are passed over.

        ``kinds`` maps headings to kinds of evidence columns, so that dates, moments and flags come out in our form.
        """
        try:
            return self._read(name, header_row, kinds)
        except _BROKEN as error:
            details = {"error": type(error).__name__}
            return Sheet(None, {}, (Problem("sheet_broken", self.file.name, sheet=name, details=details),))

    def _read(self, name: str, header_row: int, kinds: Kinds | None) -> Sheet:
        header = self._header(name, header_row)
        while header and not header[-1]:
            header.pop()
        letters = {heading: get_column_letter(place) for place, heading in enumerate(header, start=1)}
        problems = _header_problems(header, self.file.name, name, header_row)
        if problems or not header:
            return Sheet(None, letters, tuple(problems))
        convert = [_converter((kinds or {}).get(heading, "")) for heading in header]
        numbers: list[int] = []
        columns: list[list[str]] = [[] for _ in header]
        for number, cells in self._rows(name, header_row + 1):
            beyond = [cell for cell in cells[len(header) :] if cell.value is not None]
            if beyond:
                details = {"number": beyond[0].column_letter}
                problems.append(
                    Problem("cell_without_header", self.file.name, number, sheet=name, details=details)
                )
            filled = cells[: len(header)]
            if all(cell.value is None for cell in filled):
                continue
            numbers.append(number)
            for place, column in enumerate(columns):
                cell = filled[place] if place < len(filled) else None
                text = "" if cell is None or cell.value is None else convert[place](cell)
                column.append(text)
                if cell is not None and isinstance(cell.value, int | float) and abs(cell.value) >= _EXACT:
                    details = {"value": f"'{text}'"}
                    problems.append(
                        Problem("rounded_number", self.file.name, number, header[place], name, details)
                    )
        problems += self._uncalculated(name, header, header_row)
        rows = pa.table(
            {heading: pa.array(column, pa.string()) for heading, column in zip(header, columns, strict=True)}
        )
        return Sheet(rows.append_column(ROW, pa.array(numbers, pa.int64())), letters, tuple(_few(problems)))

    def _rows(self, name: str, first: int) -> Iterator[tuple[int, Sequence[Any]]]:
        return enumerate(self._values[name].iter_rows(min_row=first), start=first)

    def _uncalculated(self, name: str, header: Sequence[str], header_row: int) -> list[Problem]:
        """Formulas whose value was never saved: without the program that made them, nobody knows it."""
        if self._formulas is None:
            return []
        first = header_row + 1
        problems = []
        formulas = self._formulas[name].iter_rows(min_row=first)
        for number, (values, written) in enumerate(
            zip(self._values[name].iter_rows(min_row=first), formulas, strict=True), start=first
        ):
            for place, heading in enumerate(header):
                if place < len(written) and written[place].data_type == "f" and values[place].value is None:
                    details = {"formula": str(written[place].value)[:60]}
                    problems.append(Problem("uncalculated", self.file.name, number, heading, name, details))
        return problems


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
        return False
    content = archive.read(name)
    return b"<f>" in content or b"<f " in content


def _few(problems: Sequence[Problem]) -> list[Problem]:
    shown = list(problems[:SHOWN])
    if len(problems) > SHOWN:
        last = shown[-1]
        more = {"count": str(len(problems) - SHOWN)}
        shown.append(Problem("more_like_this", last.file, 0, last.column, last.sheet, more))
    return shown


def _header_problems(header: Sequence[str], file: str, sheet: str, row: int) -> list[Problem]:
    problems = [
        Problem("empty_header", file, row, sheet=sheet, details={"number": str(place)})
        for place, heading in enumerate(header, start=1)
        if not heading
    ]
    repeated = sorted({heading for heading in header if heading and header.count(heading) > 1})
    return problems + [
        Problem("repeated_header", file, row, sheet=sheet, details={"column": heading})
        for heading in repeated
    ]


def _converter(kind: str) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        value = cell.value
        if isinstance(value, bool):
            return ("yes" if value else "no") if kind == "flag" else str(value).lower()
        if isinstance(value, dt.datetime):
            return _moment(value, kind, str(cell.number_format))
        return _plain(value)

    return convert


def _moment(value: dt.datetime, kind: str, form: str) -> str:
    """A date where the cell holds no time of day; a midnight that is shown as a time is a moment."""
    shows_time = "h" in form.lower()
    if value.time() == _MIDNIGHT and not (kind == "moment" and shows_time):
        return value.date().isoformat()
    precision = "milliseconds" if value.microsecond else "seconds"
    return value.isoformat(timespec=precision) + "Z"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) and not value.strip() else str(value)
