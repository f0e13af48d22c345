"""The workbook that ``obverse new`` writes, filled by hand: one sheet a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.workbook.words import explaining_sheets
from obverse.evidence.declarations import tables
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.importing.spreadsheet import Sheet, Workbook
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.vocabulary.text import Text


class FilledWorkbook(Connector):
    """XLSX workbooks whose sheets are evidence tables."""

    name = "workbook"
    options: ClassVar[tuple[str, ...]] = ()

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Sure where every file is an XLSX workbook with at least one sheet named like a table."""
        for file in files:
            try:
                workbook = Workbook(file)
            except ValueError:
                return UNKNOWN
            found = set(workbook.sheets) & set(tables())
            workbook.close()
            if not found:
                return UNKNOWN
        return Recognition(0.9 if files else 0.0)

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:  # noqa: ARG002 - it has none
        """Read all sheets that have rows; sheets that nobody touched give nothing."""
        read: dict[str, list[tuple[Path, Sheet]]] = {}
        problems: list[Problem] = []
        notes: list[Text] = []
        for file in files:
            try:
                workbook = Workbook(file)
            except ValueError:
                problems.append(Problem("not_xlsx", file.name))
                continue
            for name in workbook.sheets:
                if name in tables():
                    kinds = {column.name: column.kind for column in tables()[name].columns.values()}
                    read.setdefault(name, []).append((file, workbook.read(name, kinds=kinds)))
                elif name not in explaining_sheets():
                    problems += self._unknown(workbook, name, notes)
            workbook.close()
        problems += [problem for sheets in read.values() for _, sheet in sheets for problem in sheet.problems]
        return Extract(
            tables={name: rows for name, sheets in read.items() if (rows := _rows(sheets)).num_rows},
            files=tuple(files),
            headings={name: _headings(sheets) for name, sheets in read.items()},
            sheets={name: name for name in read},
            notes=tuple(notes),
            problems=tuple(problems),
        )

    def _unknown(self, workbook: Workbook, name: str, notes: list[Text]) -> list[Problem]:
        """A sheet that is no table: a problem where something stands in it, so that nothing is lost unseen."""
        if workbook.is_empty(name):
            notes.append(self.say("not_a_sheet", sheet=name))
            return []
        hint = did_you_mean(name, tables())
        return [Problem("unknown_sheet", workbook.file.name, sheet=name, details={"hint": hint})]


def _rows(sheets: Sequence[tuple[Path, Sheet]]) -> pa.Table:
    parts = []
    for file, sheet in sheets:
        if sheet.rows is None or not sheet.rows.num_rows:
            continue
        rows = sheet.rows.rename_columns(
            [ROW if name == ROW_IN_FILE else name for name in sheet.rows.column_names]
        )
        parts.append(rows.append_column(FILE, pa.array([str(file)] * rows.num_rows, pa.string())))
    return pa.concat_tables(parts, promote_options="default") if parts else pa.table({})


def _headings(sheets: Sequence[tuple[Path, Sheet]]) -> dict[str, str]:
    """Each column with the letter that the spreadsheet shows above it."""
    found: dict[str, str] = {}
    for _, sheet in sheets:
        for name, letter in sheet.letters.items():
            found.setdefault(name, f"{name} ({letter})")
    return found
