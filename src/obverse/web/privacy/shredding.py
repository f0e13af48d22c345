"""Taking a person out of a process, with all earlier states, and leaving a tombstone that says that it was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from obverse.web.journal.writing import note
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.privacy.references import Mentions, is_personal, mentions
from obverse.web.processes.models import Process
from obverse.web.registers.models import Attachment, Revision, Row, words_of

GROUNDS = ("consent_withdrawn", "objection", "erasure_request", "unlawful", "legal_duty")
_AT_A_TIME = 500


class NobodyError(Exception):
    """Nothing mentions this pseudonym."""


@dataclass(frozen=True, slots=True)
class Shredded:
    """What was done: rows that went and rows that lost the mention, by register; documents that went with them."""

    gone: dict[str, int]
    emptied: dict[str, int]
    documents: int


def copy(process: Process, pseudonym: str) -> dict[str, Any]:
    """Everything that the registers say about a person, in every state that it ever had.

    Raises:
        NobodyError: nothing mentions them.
    """
    found = mentions(process, pseudonym)
    rows = Row.objects.filter(pk__in=[*found.go, *found.lose]).prefetch_related("revisions", "attachments")
    registers: dict[str, list[dict[str, Any]]] = {}
    for row in rows.order_by("table", "position", "pk"):
        registers.setdefault(row.table, []).append(
            {
                "row": str(row.key),
                "values": row.values,
                "removed": row.is_removed,
                "earlier": [
                    {"version": one.version, "values": one.values, "at": one.at.isoformat()}
                    for one in row.revisions.all()
                ],
                "documents": [{"name": one.name, "sha256": one.sha256} for one in row.attachments.all()],
            }
        )
    if not registers:
        raise NobodyError
    return {
        "process": process.slug,
        "pseudonym": pseudonym,
        "made_at": timezone.now().isoformat(),
        "registers": registers,
        "files_not_searched": list(kept_whole(process).values_list("path", flat=True)),
    }


def shred(process: Process, pseudonym: str, *, ground: str, by: Person) -> Shredded:
    """Take a person out of the registers for good.

    Raises:
        NobodyError: nothing mentions them.
        ValueError: the ground is none of those that the law knows.
    """
    if ground not in GROUNDS:
        raise ValueError(ground)
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        found = mentions(held, pseudonym)
        if not found.tables:
            raise NobodyError
        overwrite_what_is_deleted()
        documents = Attachment.objects.filter(row__in=found.go).count()
        done = Shredded(found.count(found.go), found.count(found.lose), documents)
        empty(found, by)
        remove(found.go)
        Process.objects.filter(pk=held.pk).update(evidence_version=F("evidence_version") + 1)
        said = {"ground": ground, "gone": done.gone, "emptied": done.emptied, "documents": documents}
        note("privacy.person_shredded", by=by, process=held, details=said)
    return done


def remove(rows: Iterable[int]) -> None:
    """Delete rows with every earlier state and every document beside them."""
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_A_TIME)):
        Row.objects.filter(pk__in=some).delete()


def empty(found: Mentions, by: Person | None) -> None:
    """Take mentions out of the rows that stay, and out of all their earlier states."""
    for row in Row.objects.select_for_update().filter(pk__in=list(found.lose)).prefetch_related("revisions"):
        lost = found.lose[row.pk]
        for state in row.revisions.all():
            if (said := _without(state.values, lost)) != state.values:
                Revision.objects.filter(pk=state.pk).update(values=said)
        said = _without(row.values, lost)
        if said == row.values:
            continue
        version = row.version + 1
        Row.objects.filter(pk=row.pk).update(values=said, version=version, words=words_of(said))
        mark = by.mark if by is not None else None
        Revision.objects.create(row=row, version=version, values=said, is_removed=row.is_removed, author=mark)


def _without(values: dict[str, str], lost: dict[str, set[str]]) -> dict[str, str]:
    return {column: value for column, value in values.items() if value not in lost.get(column, ())}


def kept_whole(process: Process) -> QuerySet[ProcessFile]:
    """Files of a process in which people may be found and which can only be deleted as a whole."""
    files = ProcessFile.objects.filter(process=process).order_by("path")
    wanted = [one.pk for one in files if tells_of_people(one.path)]
    return files.filter(pk__in=wanted)


def tells_of_people(path: str) -> bool:
    """Whether a file of a dossier may tell of single people: a source as it came, or a long register of that kind."""
    folder, _, rest = path.partition("/")
    if folder == "sources":
        return True
    return folder == "evidence" and is_personal(rest.split("/")[0].split(".")[0])


def delete_file(file: ProcessFile, *, by: Person) -> None:
    """Delete a file of a process as a whole; its bytes go with the next sweep where nothing else needs them."""
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=file.process_id)
        said = {"sha256": file.sha256, "size": file.size}
        number = file.pk
        file.delete()
        Process.objects.filter(pk=held.pk).update(evidence_version=F("evidence_version") + 1)
        note("privacy.file_deleted", by=by, process=held, about=f"file {number}", details=said)


def overwrite_what_is_deleted() -> None:
    """Have the embedded database overwrite what it deletes, and empty its log once the deletion is written."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
    transaction.on_commit(_empty_log)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
