"""Rows from a spreadsheet: read, put into the form of the evidence, and compared with what stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from obverse.web.bridge import Table, column_called, tables
from obverse.web.registers.cells import cleaned, written
from obverse.web.registers.checking import Fault, check_rows, key_of, rows_with_keys
from obverse.web.registers.models import Row
from obverse.web.registers.numbering import last_number, names_itself, numbered
from obverse.web.registers.wording import heading
from obverse.web.texts import language, say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

LONGEST = 5_000
_LARGEST_CELL = 1 << 17
_SEPARATORS = ("\t", ";", ",")


@dataclass(slots=True)
class Sheet:
    """What was given: under our columns the cells of each row, its number in the sheet, and what is wrong with it."""

    columns: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # Other registers of the same workbook, which are not looked at.
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A row that stands and what it shall say."""

    row: Row
    values: Mapping[str, str]
    number: int


@dataclass(slots=True)
class Plan:
    """What taking a sheet over would do, and all that forbids it."""

    sheet: Sheet
    new: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    faults: list[tuple[int, Fault]] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        """Whether nothing forbids it and there is something to do."""
        return not (self.sheet.problems or self.faults) and bool(self.new or self.changes)


def read_text(table: str, text: str) -> Sheet:
    """The rows of a text as spreadsheets copy it, or as CSV; the first line holds the headings."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    if not lines.strip():
        return Sheet(problems=[say("registers.sheet.nothing")])
    first = lines.split("\n", 1)[0]
    separator = next((sign for sign in _SEPARATORS if sign in first), "\t")
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        records = list(csv.reader(io.StringIO(lines), delimiter=separator, strict=separator != "\t"))
    except csv.Error:
        return Sheet(problems=[say("registers.sheet.unreadable")])
    finally:
        csv.field_size_limit(before)
    return _under_headings(tables()[table], records)


def from_rows(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Sheet:
    """A sheet that the engine has read."""
    sheet = Sheet(columns=[*dict.fromkeys(column for _, row in rows for column in row)])
    for number, row in rows:
        sheet.numbers.append(number)
        sheet.rows.append(dict(row))
    if len(rows) > LONGEST:
        sheet.problems.append(say("registers.sheet.too_long", limit=LONGEST))
    return sheet


def as_text(sheet: Sheet) -> str:
    """A sheet as a text that ``read_text`` reads, to be carried from one page to the next."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t")
    writer.writerow(sheet.columns)
    writer.writerows([row.get(column, "") for column in sheet.columns] for row in sheet.rows)
    return stream.getvalue()


def _under_headings(table: Table, records: list[list[str]]) -> Sheet:
    sheet = Sheet()
    headings = [cleaned(one) for one in records[0]]
    while headings and not headings[-1]:
        headings.pop()
    for place, said in enumerate(headings, start=1):
        column = _column(table, said)
        if not said:
            sheet.problems.append(say("registers.sheet.no_heading", number=place))
        elif not column:
            known = ", ".join(heading(table.name, name) for name in table.columns)
            sheet.problems.append(say("registers.sheet.unknown_heading", heading=said[:60], known=known))
        elif column in sheet.columns:
            sheet.problems.append(say("registers.sheet.heading_twice", heading=said[:60]))
        sheet.columns.append(column)
    sheet.problems += [
        say("registers.sheet.missing_heading", heading=heading(table.name, column))
        for column in table.required
        if column not in sheet.columns and not names_itself(table.columns[column])
    ]
    if len(records) - 1 > LONGEST:
        sheet.problems.append(say("registers.sheet.too_long", limit=LONGEST))
        return sheet
    for number, record in enumerate(records[1:], start=2):
        cells = [cleaned(one) for one in record]
        if not any(cells):
            continue
        if any(cells[len(headings) :]):
            sheet.problems.append(say("registers.sheet.beyond", number=number))
        sheet.numbers.append(number)
        sheet.rows.append({column: one for column, one in zip(sheet.columns, cells, strict=False) if column})
    if not sheet.rows and not sheet.problems:
        sheet.problems.append(say("registers.sheet.nothing"))
    return sheet


def _column(table: Table, said: str) -> str:
    """The column that a heading means, as the sheets of workbooks or as our pages call it."""
    called = column_called(table, said)
    if table.column(called) is not None:
        return called
    spoken = {heading(table.name, name).casefold(): name for name in table.columns}
    return spoken.get(said.casefold(), column_called(table, said.replace(" ", "_")) if " " in said else "")


def plan(process: Process, table: str, sheet: Sheet, *, replaces: bool) -> Plan:
    """Compare a sheet with what stands; rows that stand already change only where they may (``replaces``)."""
    declared = tables()[table]
    made = Plan(sheet)
    if sheet.problems:
        return made
    rows = [
        {
            name: written(table, column, text, language())
            for name, text in row.items()
            if (column := declared.column(name)) is not None
        }
        for row in sheet.rows
    ]
    standing: dict[tuple[str, ...], Row] = {}
    if replaces:
        keys = {key for row in rows if (key := key_of(declared, row)) is not None}
        standing = rows_with_keys(process, declared, keys)
    _number(process, declared, rows)
    values: list[dict[str, str]] = []
    instead: list[Row] = []
    for row, number in zip(rows, sheet.numbers, strict=True):
        key = key_of(declared, row)
        there = standing.get(key) if key is not None else None
        # A column that the sheet does not have stays as it is; an empty cell says that it is not known.
        told = {**(there.values if there else {}), **row}
        kept = {name: text for name, text in told.items() if text}
        values.append(kept)
        if there is None:
            made.new.append((number, kept))
            continue
        instead.append(there)
        if kept == there.values:
            made.same += 1
        else:
            made.changes.append(Change(there, kept, number))
    faults = check_rows(process, table, values, instead_of=instead)
    made.faults = [(sheet.numbers[fault.row], fault) for fault in faults]
    return made


def _number(process: Process, table: Table, rows: list[dict[str, str]]) -> None:
    """Give ids to rows that have none."""
    own = table.columns.get("id")
    if own is None or not names_itself(own) or all(row.get("id") for row in rows):
        return
    taken = frozenset(row["id"] for row in rows if row.get("id"))
    last = last_number(process, table.name, taken)
    for row in rows:
        if not row.get("id"):
            last += 1
            row["id"] = numbered(table.name, last)
