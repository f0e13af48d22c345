"""Writing rows: every state of a row stays, with its author and its reason, beside an entry in the journal.

Each function is one transaction, or a part of the one that its caller began. The journal tells of many rows at once in
one entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from obverse.web.audits.freezing import ROW, freeze_if_open, tells_of_people
from obverse.web.journal.writing import note
from obverse.web.registers.changing import (
    Conflict,
    evidence_changed,
    lock,
    next_position,
    remember,
    stored,
    tell,
)
from obverse.web.registers.models import Revision, Row, words_of

if TYPE_CHECKING:
    from obverse.web.people.models import Person
    from obverse.web.processes.models import Process

_AT_A_TIME = 2_000
__all__ = [
    "Conflict",
    "add_row",
    "add_rows",
    "change_row",
    "change_rows",
    "lock",
    "remove_row",
    "restore_row",
    "stored",
]


def add_row(
    process: Process,
    table: str,
    values: Mapping[str, str],
    *,
    by: Person | None,
    reason: str = "",
    intake: int | None = None,
) -> Row:
    """Add one row at the end of a register."""
    kept = stored(table, values)
    with transaction.atomic():
        evidence_changed(process)
        _looking_begins(process, table, by)
        row = Row(process=process, table=table, position=next_position(process, table), values=kept)
        row.save(force_insert=True)
        remember(row, by=by, reason=reason, intake=intake)
        tell("registers.row_added", row, by)
    return row


def add_rows(
    process: Process,
    table: str,
    many_values: Iterable[Mapping[str, str]],
    *,
    by: Person | None,
    reason: str = "",
    intake: int | None = None,
) -> int:
    """Add many rows at the end of a register, all or none; returns how many. The journal has one entry for all."""
    count = 0
    with transaction.atomic():
        evidence_changed(process)
        _looking_begins(process, table, by)
        position = next_position(process, table)
        mark, now = by.mark if by is not None else None, timezone.now()
        for piece in _pieces(many_values):
            rows = []
            for place, values in enumerate(piece, start=position + count):
                kept = stored(table, values)
                rows.append(
                    Row(process=process, table=table, position=place, values=kept, words=words_of(kept))
                )
            Row.objects.bulk_create(rows)
            Revision.objects.bulk_create(
                Revision(
                    row=row, version=1, values=row.values, reason=reason, author=mark, at=now, intake=intake
                )
                for row in rows
            )
            count += len(rows)
        details = {"rows": count, **({"intake": intake} if intake is not None else {})}
        note("registers.rows_added", by=by, process=process, about=table, details=details)
    return count


def _looking_begins(process: Process, table: str, by: Person | None) -> None:
    """Whoever has seen a first row about people may no longer choose the line by which it is judged."""
    if tells_of_people(table):
        freeze_if_open(process, by, ROW)


def change_rows(
    process: Process,
    changes: Iterable[tuple[Row, Mapping[str, str]]],
    *,
    by: Person | None,
    reason: str,
    intake: int | None = None,
) -> int:
    """Write other values into many rows that stand as they were read, all or none; returns how many changed.

    Raises:
        Conflict: one of them does not stand as it was read.
    """
    if not reason.strip() and intake is None:
        raise ValueError("rows are changed for a reason")
    kept = ((row, stored(row.table, values)) for row, values in changes)
    differing = [(row, values) for row, values in kept if row.values != values]
    if not differing:
        return 0
    mark, now = by.mark if by is not None else None, timezone.now()
    with transaction.atomic():
        evidence_changed(process)
        states = []
        for row, values in differing:
            as_read = Row.objects.filter(pk=row.pk, process=process, version=row.version, is_removed=False)
            if not as_read.update(values=values, words=words_of(values), version=row.version + 1):
                raise Conflict(Row.objects.select_related("process").get(pk=row.pk))
            state = Revision(row=row, version=row.version + 1, values=values, reason=reason.strip(), at=now)
            state.author, state.intake = mark, intake
            states.append(state)
        Revision.objects.bulk_create(states, batch_size=_AT_A_TIME)
        about = ", ".join(sorted({row.table for row, _ in differing}))
        details = {"rows": len(states), **({"intake": intake} if intake is not None else {})}
        note("registers.rows_changed", by=by, process=process, about=about[:300], details=details)
    return len(differing)


def change_row(
    row: Row,
    values: Mapping[str, str],
    *,
    by: Person | None,
    reason: str,
    expected_version: int,
    intake: int | None = None,
) -> Row:
    """Write other values into a row; without any difference nothing is written.

    Raises:
        Conflict: the row does not stand at the expected version, or it was removed.
    """
    kept = stored(row.table, values)
    if row.version == expected_version and row.values == kept and not row.is_removed:
        return row
    return _move(
        row,
        "registers.row_changed",
        {"values": kept, "words": words_of(kept)},
        was_removed=False,
        expected_version=expected_version,
        by=by,
        reason=reason,
        intake=intake,
    )


def remove_row(
    row: Row, *, by: Person | None, reason: str, expected_version: int, intake: int | None = None
) -> Row:
    """Take a row out of its register; it stays with its history and can be restored.

    Raises:
        Conflict: the row does not stand at the expected version, or it was removed already.
    """
    return _move(
        row,
        "registers.row_removed",
        {"is_removed": True},
        was_removed=False,
        expected_version=expected_version,
        by=by,
        reason=reason,
        intake=intake,
    )


def restore_row(row: Row, *, by: Person | None, reason: str, expected_version: int) -> Row:
    """Put a removed row back.

    Raises:
        Conflict: the row does not stand at the expected version, or it was restored already.
    """
    return _move(
        row,
        "registers.row_restored",
        {"is_removed": False},
        was_removed=True,
        expected_version=expected_version,
        by=by,
        reason=reason,
        intake=None,
    )


def _move(
    row: Row,
    what: str,
    facts: Mapping[str, Any],
    *,
    was_removed: bool,
    expected_version: int,
    by: Person | None,
    reason: str,
    intake: int | None,
) -> Row:
    if not reason.strip() and intake is None:
        raise ValueError("a row is changed for a reason")
    with transaction.atomic():
        evidence_changed(row.process)
        as_expected = Row.objects.filter(pk=row.pk, version=expected_version, is_removed=was_removed)
        if not as_expected.update(**facts, version=expected_version + 1):
            raise Conflict(Row.objects.select_related("process").get(pk=row.pk))
        moved = Row.objects.select_related("process").get(pk=row.pk)
        remember(moved, by=by, reason=reason.strip(), intake=intake)
        tell(what, moved, by)
    return moved


def _pieces(many_values: Iterable[Mapping[str, str]]) -> Iterator[list[Mapping[str, str]]]:
    left = iter(many_values)
    while piece := list(islice(left, _AT_A_TIME)):
        yield piece
