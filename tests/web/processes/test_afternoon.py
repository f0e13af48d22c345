"""The afternoon path, and what is still missing ordered by what it would settle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from obverse.web.jobs.models import Job
from obverse.web.jobs.working import work_off
from obverse.web.people.models import Person
from obverse.web.processes import standing
from obverse.web.processes.afternoon import afternoon_of, items
from obverse.web.processes.charter import questions, step_named
from obverse.web.processes.holdings import holdings
from obverse.web.processes.models import Process, Standing
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Declaration

Browser = Callable[[str], Client]
Read = Callable[..., str]
HERE = "/processes/agenda/afternoon/"


def settle(process: Process, *tables: str) -> None:
    for table in tables:
        Declaration.objects.create(process=process, table=table, said={"complete": "yes"})


def test_the_whole_afternoon_takes_two_people_about_three_hours(process: Process) -> None:
    path = afternoon_of(process, holdings(process))
    assert 150 <= path.minutes <= 200
    assert path.minutes_left == path.minutes
    assert path.done == 0


def test_the_afternoon_holds_the_tables_of_the_first_audit() -> None:
    assert {table for item in items() for table in item.tables} == {
        "document",
        "stakeholder_group",
        "reference_population",
        "group_count",
        "event",
        "contribution",
        "decision",
        "decision_right",
        "duty",
        "commitment",
        "obligation",
    }
    assert all(step_named(name) for item in items() for name in (*item.steps, item.step) if name)


def test_an_item_is_ticked_by_rows_by_a_true_zero_and_by_not_knowing(as_: Browser, process: Process) -> None:
    add_row(process, "event", {"id": "E1"}, by=None)
    settle(process, "decision")
    as_("clerk").post(f"{HERE}unknown/contribution/", {"unknown": "yes"})
    process.refresh_from_db()
    done = {one.item.id for one in afternoon_of(process, holdings(process)).items if one.is_done}
    assert done == {"events", "decisions", "contributions"}


def test_an_item_of_two_registers_needs_both(process: Process) -> None:
    settle(process, "reference_population")
    path = afternoon_of(process, holdings(process))
    assert [(one.done, one.total, one.is_done) for one in path.items if one.item.id == "counts"] == [
        (1, 2, False)
    ]


def test_all_done_leaves_no_time(process: Process) -> None:
    settle(process, *(table for item in items() for table in item.tables))
    process.charter = {name: {"unknown": True} for name in questions()}
    path = afternoon_of(process, holdings(process))
    assert (path.minutes_left, path.first_open) == (0, None)


def test_time_is_that_of_the_slower_of_two(process: Process) -> None:
    settle(process, "document")
    path = afternoon_of(process, holdings(process))
    first = sum(item.minutes for item in items() if item.who == "first") - 40
    second = sum(item.minutes for item in items() if item.who == "second")
    assert path.minutes - path.minutes_left == first + 40 - max(first, second)


def test_not_knowing_is_taken_back(as_: Browser, process: Process) -> None:
    for said in ("yes", "no"):
        as_("clerk").post(f"{HERE}unknown/duty/", {"unknown": said})
    process.refresh_from_db()
    assert process.charter == {}
    assert as_("clerk").post(f"{HERE}unknown/secret/", {"unknown": "yes"}).status_code == 404
    assert as_("clerk").get(f"{HERE}unknown/duty/").status_code == 405
    assert as_("group").post(f"{HERE}unknown/duty/", {"unknown": "yes"}).status_code == 403


def test_what_is_missing_is_looked_up_in_the_background(as_: Browser, page: Read, process: Process) -> None:
    assert "looking at the latest state" in page(as_("clerk").get(HERE))
    page(as_("owner").get("/processes/agenda/"))
    assert Job.objects.filter(kind="standing").count() == 1
    assert work_off() == 1
    text = page(as_("clerk").get(HERE))
    assert "As the evidence stands now (state 0)." in text
    assert "What is still missing" in text
    said = Standing.objects.get(process=process).said
    opened = [len(one["ids"]) for one in said["worth"]]
    assert opened == sorted(opened, reverse=True)
    assert said["possible"]


def test_more_evidence_makes_more_possible(process: Process, people: dict[str, Person]) -> None:
    counts = []
    for _ in range(2):
        process.refresh_from_db()
        standing.standing_of(process, by=people["clerk"])
        work_off()
        counts.append(len(Standing.objects.get(process=process).said["possible"]))
        values = {"step": "draft", "actor_class": "citizens", "level": "none", "basis": "practised"}
        add_row(process, "decision_right", values, by=None)
    assert counts[0] < counts[1]


def test_what_was_said_of_an_older_state_is_marked_as_such(
    as_: Browser, page: Read, process: Process
) -> None:
    page(as_("clerk").get(HERE))
    work_off()
    add_row(process, "event", {"id": "E1"}, by=None)
    assert "As the evidence stood at state 0; it is now at state 1." in page(as_("clerk").get(HERE))


def test_a_state_on_which_the_program_failed_is_not_tried_again_and_again(
    as_: Browser, page: Read, process: Process
) -> None:
    page(as_("clerk").get(HERE))
    Job.objects.update(state=Job.State.FAILED)
    assert "could not look" in page(as_("clerk").get(HERE))
    assert Job.objects.count() == 1


def test_what_was_said_last_is_not_overwritten_by_what_was_said_before(process: Process) -> None:
    standing.keep(process, 3, {"possible": ["new"]})
    standing.keep(process, 2, {"possible": ["old"]})
    assert Standing.objects.get(process=process).said == {"possible": ["new"]}


def test_problems_of_the_evidence_are_shown_as_letters(as_: Browser, page: Read, process: Process) -> None:
    add_row(process, "decision", {"id": "D1", "date": "2026-02-31"}, by=None)
    process.refresh_from_db()
    page(as_("clerk").get(HERE))
    work_off()
    text = page(as_("clerk").get(HERE))
    assert "Things to mend first: 1" in text
    assert "evidence/decision.csv, row 2, column date" in text


@pytest.mark.parametrize("role", ["owner", "clerk", "auditor", "group"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_role_reads_where_the_process_stands(
    as_: Browser, page: Read, process: Process, role: str, language: str
) -> None:
    browser = as_(role)
    browser.cookies["django_language"] = language
    for address in ("", "afternoon/", "setup/"):
        assert page(browser.get(f"/processes/agenda/{address}")).count("<h1>") == 1
