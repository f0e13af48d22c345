"""The empty workbook: one sheet for each table, with what may stand in each column, and a sheet that explains."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import openpyxl
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from obverse.connectors.workbook.names import Names, names
from obverse.connectors.workbook.words import Words, words
from obverse.evidence.declarations import Column, Table, tables

LAST_ROW = 1_048_576
# Written as texts so that no spreadsheet turns an id such as 3-4 into a date or drops the zeros of 007.
_FORMATS: Mapping[str, str] = {
    **dict.fromkeys(("id", "ref", "text", "code", "flag"), "@"),
    "date": "yyyy-mm-dd",
    "moment": 'yyyy-mm-dd"T"hh:mm:ss',
}
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="D9D9D9")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# The moment that a ZIP archive cannot go below: with a fixed one, the same version writes the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def empty_workbook(language: str) -> bytes:
    """The bytes of the workbook in which a dossier's tables can be filled, explained in ``language``.

    Raises:
        UnknownId: there is no such language.
    """
    said, called = words(language), names(language)
    workbook = openpyxl.Workbook()
    explanation = workbook.active
    if not isinstance(explanation, Worksheet):
        raise TypeError("a new workbook has a first sheet")
    workbook.properties.title = said.page("title")
    workbook.properties.creator = "Obverse"
    _explain(explanation, said, called)
    for table in tables().values():
        _lay_out(workbook.create_sheet(called.sheet(table)), table, said, called)
    stream = io.BytesIO()
    workbook.save(stream)
    return _without_clock(stream.getvalue())


def _explain(sheet: Worksheet, said: Words, called: Names) -> None:
    sheet.title = said.page("read_me")
    sheet["A1"] = said.page("title")
    sheet["A1"].font = Font(bold=True, size=14)
    for line in said.page("lines"):
        sheet.append([line])
    sheet.append([])
    sheet.append(list(said.page("columns")))
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _BOLD, _GREY
    for table in tables().values():
        name = called.sheet(table)
        sheet.append([name, "", "", "", said.page("row_of").format(what=said.table(table))])
        for cell in sheet[sheet.max_row]:
            cell.font = _BOLD
        for column in table.columns.values():
            required = said.page("required") if column.name in table.required else ""
            kind, note = said.kind(column), said.explained(table, column)
            sheet.append([name, called.heading(table, column), kind, required, note])
    for letter, width in zip("ABCDE", (28, 32, 40, 14, 110), strict=True):
        sheet.column_dimensions[letter].width = width


def _lay_out(sheet: Worksheet, table: Table, said: Words, called: Names) -> None:
    lists: dict[str, DataValidation] = {}
    for place, column in enumerate(table.columns.values(), start=1):
        letter = get_column_letter(place)
        heading = called.heading(table, column)
        cell = sheet.cell(row=1, column=place, value=heading)
        if isinstance(cell, Cell):
            cell.comment = _comment(table, column, said)
        cell.alignment = _WRAPPED
        cell.font = _BOLD if column.name in table.required else Font()
        if column.name in table.required:
            cell.fill = _GREY
        dimension = sheet.column_dimensions[letter]
        dimension.width = max(12, len(heading) + 3)
        dimension.number_format = _FORMATS.get(column.kind, "General")
        choices = called.choices(table, column)
        if choices:
            listed = f'"{",".join(choices)}"'
            if listed not in lists:
                lists[listed] = _choice(listed, said)
            lists[listed].add(f"{letter}2:{letter}{LAST_ROW}")
    for validation in lists.values():
        sheet.add_data_validation(validation)
    sheet.freeze_panes = "A2"


def _choice(listed: str, said: Words) -> DataValidation:
    validation = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True)
    validation.error = said.page("wrong_entry")
    return validation


def _comment(table: Table, column: Column, said: Words) -> Comment:
    required = said.page("required") if column.name in table.required else ""
    parts = (required, said.kind(column), said.explained(table, column))
    return Comment("\n".join(part for part in parts if part), "Obverse", height=110, width=320)


def _without_clock(content: bytes) -> bytes:
    """The same archive with fixed moments in place of now."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", part)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            new.writestr(entry, part, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()
