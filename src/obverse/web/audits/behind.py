"""The rows behind a figure, looked up in the background: of single people only where their rows stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from obverse.web import bridge
from obverse.web.audits.models import Audit
from obverse.web.intake.composing import compose
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, ask
from obverse.web.keeping import workshops
from obverse.web.processes.models import Process
from obverse.web.texts import language

if TYPE_CHECKING:
    from obverse.web.people.models import Person

KIND = "rows"
_ROWS = 200


def look_up(audit: Audit, key: str, *, by: Person) -> Job:
    """Ask for the rows behind a figure; a search that is under way, or saw what stands now, is not doubled."""
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=audit.process_id)
        known = found(audit, key)
        if known is not None and (not known.is_over or is_fresh(known, process)):
            return known
        return ask(KIND, by=by, process=process, audit=audit.pk, key=key, language=language())


def found(audit: Audit, key: str) -> Job | None:
    """The last search for the rows behind a figure, in the reader's language."""
    searched = Job.objects.filter(kind=KIND, process_id=audit.process_id)
    said = {"argument__audit": audit.pk, "argument__key": key, "argument__language": language()}
    return searched.filter(**said).exclude(state=Job.State.FAILED).order_by("-pk").first()


def is_fresh(job: Job, process: Process) -> bool:
    """Whether a search saw the registers as they stand."""
    return bool(job.result.get("evidence_version") == process.evidence_version)


def find_rows(job: Job, show: Show) -> dict[str, Any]:
    """Compose the dossier as it stands, and walk back from the figure to its rows."""
    audit = Audit.objects.select_related("process").get(pk=job.argument["audit"])
    with workshops.temporary() as home:
        show(0.1, "audits.step.composing")
        composed = compose(audit.process, home / "dossier", as_of=audit.as_of)
        show(0.5, f"audits.step.measuring|{str(job.argument['key']).partition(':')[0]}")
        told: dict[str, Any] = {"evidence_version": composed.evidence_version}
        try:
            explained = bridge.explain(
                composed.folder, str(job.argument["key"]), str(job.argument["language"]), _ROWS
            )
        except bridge.Refused as refused:
            letters = [one.letter(str(job.argument["language"])) for one in refused.problems]
            return {**told, "refused": letters}
    rows = []
    for one in explained.rows:
        held, place = composed.rows.get(one.table, ()), one.row - 2
        rows.append(
            {
                "table": one.table,
                "row": one.row,
                "row_id": held[place] if 0 <= place < len(held) else 0,
                "others": one.others,
                "left_out": one.left_out,
                "cells": dict(one.values),
            }
        )
    return {
        **told,
        "total": explained.total,
        "protected": explained.protected,
        "left_out": dict(explained.left_out),
        "rows": rows,
    }
