"""Links that are handed over: they make an account, give a role, renew a password; once, and not for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from obverse.web.journal.models import Entry
from obverse.web.people import invitations
from obverse.web.people.models import Invitation, Kind, Person, Role
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row

Pages = Callable[[str], Client]
GOOD = "a violet giraffe reads maps"
WHO = {"name": "New (synthetic)", "email": "New@example.org", "password": GOOD, "again": GOOD}


def test_the_first_link_makes_the_first_administrator_and_there_is_no_second_one(db: None) -> None:
    address = invitations.first_invitation()
    assert address is not None
    browser = Client()
    assert browser.post(address, WHO).status_code == 302
    person = Person.objects.get()
    assert (person.email, person.is_administrator) == ("new@example.org", True)
    assert browser.get("/administration/").status_code == 200
    assert invitations.first_invitation() is None


def test_a_new_first_link_ends_the_one_before_it(db: None) -> None:
    before = invitations.first_invitation()
    after = invitations.first_invitation()
    assert Client().get(str(before)).status_code == 404
    assert Client().get(str(after)).status_code == 200


def test_an_invited_person_joins_with_the_role_and_is_signed_in(
    as_: Pages, process: Process, people: dict[str, Person], page: Callable[..., str]
) -> None:
    shown = page(
        as_("owner").post("/processes/agenda/people/", {"kind": "clerk", "email": "new@example.org"})
    )
    address = "/join/" + shown.split("/join/")[1].split('"')[0]
    browser = Client()
    assert "2030 Agenda (synthetic)" in page(browser.get(address))
    answer = browser.post(address, WHO)
    assert answer.headers["Location"] == "/processes/agenda/"
    assert browser.get("/processes/agenda/").status_code == 200
    role = Role.objects.get(person__email="new@example.org")
    assert (role.process, role.kind) == (process, Kind.CLERK)
    assert "is_used" not in shown
    used = browser.get(address)
    assert used.status_code == 410


def test_a_link_works_once_and_ends_with_its_time(
    as_: Pages, process: Process, people: dict[str, Person]
) -> None:
    secret = invitations.invite(people["owner"], process=process, kind=Kind.CLERK)
    invitations.take(secret, people["stranger"])
    with pytest.raises(invitations.ClosedError, match="used"):
        invitations.take(secret, people["administrator"])
    late = invitations.invite(people["owner"], process=process, kind=Kind.CLERK)
    Invitation.objects.filter(used_at=None).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert "time is over" in as_("public").get(invitations.address(late)).content.decode()
    assert as_("public").post(invitations.address(late), WHO).status_code == 410
    assert not Person.objects.filter(email="new@example.org").exists()


def test_only_the_digest_of_a_link_is_kept(process: Process, people: dict[str, Person]) -> None:
    secret = invitations.invite(people["owner"], email="x@example.org", process=process, kind=Kind.CLERK)
    kept = Invitation.objects.values().get()
    assert secret not in str(kept)
    assert all(secret not in str(entry) for entry in Entry.objects.values())
    assert all("x@example.org" not in str(entry) for entry in Entry.objects.values())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "qwerty123456", "again": "qwerty123456"}, "too common"),
        ({"password": "new@example.org!", "again": "new@example.org!"}, "too similar"),
        ({"again": "another one entirely"}, "not the same"),
        ({"email": "owner@example.org"}, "There is an account with this address already"),
        ({"email": "nonsense"}, "valid email"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nobody_joins(
    wrong: dict[str, str], message: str, people: dict[str, Person], process: Process, page: Callable[..., str]
) -> None:
    secret = invitations.invite(people["owner"], process=process, kind=Kind.CLERK)
    shown = page(Client().post(invitations.address(secret), WHO | wrong))
    assert message in shown
    assert 'aria-invalid="true"' in shown
    assert GOOD not in shown
    assert Person.objects.count() == len(people)


def test_who_has_an_account_takes_the_role_with_it(
    as_: Pages, process: Process, people: dict[str, Person], page: Callable[..., str]
) -> None:
    secret = invitations.invite(people["owner"], process=process, kind=Kind.AUDITOR)
    browser = as_("stranger")
    assert "stranger@example.org" in page(browser.get(invitations.address(secret)))
    browser.post(invitations.address(secret))
    assert Role.objects.filter(person=people["stranger"], process=process, kind=Kind.AUDITOR).exists()


def test_a_known_address_gets_the_role_at_once(
    as_: Pages, process: Process, people: dict[str, Person]
) -> None:
    Row.objects.create(
        process=process, table="stakeholder_group", position=1, values={"id": "g1", "label": "Tenants"}
    )
    said = {"kind": "group", "group": "g1", "email": "Stranger@example.org"}
    assert as_("owner").post("/processes/agenda/people/", said).status_code == 302
    assert Role.objects.get(person=people["stranger"]).group == "g1"
    assert not Invitation.objects.exists()


def test_who_speaks_for_a_group_says_for_which(
    as_: Pages, process: Process, page: Callable[..., str]
) -> None:
    shown = page(as_("owner").post("/processes/agenda/people/", {"kind": "group", "email": ""}))
    assert "Say for which group" in shown
    assert not Invitation.objects.exists()


def test_a_withdrawn_link_leads_nowhere(as_: Pages, process: Process, people: dict[str, Person]) -> None:
    secret = invitations.invite(people["owner"], process=process, kind=Kind.CLERK)
    number = Invitation.objects.get().pk
    as_("owner").post(f"/processes/agenda/people/invitations/{number}/withdraw/")
    assert as_("public").get(invitations.address(secret)).status_code == 404


def test_a_lost_password_is_renewed_by_a_link_and_other_sessions_end(
    as_: Pages, people: dict[str, Person], page: Callable[..., str]
) -> None:
    elsewhere = as_("clerk")
    assert elsewhere.get("/you/").status_code == 200
    shown = page(as_("administrator").post(f"/administration/people/{people['clerk'].pk}/renewal/"))
    address = "/join/" + shown.split("/join/")[1].split('"')[0]
    assert Client().post(address, {"password": GOOD, "again": GOOD}).status_code == 302
    assert elsewhere.get("/you/").status_code == 302
    browser = Client()
    assert browser.login(request=None, email="clerk@example.org", password=GOOD)
    assert Client().get(address).status_code == 410
