"""Writing entries and checking the chain."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
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


def digest_of(entry: Entry) -> str:
    """The SHA-256 of all that an entry says, the digest before it included."""
    told = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "by": str(entry.by or ""),
        "process": entry.process,
        "what": entry.what,
        "about": entry.about,
        "details": entry.details,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken() -> int | None:
    """The number of the first entry at which the chain does not hold; None where it holds to its end."""
    previous, number = "", 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2_000):
        number += 1
        if entry.number != number or entry.previous != previous or entry.digest != digest_of(entry):
            return number
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    if head is not None and (head.number, head.digest) != (number, previous):
        return number + 1
    return None
