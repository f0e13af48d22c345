"""The way from a finished audit to the public page, and who may take which step of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from obverse.web.audits.models import Audit
from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken
from obverse.web.keeping import blobs
from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Process
from obverse.web.publications import preparing, releasing
from obverse.web.publications.models import Publication

Pages = Callable[[str], Client]
Make = Callable[[str], Publication]
PLACE = "/processes/agenda/publications/"


def steps() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("what", flat=True))


def test_two_people_and_an_owner_lead_an_audit_to_the_public(
    as_: Pages, audit: Audit, page: Callable[..., str], people: dict[str, Person]
) -> None:
    owner, auditor = as_("owner"), as_("auditor")
    assert owner.post(PLACE, {"audit": audit.pk}).headers["Location"] == f"{PLACE}1/"
    assert as_("public").get("/published/agenda/1/").status_code == 404

    shown = page(auditor.get(f"{PLACE}1/"))
    seal = Publication.objects.get().seal
    assert seal in shown
    assert "An association of Exampleton (synthetic)" in shown
    assert auditor.post(f"{PLACE}1/sign/", {"seal": seal, "read": "on"}).status_code == 302
    assert as_("public").get("/published/agenda/1/").status_code == 404

    assert owner.post(f"{PLACE}1/publish/").status_code == 302
    public = as_("public").get("/published/agenda/1/", follow=True, headers={"accept-language": "fr"})
    assert public.redirect_chain == [("/published/agenda/1/fr/", 302)]
    assert 'lang="fr"' in page(public)
    assert steps() == ["publications.prepared", "publications.signed", "publications.published"]
    assert first_broken() is None
    assert "Exampleton" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_nobody_signs_what_they_prepared(as_: Pages, at: Make) -> None:
    publication = at("prepared")
    answer = as_("owner").post(f"{PLACE}1/sign/", {"seal": publication.seal, "read": "on"})
    assert answer.status_code == 403
    assert "Sign, or send back" not in as_("owner").get(f"{PLACE}1/").content.decode()


def test_nobody_signs_the_audit_they_ran(as_: Pages, audit: Audit, people: dict[str, Person]) -> None:
    Audit.objects.filter(pk=audit.pk).update(by=people["auditor"].mark)
    audit.refresh_from_db()
    publication = preparing.prepare(audit, by=people["owner"])
    answer = as_("auditor").post(f"{PLACE}1/sign/", {"seal": publication.seal, "read": "on"})
    assert answer.status_code == 403
    with pytest.raises(releasing.NotPossible):
        releasing.sign(publication, by=people["auditor"], seal=publication.seal)


@pytest.mark.parametrize("signer", ["owner", "clerk"])
def test_the_database_refuses_a_signature_under_ones_own_work(
    at: Make, people: dict[str, Person], signer: str
) -> None:
    # The owner prepared it, the clerk ran the audit.
    publication = at("prepared")
    signed = {"state": "signed", "signed_by": people[signer].mark, "signed_at": dt.datetime.now(dt.UTC)}
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**signed)


def test_the_database_refuses_to_publish_what_nobody_signed(at: Make) -> None:
    publication = at("prepared")
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(
            state="published", published_at=dt.datetime.now(dt.UTC)
        )


def test_who_signs_has_to_say_that_they_have_read_it(as_: Pages, at: Make, page: Callable[..., str]) -> None:
    publication = at("prepared")
    answer = as_("auditor").post(f"{PLACE}1/sign/", {"seal": publication.seal})
    assert "Only who has read the report may sign it" in page(answer, 422)
    publication.refresh_from_db()
    assert publication.state == "prepared"


def test_a_signature_holds_only_for_the_bytes_that_were_shown(as_: Pages, at: Make) -> None:
    publication = at("prepared")
    answer = as_("auditor").post(f"{PLACE}1/sign/", {"seal": "0" * 64, "read": "on"}, follow=True)
    assert "What you were shown is not what is prepared here" in answer.content.decode()
    publication.refresh_from_db()
    assert publication.state == "prepared"


def test_what_was_sent_back_says_why_and_stays_so(
    as_: Pages, at: Make, people: dict[str, Person], page: Callable[..., str]
) -> None:
    publication = at("prepared")
    as_("auditor").post(f"{PLACE}1/refuse/", {"remark": "The title is <wrong>"})
    assert "The title is &lt;wrong&gt;" in page(as_("owner").get(f"{PLACE}1/"))
    with pytest.raises(releasing.NotPossible):
        releasing.sign(publication, by=people["auditor"], seal=publication.seal)
    with pytest.raises(releasing.NotPossible):
        releasing.publish(publication, by=people["owner"])


def test_sending_back_needs_a_remark(as_: Pages, at: Make) -> None:
    at("prepared")
    assert as_("auditor").post(f"{PLACE}1/refuse/", {"remark": " "}).status_code == 422
    assert Publication.objects.get().state == "prepared"


def test_publishing_twice_publishes_once(as_: Pages, at: Make) -> None:
    at("signed")
    owner = as_("owner")
    owner.post(f"{PLACE}1/publish/")
    again = owner.post(f"{PLACE}1/publish/", follow=True)
    assert "It is public already" in again.content.decode()
    assert steps().count("publications.published") == 1


@pytest.mark.parametrize("role", ["clerk", "auditor", "group"])
def test_only_an_owner_publishes(as_: Pages, at: Make, role: str) -> None:
    at("signed")
    assert as_(role).post(f"{PLACE}1/publish/").status_code == 403
    assert Publication.objects.get().state == "signed"


@pytest.mark.parametrize("role", ["clerk", "group"])
def test_who_may_not_prepare_sees_no_way_to(as_: Pages, audit: Audit, role: str, page: Any) -> None:
    assert "Freeze and prepare" not in page(as_(role).get(PLACE))
    assert as_(role).post(PLACE, {"audit": audit.pk}).status_code == 403
    assert not Publication.objects.exists()


def test_an_audit_of_another_process_cannot_be_prepared_here(
    as_: Pages, audit: Audit, people: dict[str, Person]
) -> None:
    other = Process.objects.create(body=audit.process.body, slug="other", title="Other (synthetic)")
    Role.objects.create(person=people["owner"], process=other, kind=Kind.OWNER)
    assert as_("owner").post("/processes/other/publications/", {"audit": audit.pk}).status_code == 422
    assert not Publication.objects.exists()


def test_an_audit_that_is_not_done_cannot_be_prepared(audit: Audit, people: dict[str, Person]) -> None:
    audit.is_done = False
    with pytest.raises(preparing.NotReady):
        preparing.prepare(audit, by=people["owner"])


def test_a_missing_part_of_the_report_is_named(as_: Pages, audit: Audit, page: Callable[..., str]) -> None:
    del audit.reports["report.fr.csv"]
    audit.save()
    assert "report.fr.csv" in page(as_("owner").post(PLACE, {"audit": audit.pk}), 422)


def test_a_damaged_file_is_neither_signed_nor_published(
    as_: Pages, at: Make, people: dict[str, Person], page: Callable[..., str]
) -> None:
    publication = at("prepared")
    place = blobs.path(publication.files["README.txt"])
    kept = place.read_bytes()
    try:
        place.write_bytes(kept + b" ")
        with pytest.raises(releasing.NotPossible):
            releasing.sign(publication, by=people["auditor"], seal=publication.seal)
        assert "README.txt" in page(as_("auditor").get(f"{PLACE}1/"))
        place.unlink()
        with pytest.raises(releasing.NotPossible):
            releasing.sign(publication, by=people["auditor"], seal=publication.seal)
    finally:
        place.write_bytes(kept)


def test_each_publication_has_its_own_number(audit: Audit, people: dict[str, Person]) -> None:
    numbers = [preparing.prepare(audit, by=people["owner"]).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_the_same_audit_frozen_twice_is_the_same_bytes(audit: Audit, people: dict[str, Person]) -> None:
    first, second = (preparing.prepare(audit, by=people["owner"]) for _ in range(2))
    assert first.files == second.files
