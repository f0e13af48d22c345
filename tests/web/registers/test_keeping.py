"""Writing rows: nothing is lost, nothing is doubled, and the journal tells all of it."""

from __future__ import annotations

import pytest

from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import (
    Conflict,
    add_row,
    add_rows,
    change_row,
    change_rows,
    remove_row,
    restore_row,
)
from obverse.web.registers.models import Row

People = dict[str, Person]


def _duty(process: Process, people: People, **values: str) -> Row:
    return add_row(process, "duty", {"id": "duty-1", "text": "Answer the mail", **values}, by=people["clerk"])


def test_what_is_unknown_is_left_out(process: Process, people: People) -> None:
    row = _duty(process, people, service="")
    assert row.values == {"id": "duty-1", "text": "Answer the mail"}


def test_every_state_stays_with_its_author_and_its_reason(process: Process, people: People) -> None:
    row = _duty(process, people)
    row = change_row(
        row, {"id": "duty-1", "text": "Answer"}, by=people["auditor"], reason="too long", expected_version=1
    )
    row = remove_row(row, by=people["owner"], reason="it was another's", expected_version=2)
    restore_row(row, by=people["clerk"], reason="it was not", expected_version=3)
    told = [
        (state.version, state.values.get("text"), state.is_removed, state.reason, state.author)
        for state in row.revisions.all()
    ]
    assert told == [
        (1, "Answer the mail", False, "", people["clerk"].mark),
        (2, "Answer", False, "too long", people["auditor"].mark),
        (3, "Answer", True, "it was another's", people["owner"].mark),
        (4, "Answer", False, "it was not", people["clerk"].mark),
    ]


def test_every_write_raises_the_evidence_version_and_stands_in_the_journal(
    process: Process, people: People
) -> None:
    row = _duty(process, people)
    row = change_row(row, {"id": "duty-1"}, by=people["clerk"], reason="unknown", expected_version=1)
    remove_row(row, by=people["clerk"], reason="double", expected_version=2)
    process.refresh_from_db()
    assert process.evidence_version == 3
    told = list(Entry.objects.order_by("number").values_list("what", "about", "details"))
    assert told == [
        (f"registers.row_{what}", "duty", {"row": str(row.key), "version": version})
        for version, what in enumerate(("added", "changed", "removed"), start=1)
    ]
    assert first_broken() is None


def test_who_saw_an_older_state_changes_nothing(process: Process, people: People) -> None:
    row = _duty(process, people)
    change_row(row, {"id": "duty-1", "text": "B"}, by=people["clerk"], reason="b", expected_version=1)
    process.refresh_from_db()
    with pytest.raises(Conflict) as conflict:
        change_row(row, {"id": "duty-1", "text": "C"}, by=people["owner"], reason="c", expected_version=1)
    assert conflict.value.row.values["text"] == "B"
    assert conflict.value.row.version == 2
    assert row.revisions.count() == 2
    assert Process.objects.get(pk=process.pk).evidence_version == process.evidence_version
    assert Entry.objects.count() == 2


def test_a_removed_row_is_neither_removed_nor_changed(process: Process, people: People) -> None:
    row = _duty(process, people)
    remove_row(row, by=people["clerk"], reason="double", expected_version=1)
    with pytest.raises(Conflict):
        change_row(row, {"id": "duty-1"}, by=people["clerk"], reason="again", expected_version=2)
    with pytest.raises(Conflict):
        remove_row(row, by=people["clerk"], reason="again", expected_version=2)


def test_a_change_without_a_difference_writes_nothing(process: Process, people: People) -> None:
    row = _duty(process, people)
    change_row(row, dict(row.values), by=people["clerk"], reason="nothing", expected_version=1)
    assert Row.objects.get(pk=row.pk).version == 1
    assert Entry.objects.count() == 1


def test_a_change_needs_a_reason(process: Process, people: People) -> None:
    row = _duty(process, people)
    with pytest.raises(ValueError, match="reason"):
        change_row(row, {"id": "duty-1"}, by=people["clerk"], reason=" ", expected_version=1)


def test_columns_that_the_register_does_not_have_are_refused(process: Process, people: People) -> None:
    with pytest.raises(ValueError, match="colour"):
        _duty(process, people, colour="red")


def test_thousands_of_rows_come_in_one_entry_each_with_its_first_state(
    process: Process, people: People
) -> None:
    first = add_row(process, "event", {"id": "event-0"}, by=people["clerk"])
    many = ({"id": f"event-{number}", "kind": "meeting"} for number in range(1, 4_501))
    assert add_rows(process, "event", many, by=people["clerk"], intake=7) == 4_500
    rows = Row.objects.filter(process=process, table="event")
    assert [row.values["id"] for row in rows[:3]] == ["event-0", "event-1", "event-2"]
    assert len(set(rows.values_list("position", flat=True))) == 4_501
    last = rows.last()
    assert last is not None
    assert (last.values["id"], last.revisions.get().intake) == ("event-4500", 7)
    assert last.words == "event-4500 meeting"
    entry = Entry.objects.get(what="registers.rows_added")
    assert entry.details == {"rows": 4_500, "intake": 7}
    assert first.revisions.get().intake is None


def test_rows_are_changed_together_or_not_at_all(process: Process, people: People) -> None:
    add_rows(process, "event", [{"id": "a"}, {"id": "b"}, {"id": "c"}], by=people["clerk"])
    rows = list(Row.objects.filter(table="event"))
    change_row(rows[2], {"id": "c", "mode": "online"}, by=people["owner"], reason="seen", expected_version=1)
    wanted = [(row, {**row.values, "kind": "walk"}) for row in rows]
    with pytest.raises(Conflict):
        change_rows(process, wanted, by=people["clerk"], reason="they were walks")
    assert not Row.objects.filter(values__kind="walk").exists()
    fresh = [(row, {**row.values, "kind": "walk"}) for row in Row.objects.filter(table="event")]
    assert change_rows(process, fresh, by=people["clerk"], reason="they were walks") == 3
    assert Row.objects.filter(values__kind="walk", version__gte=2).count() == 3
    assert first_broken() is None
