"""Pages for documents beside rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from obverse.web.keeping import blobs
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers import attaching
from obverse.web.registers.asking import author, row_or_404
from obverse.web.texts import say

if TYPE_CHECKING:
    from uuid import UUID


@allowed(may.edit_registers)
@require_POST
def attach(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """Lay a document beside a row."""
    row = row_or_404(process, table, key)
    file = request.FILES.get("document")
    if not isinstance(file, UploadedFile):
        messages.error(request, say("registers.document.missing"))
    elif (file.size or 0) > attaching.LARGEST:
        messages.error(request, say("registers.document.too_large", limit=attaching.LARGEST // 1024 // 1024))
    else:
        kept = attaching.attach(row, file.name or "", content_of(file), by=author(request))
        messages.success(request, say("registers.document.attached", name=kept.name))
    return redirect("row", process.slug, table, key)


def content_of(file: UploadedFile) -> Path | bytes:
    """The bytes of an upload: where they lie, or themselves where they never came to a disc."""
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    return bytes(file.read())


@allowed(may.see_rows)
@require_safe
def download(
    request: HttpRequest,  # noqa: ARG001 - every view gets it
    process: Process,
    table: str,
    key: UUID,
    number: int,
) -> HttpResponseBase:
    """A document as a file to be saved; whatever it is, no browser shows it in the name of this place."""
    row = row_or_404(process, table, key)
    document = get_object_or_404(row.attachments, pk=number)
    path = blobs.path(document.sha256)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=document.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(may.edit_registers)
@require_POST
def take_away(request: HttpRequest, process: Process, table: str, key: UUID, number: int) -> HttpResponse:
    """Take a document away from a row."""
    row = row_or_404(process, table, key)
    document = get_object_or_404(row.attachments, pk=number)
    attaching.detach(document, by=author(request))
    messages.success(request, say("registers.document.taken_away", name=document.name))
    return redirect("row", process.slug, table, key)
