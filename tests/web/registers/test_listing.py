"""The pages of registers: what they hold, what is silence, searching, filtering, sorting, and downloads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obverse.web.bridge import tables
from obverse.web.journal.models import Entry
from obverse.web.keeping import blobs
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.attaching import LARGEST
from obverse.web.registers.declaring import declare
from obverse.web.registers.grouping import arrangement
from obverse.web.registers.keeping import add_row, add_rows
from obverse.web.registers.models import Declaration, DeclarationState, Row
from obverse.web.registers.wording import NOT_BY_HAND

People = dict[str, Person]
Pages = Callable[[str], Client]
At = Callable[..., str]
Read = Callable[..., str]


@pytest.fixture
def papers(process: Process, people: People) -> None:
    """Four synthetic papers."""
    rows = [
        {"id": "d-1", "kind": "minutes", "title": "Séance d’été", "date": "2025-07-01", "public": "yes"},
        {"id": "d-2", "kind": "budget", "title": "Budget 100 %", "date": "2025-01-01"},
        {"id": "d-3", "kind": "minutes", "title": "séance d’hiver", "date": "2025-12-01", "public": "no"},
        {"id": "d-4", "kind": "charter"},
    ]
    add_rows(process, "document", rows, by=people["clerk"])


def _names(told: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', told)


def test_every_register_that_people_fill_stands_in_one_group() -> None:
    listed = [table for _, _, some in arrangement() for table in some]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(tables()) - set(NOT_BY_HAND)


def test_silence_a_true_zero_and_rows_are_told_apart(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    add_row(process, "duty", {"id": "a", "text": "A"}, by=people["clerk"])
    declare(process, "complaint", {"complete": "yes"}, by=people["clerk"], expected_version=0)
    ProcessFile.objects.create(process=process, path="evidence/vote/part-0.parquet", sha256="0" * 64, size=9)
    told = page(as_("clerk").get(at()))
    listed = re.findall(r'<li class="(\w+)"><span class="which"><a href="[^"]*/(\w+)/"', told)
    states = {table: state for state, table in listed}
    assert [states[name] for name in ("duty", "complaint", "event", "vote")] == [
        "filled",
        "zero",
        "silence",
        "file",
    ]
    clerk = as_("clerk")
    assert "takes this for silence, never for" in page(clerk.get(at("event")))
    assert "takes this for a true zero" in page(clerk.get(at("complaint")))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["d-1", "d-2", "d-3", "d-4"]),
        ("q=SEANCE", ["d-1", "d-3"]),
        ("q=hiver+seance", ["d-3"]),
        ("q=100+%25", ["d-2"]),
        ("q=procès", ["d-1", "d-3"]),
        ("q=2025&within=date", ["d-1", "d-2", "d-3"]),
        ("q=2025&within=title", []),
        ("only=kind:minutes", ["d-1", "d-3"]),
        ("only=public:-", ["d-2", "d-4"]),
        ("only=title:*", ["d-1", "d-2", "d-3"]),
        ("only=nothing:x", ["d-1", "d-2", "d-3", "d-4"]),
        ("only=kind%27:x&order=kind%22&within=%27", ["d-1", "d-2", "d-3", "d-4"]),
        ("order=date", ["d-2", "d-1", "d-3", "d-4"]),
        ("order=-date", ["d-3", "d-1", "d-2", "d-4"]),
        ("order=title", ["d-2", "d-1", "d-3", "d-4"]),
        ("q=seance&only=public:no&order=date&page=99", ["d-3"]),
    ],
)
@pytest.mark.usefixtures("papers")
def test_rows_are_found_filtered_and_sorted(
    as_: Pages, at: At, page: Read, query: str, found: list[str]
) -> None:
    clerk = as_("clerk")
    clerk.post("/language/", {"language": "fr", "next": "/"})
    assert _names(page(clerk.get(f"{at('document')}?{query}"))) == found


def test_numbers_are_sorted_as_numbers(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    rows = [{"id": f"e{number}", "attendees": number} for number in ("9", "100", "20")]
    add_rows(process, "event", rows, by=people["clerk"])
    assert _names(page(as_("clerk").get(f"{at('event')}?order=attendees"))) == ["e9", "e20", "e100"]


def test_a_long_register_has_pages_that_keep_what_was_asked(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    add_rows(process, "event", ({"id": f"e{n:03}", "kind": "walk"} for n in range(120)), by=people["clerk"])
    told = page(as_("clerk").get(f"{at('event')}?only=kind:walk&order=-kind&page=2"))
    assert "Rows 51 to 100 of 120" in told
    assert 'href="?only=kind%3Awalk&amp;order=-kind&amp;page=3"' in told


def test_a_register_in_a_file_is_read_only_and_can_be_saved(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    sha256, size = blobs.keep(b"PAR1 synthetic")
    ProcessFile.objects.create(process=process, path="evidence/vote.parquet", sha256=sha256, size=size)
    clerk = as_("clerk")
    told = page(clerk.get(at("vote")))
    assert "too long for this page" in told
    assert at("vote", "add") not in told
    assert clerk.post(at("vote", "add"), {"c-actor": "x"}).status_code == 302
    assert clerk.post(at("vote", "sheet"), {"text": "actor\nx"}).status_code == 302
    assert not Row.objects.exists()
    answer = clerk.get(at("vote")[:-1] + "/register.file?number=0")
    assert answer.getvalue() == b"PAR1 synthetic"
    assert clerk.get(at("vote")[:-1] + "/register.file?number=9").status_code == 404


def test_how_a_register_was_kept_is_said_changed_and_taken_back(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    clerk, address = as_("clerk"), at("complaint", "kept")
    said = {"kept_from": "2025-01-01", "complete": "yes", "grade": "A", "source": "letters", "version": "0"}
    assert clerk.post(address, said).status_code == 302
    standing = Declaration.objects.get()
    assert standing.said == {key: said[key] for key in ("kept_from", "complete", "grade", "source")}
    assert "A – a dated record" in page(clerk.get(at("complaint")))
    assert clerk.post(address, {**said, "grade": "C", "version": "1"}).status_code == 302
    assert clerk.post(at("complaint", "kept", "withdraw"), {"version": "1"}).status_code == 302
    assert Declaration.objects.get().said["grade"] == "C"
    assert clerk.post(at("complaint", "kept", "withdraw"), {"version": "2"}).status_code == 302
    assert not Declaration.objects.exists()
    assert [one.said and one.said["grade"] for one in DeclarationState.objects.all()] == ["A", "C", None]
    process.refresh_from_db()
    assert process.evidence_version == 3
    assert clerk.post(address, said).status_code == 302
    assert Declaration.objects.get().version == 4


def test_who_says_it_slower_sees_what_stands_and_loses_nothing(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    declare(process, "complaint", {"source": "their letters"}, by=people["owner"], expected_version=0)
    sent = {"source": "my letters", "version": "0"}
    told = page(as_("clerk").post(at("complaint", "kept"), sent), 409)
    assert "their letters" in told
    assert 'value="my letters"' in told
    assert as_("clerk").post(at("complaint", "kept"), {**sent, "version": "1"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"kept_from": "2025-02-30"},
        {"kept_from": "2025-02-02", "kept_until": "2025-01-01"},
        {"grade": "E"},
        {"complete": "maybe"},
    ],
)
def test_what_cannot_be_so_is_not_said_of_a_register(
    process: Process, as_: Pages, at: At, page: Read, wrong: dict[str, str]
) -> None:
    told = page(as_("clerk").post(at("complaint", "kept"), {**wrong, "version": "0"}))
    assert 'class="errorlist"' in told
    assert not Declaration.objects.exists()


def test_a_document_is_kept_as_it_came_and_only_ever_saved(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    row = add_row(process, "duty", {"id": "a", "text": "A"}, by=people["clerk"])
    clerk = as_("clerk")
    page_of_evil = b"<html><script>alert(1)</script></html>"
    file = SimpleUploadedFile('..\\evil"\n.html', page_of_evil, "text/html")
    assert clerk.post(at(row, "documents"), {"document": file}).status_code == 302
    kept = row.attachments.get()
    assert kept.sha256 in page(clerk.get(at(row)))
    answer = clerk.get(at(row, "documents", str(kept.pk)))
    assert answer.getvalue() == page_of_evil
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert as_("group").get(at(row, "documents", str(kept.pk))).status_code == 403
    assert clerk.post(at(row, "documents", str(kept.pk), "take-away")).status_code == 302
    assert clerk.get(at(row, "documents", str(kept.pk))).status_code == 404
    told = Entry.objects.filter(what__startswith="registers.document").values_list(
        "details__sha256", flat=True
    )
    assert list(told) == [kept.sha256, kept.sha256]


def test_a_document_that_is_too_large_leaves_nothing(
    *, process: Process, people: People, as_: Pages, at: At, page: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = add_row(process, "duty", {"id": "a", "text": "A"}, by=people["clerk"])
    assert LARGEST == 50 * 1024 * 1024
    monkeypatch.setattr("obverse.web.registers.attaching.LARGEST", 1_000)
    file = SimpleUploadedFile("large.bin", b"synthetic " * 101)
    answer = as_("clerk").post(at(row, "documents"), {"document": file}, follow=True)
    assert "larger than" in page(answer)
    assert not row.attachments.exists()
    files = Path(settings.DATA) / "files"
    assert not [
        path for path in files.rglob("*") if path.is_file() and path.read_bytes() == b"synthetic " * 101
    ]
