"""Adding, changing, removing and restoring rows on the pages, and what two people do to one row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row, change_row, remove_row
from obverse.web.registers.models import Row

People = dict[str, Person]
Pages = Callable[[str], Client]
At = Callable[..., str]
Read = Callable[..., str]
Typed = Callable[..., dict[str, Any]]


def _duty(process: Process, people: People, name: str = "duty-1", **values: str) -> Row:
    return add_row(process, "duty", {"id": name, "text": "Answer the mail", **values}, by=people["clerk"])


def test_a_row_is_added_with_an_id_of_its_own_and_nothing_for_what_is_not_known(
    process: Process, as_: Pages, at: At, typed: Typed
) -> None:
    answer = as_("clerk").post(at("duty", "add"), typed(text="Open the hall", statutory="yes", moved_on=""))
    assert answer.status_code == 302
    row = Row.objects.get(process=process)
    assert row.values == {"id": "duty-1", "text": "Open the hall", "statutory": "yes"}


def test_an_id_that_a_removed_row_bears_is_not_given_again(
    process: Process, people: People, as_: Pages, at: At, typed: Typed
) -> None:
    remove_row(_duty(process, people, "duty-7"), by=people["clerk"], reason="double", expected_version=1)
    as_("clerk").post(at("duty", "add"), typed(text="Open the hall"))
    assert Row.objects.get(is_removed=False).values["id"] == "duty-8"


def test_days_times_numbers_and_words_are_stored_as_the_evidence_writes_them(
    process: Process, as_: Pages, at: At, typed: Typed
) -> None:
    clerk = as_("clerk")
    clerk.post("/language/", {"language": "fr", "next": "/"})
    sent = typed(kind="meeting", start_day="2026-03-09", start_time="18:30", hours="1,5", attendees="1 250")
    assert clerk.post(at("event", "add"), sent).status_code == 302
    assert Row.objects.get().values == {
        "id": "event-1",
        "kind": "meeting",
        "start": "2026-03-09T18:30:00Z",
        "hours": "1.5",
        "attendees": "1250",
    }


def test_all_that_is_wrong_is_told_at_once_beside_its_field_and_what_was_typed_stays(
    process: Process, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    sent = typed(id="none", text="", holders="jo@town.example", moved_on="2026-02-30", fallback_days="soon")
    told = page(as_("clerk").post(at("duty", "add"), sent))
    assert told.count('class="errorlist" id="id_c-') == 5
    assert "“none” is a word for nothing" in told
    assert "“2026-02-30” is not a day" in told
    assert "“soon” is not a number" in told
    assert "e-mail address" in told
    assert 'value="soon"' in told
    assert re.search(r'<input[^>]*name="c-fallback_days"[^>]*aria-invalid="true"[^>]*', told)
    assert not Row.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_that_cannot_be_counted_with_is_refused_beside_its_field(
    *, process: Process, as_: Pages, at: At, typed: Typed, page: Read, language: str
) -> None:
    clerk = as_("clerk")
    clerk.post("/language/", {"language": language, "next": "/"})
    told = page(clerk.post(at("event", "add"), typed(kind="meeting", hours="90000000000000")))
    assert re.search(r'<input[^>]*name="c-hours"[^>]*aria-invalid="true"[^>]*', told)
    assert ("closer to zero than" if language == "en" else "plus proche de zéro que") in told
    assert not Row.objects.exists()


def test_an_id_that_stands_already_is_refused_with_its_place(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    for name in ("duty-1", "duty-2"):
        _duty(process, people, name)
    told = page(as_("clerk").post(at("duty", "add"), typed(id="duty-2", text="Again")))
    assert "“duty-2” stands already in row 2 of this register" in told
    assert Row.objects.count() == 2


def test_a_row_refers_only_to_what_is_there(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    clerk = as_("clerk")
    sent = typed(kind="oversight", at_day="2026-03-09", duty="duty-1")
    told = page(clerk.post(at("complaint", "add"), sent))
    assert "“duty-1” is the id of no row in “" in told
    _duty(process, people)
    assert clerk.post(at("complaint", "add"), sent).status_code == 302
    assert "duty-1 – Answer the mail" in page(clerk.get(at("complaint", "add")))


def test_what_refers_into_a_register_held_as_a_file_is_left_to_the_engine(
    process: Process, as_: Pages, at: At, typed: Typed
) -> None:
    ProcessFile.objects.create(process=process, path="evidence/actor/part-0.parquet", sha256="0" * 64, size=1)
    sent = typed(text="Mend the roof", owner="p-900")
    assert as_("clerk").post(at("commitment", "add"), sent).status_code == 302


def test_a_change_needs_a_reason_and_keeps_the_old_state(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    row, clerk = _duty(process, people), as_("clerk")
    told = page(clerk.post(at(row, "change"), typed(version=1, id="duty-1", text="Answer all mail")))
    assert "Please say why" in told
    assert "Answer all mail" in told
    sent = typed(version=1, id="duty-1", text="Answer all mail", reason="the statute says all")
    assert clerk.post(at(row, "change"), sent).status_code == 302
    told = page(clerk.get(at(row, "history")))
    for said in ("Answer the mail", "Answer all mail", "the statute says all", "clerk"):
        assert said in told


def test_a_change_does_not_touch_what_the_form_could_not_show(
    process: Process, people: People, as_: Pages, at: At, typed: Typed
) -> None:
    row = add_row(process, "event", {"id": "e", "start": "2026-03-09T18:30:00.250Z"}, by=people["clerk"])
    form = as_("clerk").get(at(row, "change")).content.decode()
    assert 'value="2026-03-09T18:30:00.250Z"' in form
    sent = typed(version=1, id="e", start="2026-03-09T18:30:00.250Z", kind="walk", reason="it was a walk")
    as_("clerk").post(at(row, "change"), sent)
    row.refresh_from_db()
    assert row.values["start"] == "2026-03-09T18:30:00.250Z"


def test_who_was_slower_sees_both_states_and_loses_nothing(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    row = _duty(process, people)
    change_row(
        row, {"id": "duty-1", "text": "Theirs"}, by=people["owner"], reason="as agreed", expected_version=1
    )
    sent = typed(version=1, id="duty-1", text="Mine", service="Post", reason="mine")
    told = page(as_("clerk").post(at(row, "change"), sent), 409)
    for said in ("Somebody else was quicker", "Theirs", "Mine", "Post", "as agreed", "written by owner"):
        assert said in told
    assert 'name="version" value="2"' in told
    row.refresh_from_db()
    assert row.values["text"] == "Theirs"
    assert as_("clerk").post(at(row, "change"), {**sent, "version": 2}).status_code == 302
    assert [state.values["text"] for state in row.revisions.all()] == ["Answer the mail", "Theirs", "Mine"]


def test_a_form_that_was_sent_again_after_an_error_still_knows_what_it_was_made_from(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    row = _duty(process, people)
    change_row(row, {"id": "duty-1", "text": "Theirs"}, by=people["owner"], reason="x", expected_version=1)
    told = page(as_("clerk").post(at(row, "change"), typed(version=1, id="duty-1", text="")))
    assert 'name="version" value="1"' in told


@pytest.mark.parametrize("version", ["", "-1", "²", "1e3", "9" * 30])
def test_a_version_that_is_none_is_a_conflict_and_no_mistake_of_the_program(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, version: str
) -> None:
    row = _duty(process, people)
    sent = {**typed(id="duty-1", text="Mine", reason="mine"), "version": version}
    assert as_("clerk").post(at(row, "change"), sent).status_code == 409


def test_a_removed_row_leaves_the_list_and_comes_back_with_its_history(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    row, clerk = _duty(process, people), as_("clerk")
    assert "Please say why" in page(clerk.post(at(row, "remove"), {"version": 1, "reason": ""}))
    assert clerk.post(at(row, "remove"), {"version": 1, "reason": "double"}).status_code == 302
    clerk.get(at("duty"))
    assert str(row.key) not in page(clerk.get(at("duty")))
    assert str(row.key) in page(clerk.get(at("duty") + "?removed=1"))
    assert clerk.post(at(row, "restore"), {"version": 2, "reason": "it was not"}).status_code == 302
    assert str(row.key) in page(clerk.get(at("duty")))
    told = page(clerk.get(at(row, "history")))
    assert told.index("Restored") < told.index("Removed") < told.index("Written for the first time")


def test_a_row_that_others_refer_to_is_neither_removed_nor_renamed(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed, page: Read
) -> None:
    row, clerk = _duty(process, people), as_("clerk")
    values = {"id": "c-1", "kind": "oversight", "at": "2026-03-09", "duty": "duty-1"}
    add_row(process, "complaint", values, by=people["clerk"])
    told = page(clerk.post(at(row, "remove"), {"version": 1, "reason": "double"}))
    assert "Other rows refer to this one" in told
    assert "c-1" in told
    sent = typed(version=1, id="duty-9", text="Answer the mail", reason="nicer")
    assert "Other rows refer to this id" in page(clerk.post(at(row, "change"), sent))
    row.refresh_from_db()
    assert (row.version, row.is_removed) == (1, False)


def test_a_removed_row_whose_id_was_given_again_is_not_restored(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    row = _duty(process, people)
    remove_row(row, by=people["clerk"], reason="double", expected_version=1)
    _duty(process, people)
    told = page(as_("clerk").post(at(row, "restore"), {"version": 2, "reason": "it was not"}))
    assert "stands already in row 1" in told
    row.refresh_from_db()
    assert row.is_removed


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("owner", 200, 302),
        ("clerk", 200, 302),
        ("auditor", 200, 302),
        ("group", 403, 403),
        ("administrator", 404, 404),
        ("stranger", 404, 404),
        ("public", 302, 302),
    ],
)
def test_rows_are_for_those_who_work_with_them(
    *,
    process: Process,
    people: People,
    as_: Pages,
    at: At,
    typed: Typed,
    role: str,
    reads: int,
    writes: int,
) -> None:
    row, browser = _duty(process, people), as_(role)
    pages = [at(), at("duty"), at(row), at(row, "history"), at("duty")[:-1] + "/register.csv"]
    assert {browser.get(address).status_code for address in pages} == {reads}
    assert browser.post(at("duty", "add"), typed(text="Open the hall")).status_code == writes
    assert browser.post(at(row, "remove"), {"version": 1, "reason": "x"}).status_code == writes
    wrote = role in ("owner", "clerk", "auditor")
    assert Row.objects.filter(values__text="Open the hall").exists() == wrote
    assert Row.objects.get(pk=row.pk).is_removed == wrote


def test_rows_of_one_process_do_not_exist_in_another(process: Process, people: People, as_: Pages) -> None:
    other = Process.objects.create(body=process.body, slug="other", title="Another (synthetic)")
    row = _duty(other, people)
    assert as_("owner").get(f"/processes/agenda/registers/duty/rows/{row.key}/").status_code == 404


@pytest.mark.parametrize("name", ["nothing", "counter_statement", "every_table"])
def test_registers_that_nobody_fills_have_no_page(as_: Pages, at: At, name: str) -> None:
    assert as_("owner").get(at(name)).status_code == 404


def test_what_people_wrote_is_text_on_every_page(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    evil = "<script>alert(1)</script>{{ 7|add:7 }}"
    row = _duty(process, people, service=evil)
    clerk = as_("clerk")
    for address in (at("duty"), at(row), at(row, "change"), at(row, "history"), at(row, "remove")):
        told = page(clerk.get(address))
        assert "<script>alert" not in told
        assert "&lt;script&gt;alert(1)" in told


def test_a_change_leaves_to_the_letter_what_nobody_touched(
    *, process: Process, people: People, as_: Pages, at: At, typed: Typed
) -> None:
    text = "  Two spaces before, \u200b none to see, 'tis\nquoted "
    row = add_row(process, "contribution", {"id": "c-1", "text": text}, by=people["clerk"])
    sent = typed(version=1, id="c-1", text=text.replace("\n", "\r\n"), kind="comment", reason="read again")
    assert as_("clerk").post(at(row, "change"), sent).status_code == 302
    row.refresh_from_db()
    assert row.values == {"id": "c-1", "kind": "comment", "text": text}
