"""The work of an import: nothing is a part of the process before the one transaction that takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.freezing import IMPORT, freeze_if_open
from obverse.web.intake.asking import ENCODING, KIND
from obverse.web.intake.composing import Composed, TooLively, compose
from obverse.web.intake.models import Intake
from obverse.web.intake.preparing import Prepared, prepare
from obverse.web.intake.taking import take
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, end
from obverse.web.journal.writing import note
from obverse.web.keeping import blobs, workshops
from obverse.web.people.models import Person
from obverse.web.processes.models import Process

_TRIES = 5
# Files of a refused import wait so long for another try.
PATIENCE = dt.timedelta(days=7)


class TakenUpElsewhere(Exception):  # noqa: N818 - it says what happened
    """Another worker does this work by now."""


def do_import(job: Job, show: Show) -> dict[str, Any]:
    """Compose the dossier, have the engine read the files into it, and take what came of it into the process."""
    intake = Intake.objects.select_related("process").get(pk=job.argument["intake"])
    for _ in range(_TRIES):
        if intake.state != Intake.State.WAITING:
            return {"intake": intake.number}
        with workshops.temporary() as home:
            done = _once(job, intake, home, show)
        if done:
            return {"intake": intake.number}
        intake.refresh_from_db()
    raise TooLively(intake.process.slug)


def ask_due_work() -> None:
    """Let go of the files of imports that were refused a week ago: they may name people."""
    late = timezone.now() - PATIENCE
    for intake in Intake.objects.filter(has_files=True, at__lt=late):
        if intake.may_try_again:
            Intake.objects.filter(pk=intake.pk).update(**intake.without_files())


WORK = {KIND: do_import}


def _once(job: Job, intake: Intake, home: Path, show: Show) -> bool:
    """One attempt; False where the process was changed meanwhile."""
    show(0.02, "intake.step.composing")
    before = compose(intake.process, home / "dossier")
    files = _lay(intake, home / "files")
    names = ", ".join(file.name for file in files)
    show(0.1, f"intake.step.reading|{names}")

    def far(done: float, rows: str) -> None:
        show(0.1 + 0.6 * done, f"intake.step.rows|{rows}")

    try:
        told = bridge.bring_in(
            before.folder,
            files,
            keys=Path(settings.DATA) / "keys",
            platform=intake.platform,
            mapping=_mapping(intake, home),
            options={name: said for name, said in intake.options.items() if name != ENCODING},
            encoding=intake.options.get(ENCODING, ""),
            replace=intake.replaces,
            at=intake.at,
            show=far,
        )
    except bridge.Refused as refused:
        return _refuse(job, intake, before, refused.problems)
    show(0.75, "intake.step.comparing")
    prepared = prepare(intake.process, before.folder, before)
    show(0.85, "intake.step.keeping")
    return _take_in(job, intake, before, prepared, told)


def _lay(intake: Intake, folder: Path) -> list[Path]:
    """The files under the names that they were given; those of one name in folders of their own."""
    found = []
    for number, file in enumerate(intake.files):
        target = folder / file["name"]
        if target.exists():
            target = folder / str(number) / file["name"]
        blobs.put(file["sha256"], target)
        found.append(target)
    return found


def _mapping(intake: Intake, home: Path) -> Path | None:
    if not intake.mapping:
        return None
    blobs.put(intake.mapping, home / "mapping.toml")
    return home / "mapping.toml"


def _take_in(job: Job, intake: Intake, before: Composed, prepared: Prepared, told: bridge.BroughtIn) -> bool:
    by = _asked_by(intake)
    with transaction.atomic():
        process = _held(intake, before)
        if process is None:
            return False
        if not told.unchanged:
            freeze_if_open(process, by, IMPORT)
            came = take(process, prepared, by=by, intake=intake.number, proposals=told.proposals)
        else:
            came = {}
        counts = {"registers": told.rows, "connector": told.connector, "unchanged": told.unchanged, **came}
        gone = intake.without_files()
        _finish(job, intake, state=Intake.State.DONE, letter=dict(told.letter), told=counts, **gone)
        details = {"registers": told.rows, "files": [kept.sha256 for kept in prepared.files.values()]}
        note("intake.taken_in", by=by, process=process, about=str(intake.number), details=details)
    return True


def _refuse(job: Job, intake: Intake, before: Composed, problems: Sequence[bridge.Problem]) -> bool:
    by = _asked_by(intake)
    said = [
        {**problem.as_said(), "row_id": before.row_of(problem.table, problem.row)} for problem in problems
    ]
    with transaction.atomic():
        process = _held(intake, before)
        if process is None:
            return False
        _finish(job, intake, state=Intake.State.REFUSED, problems=said)
        details = {"problems": len(said)}
        note("intake.refused", by=by, process=process, about=str(intake.number), details=details)
    return True


def _asked_by(intake: Intake) -> Person | None:
    return Person.objects.filter(mark=intake.by).first() if intake.by else None


def _held(intake: Intake, before: Composed) -> Process | None:
    """The process, held against other writers; None where it is no longer what was composed."""
    process = Process.objects.select_for_update().select_related("body").get(pk=intake.process_id)
    if process.evidence_version != before.evidence_version or process.version != before.version:
        return None
    return process


def _finish(job: Job, intake: Intake, **outcome: Any) -> None:
    """Write what became of an import, exactly once.

    Raises:
        TakenUpElsewhere: somebody else did it.
    """
    waiting = Intake.objects.filter(pk=intake.pk, state=Intake.State.WAITING)
    if not waiting.update(**outcome) or not end(job, {"intake": intake.number}):
        raise TakenUpElsewhere
