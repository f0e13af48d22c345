"""What every write into registers has in common: who holds the process, what is stored, what is remembered of it.

Whoever writes to a process holds its row first (``lock``) and the end of the journal last: two writers never wait for
each other crosswise, and what one of them checked still holds when it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import F, Max

from obverse.web.bridge import tables
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.registers.models import Revision, Row

if TYPE_CHECKING:
    from obverse.web.people.models import Person


class Conflict(Exception):  # noqa: N818 - it carries the state that stands, the name says what it is
    """Somebody else was quicker: ``row`` is the row as it stands now."""

    def __init__(self, row: Row) -> None:
        super().__init__(f"row {row.key} stands at version {row.version}")
        self.row = row


def lock(process: Process) -> Process:
    """The process as it stands, held against other writers until the transaction ends."""
    return Process.objects.select_for_update().get(pk=process.pk)


def stored(table: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are stored: known columns in the order of the table, and nothing for what is unknown.

    Raises:
        ValueError: there is no such table, or it has no such column.
    """
    declared = tables().get(table)
    if declared is None:
        raise ValueError(f"there is no table {table}")
    unknown = [column for column in values if declared.column(column) is None]
    if unknown:
        raise ValueError(f"the table {table} has no columns {unknown}")
    order = {column: place for place, column in enumerate(declared.columns)}
    names = sorted(values, key=lambda column: (order.get(column, len(order)), column))
    return {column: str(values[column]) for column in names if values[column] != ""}


def remember(row: Row, *, by: Person | None, reason: str, intake: int | None) -> None:
    """Write down the state in which a row stands."""
    Revision.objects.create(
        row=row,
        version=row.version,
        values=row.values,
        is_removed=row.is_removed,
        reason=reason,
        author=by.mark if by is not None else None,
        intake=intake,
    )


def tell(what: str, row: Row, by: Person | None) -> None:
    """Tell the journal what happened to a row."""
    details = {"row": str(row.key), "version": row.version}
    note(what, by=by, process=row.process, about=row.table, details=details)


def evidence_changed(process: Process) -> None:
    """Count a change of the evidence; holds the process against other writers."""
    Process.objects.filter(pk=process.pk).update(evidence_version=F("evidence_version") + 1)


def next_position(process: Process, table: str) -> int:
    """The place behind the last row of a register."""
    last = Row.objects.filter(process=process, table=table).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
