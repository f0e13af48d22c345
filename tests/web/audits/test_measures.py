"""A concern becomes a measure, written down before it starts; when due, its figure stands beside the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from obverse.web.audits import measuring
from obverse.web.audits.models import Audit, Measure
from obverse.web.audits.reading import told
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import remove_row
from obverse.web.registers.models import Row
from tests.web.audits.town import KEY, WATCHED

Pages = Callable[[str], Client]
Read = Callable[..., str]
Audited = Callable[[int], Audit]
People = dict[str, Person]
HERE = "/processes/agenda/measures/"
FORM = f"/processes/agenda/audits/1/finding/measure/?key={quote(KEY, safe='')}"
TYPED = {
    "what": "A public list of answers (synthetic)",
    "owner": "",
    "start_on": "2026-07-01",
    "lag_days": "30",
    "expected_direction": "up",
    "expected_change": "20 %",
    "displacement": WATCHED,
    "stop_rule": "Answers become stock phrases",
}


def begun(process: Process, audit: Audit, by: Person, **other: Any) -> Measure:
    written = {
        **TYPED,
        "start_on": dt.date(2026, 7, 1),
        "lag_days": 30,
        "expected_change": 0.2,
        **other,
    }
    return measuring.begin(process, audit, told(audit, "en").findings[KEY], written, by=by)


def test_the_form_offers_what_others_do_and_what_to_watch(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    shown = page(as_("clerk").get(FORM))
    assert "Put a clock on answers" in shown
    assert f'<option value="{WATCHED}">' in shown
    assert "Answers in stock phrases" in shown


def test_a_measure_stands_in_its_register_with_the_figure_from_which_it_starts(
    as_: Pages, audited: Audited, process: Process
) -> None:
    audited(1)
    assert as_("clerk").post(FORM, TYPED).status_code == 302
    row = Row.objects.get(process=process, table="mitigation")
    assert row.values["indicator"] == "E2.3"
    assert (row.values["baseline"], row.values["expected_change"]) == ("0.25", "0.2")
    assert (row.values["start_on"], row.values["lag_days"]) == ("2026-07-01", "30")
    assert row.values["displacement_indicator"] == WATCHED
    assert "recorded_on" in row.values
    assert "owner" not in row.values
    assert Measure.objects.get(process=process).row == row.key


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("clerk", 200), ("auditor", 403), ("group", 403)]
)
def test_measures_are_planned_by_those_who_answer_for_the_process(
    as_: Pages, audited: Audited, role: str, status: int
) -> None:
    audited(1)
    assert as_(role).get(FORM).status_code == status


def test_a_measure_is_due_when_its_day_has_come(
    as_: Pages, page: Read, audited: Audited, process: Process, people: People
) -> None:
    audit = audited(1)
    begun(process, audit, people["clerk"], lag_days=30_000)
    assert "due: measure again" not in page(as_("group").get(HERE))
    begun(process, audit, people["clerk"])
    assert "due: measure again" in page(as_("group").get(HERE))
    assert {one.state for one in measuring.followed(process, "en")} == {"running", "due"}


def test_before_and_after_stand_side_by_side_and_no_cause_is_claimed(
    as_: Pages, page: Read, audited: Audited, process: Process, people: People
) -> None:
    begun(process, audited(1), people["clerk"])
    audited(2)
    shown = page(as_("group").get(HERE))
    assert "measured again" in shown
    assert "moved from 25% (95% interval" in shown
    assert "to 75% (95% interval" in shown
    assert "Other causes are not excluded" in shown
    assert "It went the way that was expected." in shown
    assert "Where the harm might have moved" in shown
    assert "because of" not in shown


def test_a_measure_that_aimed_elsewhere_is_told_so(
    as_: Pages, page: Read, audited: Audited, process: Process, people: People
) -> None:
    begun(process, audited(1), people["clerk"], expected_direction="down")
    audited(2)
    assert "It went the other way than expected." in page(as_("group").get(HERE))


def test_what_may_be_chance_is_not_told_as_an_effect(
    audited: Audited, process: Process, people: People, as_: Pages, page: Read
) -> None:
    begun(process, audited(1), people["clerk"])
    Audit.objects.create(
        process=process,
        number=2,
        as_of=dt.date(2026, 8, 31),
        evidence_version=0,
        reports=Audit.objects.get(number=1).reports,
        is_done=True,
    )
    shown = page(as_("group").get(HERE))
    assert "is what it was before" in shown
    assert "Whether it went the way that was expected cannot be told." in shown


def test_an_audit_before_the_day_measures_nothing(audited: Audited, process: Process, people: People) -> None:
    begun(process, audited(1), people["clerk"], lag_days=90)
    audited(2)
    assert [one.after for one in measuring.followed(process, "en")] == [None]


def test_the_figure_after_goes_into_the_register_with_its_history(
    as_: Pages, page: Read, audited: Audited, process: Process, people: People
) -> None:
    measure = begun(process, audited(1), people["clerk"])
    assert as_("clerk").post(f"{HERE}{measure.pk}/outcome/").status_code == 302
    row = Row.objects.get(key=measure.row)
    assert "outcome" not in row.values
    audited(2)
    assert as_("auditor").post(f"{HERE}{measure.pk}/outcome/").status_code == 403
    as_("clerk").post(f"{HERE}{measure.pk}/outcome/")
    row.refresh_from_db()
    assert (row.values["outcome"], row.version) == ("0.75", 2)
    assert row.revisions.get(version=2).reason == "measured again in audit 2"
    assert "Write the figure after into the register" not in page(as_("clerk").get(HERE))


def test_a_measure_whose_row_was_removed_says_so(
    audited: Audited, process: Process, people: People, as_: Pages, page: Read
) -> None:
    measure = begun(process, audited(1), people["clerk"])
    row = Row.objects.get(key=measure.row)
    remove_row(row, by=people["clerk"], reason="never agreed", expected_version=1)
    assert "its row was removed from the register" in page(as_("clerk").get(HERE))


def test_wrong_entries_come_back_with_all_that_was_typed(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    shown = page(as_("clerk").post(FORM, {**TYPED, "expected_change": "-1", "lag_days": "soon"}))
    assert 'id="id_expected_change_error"' in shown
    assert 'id="id_lag_days_error"' in shown
    assert "A public list of answers (synthetic)" in shown
    assert not Measure.objects.exists()
