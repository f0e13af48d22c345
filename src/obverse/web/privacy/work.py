"""Work that this room does in the background, and what of it is due each day."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, ask
from obverse.web.privacy.retention import delete_due, retention_due
from obverse.web.privacy.sweeping import sweep
from obverse.web.texts import say


def retention(job: Job, show: Show) -> dict[str, Any]:
    """Delete what tells of single people in a process whose day has passed."""
    show(0.1, say("privacy.step.retention"))
    return dict(delete_due(job.process, job)) if job.process is not None else {}


def sweeping(job: Job, show: Show) -> dict[str, Any]:  # noqa: ARG001 - every kind of work is given its job
    """Delete what nobody needs any more."""
    show(0.1, say("privacy.step.sweep"))
    return dict(sweep())


WORK = {"retention": retention, "sweep": sweeping}


def ask_due_work() -> None:
    """Ask for what is due today; what waits already is not asked for twice."""
    with transaction.atomic():
        waiting = Job.objects.exclude(state__in=[Job.State.DONE, Job.State.FAILED])
        asked = set(waiting.filter(kind="retention").values_list("process_id", flat=True))
        for process in retention_due():
            if process.pk not in asked:
                ask("retention", by=None, process=process)
        if not waiting.filter(kind="sweep").exists():
            ask("sweep", by=None, process=None)
