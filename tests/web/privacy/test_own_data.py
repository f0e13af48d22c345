"""Everybody sees what is stored about them, takes it along, and leaves for good when they wish."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from obverse.web.audits.models import Audit
from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken
from obverse.web.people import roles
from obverse.web.people.invitations import invite
from obverse.web.people.models import Invitation, Kind, Person, Role
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Revision
from tests.web.conftest import PASSWORD

Pages = Callable[[str], Client]
Read = Callable[..., str]


def confirmed(browser: Client) -> Client:
    """The browser after the password was asked for once more."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def test_the_file_holds_all_that_is_stored_and_nothing_of_others(
    as_: Pages, process: Process, people: dict[str, Person]
) -> None:
    row = add_row(process, "event", {"id": "e1"}, by=people["clerk"])
    add_row(process, "event", {"id": "e2"}, by=people["owner"])
    invite(people["clerk"], email="guest@example.org", process=process, kind=Kind.CLERK)
    ran = {"number": 1, "as_of": "2026-01-31", "evidence_version": 1, "by": people["clerk"].mark}
    audit = Audit.objects.create(process=process, **ran)
    browser = as_("clerk")
    assert browser.get("/you/data/file/").headers["Location"].startswith("/account/reauthenticate/")
    told = confirmed(browser).get("/you/data/file/").json()
    assert told["account"]["email"] == "clerk@example.org"
    assert [one["role"] for one in told["roles"]] == ["clerk"]
    assert [one["row"] for one in told["rows_written"]] == [str(row.key)]
    assert [one["what"] for one in told["journal"]] == ["registers.row_added", "people.invited"]
    assert [one["email"] for one in told["invitations_made"]] == ["guest@example.org"]
    assert {"kind": "audits.audit", "column": "by", "number": audit.pk} in told["other_traces"]
    assert "owner@example.org" not in str(told)
    assert "password" not in str(told).lower()


def test_who_leaves_is_gone_and_their_mark_leads_to_nobody(
    as_: Pages, process: Process, people: dict[str, Person], page: Read
) -> None:
    clerk = people["clerk"]
    add_row(process, "event", {"id": "e1"}, by=clerk)
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.RECOVERY_CODES, data={})
    invite(people["owner"], email="clerk@example.org", process=process, kind=Kind.AUDITOR)
    elsewhere, browser = as_("clerk"), confirmed(as_("clerk"))
    assert "Tick the box first" in page(browser.post("/you/leave/", {}))
    assert browser.post("/you/leave/", {"sure": "on"}).headers["Location"] == "/"
    assert elsewhere.get("/you/").status_code == 302
    assert not Person.objects.filter(email="clerk@example.org").exists()
    for left in (Role.objects.filter(kind="clerk"), Authenticator.objects.all(), Invitation.objects.all()):
        assert not left.exists()
    assert all("_auth_user_id" not in one.get_decoded() for one in Session.objects.all())
    assert Revision.objects.get().author == clerk.mark
    assert Entry.objects.filter(by=clerk.mark).exists()
    assert "clerk@example.org" not in str(list(Entry.objects.values()))
    assert first_broken() is None
    assert "somebody who has left" in page(as_("owner").get("/processes/agenda/journal/"))


def test_who_answers_alone_hands_over_first(
    as_: Pages, process: Process, people: dict[str, Person], page: Read
) -> None:
    browser = confirmed(as_("owner"))
    assert "2030 Agenda (synthetic)" in page(browser.post("/you/leave/", {"sure": "on"}))
    roles.give(people["clerk"], process, Kind.OWNER, by=people["owner"])
    assert browser.post("/you/leave/", {"sure": "on"}).status_code == 302


def test_an_administrator_erases_somebody_but_never_the_last_administrator(
    as_: Pages, people: dict[str, Person], page: Read
) -> None:
    browser = confirmed(as_("administrator"))
    own = f"/administration/people/{people['administrator'].pk}/erase/"
    assert "nobody else looks after" in page(browser.post(own, {"sure": "on"}))
    assert (
        browser.post(f"/administration/people/{people['owner'].pk}/erase/", {"sure": "on"}).status_code == 302
    )
    assert not Person.objects.filter(pk=people["owner"].pk).exists()


@pytest.mark.parametrize("role", ["owner", "clerk", "auditor", "group", "stranger"])
def test_nobody_else_erases_somebody(role: str, as_: Pages, people: dict[str, Person]) -> None:
    browser = confirmed(as_(role))
    address = f"/administration/people/{people['administrator'].pk}/erase/"
    assert browser.post(address, {"sure": "on"}).status_code == 403
    assert Person.objects.filter(pk=people["administrator"].pk).exists()
