"""An audit runs in the background, whole or not at all; what has to be mended first becomes a letter."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from obverse.web.audits.asking import ask_audit
from obverse.web.audits.models import Audit
from obverse.web.audits.work import do_audit
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import claim, work_off
from obverse.web.journal.models import Entry
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Row
from tests.web.audits.town import KEY

Pages = Callable[[str], Client]
Read = Callable[..., str]
People = dict[str, Person]


def test_an_audit_ends_with_the_report_in_two_languages(
    town: Process, people: People, as_: Pages, page: Read
) -> None:
    answer = as_("clerk").post("/processes/agenda/audits/", {"as_of": timezone.localdate().isoformat()})
    assert answer.status_code == 302
    assert "data-job" in page(as_("clerk").get("/processes/agenda/audits/1/"))
    assert work_off() >= 1
    audit = Audit.objects.get(process=town)
    assert audit.is_done
    assert sorted(audit.reports) == [
        f"report.{language}.{form}" for language in ("en", "fr") for form in ("csv", "html", "json")
    ]
    report = json.loads(blobs.read(audit.reports["report.en.json"]))
    found = {item["key"]: item for item in report["findings"]}
    assert found[KEY]["result"]["value"] == 0.25
    assert found[KEY]["threshold"]["source"] == "Charter of the town (synthetic), page 2"
    entry = Entry.objects.get(what="audits.audit_done")
    assert (entry.by, entry.details["dossier"]) == (people["clerk"].mark, audit.dossier)
    assert "25% of the contributions" in page(as_("group").get("/processes/agenda/audits/1/of/E2/"))


def test_a_second_worker_ends_no_audit_twice(town: Process, people: People) -> None:
    audit = ask_audit(town, people["clerk"])
    job = claim()
    while job is not None and job.kind != "audit":
        job = claim()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(claim="00000000-0000-0000-0000-000000000001")
    do_audit(job, lambda _done, _step: None)
    audit.refresh_from_db()
    assert (audit.is_done, audit.reports) == (False, {})
    job.refresh_from_db()
    do_audit(job, lambda _done, _step: None)
    do_audit(job, lambda _done, _step: None)
    assert Entry.objects.filter(what="audits.audit_done").count() == 1


def test_asking_twice_for_the_same_is_asking_once(town: Process, people: People) -> None:
    first, second = (ask_audit(town, people["clerk"]) for _ in range(2))
    assert first == second
    add_row(town, "event", {"id": "EV1"}, by=people["clerk"])
    assert ask_audit(town, people["clerk"]).number == 2


def test_what_has_to_be_mended_leads_to_its_row(
    town: Process, people: People, as_: Pages, page: Read
) -> None:
    wrong = add_row(town, "contribution", {"id": "C99", "author": "nobody"}, by=people["clerk"])
    audit = ask_audit(town, people["clerk"])
    work_off()
    audit.refresh_from_db()
    assert (audit.is_done, audit.reports, len(audit.problems)) == (False, {}, 1)
    clerk, group = (page(as_(role).get("/processes/agenda/audits/1/")) for role in ("clerk", "group"))
    place = f"/processes/agenda/registers/contribution/rows/{wrong.key}/"
    assert place in clerk
    assert place not in group
    assert "evidence/contribution.csv, row 82" in group
    assert as_("clerk").get(place).status_code == 200
    assert Row.objects.filter(process=town).count() == 83


def test_a_day_that_has_not_come_is_refused(as_: Pages, page: Read) -> None:
    assert "This day has not come yet" in page(
        as_("clerk").post("/processes/agenda/audits/", {"as_of": "2999-01-01"})
    )
    assert not Audit.objects.exists()


def test_an_audit_never_looks_from_a_day_before_its_lines_were_drawn(
    town: Process, as_: Pages, page: Read
) -> None:
    shown = page(as_("clerk").post("/processes/agenda/audits/", {"as_of": "2026-01-01"}))
    assert "the line would have been drawn after the look" in shown
    assert not Audit.objects.exists()


@pytest.mark.parametrize(("role", "begun"), [("clerk", 1), ("auditor", 1), ("owner", 1), ("group", 0)])
def test_groups_read_audits_and_begin_none(as_: Pages, role: str, begun: int) -> None:
    as_(role).post("/processes/agenda/audits/", {"as_of": timezone.localdate().isoformat()})
    assert Audit.objects.count() == begun
