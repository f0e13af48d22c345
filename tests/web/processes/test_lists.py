"""Steps that are lists: rows of registers, and the groups by which people are counted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from obverse.web.processes.facts import facts_of
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row

Browser = Callable[[str], Client]
Read = Callable[..., str]
ATTRIBUTES = "/processes/agenda/setup/attributes/"


FILLED = {
    "promises": ("commitment", {"text": "Answer within 60 days", "due_on": "2026-09-01", "kind": "answer"}),
    "services": ("duty", {"service": "libraries", "text": "Open on Saturdays", "statutory": "no"}),
    "law": ("obligation", {"norm": "Town code (synthetic)", "state": "unknown"}),
}


@pytest.mark.parametrize("step", FILLED)
def test_a_step_adds_rows_to_its_register(as_: Browser, page: Read, process: Process, step: str) -> None:
    table, told = FILLED[step]
    address = f"/processes/agenda/setup/list/{step}/"
    answer = as_("clerk").post(address, {f"c-{name}": value for name, value in told.items()})
    assert answer.status_code == 302
    row = Row.objects.get(table=table)
    assert row.values == {"id": f"{table}-1", **told}
    assert next(iter(told.values())) in page(as_("auditor").get(address))


def test_what_is_wrong_in_a_row_stands_at_its_field(as_: Browser, page: Read, process: Process) -> None:
    told = {"c-text": "Answer everybody", "c-due_on": "soon"}
    text = page(as_("clerk").post("/processes/agenda/setup/list/promises/", told), 422)
    assert 'aria-invalid="true"' in text
    assert "Answer everybody" in text
    assert not Row.objects.exists()


def test_there_is_no_list_where_a_step_asks_questions(as_: Browser) -> None:
    assert as_("clerk").get("/processes/agenda/setup/list/money/").status_code == 404
    assert as_("clerk").get("/processes/agenda/setup/promises/").status_code == 404


def seen(browser: Client) -> str:
    found = re.search(r'name="seen" value="(\w+)"', browser.get(ATTRIBUTES).content.decode())
    assert found is not None
    return found[1]


def add(browser: Client, **facts: str) -> int:
    told = {"label": "Age", "categories": "16-29\n30-64\n65+", "order": "none", "save": "", **facts}
    return browser.post(ATTRIBUTES, {"seen": seen(browser), **told}).status_code


def test_groups_by_which_people_are_counted_reach_the_dossier(as_: Browser, process: Process) -> None:
    assert add(as_("clerk"), name="age_band") == 302
    assert add(as_("clerk"), label="Études", categories="lower\n higher \n", order="worst_to_best") == 302
    process.refresh_from_db()
    assert facts_of(process)["attributes"] == {
        "age_band": {"label": "Age", "categories": ["16-29", "30-64", "65+"], "order": "none"},
        "etudes": {"label": "Études", "categories": ["lower", "higher"], "order": "worst_to_best"},
    }


def test_a_group_is_changed_in_its_place_and_taken_away(as_: Browser, process: Process) -> None:
    browser = as_("clerk")
    add(browser, name="age_band")
    add(browser, label="Sex", categories="woman\nman")
    assert add(browser, was="age_band", name="age", label="Age in bands") == 302
    process.refresh_from_db()
    assert list(facts_of(process)["attributes"]) == ["age", "sex"]
    browser.post(ATTRIBUTES, {"seen": seen(browser), "remove": "age"})
    process.refresh_from_db()
    assert list(facts_of(process)["attributes"]) == ["sex"]


@pytest.mark.parametrize(
    "facts",
    [{"categories": "one"}, {"categories": "a\nb\na"}, {"name": "Âge"}, {"label": "!"}, {"order": "up"}],
)
def test_groups_that_cannot_be_counted_by_are_refused(
    as_: Browser, process: Process, facts: dict[str, str]
) -> None:
    assert add(as_("clerk"), **facts) == 422
    process.refresh_from_db()
    assert process.charter == {}


def test_two_people_at_the_groups_lose_nothing(as_: Browser, page: Read, process: Process) -> None:
    clerk, owner = as_("clerk"), as_("owner")
    before = seen(clerk)
    add(owner, label="Sex", categories="woman\nman")
    told = {"seen": before, "label": "Age", "categories": "young\nold", "order": "none", "save": ""}
    text = page(clerk.post(ATTRIBUTES, told), 409)
    assert "young" in text
    assert "attr_sex" in text
    process.refresh_from_db()
    assert list(facts_of(process)["attributes"]) == ["sex"]


def test_that_nobody_can_count_is_an_answer(as_: Browser, process: Process) -> None:
    browser = as_("clerk")
    browser.post(ATTRIBUTES, {"seen": seen(browser), "unknown": "yes"})
    process.refresh_from_db()
    assert process.charter == {"attributes": {"unknown": True}}
    assert facts_of(process)["attributes"] == {}
