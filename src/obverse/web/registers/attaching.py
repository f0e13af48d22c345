"""Documents beside rows: kept as they came, and only ever handed out as files to be saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from obverse.web.journal.writing import note
from obverse.web.keeping import blobs
from obverse.web.registers.cells import cleaned
from obverse.web.registers.models import Attachment, Row

if TYPE_CHECKING:
    from obverse.web.people.models import Person

LARGEST = 50 * 1024 * 1024
_NO_NAME = "document"


def attach(row: Row, name: str, content: bytes | Path, *, by: Person | None) -> Attachment:
    """Keep a document and lay it beside a row; the bytes are on the disc before any row names them."""
    sha256, size = blobs.keep(content)
    with transaction.atomic():
        kept = Attachment.objects.create(
            row=row, name=plain_name(name), sha256=sha256, size=size, by=by.mark if by is not None else None
        )
        _tell("registers.document_attached", kept, by)
    return kept


def detach(attachment: Attachment, *, by: Person | None) -> None:
    """Take a document away from its row; the journal goes on saying that it was there."""
    with transaction.atomic():
        _tell("registers.document_taken_away", attachment, by)
        attachment.delete()


def plain_name(name: str) -> str:
    """The name of a file without folders and without signs that could mean something to a program.

    >>> plain_name("../minutes:2026.pdf")
    'minutes 2026.pdf'
    """
    last = cleaned(name.replace("\\", "/").rsplit("/", 1)[-1])
    bare = re.sub(r'[<>:"|?*\n\t]+', " ", last).strip(". ")
    return bare[-255:] or _NO_NAME


def _tell(what: str, attachment: Attachment, by: Person | None) -> None:
    row = attachment.row
    details = {"row": str(row.key), "sha256": attachment.sha256, "size": attachment.size}
    note(what, by=by, process=row.process, about=row.table, details=details)
