"""A finished report as pages: what was stored, nothing computed anew, and nothing of single people."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from obverse.web.audits.asking import ask_audit
from obverse.web.audits.models import Audit
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import work_off
from obverse.web.people.models import Person
from obverse.web.processes.models import Body, Process
from obverse.web.registers.keeping import add_row
from tests.web.audits.town import KEY

Pages = Callable[[str], Client]
Read = Callable[..., str]
Audited = Callable[[int], Audit]
HERE = "/processes/agenda/audits/1/"
FINDING = f"{HERE}finding/?key={quote(KEY, safe='')}"


def test_the_profile_names_first_what_nobody_knows(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    shown = page(as_("clerk").get(HERE))
    assert (
        shown.index("What is not known") < shown.index("The six questions") < shown.index("The seven evils")
    )
    assert '<a href="/processes/agenda/registers/survey_answer/">' in shown
    assert "Perceived retreat of the public body" in shown


def test_groups_see_no_way_into_the_registers(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    assert "/registers/" not in page(as_("group").get(HERE))
    assert "/registers/" not in page(as_("group").get(FINDING))
    assert as_("group").get(FINDING.replace("finding/", "finding/rows/")).status_code == 403


def test_a_verdict_is_a_shape_and_a_word(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    shown = page(as_("owner").get(f"{HERE}of/E2/"))
    assert 'href="#mark-concern"' in shown
    assert 'id="mark-concern"' in shown
    assert "<span>concern</span>" in shown


def test_a_finding_shows_all_that_is_needed_to_contest_it(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    shown = page(as_("group").get(FINDING))
    for part in (
        "25% of the contributions",
        "n\u00a0=\u00a080",
        "Charter of the town (synthetic), page 2",
        "Fixed on 1 January 2025",
        "Would flip",
        "A, document",
        "Read with care",
        '<svg class="graphic" role="img"',
        "The share that has ended in one way",
        "Exact, because this register is public: a platform open to all (synthetic)",
    ):
        assert part in shown, part


def test_a_finding_speaks_the_language_of_its_reader(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    browser = as_("group")
    browser.post("/language/", {"language": "fr", "next": "/"})
    assert "Réponses motivées" in page(browser.get(FINDING))


def test_what_the_report_does_not_hold_is_not_there(as_: Pages, audited: Audited) -> None:
    audited(1)
    for address in (
        f"{HERE}finding/?key=E9.9",
        f"{HERE}finding/",
        f"{HERE}of/E9/",
        f"{HERE}report/de/",
        f"{HERE}files/report.en.exe",
        f"{HERE}files/..%2Fsecret.key",
        "/processes/agenda/audits/7/",
    ):
        assert as_("owner").get(address).status_code == 404, address


def test_no_process_shows_the_audit_of_another(
    as_: Pages, audited: Audited, people: dict[str, Person]
) -> None:
    audit = audited(1)
    other = Process.objects.create(
        body=Body.objects.create(name="Other (synthetic)"), slug="other", title="Other"
    )
    Audit.objects.filter(pk=audit.pk).update(process=other)
    for address in (HERE, FINDING, f"{HERE}report/en/", f"{HERE}files/report.en.json"):
        assert as_("owner").get(address).status_code == 404
        assert as_("owner").get(address.replace("agenda", "other")).status_code == 404


def test_findings_are_found_by_verdict_place_and_words(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    concerns = page(as_("owner").get(f"{HERE}findings/?verdict=concern&of=E2&words=reasons%20time"))
    assert concerns.count('class="found"') == 1
    assert "had an answer with reasons, in time" in concerns
    assert "No figure fits" in page(as_("owner").get(f"{HERE}findings/?verdict=concern&of=L3"))


def test_the_whole_report_runs_nothing_and_loads_nothing(
    as_: Pages, audited: Audited, reports: dict[int, dict[str, bytes]]
) -> None:
    audited(1)
    answer = as_("group").get(f"{HERE}report/en/")
    assert answer.content == reports[1]["report.en.html"]
    style = re.findall(rb"<style>(.*?)</style>", answer.content, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0]).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"style=" not in answer.content


@pytest.mark.parametrize("name", ["report.en.json", "report.fr.html", "report.fr.csv"])
def test_downloads_are_the_stored_bytes(
    as_: Pages, audited: Audited, reports: dict[int, dict[str, bytes]], name: str
) -> None:
    audited(1)
    answer = as_("group").get(f"{HERE}files/{name}")
    assert b"".join(answer.streaming_content) == reports[1][name]  # type: ignore[attr-defined]  # a file
    assert answer.headers["Content-Disposition"] == f'attachment; filename="agenda-1-{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_rows_of_people_are_not_shown_and_their_number_is_rounded(
    town: Process, people: dict[str, Person], as_: Pages, page: Read
) -> None:
    ask_audit(town, people["clerk"])
    work_off()
    address = FINDING.replace("finding/", "finding/rows/")
    browser = as_("auditor")
    assert "See the rows behind this figure" in page(browser.get(address))
    browser.post(address)
    assert "data-job" in page(browser.get(address))
    work_off()
    shown = page(browser.get(address))
    row = town.rows.filter(table="contribution").order_by("position")[0]
    assert f"/processes/agenda/registers/contribution/rows/{row.key}/" not in shown
    assert "contribution, row" not in shown
    looked_at = re.search(r"Rows that were looked at: (\d+)\. Rows about single people are not shown", shown)
    assert looked_at is not None
    assert int(looked_at[1]) % 5 == 0
    assert "2025-02-21" not in shown
    assert "2025-02-21" not in str(Job.objects.get(kind="rows").result)
    browser.post(address)
    assert Job.objects.filter(kind="rows").count() == 1
    add_row(town, "event", {"id": "EV1"}, by=people["clerk"])
    assert "Look them up as they stand now" in page(browser.get(address))


def test_a_report_says_when_the_registers_have_changed_since(
    as_: Pages, page: Read, audited: Audited, process: Process, people: dict[str, Person]
) -> None:
    audited(1)
    assert "have changed since this audit" not in page(as_("group").get(HERE))
    add_row(process, "event", {"id": "EV1"}, by=people["clerk"])
    assert "have changed since this audit" in page(as_("group").get(HERE))


def test_texts_of_a_dossier_cannot_mislead_the_eye(
    as_: Pages, page: Read, audited: Audited, reports: dict[int, dict[str, bytes]]
) -> None:
    from obverse.web.keeping import blobs  # noqa: PLC0415 - only here

    audit = audited(1)
    hostile = "<script>alert(1)</script>\u202e".encode()
    content = reports[1]["report.en.json"].replace(b"25% of the contributions", hostile + b" contributions")
    Audit.objects.filter(pk=audit.pk).update(
        reports={**audit.reports, "report.en.json": blobs.keep(content)[0]}
    )
    for address in (FINDING, f"{HERE}of/E2/", f"{HERE}findings/?words=E2.3"):
        shown = page(as_("group").get(address))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E] contributions" in shown
        assert "<script>alert" not in shown
