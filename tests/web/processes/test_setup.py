"""The questions of the guided set-up: savable at any point, unknown is an answer, and nobody's words are lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.bridge import indicator_names
from obverse.web.journal.models import Entry
from obverse.web.processes.charter import questions, steps
from obverse.web.processes.models import Process

Browser = Callable[[str], Client]
Read = Callable[..., str]
WHAT, WHEN, MONEY, LEVEL = (f"/processes/agenda/setup/{name}/" for name in ("what", "when", "money", "level"))


def shown(browser: Client, address: str) -> str:
    """What a form says that its reader saw."""
    found = re.search(r'name="seen" value="(\w+)"', browser.get(address).content.decode())
    assert found is not None
    return found[1]


def send(browser: Client, address: str, seen: str = "", **answers: Any) -> Any:
    told = {name.replace("__", "."): value for name, value in answers.items()}
    return browser.post(address, {"seen": seen or shown(browser, address), **told})


@pytest.mark.parametrize("step", [step.id for step in steps() if step.questions])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_step_asks_its_questions_in_both_languages(
    as_: Browser, page: Read, process: Process, step: str, language: str
) -> None:
    browser = as_("clerk")
    browser.cookies["django_language"] = language
    text = page(browser.get(f"/processes/agenda/setup/{step}/"))
    assert text.count('id="id_') >= len(next(one for one in steps() if one.id == step).questions)


def test_what_a_question_serves_are_indicators_that_exist() -> None:
    named = {name for one in questions().values() for name in one.serves}
    named |= {name for step in steps() for name in step.serves}
    assert named <= set(indicator_names("en"))


def test_some_answers_can_be_saved_and_the_rest_left(as_: Browser, process: Process) -> None:
    answer = send(as_("clerk"), WHAT, process__problem="Long waits", process__population="48 000")
    assert answer.status_code == 302
    process.refresh_from_db()
    assert process.charter == {
        "process.problem": {"value": "Long waits"},
        "process.population": {"value": 48000},
    }
    assert (process.version, process.evidence_version) == (1, 1)


def test_not_knowing_is_an_answer_and_silence_is_none(as_: Browser, page: Read, process: Process) -> None:
    send(as_("clerk"), WHAT, **{"process__problem.unknown": "on"})
    process.refresh_from_db()
    assert process.charter == {"process.problem": {"unknown": True}}
    assert "1 of 8 questions answered" in page(as_("auditor").get("/processes/agenda/setup/"))
    send(as_("clerk"), WHAT)
    process.refresh_from_db()
    assert process.charter == {}


def test_not_knowing_can_be_chosen_among_answers(as_: Browser, process: Process) -> None:
    send(as_("clerk"), LEVEL, process__participation_level_promised="?")
    process.refresh_from_db()
    assert process.charter == {"process.participation_level_promised": {"unknown": True}}


def test_a_wrong_answer_does_not_hold_up_the_right_ones(as_: Browser, page: Read, process: Process) -> None:
    browser = as_("clerk")
    text = page(send(browser, MONEY, process__budget="1,200", process__currency="eur"), 422)
    process.refresh_from_db()
    assert process.charter == {"process.currency": {"value": "EUR"}}
    assert "This can be read in two ways." in text
    assert 'value="1,200"' in text
    assert 'aria-invalid="true"' in text
    again = re.search(r'name="seen" value="(\w+)"', text)
    assert again is not None
    assert send(browser, MONEY, again[1], process__budget="1200", process__currency="EUR").status_code == 302


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1 200 000", 1200000), ("1\u202f200,50", 1200.5), ("0", 0), ("11.5", 11.5), ("7'000", 7000)],
)
def test_amounts_are_read_as_people_write_them(
    as_: Browser, process: Process, typed: str, value: float
) -> None:
    send(as_("clerk"), MONEY, process__budget=typed)
    process.refresh_from_db()
    assert process.answer("process.budget") == value


@pytest.mark.parametrize("typed", ["-3", "1.200", "1,200,000", "a lot", "12 €", "1e9", "٣", "1.234,5"])
def test_amounts_that_are_none_or_two_are_refused(as_: Browser, process: Process, typed: str) -> None:
    assert send(as_("clerk"), MONEY, process__budget=typed).status_code == 422
    process.refresh_from_db()
    assert process.charter == {}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"process__start": "2026-05-02", "process__end": "2026-05-01"},
            "The end lies before the beginning.",
        ),
        ({"process__start": "2026-13-40"}, "Write a day as year-month-day"),
        ({"process__stage": "tomorrow"}, "Select a valid choice"),
    ],
)
def test_wrong_days_are_told(
    as_: Browser, page: Read, process: Process, answers: dict[str, str], said: str
) -> None:
    assert said in page(send(as_("clerk"), WHEN, **answers), 422)


def test_an_answer_that_nobody_knows_is_asked_about(as_: Browser, page: Read, process: Process) -> None:
    told = {"process__problem": "Long waits", "process__problem.unknown": "on"}
    assert "Keep one of them." in page(send(as_("clerk"), WHAT, **told), 422)


def test_two_people_at_one_step_lose_nothing(as_: Browser, page: Read, process: Process) -> None:
    clerk, owner = as_("clerk"), as_("owner")
    seen = shown(clerk, WHAT)
    send(owner, WHAT, process__problem="Owner’s words", process__sector="Care")
    text = page(send(clerk, WHAT, seen, process__problem="Clerk’s words"), 409)
    process.refresh_from_db()
    assert process.answer("process.problem") == "Owner’s words"
    assert "Clerk’s words" in text
    assert "Saved meanwhile: Owner’s words" in text
    assert "Saved meanwhile: Care" in text
    again = re.search(r'name="seen" value="(\w+)"', text)
    assert again is not None
    assert (
        send(clerk, WHAT, again[1], process__problem="Both agree", process__sector="Care").status_code == 302
    )
    process.refresh_from_db()
    assert process.answer("process.problem") == "Both agree"


def test_two_people_at_different_steps_do_not_disturb_each_other(as_: Browser, process: Process) -> None:
    clerk, owner = as_("clerk"), as_("owner")
    seen = shown(clerk, WHAT)
    send(owner, MONEY, process__currency="EUR")
    assert send(clerk, WHAT, seen, process__problem="Long waits").status_code == 302
    process.refresh_from_db()
    assert set(process.charter) == {"process.currency", "process.problem"}


def test_the_journal_tells_which_questions_and_not_what_was_said(as_: Browser, process: Process) -> None:
    send(as_("clerk"), WHAT, process__problem="Long waits")
    entry = Entry.objects.get(what="processes.answered")
    assert entry.details == {"questions": ["process.problem"]}
    assert "Long waits" not in str(entry.__dict__)


def test_saving_without_a_change_writes_nothing(as_: Browser, process: Process) -> None:
    for _ in range(2):
        send(as_("clerk"), WHAT, process__problem="Long waits")
    process.refresh_from_db()
    assert process.version == 1


def test_saving_and_going_on_leads_to_the_next_step(as_: Browser, process: Process) -> None:
    assert send(as_("clerk"), WHAT, next="").headers["Location"] == "/processes/agenda/setup/who/"


@pytest.mark.parametrize("role", ["auditor", "group"])
def test_others_read_the_answers_and_cannot_change_them(
    as_: Browser, page: Read, process: Process, role: str
) -> None:
    send(as_("clerk"), WHAT, process__problem="Long waits")
    text = page(as_(role).get("/processes/agenda/setup/"))
    assert "Long waits" in text
    assert WHAT not in text
    page(as_(role).get(WHAT), 403)


def test_only_owners_say_until_when_data_are_kept(as_: Browser, process: Process) -> None:
    address = "/processes/agenda/setup/basics/"
    told = {"version": 0, "title": "Renamed (synthetic)", "keep_until": "2099-12-31"}
    as_("clerk").post(address, told)
    process.refresh_from_db()
    assert (process.title, process.keep_until) == ("Renamed (synthetic)", None)
    as_("owner").post(address, {**told, "version": 1})
    process.refresh_from_db()
    assert str(process.keep_until) == "2099-12-31"


def test_data_are_not_deleted_by_a_day_that_has_passed(as_: Browser, page: Read, process: Process) -> None:
    told = {"version": 0, "title": process.title, "keep_until": "2020-01-01"}
    assert "This day has passed." in page(as_("owner").post("/processes/agenda/setup/basics/", told), 422)


def test_a_name_that_two_people_change_is_told_to_the_second(
    as_: Browser, page: Read, process: Process
) -> None:
    address = "/processes/agenda/setup/basics/"
    as_("owner").post(address, {"version": 0, "title": "First"})
    text = page(as_("clerk").post(address, {"version": 0, "title": "Second"}), 409)
    assert "Saved meanwhile: First" in text
    assert 'value="Second"' in text
    assert 'name="version" value="1"' in text
