"""Asking for an audit: its number is given at once, its report comes from the background."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from obverse.web.audits.freezing import AUDIT, freeze_if_open
from obverse.web.audits.models import Audit
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import ask
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process

if TYPE_CHECKING:
    from obverse.web.people.models import Person


def ask_audit(process: Process, by: Person | None, as_of: dt.date | None = None) -> Audit:
    """Ask for an audit that looks from a day, today where none is given; one that is under way is not doubled.

    Whoever looks at results has frozen the thresholds before.
    """
    looked_from = as_of or timezone.localdate()
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        under_way = waiting(held).filter(as_of=looked_from, evidence_version=held.evidence_version).first()
        if under_way is not None:
            return under_way
        freeze_if_open(held, by, AUDIT)
        last = Audit.objects.filter(process=held).aggregate(last=Max("number"))["last"] or 0
        audit = Audit.objects.create(
            process=held,
            number=last + 1,
            as_of=looked_from,
            evidence_version=held.evidence_version,
            by=by.mark if by is not None else None,
        )
        audit.job = ask("audit", by=by, process=held, audit=audit.pk)
        audit.save(update_fields=["job"])
        details = {"audit": audit.number, "as_of": looked_from.isoformat()}
        note("audits.audit_asked", by=by, process=held, about=str(audit.number), details=details)
    return audit


def waiting(process: Process) -> models.QuerySet[Audit]:
    """The audits of a process whose work has not ended."""
    under_way = (Job.State.WAITING, Job.State.RUNNING)
    return Audit.objects.filter(process=process, is_done=False, job__state__in=under_way)
