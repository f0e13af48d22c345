"""Deleting what tells of single people when the day comes that was promised for it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from obverse.web.bridge import tables
from obverse.web.intake.models import Intake
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import still_mine
from obverse.web.journal.writing import note
from obverse.web.people.models import Person
from obverse.web.privacy.references import PERSONAL, Mentions
from obverse.web.privacy.shredding import empty, kept_whole, overwrite_what_is_deleted, remove
from obverse.web.processes.models import Process
from obverse.web.registers.models import Revision, Row

_AT_A_TIME = 2_000


def personal_registers() -> tuple[str, ...]:
    """The registers that tell of single people."""
    return tuple(table.name for table in tables().values() if table.privacy in PERSONAL)


def keep_until(process: Process, day: dt.date | None, *, by: Person) -> None:
    """Set the day on which what tells of single people is deleted; None keeps it."""
    with transaction.atomic():
        Process.objects.filter(pk=process.pk).update(keep_until=day, version=F("version") + 1)
        said = {"keep_until": day.isoformat() if day else ""}
        note("privacy.keep_until_set", by=by, process=process, details=said)


def retention_due(today: dt.date | None = None) -> list[Process]:
    """The processes whose day has passed and in which something is left to delete."""
    over = Process.objects.filter(keep_until__lt=today or timezone.localdate())
    return [process for process in over if is_left(process)]


def is_left(process: Process) -> bool:
    """Whether anything in a process tells of single people."""
    return (
        Row.objects.filter(process=process, table__in=personal_registers()).exists()
        or kept_whole(process).exists()
        or bool(uploads(process))
    )


def uploads(process: Process) -> list[Intake]:
    """Imports whose files as they were given are still kept and that are not under way."""
    kept = Intake.objects.filter(process=process, has_files=True).select_related("job").order_by("number")
    return [one for one in kept if one.state == Intake.State.DONE or one.may_try_again]


def delete_due(process: Process, job: Job | None = None) -> dict[str, int]:
    """Delete rows, their earlier states and documents, sources and uploads of a process whose day has passed."""
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        if job is not None and not still_mine(job):
            return {}
        if held.keep_until is None or held.keep_until >= timezone.localdate():
            return {}
        overwrite_what_is_deleted()
        found = _all_of(held)
        files = list(kept_whole(held))
        given = uploads(held)
        said = {
            "rows": len(found.go),
            "emptied": len(found.lose),
            "files": len(files),
            "uploads": len(given),
        }
        if not any(said.values()):
            return {}
        empty(found, None)
        remove(found.go)
        for file in files:
            file.delete()
        Intake.objects.filter(pk__in=[one.pk for one in given]).update(has_files=False)
        Process.objects.filter(pk=held.pk).update(evidence_version=F("evidence_version") + 1)
        note("privacy.retention_done", by=None, process=held, details=dict(said))
    return said


def _all_of(process: Process) -> Mentions:
    """Every row of a personal register, and every mention of one in the other registers."""
    found = Mentions()
    personal = personal_registers()
    rows = Row.objects.filter(process=process, table__in=personal).values_list("pk", "table")
    for row, register in rows.iterator(chunk_size=_AT_A_TIME):
        found.tables[row] = register
        found.go.add(row)
    for table in tables().values():
        if table.name in personal:
            continue
        pointing = [
            one.name for one in table.columns.values() if one.kind == "ref" and one.refers_to in personal
        ]
        if pointing:
            _point(process, table.name, pointing, {*table.key, *table.required}, found)
    return found


def _point(process: Process, table: str, columns: list[str], needed: set[str], found: Mentions) -> None:
    own = Q(process=process, table=table)
    for row, values in Row.objects.filter(own).values_list("pk", "values").iterator(chunk_size=_AT_A_TIME):
        for column in columns:
            if values.get(column):
                found.add(row, table, column, {values[column]}, goes=column in needed)
    states = Revision.objects.filter(row__process=process, row__table=table).values_list("row_id", "values")
    for row, values in states.iterator(chunk_size=_AT_A_TIME):
        for column in columns:
            if values.get(column):
                found.add(row, table, column, {values[column]}, goes=False)
