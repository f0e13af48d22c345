"""Registers on their way out: as CSV and as sheets of a workbook, harmless to the programs that open them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import openpyxl

from obverse.web.bridge import Column, empty_workbook, names, tables
from obverse.web.registers.models import Row
from obverse.web.registers.wording import columns_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from obverse.web.processes.models import Process

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBERS = ("int", "number", "money", "share", "hours", "days")
# Further digits a spreadsheet would lose.
_EXACT = 15


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: where one could, an apostrophe stands before it.

    >>> guarded("=1+1"), guarded("-5")
    ("'=1+1", '-5')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_csv(process: Process, table: str, language: str) -> Iterator[bytes]:
    """The rows of a register as CSV with headings and words of a language; pasting and uploading understand it."""
    columns = _columns(process, table)
    stream = io.StringIO()
    writer = csv.writer(stream)
    # The mark without which spreadsheets read letters wrong.
    yield "\ufeff".encode()
    writer.writerow([_heading(table, column, language) for column in columns])
    for values in _values(process, table):
        writer.writerow([guarded(_word(table, column, values, language)) for column in columns])
        if stream.tell() > 1 << 16:
            yield _emptied(stream)
    yield _emptied(stream)


def as_workbook(process: Process, wanted: Iterable[str], language: str, *, empty: bool = False) -> bytes:
    """A workbook with a sheet for each of some registers, filled unless it shall be empty, and one that explains."""
    wanted = list(wanted)
    workbook = openpyxl.load_workbook(io.BytesIO(_blank(language)))
    sheets = {table: names(language).sheet(tables()[table]) for table in tables()}
    for table, name in sheets.items():
        if table not in wanted:
            workbook.remove(workbook[name])
        elif not empty:
            _fill(workbook[name], process, table, language)
    if len(wanted) == 1:
        workbook.active = workbook.index(workbook[sheets[wanted[0]]])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@cache
def _blank(language: str) -> bytes:
    return empty_workbook(language)


def _fill(sheet: Worksheet, process: Process, table: str, language: str) -> None:
    columns = _columns(process, table)
    for place, column in enumerate(
        columns[len(tables()[table].columns) :], start=len(tables()[table].columns) + 1
    ):
        sheet.cell(row=1, column=place, value=column.name)
    for number, values in enumerate(_values(process, table), start=2):
        for place, column in enumerate(columns, start=1):
            text = _word(table, column, values, language)
            if not text:
                continue
            cell = sheet.cell(row=number, column=place)
            if column.kind in _NUMBERS and _NUMBER.fullmatch(text) and len(text) <= _EXACT:
                cell.value = float(text) if "." in text else int(text)
            else:
                cell.value = text
                # A text that begins like a formula stays a text.
                cell.data_type = "s"


def _columns(process: Process, table: str) -> list[Column]:
    """All columns of a register, in the order of the engine's sheet, with the attributes that some row carries."""
    if not tables()[table].takes_attributes:
        return columns_of(table)
    return columns_of(table, _values(process, table))


def _values(process: Process, table: str) -> Iterator[Mapping[str, str]]:
    rows = Row.objects.filter(process=process, table=table, is_removed=False).order_by("position", "id")
    return rows.values_list("values", flat=True).iterator(chunk_size=2_000)


def _heading(table: str, column: Column, language: str) -> str:
    return names(language).heading(tables()[table], column)


def _word(table: str, column: Column, values: Mapping[str, str], language: str) -> str:
    text = values.get(column.name, "")
    if text and column.kind in ("code", "flag"):
        return names(language).code(tables()[table], column, text)
    return text


def _emptied(stream: io.StringIO) -> bytes:
    content = stream.getvalue().encode()
    stream.seek(0)
    stream.truncate()
    return content
