"""What was promised to be deleted is deleted on its day, whole, once, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from obverse.web.intake.models import Intake
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import claim, work_off
from obverse.web.journal.models import Entry
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.privacy.retention import delete_due, retention_due
from obverse.web.privacy.work import ask_due_work
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Revision, Row
from tests.web.conftest import PASSWORD

YESTERDAY = dt.timedelta(days=1)


@pytest.fixture
def over(process: Process, people: dict[str, Person]) -> Process:
    """A process whose day was yesterday."""
    for table, values in [
        ("actor", {"id": "p1", "kind": "person"}),
        ("contribution", {"id": "c1", "author": "p1", "text": "secret garden"}),
        ("survey_answer", {"respondent": "r1", "item": "q1", "value": "secret answer"}),
        ("trace", {"contribution": "c1", "decision": "d1"}),
        ("decision", {"id": "d1", "date": "2026-03-01"}),
        ("commitment", {"id": "k1", "text": "Keep it", "owner": "p1"}),
        ("benefit", {"id": "b1", "contribution": "c1"}),
    ]:
        add_row(process, table, values, by=None)
    for path in ("sources/export.zip", "evidence/actor.csv", "evidence/budget_line.csv"):
        ProcessFile.objects.create(process=process, path=path, sha256="b" * 64, size=9)
    Intake.objects.create(
        process=process, number=1, files=[{"name": "x.zip", "sha256": "b" * 64, "size": 9}], state="done"
    )
    Process.objects.filter(pk=process.pk).update(keep_until=timezone.localdate() - YESTERDAY)
    process.refresh_from_db()
    return process


def test_what_tells_of_people_goes_and_the_record_of_the_body_stays(over: Process) -> None:
    done = delete_due(over)
    assert done == {"rows": 4, "emptied": 2, "files": 2, "uploads": 1}
    assert sorted(Row.objects.values_list("table", flat=True)) == ["benefit", "commitment", "decision"]
    assert Row.objects.get(table="commitment").values == {"id": "k1", "text": "Keep it"}
    assert "p1" not in str(list(Revision.objects.values()))
    assert "secret" not in str(list(Revision.objects.values()))
    assert list(ProcessFile.objects.values_list("path", flat=True)) == ["evidence/budget_line.csv"]
    assert not Intake.objects.get().has_files


def test_it_is_done_once_and_told_once(over: Process) -> None:
    assert delete_due(over)
    assert delete_due(over) == {}
    assert Entry.objects.filter(what="privacy.retention_done").count() == 1
    assert retention_due() == []


@pytest.mark.parametrize("day", [None, timezone.localdate(), timezone.localdate() + YESTERDAY])
def test_nothing_goes_before_its_day(day: dt.date | None, over: Process) -> None:
    Process.objects.filter(pk=over.pk).update(keep_until=day)
    assert retention_due() == []
    assert delete_due(over) == {}
    assert Row.objects.count() == 7


def test_the_clock_asks_once_and_the_worker_does_it(over: Process) -> None:
    ask_due_work()
    ask_due_work()
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["retention", "sweep"]
    assert work_off() == 2
    assert not Row.objects.filter(table="actor").exists()
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_a_worker_that_was_given_up_deletes_nothing_behind_the_back_of_the_next_one(over: Process) -> None:
    ask_due_work()
    job = claim()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(claim=None)
    assert delete_due(over, job) == {}
    assert Row.objects.count() == 7


def test_the_day_is_set_on_the_page(
    process: Process, as_: Callable[[str], Client], people: dict[str, Person]
) -> None:
    as_("owner").post("/processes/agenda/privacy/", {"keep_until": "2030-12-31"})
    process.refresh_from_db()
    assert process.keep_until == dt.date(2030, 12, 31)
    assert Entry.objects.get().details == {"keep_until": "2030-12-31"}
    as_("owner").post("/processes/agenda/privacy/", {"keep_until": ""})
    process.refresh_from_db()
    assert process.keep_until is None


def test_files_of_an_import_under_way_are_not_taken_from_it(over: Process) -> None:
    job = Job.objects.create(kind="intake", process=over, state=Job.State.RUNNING)
    Intake.objects.filter(process=over).update(state=Intake.State.WAITING, job=job)
    assert delete_due(over)["uploads"] == 0
    assert Intake.objects.get().has_files


def test_the_files_of_an_import_can_be_let_go_on_the_page(
    over: Process, as_: Callable[[str], Client]
) -> None:
    browser = as_("owner")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.post("/processes/agenda/privacy/imports/1/delete/").status_code == 302
    assert not Intake.objects.get().has_files
    assert browser.post("/processes/agenda/privacy/imports/1/delete/").status_code == 404
