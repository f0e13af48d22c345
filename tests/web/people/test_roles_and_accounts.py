"""Somebody always answers for a process and somebody always looks after the installation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from obverse.web.journal.models import Entry
from obverse.web.people import accounts, roles
from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Body, Process
from tests.web.conftest import PASSWORD

Pages = Callable[[str], Client]


def role(person: Person) -> Role:
    return Role.objects.get(person=person)


def test_a_role_is_taken_away(as_: Pages, people: dict[str, Person]) -> None:
    clerk = as_("clerk")
    assert clerk.get("/processes/agenda/").status_code == 200
    as_("owner").post(f"/processes/agenda/people/{role(people['clerk']).pk}/take/")
    assert clerk.get("/processes/agenda/").status_code == 404


def test_the_last_owner_cannot_go(as_: Pages, people: dict[str, Person], process: Process) -> None:
    own = role(people["owner"])
    answer = as_("owner").post(f"/processes/agenda/people/{own.pk}/take/", follow=True)
    assert "only owner" in answer.content.decode()
    closed = Person.objects.create_user("closed@example.org", None, name="closed", is_active=False)
    roles.give(closed, process, Kind.OWNER, by=people["owner"])
    with pytest.raises(roles.LastOwnerError):
        roles.take(own, by=people["owner"])
    roles.give(people["clerk"], process, Kind.OWNER, by=people["owner"])
    roles.take(own, by=people["owner"])
    assert as_("owner").get("/processes/agenda/").status_code == 404


def test_a_role_of_another_process_is_not_taken_from_here(
    as_: Pages, people: dict[str, Person], process: Process
) -> None:
    other = Process.objects.create(body=process.body, slug="other", title="Other (synthetic)")
    held = roles.give(people["stranger"], other, Kind.CLERK, by=people["administrator"])
    assert as_("owner").post(f"/processes/agenda/people/{held.pk}/take/").status_code == 404
    assert Role.objects.filter(pk=held.pk).exists()


def test_an_administrator_gives_a_process_its_first_owner(
    as_: Pages, people: dict[str, Person], process: Process
) -> None:
    Role.objects.all().delete()
    as_("administrator").post("/processes/agenda/people/", {"kind": "owner", "email": "stranger@example.org"})
    assert role(people["stranger"]).kind == Kind.OWNER
    assert as_("administrator").get("/processes/agenda/").status_code == 404


def test_a_closed_account_is_out_at_once_and_comes_back_with_its_roles(
    as_: Pages, people: dict[str, Person]
) -> None:
    clerk = as_("clerk")
    address = f"/administration/people/{people['clerk'].pk}/"
    as_("administrator").post(address + "deactivate/")
    assert clerk.get("/processes/agenda/").status_code == 302
    assert not Client().login(request=None, email="clerk@example.org", password=PASSWORD)
    as_("administrator").post(address + "activate/")
    assert as_("clerk").get("/processes/agenda/").status_code == 200


@pytest.mark.parametrize("act", ["deactivate", "unmake_administrator"])
def test_the_last_administrator_cannot_go(act: str, as_: Pages, people: dict[str, Person]) -> None:
    address = f"/administration/people/{people['administrator'].pk}/{act}/"
    answer = as_("administrator").post(address, follow=True)
    assert "nobody else looks after" in answer.content.decode()
    accounts.make_administrator(people["clerk"], by=people["administrator"])
    as_("administrator").post(address)
    out = {"deactivate": 302, "unmake_administrator": 403}[act]
    assert as_("administrator").get("/administration/").status_code == out
    people["clerk"].refresh_from_db()
    assert as_("clerk").get("/administration/").status_code == 200


def test_a_second_step_that_was_lost_is_removed(as_: Pages, people: dict[str, Person]) -> None:
    Authenticator.objects.create(user=people["clerk"], type=Authenticator.Type.TOTP, data={"secret": "x"})
    as_("administrator").post(f"/administration/people/{people['clerk'].pk}/forget_second_step/")
    assert not Authenticator.objects.exists()


def test_bodies_are_added_and_renamed_and_no_two_have_one_name(as_: Pages, process: Process) -> None:
    browser = as_("administrator")
    browser.post("/administration/bodies/new/", {"name": "Village of Sampleby (synthetic)"})
    added = Body.objects.get(name="Village of Sampleby (synthetic)")
    again = browser.post("/administration/bodies/new/", {"name": "Village of Sampleby (synthetic)"})
    assert "a body with this name already" in again.content.decode()
    browser.post(f"/administration/bodies/{added.pk}/", {"name": "Village of Specimen (synthetic)"})
    assert Body.objects.get(pk=added.pk).name == "Village of Specimen (synthetic)"


def test_each_of_these_writes_stands_in_the_journal_without_a_name(
    as_: Pages, people: dict[str, Person]
) -> None:
    as_("owner").post("/processes/agenda/people/", {"kind": "clerk", "email": "stranger@example.org"})
    as_("administrator").post(f"/administration/people/{people['clerk'].pk}/make_administrator/")
    as_("clerk").post("/you/", {"name": "Somebody Else (synthetic)"})
    told = list(Entry.objects.order_by("number").values_list("what", "by"))
    assert told == [
        ("people.role_given", people["owner"].mark),
        ("people.made_administrator", people["administrator"].mark),
        ("people.renamed", people["clerk"].mark),
    ]
    assert "example.org" not in str(list(Entry.objects.values()))
    assert "Somebody" not in str(list(Entry.objects.values()))
