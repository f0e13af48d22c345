"""Putting work into the queue, and doing it.

A piece of work is claimed by one worker; while it lives it says so every few seconds. One whose worker died is taken
up again from its beginning, so each kind of work has to change nothing before the one transaction that ends it
(``end`` is a part of that transaction).
"""

from __future__ import annotations

import datetime as dt
import importlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from obverse.web.jobs.models import Job
from obverse.web.keeping import workshops

if TYPE_CHECKING:
    from obverse.web.people.models import Person
    from obverse.web.processes.models import Process

Show = Callable[[float, str], None]
Work = Callable[[Job, Show], dict[str, Any]]
BEAT = dt.timedelta(seconds=5)
# A worker of another machine that has not been heard of for so long is dead.
SILENCE = dt.timedelta(seconds=45)
ATTEMPTS = 3
# How often it is worth writing down how far a piece of work has come.
_SHOWN_EVERY = 0.4
HOME = Path(__file__).resolve().parent.parent
_log = logging.getLogger(__name__)


@cache
def kinds() -> Mapping[str, Work]:
    """Every kind of work by its name: what stands in ``WORK`` of each room's ``work.py``."""
    found: dict[str, Work] = {}
    for file in sorted(HOME.glob("*/work.py")):
        room = importlib.import_module(f"obverse.web.{file.parent.name}.work")
        found.update(getattr(room, "WORK", {}))
    return found


def ask(kind: str, *, by: Person | None, process: Process | None, **argument: Any) -> Job:
    """Put a piece of work into the queue, as a part of the transaction that asks for it."""
    mark = by.mark if by is not None else None
    return Job.objects.create(kind=kind, process=process, argument=argument, by=mark)


def claim() -> Job | None:
    """Take the oldest piece of work that waits, or whose worker died; None where there is none."""
    silent = timezone.now() - SILENCE
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, beat_at__lt=silent)
    if not Job.objects.filter(free).exists():
        # Most looks find nothing, and a look alone keeps no writer waiting.
        return None
    with transaction.atomic():
        waiting = Job.objects.filter(free).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        now = timezone.now()
        job.attempts += 1
        job.claim, job.worker, job.beat_at, job.began_at = uuid.uuid4(), workshops.own(), now, now
        job.done, job.step = 0, ""
        job.state = Job.State.RUNNING if job.attempts <= ATTEMPTS else Job.State.FAILED
        if job.state == Job.State.FAILED:
            job.result, job.ended_at = {"problem": "worker_died"}, now
        job.save()
    return job


def recover() -> int:
    """Let the work of dead workers of this machine be claimed at once, and sweep what they left; returns how much."""
    dead = workshops.sweep()
    if not dead:
        return 0
    left = Job.objects.filter(state=Job.State.RUNNING, worker__in=dead)
    return left.update(beat_at=timezone.now() - 2 * SILENCE)


def do(job: Job) -> None:
    """Do a claimed piece of work to its end, whatever that is."""
    if job.state != Job.State.RUNNING:
        return
    own = Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING)
    over = threading.Event()
    heart = threading.Thread(target=_beat, args=(job, over), daemon=True)
    heart.start()
    shown, mine = 0.0, threading.get_ident()

    def show(done: float, step: str) -> None:
        nonlocal shown
        if time.monotonic() - shown >= _SHOWN_EVERY:
            shown = time.monotonic()
            own.update(done=min(max(done, 0.0), 1.0), step=step[:200])
            if threading.get_ident() != mine:
                # Long imports are watched by a thread of their own, which ends without a word.
                connection.close()

    try:
        result, state = kinds()[job.kind](job, show), Job.State.DONE
    except Exception:  # noqa: BLE001 - whatever it was, it is logged and told, and the next piece of work begins
        _log.exception("job %s (%s) failed", job.pk, job.kind)
        result, state = {"problem": "program"}, Job.State.FAILED
    finally:
        over.set()
        heart.join()
    own.update(state=state, result=result, done=1, ended_at=timezone.now())


def still_mine(job: Job) -> bool:
    """Whether nobody else has taken the work up meanwhile; asked inside the transaction that ends it."""
    return (
        Job.objects.select_for_update().filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING).exists()
    )


def end(job: Job, result: dict[str, Any]) -> bool:
    """Mark the work as done, as a part of the transaction that ends it; False where somebody else took it up."""
    mine = Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING)
    return bool(mine.update(state=Job.State.DONE, result=result, done=1, ended_at=timezone.now()))


def _beat(job: Job, over: threading.Event) -> None:
    own = Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING)
    while not over.wait(BEAT.total_seconds()):
        try:
            own.update(beat_at=timezone.now())
        except DatabaseError:
            # A writer may hold the database for long; the next beat is in time.
            _log.warning("job %s could not say that it is alive", job.pk)
            connection.close()
    connection.close()


def work_on(stop: threading.Event, *, pause: float = 0.5, beside: Callable[[], None] | None = None) -> None:
    """Do what waits until told to stop; ``beside`` is called in every pause."""
    while not stop.is_set():
        try:
            close_old_connections()
            recover()
            if beside is not None:
                beside()
            job = claim()
            if job is not None:
                do(job)
                continue
        except DatabaseError:
            # What was under way is claimed again when the database is back.
            _log.exception("the database does not answer")
            connection.close()
        stop.wait(pause)


def work_off() -> int:
    """Do all that waits and return how many pieces of work that was: for tests and for commands."""
    number = 0
    while (job := claim()) is not None:
        do(job)
        number += 1
    return number


def seconds_left(job: Job) -> float | None:
    """How long it will take by how long it took; None where too little has been done to tell."""
    if job.done < 0.05 or job.began_at is None or job.is_over:
        return None
    spent = (timezone.now() - job.began_at).total_seconds()
    return spent * (1 - job.done) / job.done
