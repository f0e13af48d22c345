"""The work of an audit: nothing is written before the one transaction that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.behind import KIND, find_rows
from obverse.web.audits.models import Audit
from obverse.web.intake.composing import Composed, compose
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, still_mine
from obverse.web.journal.writing import note
from obverse.web.keeping import blobs, workshops
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.texts import LANGUAGES

_COMPOSED, _MEASURED = 0.03, 0.96


def do_audit(job: Job, show: Show) -> dict[str, Any]:
    """Compose the dossier, audit it in every language, keep the reports, and say so in one transaction."""
    audit = Audit.objects.select_related("process").get(pk=job.argument["audit"])
    if audit.is_done:
        return {"audit": audit.number}
    with workshops.temporary() as home:
        show(0, "audits.step.composing")
        composed = compose(audit.process, home / "dossier", as_of=audit.as_of)
        try:
            files = bridge.audit_in(composed.folder, LANGUAGES, _shown(show))
        except bridge.Refused as refused:
            return _end(audit, job, composed, {}, [_linked(one, composed) for one in refused.problems])
    show(_MEASURED, "audits.step.keeping")
    return _end(audit, job, composed, {name: blobs.keep(content)[0] for name, content in files.items()}, [])


WORK = {"audit": do_audit, KIND: find_rows}


def _shown(show: Show) -> Show:
    def shown(done: float, step: str) -> None:
        show(_COMPOSED + done * (_MEASURED - _COMPOSED), f"audits.step.measuring|{step}")

    return shown


def _end(
    audit: Audit, job: Job, composed: Composed, reports: Mapping[str, str], problems: list[dict[str, Any]]
) -> dict[str, Any]:
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=audit.process_id)
        held = Audit.objects.select_for_update().get(pk=audit.pk)
        if held.is_done or held.problems or not still_mine(job):
            return {"audit": held.number}
        held.evidence_version, held.dossier = composed.evidence_version, composed.digest
        held.reports, held.problems, held.is_done = dict(reports), problems, not problems
        held.at = timezone.now()
        held.save()
        by = Person.objects.filter(mark=held.by).first() if held.by else None
        details = {"dossier": held.dossier, "reports": held.reports, "problems": len(problems)}
        what = "audits.audit_refused" if problems else "audits.audit_done"
        note(what, by=by, process=process, about=str(held.number), details=details)
    return {"audit": held.number, "problems": len(problems)}


def _linked(problem: bridge.Problem, composed: Composed) -> dict[str, Any]:
    """A problem as it is kept, with the row of the register that it is about."""
    rows = composed.rows.get(problem.table, ())
    place = problem.row - 2
    said = problem.as_said()
    return {**said, "row_id": rows[place] if 0 <= place < len(rows) else 0}
