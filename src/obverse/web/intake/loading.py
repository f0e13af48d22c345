"""Loading a dossier that lies in a folder into a process that holds nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from obverse.web.audits.models import Threshold
from obverse.web.intake.composing import aside_of
from obverse.web.intake.preparing import prepare
from obverse.web.intake.taking import take
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obverse.web.people.models import Person


def load_dossier(process: Process, folder: Path, by: Person | None) -> None:
    """Take all that a dossier holds into a process; what is composed from it afterwards is audited alike.

    The process keeps its short name and its body; the title is the dossier's.

    Raises:
        ValueError: the process holds rows already, or registers of the dossier lie elsewhere.
        bridge.Refused: a register of the dossier cannot be read.
    """
    prepared = prepare(process, folder, None)
    with transaction.atomic():
        held = Process.objects.select_for_update().select_related("body").get(pk=process.pk)
        if Row.objects.filter(process=held).exists():
            raise ValueError("the process holds rows already")
        # First the lines, then the rows: with a first row about people the lines are frozen as they stand.
        _take_thresholds(held, prepared.facts)
        take(held, prepared, by=by, intake=None)
        title = str(prepared.facts["process"]["title"])[:300]
        Process.objects.filter(pk=held.pk).update(title=title)
        details = {"files": len(prepared.files), "registers": len(prepared.registers)}
        note("intake.loaded", by=by, process=held, details=details)
    process.refresh_from_db()


def _take_thresholds(process: Process, facts: Mapping[str, Any]) -> None:
    aside = aside_of(process)
    aside.as_of = facts["audit"]["as_of"]
    for amends, section in ((False, "threshold"), (True, "amendment")):
        for said in facts.get(section, ()):
            own = Threshold.objects.create(
                process=process,
                indicator=said["indicator"],
                subject=said.get("subject", "*"),
                value=said["value"],
                smallest_difference=said.get("smallest_difference", 0),
                unit=said.get("unit", ""),
                direction=said.get("direction", ""),
                klass=said["klass"],
                source=said["source"],
                reason=said.get("reason", ""),
                amends=amends,
                set_on=said["amended_on" if amends else "frozen_on"],
            )
            if said.get("set_by"):
                aside.set_by[str(own.pk)] = said["set_by"]
    aside.save()
