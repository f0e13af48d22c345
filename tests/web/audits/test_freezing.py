"""Thresholds stand before anybody looks; afterwards they are amended, with a reason, and never deleted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from obverse.web import bridge
from obverse.web.audits.asking import ask_audit
from obverse.web.audits.freezing import ROW, AlreadyFrozen, digest_of, freeze, freeze_if_open, tells_of_people
from obverse.web.audits.lines import Conflict, Frozen, amend, own_line, set_line, take_back
from obverse.web.audits.models import Freeze, Threshold
from obverse.web.audits.numbers import number_from
from obverse.web.intake.composing import compose
from obverse.web.journal.models import Entry
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from tests.web.audits.town import LINE

Pages = Callable[[str], Client]
Read = Callable[..., str]
People = dict[str, Person]
HERE = "/processes/agenda/thresholds/"
TYPED = {
    "subject": "reasoned.in_time",
    "value": "80 %",
    "smallest_difference": "0,05",
    "direction": "",
    "klass": "promise",
    "source": "Charter (synthetic), page 2",
    "version": "0",
}
LINE_PAGE = f"{HERE}line/?indicator=E2.3&subject=reasoned.in_time"


def test_a_freeze_remembers_when_by_whom_and_what_stood(process: Process, people: People) -> None:
    set_line(process, LINE, by=people["owner"])
    frozen = freeze(process, people["auditor"])
    process.refresh_from_db()
    assert process.frozen_at == frozen.at
    assert (frozen.by, frozen.because, frozen.thresholds) == (people["auditor"].mark, "chosen", 1)
    assert frozen.digest == digest_of(process)
    written = Entry.objects.get(what="audits.thresholds_frozen")
    assert written.details["digest"] == frozen.digest


def test_the_digest_tells_one_line_from_another(process: Process, people: People) -> None:
    before = digest_of(process)
    set_line(process, LINE, by=people["owner"])
    between = digest_of(process)
    set_line(process, {**LINE, "value": 0.7}, by=people["owner"], expected_version=1)
    assert len({before, between, digest_of(process)}) == 3


def test_thresholds_are_frozen_once(process: Process, people: People) -> None:
    assert freeze_if_open(process, people["clerk"], ROW)
    assert not freeze_if_open(process, people["owner"], ROW)
    with pytest.raises(AlreadyFrozen):
        freeze(process, people["owner"])
    assert Freeze.objects.get(process=process).by == people["clerk"].mark


def test_asking_for_an_audit_freezes(process: Process, people: People) -> None:
    ask_audit(process, people["clerk"])
    assert Freeze.objects.get(process=process).because == "audit"


def test_registers_that_tell_of_people_are_known() -> None:
    assert [tells_of_people(table) for table in ("survey_answer", "actor", "event")] == [True, True, False]


def test_a_frozen_line_can_be_neither_changed_nor_taken_back(process: Process, people: People) -> None:
    line = set_line(process, LINE, by=people["owner"])
    freeze(process, people["owner"])
    with pytest.raises(Frozen):
        set_line(process, {**LINE, "value": 0.1}, by=people["owner"], expected_version=1)
    with pytest.raises(Frozen):
        take_back(line, by=people["owner"], expected_version=1)
    line.refresh_from_db()
    assert line.value == 0.8


def test_what_is_not_frozen_cannot_be_amended(process: Process, people: People) -> None:
    with pytest.raises(ValueError, match="is changed, not amended"):
        amend(process, LINE, reason="because", by=people["owner"])


def test_an_amendment_needs_a_reason_and_leaves_the_frozen_line(process: Process, people: People) -> None:
    set_line(process, LINE, by=people["owner"])
    freeze(process, people["owner"])
    with pytest.raises(ValueError, match="for a reason"):
        amend(process, {**LINE, "value": 0.6}, reason="  ", by=people["owner"])
    before = Process.objects.get(pk=process.pk).evidence_version
    amend(process, {**LINE, "value": 0.6}, reason="The charter was misread", by=people["owner"])
    standing = own_line(process, "E2.3", "reasoned.in_time")
    assert standing is not None
    assert standing.value == 0.8
    assert Process.objects.get(pk=process.pk).evidence_version == before + 1


def test_both_lines_reach_the_dossier(process: Process, people: People, tmp_path: object) -> None:
    set_line(process, LINE, by=people["owner"])
    freeze(process, people["owner"])
    amend(process, {**LINE, "value": 0.6}, reason="The charter was misread", by=people["owner"])
    composed = compose(process, tmp_path / "dossier")  # type: ignore[operator]  # a path
    told = bridge.facts_of(composed.folder)
    assert [one["value"] for one in told["threshold"]] == [0.8]
    assert [(one["value"], one["reason"]) for one in told["amendment"]] == [(0.6, "The charter was misread")]


def test_two_writers_of_one_line_do_not_overwrite_each_other(process: Process, people: People) -> None:
    set_line(process, LINE, by=people["owner"])
    set_line(process, {**LINE, "value": 0.7}, by=people["auditor"], expected_version=1)
    with pytest.raises(Conflict) as found:
        set_line(process, {**LINE, "value": 0.9}, by=people["owner"], expected_version=1)
    assert found.value.standing is not None
    assert found.value.standing.value == 0.7


def test_a_line_set_on_the_page_is_stored_as_it_was_meant(as_: Pages, process: Process) -> None:
    answer = as_("owner").post(LINE_PAGE, TYPED)
    assert answer.status_code == 302
    line = Threshold.objects.get(process=process)
    assert (line.value, line.smallest_difference, line.subject) == (0.8, 0.05, "reasoned.in_time")


def test_the_page_of_a_conflict_shows_what_was_typed_and_what_stands(
    as_: Pages, page: Read, process: Process, people: People
) -> None:
    set_line(process, {**LINE, "value": 0.7, "source": "Minutes (synthetic)"}, by=people["auditor"])
    shown = page(as_("owner").post(LINE_PAGE, TYPED), 409)
    assert "0.7 now (Minutes (synthetic))" in shown
    assert 'value="80 %"' in shown
    again = as_("owner").post(LINE_PAGE, {**TYPED, "version": "1"})
    assert again.status_code == 302
    assert Threshold.objects.get(process=process).value == 0.8


def test_after_the_freeze_the_page_asks_for_a_reason(
    as_: Pages, page: Read, process: Process, people: People
) -> None:
    freeze(process, people["owner"])
    assert 'id="id_reason_error"' in page(as_("owner").post(LINE_PAGE, TYPED))
    as_("owner").post(LINE_PAGE, {**TYPED, "reason": "The charter was misread"})
    assert "The charter was misread" in page(as_("clerk").get(HERE))


def test_a_line_may_be_taken_back_until_the_freeze(as_: Pages, process: Process, people: People) -> None:
    line = set_line(process, LINE, by=people["owner"])
    as_("owner").post(f"{HERE}{line.pk}/take-back/", {"version": "0"})
    assert Threshold.objects.filter(pk=line.pk).exists()
    as_("owner").post(f"{HERE}{line.pk}/take-back/", {"version": "1"})
    assert not Threshold.objects.filter(pk=line.pk).exists()
    kept = set_line(process, LINE, by=people["owner"])
    as_("owner").post(f"{HERE}freeze/")
    as_("owner").post(f"{HERE}{kept.pk}/take-back/", {"version": "1"})
    assert Threshold.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("auditor", 200), ("clerk", 403), ("group", 403)]
)
def test_lines_are_set_by_owners_and_auditors(as_: Pages, role: str, status: int) -> None:
    assert as_(role).get(LINE_PAGE).status_code == status


def test_the_page_shows_every_default_with_its_source(as_: Pages, page: Read) -> None:
    from django.utils.html import escape  # noqa: PLC0415 - only here

    shown = page(as_("group").get(HERE))
    for line in bridge.default_thresholds("en"):
        assert str(escape(line.source)) in shown, line


def test_a_number_that_is_none_is_refused_with_what_was_written(as_: Pages, page: Read) -> None:
    assert "“four fifths” is not a number" in page(
        as_("owner").post(LINE_PAGE, {**TYPED, "value": "four fifths"})
    )


@pytest.mark.parametrize(
    ("text", "is_share", "number"),
    [
        ("0,8", True, 0.8),
        ("80%", True, 0.8),
        ("1 250,5", False, 1250.5),
        ("−3", False, -3.0),
        ("5", True, 5.0),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, is_share: bool, number: float) -> None:
    assert number_from(text, is_share=is_share) == number


@pytest.mark.parametrize("text", ["", "nan", "inf", "1/2", "80%"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        number_from(text)


def test_the_journal_holds_no_words_of_a_line(process: Process, people: People) -> None:
    set_line(process, LINE, by=people["owner"])
    told = json.dumps(list(Entry.objects.values_list("details", flat=True)))
    assert "Charter" not in told


def test_no_line_stands_without_the_unit_of_what_it_judges(town: Process, as_: Pages, page: Read) -> None:
    shown = page(as_("auditor").get("/processes/agenda/thresholds/"))
    lines = shown.count('<td class="number">') // 2
    assert lines > 100
    assert shown.count("Its main figure is a ") == lines
