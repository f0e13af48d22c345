"""The journal: nothing in it can be changed, what was changed past it is found, and many may write at once."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation

from obverse.web.journal import writing
from obverse.web.journal.models import Entry, Head
from obverse.web.journal.telling import act
from obverse.web.journal.writing import digest_of, first_broken, note
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from tests.web.people.installation import run

Pages = Callable[[str], Client]
Read = Callable[..., str]


@pytest.fixture
def written(process: Process, people: dict[str, Person]) -> Process:
    """Ten entries of a process."""
    for number in range(10):
        note("tests.done", by=people["clerk"], process=process, about="x", details={"number": number})
    return process


@pytest.mark.parametrize(
    "attack",
    [
        lambda: Entry.objects.filter(number=3).update(what="tests.undone"),
        lambda: Entry.objects.get(number=3).delete(),
        lambda: Entry.objects.filter(number__gt=3).delete(),
        lambda: Entry.objects.bulk_update([Entry(pk=Entry.objects.get(number=3).pk, what="x")], ["what"]),
        lambda: connection.cursor().execute("UPDATE journal_entry SET what = 'x' WHERE number = 3"),
        lambda: connection.cursor().execute("DELETE FROM journal_entry WHERE number = 10"),
        lambda: connection.cursor().execute("DELETE FROM journal_entry"),
        lambda: connection.cursor().execute("UPDATE journal_entry SET at = at"),
    ],
)
def test_nothing_that_is_written_is_changed_or_deleted(
    attack: Callable[[], object], written: Process
) -> None:
    before = list(Entry.objects.values())
    with pytest.raises(DatabaseError, match="what is written in the journal stays"), transaction.atomic():
        attack()
    assert list(Entry.objects.values()) == before
    assert first_broken() is None


def test_a_changed_entry_cannot_be_saved(written: Process) -> None:
    entry = Entry.objects.get(number=3)
    entry.what = "tests.undone"
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        entry.save()


def test_an_entry_belongs_to_the_transaction_that_it_tells_of(written: Process) -> None:
    class StopError(Exception):
        pass

    def broken_off() -> None:
        with transaction.atomic():
            note("tests.done", by=None)
            raise StopError

    with pytest.raises(StopError):
        broken_off()
    assert Entry.objects.count() == 10
    note("tests.done", by=None)
    assert first_broken() is None


def _copy(folder: Path) -> sqlite3.Connection:
    """The journal as it lies in a database whose triggers somebody took away."""
    copied = sqlite3.connect(folder / "copy.sqlite3")
    copied.execute("CREATE TABLE entry (number, at, by, process, what, about, details, previous, digest)")
    for one in Entry.objects.order_by("number"):
        by = str(one.by or "")
        said = (one.number, one.at.isoformat(), by, one.process, one.what, one.about, json.dumps(one.details))
        copied.execute("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", (*said, one.previous, one.digest))
    return copied


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ("UPDATE entry SET what = 'tests.undone' WHERE number = 4", 4),
        ("UPDATE entry SET by = '' WHERE number = 1", 1),
        ("UPDATE entry SET details = '{\"number\": 99}' WHERE number = 10", 10),
        ("UPDATE entry SET at = '2020-01-01T00:00:00+00:00' WHERE number = 7", 7),
        ("UPDATE entry SET about = 'y', digest = 'd' WHERE number = 5", 5),
        ("DELETE FROM entry WHERE number = 6", 6),
        ("DELETE FROM entry WHERE number = 1", 1),
        ("DELETE FROM entry WHERE number = 10", 10),
        ("DELETE FROM entry WHERE number > 2", 3),
        ("UPDATE entry SET number = CASE number WHEN 3 THEN 4 ELSE 3 END WHERE number IN (3, 4)", 3),
    ],
)
def test_what_was_changed_past_the_program_is_found_where_it_was_changed(
    tampering: str, found_at: int, written: Process, tmp_path: Path
) -> None:
    copied = _copy(tmp_path)
    copied.execute(tampering)
    rows = copied.execute("SELECT * FROM entry ORDER BY number").fetchall()
    entries = [
        Entry(
            number=row[0],
            at=dt.datetime.fromisoformat(row[1]),
            by=row[2] or None,
            process=row[3],
            what=row[4],
            about=row[5],
            details=json.loads(row[6]),
            previous=row[7],
            digest=row[8],
        )
        for row in rows
    ]
    assert first_broken(entries) == found_at


def test_who_writes_the_chain_anew_behind_a_change_is_found_by_its_head(written: Process) -> None:
    entries = list(Entry.objects.order_by("number"))
    entries[4].what = "tests.undone"
    for before, entry in zip([None, *entries], entries, strict=False):
        entry.previous = before.digest if before else ""
        entry.digest = digest_of(entry)
    assert first_broken(entries) == 11


def test_a_changed_entry_with_a_fitting_digest_is_found_by_the_next_one(written: Process) -> None:
    entries = list(Entry.objects.order_by("number"))
    entries[4].what = "tests.undone"
    entries[4].digest = digest_of(entries[4])
    assert first_broken(entries) == 6


_TOGETHER = """
from django.db import transaction
from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken, note

def write(one):
    for number in range(50):
        with transaction.atomic():
            note("tests.done", by=None, details={"process": one, "number": number})

at_once(2, write)
told = Entry.objects.filter(what="tests.done").values_list("details", flat=True)
own = [(one["process"], one["number"]) for one in told]
print(len(own), len(set(own)), first_broken())
"""


def test_two_processes_write_one_unbroken_chain() -> None:
    assert run(_TOGETHER) == "100 100 None"


def test_the_page_tells_newest_first_by_name_and_forgets_who_has_left(
    written: Process, as_: Pages, people: dict[str, Person], page: Read
) -> None:
    people["clerk"].name = "Zoe (synthetic)"
    people["clerk"].save()
    shown = page(as_("owner").get("/processes/agenda/journal/"))
    assert shown.index(">10</th>") < shown.index(">9</th>")
    assert "Zoe (synthetic)" in shown
    assert "the chain of all 10 entries" in shown
    people["clerk"].delete()
    shown = page(as_("auditor").get("/processes/agenda/journal/"))
    assert "Zoe" not in shown
    assert "somebody who has left" in shown


def test_the_page_says_that_the_chain_is_broken_and_where(written: Process, as_: Pages, page: Read) -> None:
    Head.objects.update(digest="0" * 64)
    assert "does not hold from entry 11 on" in page(as_("owner").get("/processes/agenda/journal/"))


def test_a_process_shows_its_own_entries_and_the_installation_all(
    written: Process, as_: Pages, people: dict[str, Person], page: Read
) -> None:
    other = Process.objects.create(body=written.body, slug="other", title="Other (synthetic)")
    note("tests.elsewhere", by=people["clerk"], process=other)
    assert "elsewhere" not in page(as_("owner").get("/processes/agenda/journal/"))
    assert "elsewhere" in page(as_("administrator").get("/journal/"))


def test_a_long_journal_has_pages(written: Process, as_: Pages, page: Read) -> None:
    for _ in range(45):
        note("tests.done", by=None, process=written)
    browser = as_("owner")
    assert "Page 1 of 2" in page(browser.get("/processes/agenda/journal/"))
    assert ">1</th>" in page(browser.get("/processes/agenda/journal/?page=2"))


def test_the_whole_chain_can_be_checked_without_this_program(written: Process, as_: Pages) -> None:
    import hashlib  # noqa: PLC0415 - all that a checker needs stands here

    answer = as_("administrator").get("/journal.jsonl")
    previous, number = "", 0
    for line in b"".join(answer).decode().splitlines():
        said = json.loads(line)
        digest = said.pop("digest")
        number += 1
        assert (said["number"], said["previous"]) == (number, previous)
        assert (
            hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
            == digest
        )
        previous = digest
    assert number == 10


def test_the_entries_of_a_process_can_be_taken_along(written: Process, as_: Pages) -> None:
    lines = b"".join(as_("auditor").get("/processes/agenda/journal.jsonl")).splitlines()
    assert len(lines) == 10


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_act_that_is_noted_has_a_name_in_words(language: str) -> None:
    rooms = Path(writing.__file__).resolve().parents[1]
    noted = {
        what
        for file in rooms.glob("*/*.py")
        for what in re.findall(r'(?:note|tell)\(\s*"([a-z]+\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    assert {"registers.row_added", "people.joined", "intake.taken_in"} <= noted
    with translation.override(language):
        assert [what for what in sorted(noted) if "." in act(what)] == []
