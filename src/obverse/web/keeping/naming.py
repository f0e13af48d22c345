"""Which kept bytes something still names: all others may go."""

from __future__ import annotations

from obverse.web.audits.models import Audit
from obverse.web.intake.models import Intake
from obverse.web.keeping.models import ProcessFile
from obverse.web.publications.models import Publication
from obverse.web.registers.models import Attachment


def named() -> set[str]:
    """The SHA-256 of everything that a process, a row, an audit, a publication or an import under way names.

    What was kept within the last hour may be named by a transaction that has not ended: who deletes spares it.
    """
    found = set(ProcessFile.objects.values_list("sha256", flat=True))
    found |= set(Attachment.objects.values_list("sha256", flat=True))
    found |= set(Intake.objects.exclude(mapping="").values_list("mapping", flat=True))
    for files in Intake.objects.filter(has_files=True).values_list("files", flat=True):
        found |= {file["sha256"] for file in files}
    for reports in Audit.objects.values_list("reports", flat=True):
        found |= set(reports.values())
    for files in Publication.objects.values_list("files", flat=True):
        found |= set(files.values())
    return found
