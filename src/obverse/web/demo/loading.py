"""The examples as processes, with finished audits and one publication. What is there already is not made again."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from django.db import transaction

from obverse.web.audits.asking import ask_audit
from obverse.web.audits.models import Audit
from obverse.web.demo.casting import people, play
from obverse.web.demo.examples import NAMES, folder_of
from obverse.web.intake.loading import load_dossier
from obverse.web.jobs.models import Job
from obverse.web.people.models import Person
from obverse.web.people.roles import groups_of
from obverse.web.processes.models import Body, Process
from obverse.web.publications.preparing import prepare
from obverse.web.publications.releasing import publish, sign

PUBLISHED = NAMES[0]
_WORKERS = 2
_LOOK = 0.2


def load() -> list[str]:
    """Load what is missing and see it through; returns the names of examples that could not be found."""
    # They start while the first example, the longest, is loaded; its audit then runs beside the loading of the others.
    workers = [_worker() for _ in range(_WORKERS)]
    try:
        missing = _begin_all()
        while Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
            time.sleep(_LOOK)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
    _publish(people())
    return missing


def _begin_all() -> list[str]:
    with transaction.atomic():
        cast = people()
    missing = []
    for name in NAMES:
        folder = folder_of(name)
        if folder is None:
            missing.append(name)
            continue
        process = Process.objects.filter(slug=name).first() or _begin(name, folder, cast)
        if not process.audits.exists():
            ask_audit(process, cast["clerk"], _looked_from(folder))
    return missing


def _begin(name: str, folder: Path, cast: dict[str, Person]) -> Process:
    said = tomllib.loads((folder / "dossier.toml").read_text(encoding="utf-8"))["process"]
    with transaction.atomic():
        body = Body.objects.get_or_create(name=said["body"])[0]
        process = Process.objects.create(
            body=body, slug=name, title=said["title"], is_demo=True, created_by=cast["owner"].mark
        )
        load_dossier(process, folder, cast["clerk"])
        play(process, frozenset(group for group, _ in groups_of(process)), cast)
    return process


def _looked_from(folder: Path) -> dt.date:
    """The day from which the dossier's own audit looks."""
    day: dt.date = tomllib.loads((folder / "dossier.toml").read_text(encoding="utf-8"))["audit"]["as_of"]
    return day


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-P", "-m", "obverse.web.jobs.worker"])


def _publish(cast: dict[str, Person]) -> None:
    """One report on its way to the public, by three people: who ran it, who prepared it, who signed it."""
    audit = Audit.objects.filter(process__slug=PUBLISHED, is_done=True).first()
    if audit is None or audit.process.publications.exists():
        return
    with transaction.atomic():
        publication = prepare(audit, by=cast["auditor"])
        publication = sign(publication, by=cast["owner"], seal=publication.seal)
        publish(publication, by=cast["owner"])
