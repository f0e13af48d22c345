"""The dossier of a process as a ZIP archive, which the command line audits alike."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.db import transaction
from django.http import FileResponse, HttpRequest

from obverse.web.intake.composing import Composed, compose
from obverse.web.journal.writing import note
from obverse.web.keeping import workshops
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.models import Person
from obverse.web.processes.models import Process

# A fixed moment: the same dossier gives the same archive. ZIP knows none before it.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@allowed(may.download_dossier)
def dossier(request: HttpRequest, process: Process) -> FileResponse:
    """The dossier, to be kept elsewhere or audited with the command line."""
    with workshops.temporary() as home:
        composed = compose(process, home / "dossier")
        archive = home / "dossier.zip"
        write_archive(composed, archive, within=process.slug)
        with transaction.atomic():
            by = request.user if isinstance(request.user, Person) else None
            details = {"digest": composed.digest, "files": len(composed.files)}
            note("intake.dossier_downloaded", by=by, process=process, details=details)
        # Opened, it is there for as long as it is read, though its name goes with the folder.
        answer = FileResponse(archive.open("rb"), as_attachment=True, filename=f"{process.slug}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def write_archive(composed: Composed, archive: Path, *, within: str) -> None:
    """Write all files of a dossier into an archive, in a folder ``within`` it."""
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(composed.files):
            entry = zipfile.ZipInfo(f"{within}/{path}", _EPOCH)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            entry.file_size = (composed.folder / path).stat().st_size
            with (composed.folder / path).open("rb") as source, target.open(entry, "w") as written:
                while piece := source.read(1 << 20):
                    written.write(piece)
