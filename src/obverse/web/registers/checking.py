"""What is wrong with rows before they are written: by the engine's rules for cells, by keys, and by references."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obverse.web.bridge import Column, Table, tables, wrong_cells
from obverse.web.keeping.models import ProcessFile
from obverse.web.registers.models import Row
from obverse.web.registers.wording import choices, heading, register_name
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

Values = Mapping[str, str]
# Enough to find an address that somebody wrote by mistake; imports look closer.
_E_MAIL = re.compile(r"[\w.%+-]+@[\w-]+(\.[\w-]+)*\.\w{2,}")
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the place of the row among those that were given, its column, and what to do about it."""

    row: int
    column: str
    message: str


def held_as_files(process: Process) -> set[str]:
    """The registers that are too long for pages and stand in a file of the dossier."""
    paths = ProcessFile.objects.filter(process=process, path__startswith="evidence/")
    names = {path.split("/")[1].split(".")[0] for path in paths.values_list("path", flat=True)}
    return names & set(tables())


def check_values(
    process: Process, table: str, values: Values, *, instead_of: Row | None = None
) -> dict[str, str]:
    """What is wrong with one row, by column; "" stands for the row as a whole. Nothing, where it can be written."""
    found: dict[str, str] = {}
    for fault in check_rows(process, table, [values], instead_of=[instead_of] if instead_of else ()):
        found.setdefault(fault.column, fault.message)
    return found


def check_rows(
    process: Process, table: str, rows: Sequence[Values], *, instead_of: Collection[Row] = ()
) -> list[Fault]:
    """All that is wrong with some rows, which shall stand beside the others of a register or instead of some."""
    declared = tables()[table]
    faults = [*_cells(declared, rows), *_addresses(declared, rows)]
    faults += _double_keys(process, declared, rows, {row.pk for row in instead_of})
    faults += _references(process, declared, rows)
    order = {column: place for place, column in enumerate(declared.columns)}
    return sorted(faults, key=lambda fault: (fault.row, order.get(fault.column, -1)))


def _cells(table: Table, rows: Sequence[Values]) -> list[Fault]:
    faults = []
    for wrong in wrong_cells(table.name, rows):
        column = table.column(wrong.column) or Column("", "text")
        value = rows[wrong.row].get(wrong.column, "") if wrong.kind != "more_like_this" else ""
        message = say(
            f"registers.wrong.{wrong.kind}",
            value=_short(value),
            count=wrong.count,
            column=heading(table.name, wrong.column) if wrong.column else "",
            words=", ".join(choices(table.name, column).values()) if column.name else "",
        )
        faults.append(Fault(wrong.row, wrong.column, message))
    return faults


def _addresses(table: Table, rows: Sequence[Values]) -> list[Fault]:
    found = []
    for place, values in enumerate(rows):
        for name, value in values.items():
            column = table.column(name)
            if column is not None and column.kind in ("id", "ref", "text") and _E_MAIL.search(value):
                found.append(Fault(place, name, say("registers.wrong.address")))
    return found


def key_of(table: Table, values: Values) -> tuple[str, ...] | None:
    """What tells a row from all others; None where nothing does, because the register has no key or it is unknown."""
    if not table.key or any(not values.get(name) for name in table.key if name in table.required):
        return None
    return tuple(values.get(name, "") for name in table.key)


def rows_with_keys(
    process: Process, table: Table, keys: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], Row]:
    """The rows of a register that bear some keys."""
    # Any required part of the key makes the rows few; where there is none, all are looked at.
    firm = next((name for name in table.key if name in table.required), "")
    standing = Row.objects.filter(process=process, table=table.name, is_removed=False).order_by(
        "position", "id"
    )
    wanted = sorted({key[table.key.index(firm)] for key in keys}) if firm else []
    pieces = [wanted[first : first + _AT_A_TIME] for first in range(0, len(wanted), _AT_A_TIME)] or [[]]
    found: dict[tuple[str, ...], Row] = {}
    for piece in pieces if keys else ():
        some = standing.filter(**{f"values__{firm}__in": piece}) if firm else standing
        for row in some:
            key = key_of(table, row.values)
            if key is not None and key in keys:
                found.setdefault(key, row)
    return found


def _double_keys(
    process: Process, table: Table, rows: Sequence[Values], passed_over: Collection[int]
) -> list[Fault]:
    keys = [key_of(table, values) for values in rows]
    standing = rows_with_keys(process, table, {key for key in keys if key is not None})
    first: dict[tuple[str, ...], int] = {}
    faults = []
    names = ", ".join(heading(table.name, name) for name in table.key)
    for place, key in enumerate(keys):
        if key is None:
            continue
        other = standing.get(key)
        value = _short(" / ".join(part for part in key if part))
        if other is not None and other.pk not in passed_over:
            told = {"value": value, "columns": names, "number": number_of(other)}
            faults.append(Fault(place, table.key[0], say("registers.wrong.stands_already", **told)))
        elif key in first:
            told = {"value": value, "columns": names, "number": first[key] + 1}
            faults.append(Fault(place, table.key[0], say("registers.wrong.given_twice", **told)))
        first.setdefault(key, place)
    return faults


def number_of(row: Row) -> int:
    """Which row of its register a row is, counted from the beginning."""
    before = Row.objects.filter(
        process_id=row.process_id, table=row.table, is_removed=False, position__lte=row.position
    )
    return before.exclude(position=row.position, pk__gt=row.pk).count()


def _references(process: Process, table: Table, rows: Sequence[Values]) -> list[Fault]:
    elsewhere = held_as_files(process)
    faults = []
    for column in table.columns.values():
        if column.kind != "ref" or column.refers_to in elsewhere:
            continue
        told = {values[column.name] for values in rows if values.get(column.name)}
        known = ids_among(process, column.refers_to, told)
        if column.refers_to == table.name:
            known |= {values["id"] for values in rows if values.get("id")}
        faults += [
            Fault(
                place,
                column.name,
                say(
                    "registers.wrong.refers_to_nothing",
                    value=_short(values[column.name]),
                    register=register_name(column.refers_to),
                ),
            )
            for place, values in enumerate(rows)
            if values.get(column.name) and values[column.name] not in known
        ]
    return faults


def ids_among(process: Process, table: str, ids: Collection[str]) -> set[str]:
    """Those of some ids that rows of a register bear."""
    wanted, known = sorted(ids), set()
    for first in range(0, len(wanted), _AT_A_TIME):
        some = Row.objects.filter(
            process=process, table=table, is_removed=False, values__id__in=wanted[first : first + _AT_A_TIME]
        )
        known |= {values["id"] for values in some.values_list("values", flat=True)}
    return known


def referring(process: Process, table: str, identifier: str) -> list[Row]:
    """Rows of any register that refer to the row with an id, a few of them."""
    found: list[Row] = []
    for name, other in tables().items():
        for column in other.columns.values():
            if column.kind == "ref" and column.refers_to == table:
                some = Row.objects.filter(process=process, table=name, is_removed=False)
                found += some.filter(**{f"values__{column.name}": identifier})[:5]
    return found


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "…"
