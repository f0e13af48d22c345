"""Freezing the thresholds of a process: from then on a result cannot be judged by a line that was chosen to suit it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.models import Freeze, Threshold
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process

if TYPE_CHECKING:
    from obverse.web.people.models import Person

CHOSEN, IMPORT, ROW, AUDIT = (
    Freeze.Because.CHOSEN,
    Freeze.Because.IMPORT,
    Freeze.Because.ROW,
    Freeze.Because.AUDIT,
)
# The registers that say what people did, said or answered: with their first row the looking begins.
ABOUT_PEOPLE = ("P2", "P3")


class AlreadyFrozen(Exception):  # noqa: N818 - it says how things stand, as the page does
    """The thresholds stand already: what comes now is an amendment."""


def freeze(process: Process, by: Person | None, because: str = CHOSEN) -> Freeze:
    """Freeze the thresholds as they stand, with a digest of all of them.

    Raises:
        AlreadyFrozen: they were frozen before.
    """
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        if held.frozen_at is not None:
            raise AlreadyFrozen
        at = timezone.now()
        frozen = Freeze.objects.create(
            process=held,
            at=at,
            by=by.mark if by is not None else None,
            because=because,
            thresholds=Threshold.objects.filter(process=held, amends=False).count(),
            digest=digest_of(held),
        )
        Process.objects.filter(pk=held.pk).update(frozen_at=at)
        process.frozen_at = at
        details = {"because": str(because), "thresholds": frozen.thresholds, "digest": frozen.digest}
        note("audits.thresholds_frozen", by=by, process=held, details=details)
    return frozen


def freeze_if_open(process: Process, by: Person | None, because: str = IMPORT) -> bool:
    """Freeze the thresholds where that has not happened yet, as a part of the caller's transaction.

    To be called with the first import (``IMPORT``) and the first row that tells of people (``ROW``).
    """
    if Process.objects.filter(pk=process.pk, frozen_at__isnull=False).exists():
        return False
    try:
        freeze(process, by, because)
    except AlreadyFrozen:
        return False
    return True


def tells_of_people(table: str) -> bool:
    """Whether the rows of a register hold what people did, said or answered."""
    return bridge.tables()[table].privacy in ABOUT_PEOPLE


def digest_of(process: Process) -> str:
    """The SHA-256 of all lines by which the process is judged: its own, and the defaults for everything else."""
    own = Threshold.objects.filter(process=process, amends=False)
    told = {
        "own": [[*_line(one), one.source, one.set_on.isoformat()] for one in own],
        "defaults": [_line(one) for one in bridge.default_thresholds("en")],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _line(one: Threshold | bridge.Line) -> list[object]:
    return [one.indicator, one.subject, one.value, one.smallest_difference, one.direction, one.klass]
