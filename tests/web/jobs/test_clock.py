"""The daily clock: each room is asked once a day, whatever happens in the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from obverse.web.jobs import clock
from obverse.web.jobs.models import Job, Tick
from obverse.web.jobs.work import ask_due_work
from obverse.web.jobs.working import ask


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], object]]:
    """The rooms that the clock knows."""
    found: dict[str, Callable[[], object]] = {}
    monkeypatch.setattr(clock, "rooms", lambda: found)
    return found


def test_each_room_is_asked_once_a_day(db: None, due: dict[str, Callable[[], object]]) -> None:
    asked: list[str] = []
    due["bread"] = lambda: asked.append("bread")
    due["milk"] = lambda: asked.append("milk")
    assert [clock.strike(), clock.strike()] == [["bread", "milk"], []]
    Tick.objects.filter(room="milk").update(day=timezone.localdate() - dt.timedelta(days=1))
    assert clock.strike() == ["milk"]
    assert asked == ["bread", "milk", "milk"]


def test_a_room_that_fails_stops_no_other_and_is_asked_again(
    db: None, due: dict[str, Callable[[], object]], caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        ask("nothing", by=None, process=None)
        raise RuntimeError("as the test wants it")

    due["a"], due["b"] = broken, lambda: None
    assert clock.strike() == ["b"]
    assert not Job.objects.exists()
    due["a"] = lambda: None
    assert clock.strike() == ["a"]
    assert "as the test wants it" in caplog.text


def test_another_worker_that_was_quicker_is_believed(
    db: None, due: dict[str, Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw that nobody had asked; the other one wrote it down first."""
    asked: list[str] = []
    due["bread"] = lambda: asked.append("bread")
    looked = Tick.objects.filter

    def late(**told: object) -> object:
        found = looked(**told)
        if "day__lt" in told:
            Tick.objects.create(room="bread", day=timezone.localdate())
        return found

    monkeypatch.setattr(Tick.objects, "filter", late)
    assert clock.strike() == []
    assert asked == []


def test_the_rooms_that_have_something_due_are_found() -> None:
    assert {"intake", "jobs"} <= set(clock.rooms())


def test_work_that_ended_a_month_ago_is_forgotten(db: None) -> None:
    old, new = ask("count", by=None, process=None), ask("count", by=None, process=None)
    Job.objects.filter(pk=old.pk).update(state="done", ended_at=timezone.now() - dt.timedelta(days=31))
    Job.objects.filter(pk=new.pk).update(state="done", ended_at=timezone.now())
    ask_due_work()
    assert list(Job.objects.all()) == [new]
