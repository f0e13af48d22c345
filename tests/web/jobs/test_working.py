"""The queue: in order, each piece once, taken up again from the dead, and given up only when it kills."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from obverse.web.jobs import working
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import (
    ATTEMPTS,
    SILENCE,
    Show,
    Work,
    ask,
    claim,
    do,
    end,
    recover,
    seconds_left,
    still_mine,
    work_off,
    work_on,
)
from obverse.web.keeping import workshops
from obverse.web.processes.models import Process

Kinds = Callable[[str, Work], None]


def test_work_is_done_in_the_order_in_which_it_was_asked_for(process: Process, counted: list[int]) -> None:
    asked = [ask("count", by=None, process=process).pk for _ in range(3)]
    assert work_off() == 3
    assert counted == asked
    assert [job.state for job in Job.objects.all()] == ["done"] * 3
    assert claim() is None


def test_work_that_is_under_way_is_nobody_elses(process: Process, counted: list[int]) -> None:
    ask("count", by=None, process=process)
    first = claim()
    assert first is not None
    assert claim() is None


def test_work_of_a_silent_worker_is_taken_up_and_ended_by_one_of_the_two(
    process: Process, counted: list[int]
) -> None:
    ask("count", by=None, process=process)
    lost = claim()
    assert lost is not None
    Job.objects.update(beat_at=timezone.now() - SILENCE - dt.timedelta(seconds=1))
    found = claim()
    assert found is not None
    assert (found.pk, found.attempts) == (lost.pk, 2)
    with transaction.atomic():
        assert not still_mine(lost)
        assert still_mine(found)
        assert not end(lost, {"by": "the dead"})
        assert end(found, {"by": "the living"})
    assert Job.objects.get().result == {"by": "the living"}


def test_work_that_ends_its_workers_again_and_again_is_given_up(process: Process, counted: list[int]) -> None:
    ask("count", by=None, process=process)
    for _ in range(ATTEMPTS):
        assert claim() is not None
        Job.objects.update(beat_at=timezone.now() - 2 * SILENCE)
    assert work_off() == 1
    job = Job.objects.get()
    assert (job.state, job.result) == ("failed", {"problem": "worker_died"})
    assert counted == []


def test_work_that_fails_is_told_and_stops_nobody(
    process: Process, kinds: Kinds, counted: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_job: Job, _show: Show) -> dict[str, object]:
        raise RuntimeError("as the test wants it")

    kinds("fail", fail)
    broken, whole = ask("fail", by=None, process=process), ask("count", by=None, process=process)
    work_off()
    broken.refresh_from_db()
    assert (broken.state, broken.result) == ("failed", {"problem": "program"})
    assert counted == [whole.pk]
    assert "as the test wants it" in caplog.text


def test_what_is_shown_stands_in_the_job_and_tells_what_is_left(process: Process, kinds: Kinds) -> None:
    seen = []

    def look(job: Job, show: Show) -> dict[str, object]:
        show(0.25, "intake.step.reading|votes.csv")
        now = Job.objects.get(pk=job.pk)
        Job.objects.filter(pk=job.pk).update(began_at=timezone.now() - dt.timedelta(seconds=10))
        now.refresh_from_db()
        seen.append((now.done, now.in_words, round(seconds_left(now) or 0)))
        return {}

    kinds("look", look)
    job = ask("look", by=None, process=process)
    assert job.in_words == "Waiting for its turn."
    work_off()
    assert seen == [(0.25, "Reading votes.csv.", 30)]
    job.refresh_from_db()
    assert (job.done, seconds_left(job)) == (1, None)


def test_a_worker_outlives_a_database_that_does_not_answer(
    process: Process, counted: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, calls = threading.Event(), []
    ask("count", by=None, process=process)

    def sometimes() -> Job | None:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("gone")
        job = claim()
        stop.set()
        return job

    monkeypatch.setattr(working, "claim", sometimes)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    # The connection of the test holds its transaction.
    monkeypatch.setattr(connection, "close", lambda: None)
    work_on(stop, pause=0.01)
    assert len(counted) == 1
    assert "the database does not answer" in caplog.text


def test_a_killed_process_is_seen_to_be_dead_at_once_and_a_living_one_is_spared(
    process: Process, counted: list[int]
) -> None:
    """The other process opens a workshop, leaves a file in it, and is killed."""
    ask("count", by=None, process=process)
    said = (
        "import django, sys; django.setup(); from obverse.web.keeping import workshops; name = workshops.own(); "
        "from django.conf import settings; "
        "open(f'{settings.DATA}/work/{name}/left', 'w').close(); print(name, flush=True); sys.stdin.read()"
    )
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "obverse.web.settings",
        "OBVERSE_DATA": str(settings.DATA),
    }
    other = subprocess.Popen(
        [sys.executable, "-P", "-c", said],
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    name = other.stdout.readline().strip()
    claimed = claim()
    assert claimed is not None
    Job.objects.update(worker=name)
    assert recover() == 0
    other.kill()
    other.communicate()
    assert recover() == 1
    again = claim()
    assert again is not None
    assert again.worker == workshops.own()
    assert not (Path(settings.DATA) / "work" / name).exists()
    assert (Path(settings.DATA) / "work" / str(workshops.own())).exists()
    do(again)
    assert len(counted) == 1
