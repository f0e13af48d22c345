"""The workbook that ``obverse new`` writes, filled by hand: one sheet a table, in any language of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.workbook.names import (
    codes_called,
    codes_of,
    column_called,
    language_of,
    plain,
    sheet_names,
    table_called,
)
from obverse.connectors.workbook.signatures import signatures
from obverse.connectors.workbook.words import explaining_sheets
from obverse.evidence.declarations import Table
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.importing.spreadsheet import Sheet, Workbook
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class _Filled:
    """A sheet that was read: its name and its headings as the person sees them, its rows under our names."""

    file: Path
    name: str
    headings: Mapping[str, str]
    rows: pa.Table | None
    problems: tuple[Problem, ...]


class FilledWorkbook(Connector):
    """XLSX workbooks whose sheets are evidence tables."""

    name = "workbook"
    options: ClassVar[tuple[str, ...]] = ()
    pseudonyms: ClassVar[bool] = False
    keeps_originals: ClassVar[bool] = True

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Sure where every file is an XLSX workbook with at least one sheet named like a table."""
        for file in files:
            try:
                workbook = Workbook(file)
            except ValueError:
                return UNKNOWN
            found = [name for name in workbook.sheets if table_called(name)]
            workbook.close()
            if not found:
                return UNKNOWN
        return Recognition(0.9 if files else 0.0)

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:  # noqa: ARG002 - it has none
        """Read all sheets that have rows; sheets that nobody touched give nothing."""
        read: dict[str, list[_Filled]] = {}
        problems: list[Problem] = []
        notes: list[Text] = []
        unread: dict[str, tuple[str, ...]] = {}
        for file in files:
            try:
                workbook = Workbook(file)
            except ValueError:
                problems.append(Problem("not_xlsx", file.name))
                continue
            if signed := signatures(file):
                unread[file.name] = signed
            for name in workbook.sheets:
                table = table_called(name)
                if table is not None:
                    read.setdefault(table.name, []).append(_read(workbook, name, table))
                elif name not in explaining_sheets():
                    problems += self._unknown(workbook, name, notes)
            workbook.close()
        problems += [problem for sheets in read.values() for sheet in sheets for problem in sheet.problems]
        filled = {
            name: [sheet for sheet in sheets if sheet.rows is not None] for name, sheets in read.items()
        }
        return Extract(
            tables={
                name: pa.concat_tables(
                    [sheet.rows for sheet in sheets if sheet.rows is not None], promote_options="default"
                )
                for name, sheets in filled.items()
                if sheets
            },
            files=tuple(files),
            headings={name: sheets[0].headings for name, sheets in filled.items() if sheets},
            sheets={name: sheets[0].name for name, sheets in filled.items() if sheets},
            notes=tuple(notes),
            problems=tuple(problems),
            unknown=unread,
        )

    def _unknown(self, workbook: Workbook, name: str, notes: list[Text]) -> list[Problem]:
        """A sheet that is no table: a problem where something stands in it, so that nothing is lost unseen."""
        if workbook.is_empty(name):
            notes.append(self.say("not_a_sheet", sheet=name))
            return []
        hint = did_you_mean(name, sheet_names())
        return [self.problem("unknown_sheet", workbook.file.name, sheet=name, details={"hint": hint})]


def _read(workbook: Workbook, name: str, table: Table) -> _Filled:
    """One sheet; its headings and codes may be of any language, also in a mixture."""
    ours = {heading: column_called(table, heading) for heading in workbook.header(name)}
    kinds = {
        heading: column.kind
        for heading, called in ours.items()
        if (column := table.column(called)) is not None
    }
    sheet = workbook.read(name, kinds=kinds)
    file = workbook.file
    if sheet.rows is None or not sheet.rows.num_rows:
        return _Filled(file, name, {}, None, sheet.problems)
    problems = (*sheet.problems, *_wrong_headings(file, name, table, sheet))
    headings = {ours[heading]: f"{heading} ({letter})" for heading, letter in sheet.letters.items()}
    if len(headings) < len(sheet.letters):
        return _Filled(file, name, headings, None, problems)
    cells = {}
    for heading in sheet.letters:
        column = table.column(ours[heading])
        words = codes_called(table, column) if column is not None and codes_of(column) else {}
        found = sheet.rows.column(heading)
        if words:
            found = pa.array([words.get(plain(word), word) for word in found.to_pylist()], pa.string())
        cells[ours[heading]] = found
    rows = pa.table(cells).append_column(ROW, sheet.rows.column(ROW_IN_FILE))
    rows = rows.append_column(FILE, pa.array([str(file)] * rows.num_rows, pa.string()))
    return _Filled(file, name, headings, rows, problems)


def _wrong_headings(file: Path, name: str, table: Table, sheet: Sheet) -> list[Problem]:
    """Headings that name no column or one that another names too, and required columns that have none."""
    said = language_of(table, list(sheet.letters))
    known = [said.heading(table, column) for column in table.columns.values()]
    found: dict[str, str] = {}
    problems = []
    for heading, letter in sheet.letters.items():
        called = column_called(table, heading)
        place = f"{heading} ({letter})"
        if called in found:
            details = {"column": f"{found[called]}, {place}"}
            problems.append(Problem("repeated_header", file.name, 1, sheet=name, details=details))
        elif table.column(called) is None:
            details = {"table": name, "hint": did_you_mean(heading, known)}
            problems.append(Problem("unknown_column", file.name, 1, place, name, details))
        found.setdefault(called, place)
    problems += [
        Problem("missing_column", file.name, 1, said.heading(table, table.columns[column]), name)
        for column in table.required
        if column not in found
    ]
    return problems
