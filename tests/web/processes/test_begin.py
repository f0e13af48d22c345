"""Beginning a process: who may, for which body, and under which address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory

from obverse.web.journal.models import Entry
from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes import beginning
from obverse.web.processes.models import Body, Process

Browser = Callable[[str], Client]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("owner", 200),
        ("clerk", 403),
        ("auditor", 403),
        ("group", 403),
        ("stranger", 403),
    ],
)
def test_administrators_and_owners_may_begin(as_: Browser, role: str, status: int) -> None:
    assert as_(role).get("/processes/new/").status_code == status


def test_nobody_begins_without_signing_in(as_: Browser) -> None:
    assert as_("public").get("/processes/new/").headers["Location"].startswith("/account/login/")


def test_who_begins_it_owns_it(as_: Browser, process: Process, people: dict[str, Person]) -> None:
    told = {"title": "Budget of the Quarters 2027 (synthetic)", "body": process.body_id}
    answer = as_("owner").post("/processes/new/", told)
    begun = Process.objects.get(slug="budget-of-the-quarters-2027-synthetic")
    assert answer.headers["Location"] == f"/processes/{begun.slug}/setup/"
    assert [(role.person, role.kind) for role in begun.roles.all()] == [(people["owner"], Kind.OWNER)]
    assert list(Entry.objects.filter(process=begun.slug).values_list("what", flat=True)) == [
        "processes.begun",
        "people.role_given",
    ]


def test_an_administrator_names_a_new_body_and_leaves_the_process_to_others(as_: Browser) -> None:
    told = {"title": "First", "new_body": "  Town of  Elsewhere (synthetic) "}
    answer = as_("administrator").post("/processes/new/", told)
    assert answer.headers["Location"] == "/processes/first/people/"
    assert Process.objects.get(slug="first").body.name == "Town of Elsewhere (synthetic)"
    assert not Role.objects.filter(process__slug="first").exists()


def test_an_owner_cannot_begin_for_another_body(as_: Browser, neighbour: Process) -> None:
    answer = as_("owner").post("/processes/new/", {"title": "Raid", "body": neighbour.body_id})
    assert answer.status_code == 422
    assert not Process.objects.filter(title="Raid").exists()


def test_an_owner_cannot_name_a_new_body(as_: Browser) -> None:
    as_("owner").post("/processes/new/", {"title": "Raid", "new_body": "Mine"})
    assert not Body.objects.filter(name="Mine").exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "One"}, "Say which body answers for the process."),
        ({"title": "One", "new_body": "town of exampleton (SYNTHETIC)"}, "This body is in the list already."),
        ({"title": "One", "body": "*", "new_body": "Other"}, "Choose a body or name a new one, not both."),
    ],
)
def test_what_is_wrong_is_said(
    as_: Browser, page: Callable[..., str], process: Process, facts: dict[str, Any], said: str
) -> None:
    told = {**facts, **({"body": process.body_id} if facts.get("body") else {})}
    assert said in page(as_("administrator").post("/processes/new/", told), 422)
    assert Process.objects.count() == 1


@pytest.mark.parametrize(("role", "offered"), [("administrator", True), ("owner", True), ("clerk", False)])
def test_a_page_can_ask_whether_its_reader_may_begin(
    people: dict[str, Person], role: str, offered: bool
) -> None:
    request = RequestFactory().get("/")
    request.user = people[role]
    template = engines["django"].from_string("{% may_begin as begins %}{{ begins }}")
    assert template.render({}, request) == str(offered)


def test_two_processes_of_one_name_have_two_addresses(process: Process, people: dict[str, Person]) -> None:
    slugs = {beginning.begin("New", body=process.body, by=people["owner"]).slug for _ in range(3)}
    assert len(slugs) == 3
    assert "new" not in slugs


def test_a_name_without_any_latin_letter_has_an_address(process: Process, people: dict[str, Person]) -> None:
    assert beginning.begin("參與式預算", body=process.body, by=people["owner"]).slug == "process"
