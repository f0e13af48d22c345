"""A wave from its first answer to the evidence: what is counted once, what is destroyed, and what nobody sees."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obverse.web import bridge
from obverse.web.booth.store import store
from obverse.web.intake.composing import compose
from obverse.web.journal.models import Entry
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_rows
from obverse.web.registers.models import Declaration, Row
from obverse.web.surveys import closing, loading, work
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved
from tests.web.surveys.holding import Held, closed

People = dict[str, Person]
Pages = Callable[[str], Client]


def here(held: Held, rest: str = "") -> str:
    return f"/processes/agenda/surveys/{held.wave.pk}/{rest}"


def upload(content: bytes, name: str = "opened.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def answered(held: Held, neighbours: int = 12, volunteers: int = 11) -> Held:
    for number in range(neighbours):
        held.answer(1, number, {"affected": str(number % 5)})
    for number in range(volunteers):
        held.answer(2, number, {"affected": "2", "voice": "4"})
    return held


def test_a_wave_goes_from_its_last_day_into_the_evidence(
    running: Held, as_: Pages, people: People, tmp_path: Path
) -> None:
    owner = as_("owner")
    answered(running, neighbours=10)
    owner.post(here(running, "reminder/"))
    for number in range(10, 13):
        running.answer(1, number, {"affected": "1"})
    Wave.objects.update(closes_on=timezone.localdate())
    assert owner.post(here(running, "close/")).headers["Location"] == here(running, "destroy/")
    wave = running.again()
    assert (wave.state, wave.answers, len(wave.receipts)) == (Wave.State.CLOSED, 24, 24)
    batch = owner.post(here(running, "batch/"))
    assert (
        hashlib.sha256(batch.content).hexdigest() not in owner.get(here(running, "destroy/")).content.decode()
    )
    wrong = owner.post(here(running, "destroy/"), {"digest": "00000000"})
    assert wrong.status_code == 422
    assert store().pepper(wave.address) is not None
    begins = hashlib.sha256(batch.content).hexdigest()[:9]
    assert owner.post(here(running, "destroy/"), {"digest": begins}).status_code == 302
    assert store().pepper(wave.address) is None
    opened = running.opened(batch.content, tmp_path / "memory")
    assert owner.post(here(running, "load/"), {"file": upload(opened)}).status_code == 302
    assert running.again().state == Wave.State.LOADED
    late = list(wave.strata.values_list("label", "answered", "answered_late"))
    assert late == [("neighbours", 13, 3), ("volunteers", 11, 0)]
    done = [one.what for one in Entry.objects.filter(about=wave.address).order_by("number")]
    expected = ["codes_kept", "opened", "reminded", "closed", "batch_fetched", "destroyed", "loaded"]
    assert done == [f"surveys.{what}" for what in expected]


def test_the_dossier_holds_every_answer_and_the_engine_understands_it(
    running: Held, people: People, tmp_path: Path
) -> None:
    opened = closed(answered(running), people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    composed = compose(running.wave.process, tmp_path / "dossier")
    assert [one.letter("en") for one in bridge.check(composed.folder)] == []
    rows = pq.read_table(
        composed.folder / f"evidence/survey_answer/{running.wave.address}.parquet"
    ).to_pylist()
    assert len({row["respondent"] for row in rows}) == 23
    assert {row["wave"] for row in rows} == {"autumn"}
    assert {row["stratum"] for row in rows} == {"neighbours", "volunteers"}
    [groups] = (composed.folder / "evidence/survey_stratum").glob("*.parquet")
    assert [row["answered"] for row in pq.read_table(groups).to_pylist()] == ["12", "11"]
    declared = {one.table: one.said for one in Declaration.objects.all()}
    assert declared["survey_answer"]["grade"] == "B"
    assert "the ombudsman" in declared["survey_answer"]["declared_by"]


def test_what_was_taken_in_once_is_never_taken_in_again(
    running: Held, people: People, tmp_path: Path
) -> None:
    opened = closed(answered(running), people["owner"], tmp_path / "memory")
    process = Process.objects.get()
    assert loading.load(running.again(), opened, by=people["owner"]) is True
    process.refresh_from_db()
    version, files = process.evidence_version, ProcessFile.objects.count()
    assert loading.load(running.again(), opened, by=people["owner"]) is False
    with pytest.raises(Moved):
        loading.load(running.again(), opened + b" ", by=people["owner"])
    process.refresh_from_db()
    assert (process.evidence_version, ProcessFile.objects.count()) == (version, files)


def test_an_opening_that_was_changed_or_belongs_to_another_wave_is_refused(
    running: Held, as_: Pages, people: People, tmp_path: Path
) -> None:
    opened = closed(answered(running), people["owner"], tmp_path / "memory")
    for spoilt in (opened.replace(b"neighbours", b"strangers!"), opened[:-40], b"", b"no archive"):
        if spoilt == opened:
            continue
        answer = as_("owner").post(here(running, "load/"), {"file": upload(spoilt)})
        assert answer.status_code == 422
    Wave.objects.update(batch_digest="0" * 64)
    assert as_("owner").post(here(running, "load/"), {"file": upload(opened)}).status_code == 422
    assert not ProcessFile.objects.exists()


def test_answers_that_stood_in_the_register_before_are_counted_beside_those_of_a_wave(
    running: Held, people: People, tmp_path: Path
) -> None:
    before = {"respondent": "r1", "wave": "2024", "role": "neighbour", "item": "affected", "value": "3"}
    add_rows(running.wave.process, "survey_answer", [before], by=people["clerk"])
    opened = closed(answered(running), people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    composed = compose(running.wave.process, tmp_path / "dossier")
    assert [one.letter("en") for one in bridge.check(composed.folder)] == []
    parts = (composed.folder / "evidence/survey_answer").glob("*.parquet")
    waves = {row["wave"] for part in parts for row in pq.read_table(part).to_pylist()}
    assert waves == {"2024", "autumn"}
    assert not Row.objects.filter(table="survey_answer", is_removed=False).exists()


def test_a_wave_with_fewer_than_ten_answers_is_abandoned_and_nothing_of_it_is_kept(
    running: Held, as_: Pages
) -> None:
    answered(running, neighbours=5, volunteers=4)
    Wave.objects.update(closes_on=timezone.localdate())
    told = as_("owner").post(here(running, "close/"), follow=True).content.decode()
    wave = running.again()
    assert (wave.state, wave.answers, wave.receipts, wave.batch_digest) == ("abandoned", None, [], "")
    assert set(wave.strata.values_list("answered", flat=True)) == {None}
    assert store().pepper(wave.address) is None
    assert "Fewer than ten people answered" in told


def test_an_early_close_asks_for_a_reason_and_shows_it(
    running: Held, as_: Pages, page: Callable[..., str]
) -> None:
    answered(running)
    owner = as_("owner")
    assert owner.post(here(running, "close/"), {"version": running.wave.version}).status_code == 422
    assert running.again().state == Wave.State.OPEN
    said = {"version": running.wave.version, "reason": "the hall burnt down"}
    assert owner.post(here(running, "close/"), said).status_code == 302
    assert "the hall burnt down" in page(as_("clerk").get(here(running)))
    assert Entry.objects.get(what="surveys.closed").details["early"] is True


def test_numbers_of_people_are_shown_rounded_after_the_close(
    running: Held, as_: Pages, people: People, page: Callable[..., str]
) -> None:
    answered(running, neighbours=13, volunteers=4)
    closing.close(running.again(), by=people["owner"], reason="test")
    shown = page(as_("owner").get(here(running, "close/")))
    assert "about 15" in shown
    assert "fewer than 10" in shown
    assert not re.search(r"<td class=\"number\">(13|4|17)</td>", shown)


def test_what_is_not_fetched_within_seven_days_is_destroyed_all_the_same(
    running: Held, people: People
) -> None:
    answered(running)
    closing.close(running.again(), by=people["owner"], reason="test")
    assert closing.overdue() == []
    Wave.objects.update(closed_at=timezone.now() - dt.timedelta(days=8))
    work.look_after(None, lambda *_: None)  # type: ignore[arg-type]  # the work does not look at its job
    assert store().pepper(running.wave.address) is None
    assert running.again().destroyed_at is not None
    with pytest.raises(closing.Gone):
        closing.batch_of(running.again())


def test_the_program_closes_a_wave_whose_last_day_has_passed(running: Held) -> None:
    answered(running)
    Wave.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    work.look_after(None, lambda *_: None)  # type: ignore[arg-type]  # the work does not look at its job
    assert running.again().state == Wave.State.CLOSED
    assert Entry.objects.get(what="surveys.closed").by is None


def test_who_gives_a_wave_up_destroys_what_it_left(running: Held, as_: Pages) -> None:
    answered(running)
    assert as_("owner").post(here(running, "give-up/")).status_code == 302
    assert running.again().state == Wave.State.OPEN
    as_("owner").post(here(running, "give-up/"), {"sure": "yes"})
    assert running.again().state == Wave.State.ABANDONED
    assert store().pepper(running.wave.address) is None


def test_what_people_wrote_is_coded_into_the_register_of_coded_statements(
    running: Held, as_: Pages, people: People, tmp_path: Path, page: Callable[..., str]
) -> None:
    answered(running, neighbours=12, volunteers=0)
    running.answer(
        2, running.asked(2, "what_happened"), {"what_happened": "They opened the square at night."}
    )
    opened = closed(running, people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    owner = as_("owner")
    assert "They opened the square at night." in page(owner.get(here(running, "passages/1/")))
    owner.post(here(running, "passages/1/"), {"code": "V15", "direction": "strengthened"})
    row = Row.objects.get(table="coded_statement")
    assert (row.values["code"], row.values["document"]) == ("V15", f"survey-{running.wave.address}")
    assert "of which coded: 1" in page(owner.get(here(running, "passages/")))
    composed = compose(running.wave.process, tmp_path / "dossier")
    assert [one.letter("en") for one in bridge.check(composed.folder)] == []
    assert as_("clerk").get(here(running, "passages/1/")).status_code == 403
