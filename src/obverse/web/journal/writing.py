"""Writing entries and checking the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from obverse.web.journal.models import Entry, Head

if TYPE_CHECKING:
    from obverse.web.people.models import Person
    from obverse.web.processes.models import Process


def note(
    what: str,
    *,
    by: Person | None,
    process: Process | None = None,
    about: str = "",
    details: dict[str, Any] | None = None,
) -> Entry:
    """Write one entry, as a part of the transaction that it tells of.

    ``what`` names the act (``registers.row_added``); ``details`` holds ids, counts and digests, never words.

    Raises:
        django.db.transaction.TransactionManagementError: nothing is under way that the entry could be a part of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "a journal entry belongs to the transaction that it tells of"
        )
    head = Head.objects.select_for_update().get_or_create(pk=1)[0]
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        by=by.mark if by is not None else None,
        process=process.slug if process is not None else "",
        what=what,
        about=about,
        details=details or {},
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    return entry


def line_of(entry: Entry) -> dict[str, Any]:
    """All that an entry says, as its digest is taken of it."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "by": str(entry.by or ""),
        "process": entry.process,
        "what": entry.what,
        "about": entry.about,
        "details": entry.details,
        "previous": entry.previous,
    }


def lines_of(entries: QuerySet[Entry]) -> Iterator[dict[str, Any]]:
    """What each entry says, with its digest, in the order of the chain."""
    for entry in entries.order_by("number").iterator(chunk_size=2_000):
        yield {**line_of(entry), "digest": entry.digest}


def digest_of(entry: Entry) -> str:
    """The SHA-256 of all that an entry says, the digest before it included."""
    said = json.dumps(line_of(entry), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def first_broken(entries: Iterable[Entry] | None = None) -> int | None:
    """The number of the first entry at which the chain does not hold; None where it holds to its end.

    The entries are those of the database, or those of a copy that is held against its head.
    """
    previous, number = "", 0
    chain = Entry.objects.order_by("number").iterator(chunk_size=2_000) if entries is None else entries
    for entry in chain:
        number += 1
        if entry.number != number or entry.previous != previous or entry.digest != digest_of(entry):
            return number
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    if head is not None and (head.number, head.digest) != (number, previous):
        return number + 1
    return None
