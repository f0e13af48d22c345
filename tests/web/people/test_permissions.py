"""One table of who may do what, one test for each cell, and doors before every page of a process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from obverse.web.audits.models import Audit
from obverse.web.people import may
from obverse.web.people.models import Person
from obverse.web.people.permissions_page import lines
from obverse.web.processes.models import Process
from obverse.web.publications.models import Publication

ROLES = ("administrator", "owner", "clerk", "auditor", "group", "stranger", "public")
# Each line says who may; everybody else may not.
TABLE = {
    "see_process": {"owner", "clerk", "auditor", "group"},
    "edit_charter": {"owner", "clerk"},
    "see_rows": {"owner", "clerk", "auditor"},
    "edit_registers": {"owner", "clerk", "auditor"},
    "bring_in": {"owner", "clerk", "auditor"},
    "download_dossier": {"owner", "auditor"},
    "set_thresholds": {"owner", "auditor"},
    "run_audit": {"owner", "clerk", "auditor"},
    "see_report": {"owner", "clerk", "auditor", "group"},
    "state_against": {"group"},
    "plan_measures": {"owner", "clerk"},
    "prepare_publication": {"owner", "auditor"},
    "publish": {"owner"},
    "write_erratum": {"owner", "auditor"},
    "see_survey": {"owner", "clerk", "auditor"},
    "hold_survey": {"owner", "auditor"},
    "type_paper": {"owner", "clerk", "auditor"},
    "see_journal": {"owner", "auditor"},
    "make_tokens": {"owner"},
    "shred": {"owner"},
    "manage_people": {"administrator", "owner"},
}


def test_the_table_has_a_line_for_every_act() -> None:
    assert set(TABLE) == set(may.ACTS)


def test_the_page_of_the_reference_says_the_same() -> None:
    page = "\n".join(lines())
    for act, who in TABLE.items():
        cells = re.search(rf"\(`{act}`\) \| (.*) \|$", page, re.MULTILINE)
        assert cells is not None
        said = dict(zip((*ROLES[:5], "public"), cells[1].split(" | "), strict=True))
        assert {role for role, cell in said.items() if cell == "yes"} == who


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", sorted(TABLE))
def test_who_may_do_what(act: str, role: str, people: dict[str, Person], process: Process) -> None:
    somebody = people.get(role) or AnonymousUser()
    assert may.ACTS[act](somebody, process) is (role in TABLE[act])


@pytest.mark.parametrize("act", sorted(TABLE))
def test_a_closed_account_may_do_nothing(act: str, people: dict[str, Person], process: Process) -> None:
    for person in people.values():
        person.is_active = False
        assert may.ACTS[act](person, process) is False


@pytest.mark.parametrize("act", sorted(TABLE))
def test_a_role_in_one_process_is_worth_nothing_in_another(
    act: str, people: dict[str, Person], process: Process
) -> None:
    other = Process.objects.create(body=process.body, slug="other", title="Other (synthetic)")
    for role, person in people.items():
        assert may.ACTS[act](person, other) is (act == "manage_people" and role == "administrator")


@pytest.mark.parametrize(
    ("role", "prepared", "ran"),
    [("auditor", "owner", "clerk"), ("owner", "auditor", "clerk"), ("owner", "auditor", "auditor")],
)
def test_owners_and_auditors_sign_the_work_of_others(
    role: str, prepared: str, ran: str, people: dict[str, Person], process: Process
) -> None:
    assert may.sign(people[role], process, publication(people, process, prepared, ran))


@pytest.mark.parametrize(
    ("role", "prepared", "ran"),
    [
        ("auditor", "auditor", "clerk"),
        ("owner", "owner", "clerk"),
        ("auditor", "owner", "auditor"),
        ("owner", "auditor", "owner"),
        ("clerk", "owner", "auditor"),
        ("group", "owner", "auditor"),
        ("administrator", "owner", "auditor"),
        ("stranger", "owner", "auditor"),
        ("public", "owner", "auditor"),
    ],
)
def test_nobody_signs_their_own_work_and_nobody_else_signs(
    role: str, prepared: str, ran: str, people: dict[str, Person], process: Process
) -> None:
    assert not may.sign(
        people.get(role) or AnonymousUser(), process, publication(people, process, prepared, ran)
    )


def publication(people: dict[str, Person], process: Process, prepared: str, ran: str) -> Publication:
    audit = Audit(process=process, number=1, by=people[ran].mark)
    return Publication(process=process, audit=audit, number=1, prepared_by=people[prepared].mark)


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the workspace as it is written in the rooms."""
    for pattern in patterns:
        written = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, written)
        else:
            yield written, pattern


OF_PROCESSES = [
    pytest.param(written, pattern, id=written)
    for written, pattern in addresses(get_resolver().url_patterns)
    if written.startswith("processes/<slug:slug>/")
]
_PLACES = {
    "int": "1",
    "uuid": "7d8f6a0e-0b5e-4a9e-9a51-0d1c6f1f2a3b",
    "slug": "actor",
    "str": "actor",
    "path": "actor",
    "language": "en",
}


def filled(written: str) -> str:
    """An address with something in each of its places."""
    one = written.replace("<slug:slug>", "agenda", 1)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda place: _PLACES[place[1] or "str"], one)


@pytest.mark.parametrize(("written", "pattern"), OF_PROCESSES)
def test_every_page_of_a_process_has_a_door(written: str, pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "act", None) in {*may.ACTS.values(), may.administer}


@pytest.mark.parametrize(("written", "pattern"), OF_PROCESSES)
def test_no_page_of_a_process_exists_for_who_has_no_part_in_it(
    written: str, pattern: URLPattern, as_: Callable[[str], Client]
) -> None:
    address = filled(written)
    answers = [getattr(as_("stranger"), send)(address).status_code for send in ("get", "post")]
    # A page that takes one kind of request only may say so of every process, also of one that does not exist.
    assert set(answers) <= {404, 405}
    assert 404 in answers
    outside = [getattr(as_("public"), send)(address) for send in ("get", "post")]
    assert {one.status_code for one in outside} <= {302, 405}
    assert any(one.headers.get("Location", "").startswith("/account/login/") for one in outside)


def test_pages_of_the_installation_are_for_administrators_only(as_: Callable[[str], Client]) -> None:
    kept = [
        filled(written)
        for written, pattern in addresses(get_resolver().url_patterns)
        if getattr(pattern.callback, "act", None) is may.administer
    ]
    assert kept
    for address in kept:
        if "(" in address:
            continue
        assert as_("owner").get(address).status_code == 403, address
        assert as_("public").get(address).status_code == 302, address
