"""What leaves the desk: the published list, rows of who was asked, letters and forms that say what the pages say."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from obverse.survey.sealing import batch, sealed
from obverse.web.booth.statement import Facts, statement
from obverse.web.intake.composing import compose
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys import closing, loading, opening
from obverse.web.surveys.models import Stratum
from obverse.web.surveys.standing import missing
from tests.web.surveys.holding import Held, closed, opened_for_answers, prepared

People = dict[str, Person]
Pages = Callable[[str], Client]
Page = Callable[..., str]


def here(held: Held, rest: str = "") -> str:
    return f"/processes/agenda/surveys/{held.wave.pk}/{rest}"


def rows_of(process: Process, folder: Path) -> list[dict[str, str]]:
    """The rows of who was asked, as the dossier holds them."""
    composed = compose(process, folder)
    [file] = (composed.folder / "evidence/survey_stratum").glob("*.parquet")
    return list(pq.read_table(file).to_pylist())


def test_the_published_list_has_the_digest_that_the_holders_compare(
    running: Held, as_: Pages, people: People, page: Page
) -> None:
    clerk = as_("clerk")
    assert clerk.get(here(running, "list/")).status_code == 404
    answers = [running.answer(1, number, {"affected": "1"}) for number in range(11)]
    closing.close(running.again(), by=people["owner"], reason="test")
    content = clerk.get(here(running, "list/")).content
    root = running.again().batch_digest
    assert hashlib.sha256(content).hexdigest() == root
    assert all(batch.is_listed(sealed.receipt(one), content.decode()) for one in answers)
    told = page(clerk.get(here(running)))
    assert "".join(f"<span>{root[place : place + 4]}</span><wbr>" for place in range(0, 64, 4)) in told
    closing.give_up(running.again(), by=people["owner"])
    assert clerk.get(here(running, "list/")).status_code == 404


def test_rows_of_groups_say_how_people_were_found_and_who_answered_late(
    process: Process, people: People, tmp_path: Path
) -> None:
    groups = [("residents", "neighbour", 400, 20), ("staff", "front_line_staff", 15, 15)]
    groups += [("streets", "never_reached", 300, 12), ("aldermen", "elected_majority", 4, 0)]
    held = prepared(process, people=groups)
    held.wave.frame_digest = held.wave.streets_digest = "ab" * 32
    held.wave.seed = "1 2 3 4 5 6 7 8 9 10"
    held.wave.save()
    Stratum.objects.filter(label="streets").update(frame="route")
    Stratum.objects.filter(label="staff").update(role="")
    opened_for_answers(held, people["auditor"])
    held.answer(1, 0, {"affected": "1"})
    opening.remind(held.again(), by=people["owner"])
    for number in range(1, 12):
        held.answer(1, number, {"affected": "1"})
    opened = closed(held, people["owner"], tmp_path / "memory")
    loading.load(held.again(), opened, by=people["owner"])
    rows = {row["stratum"]: row for row in rows_of(process, tmp_path / "dossier")}
    told = [(row["frame"], row["role"], row["answered_late"]) for row in rows.values()]
    assert told[:2] == [("register", "neighbour", "11"), ("everyone", "", "0")]
    assert told[2:] == [("route", "never_reached", "0"), ("", "elected_majority", "")]
    interviewed = rows["aldermen"]
    assert (interviewed["is_interviewed"], interviewed["invited"], interviewed["eligible"]) == (
        "yes",
        "",
        "4",
    )
    assert {row["is_interviewed"] for row in rows.values()} == {"yes", "no"}


def test_late_answers_are_none_where_no_reminder_was_sent(
    running: Held, people: People, tmp_path: Path
) -> None:
    for number in range(12):
        running.answer(1, number, {"affected": "1"})
    opened = closed(running, people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    rows = rows_of(running.wave.process, tmp_path / "dossier")
    assert {row["answered_late"] for row in rows} == {"0"}


@pytest.mark.parametrize(
    ("frame", "is_told"), [("register", False), ("route", False), ("mailing_list", True)]
)
def test_a_mailing_list_of_those_who_did_not_take_part_is_warned_of(
    draft: Held, as_: Pages, page: Page, frame: str, is_told: bool
) -> None:
    said = {"label": "neighbours", "role": "neighbour", "eligible": 40, "invited": 12, "frame": frame}
    answer = as_("owner").post(here(draft, "people/1/"), {"version": draft.wave.version, **said})
    assert answer.status_code == 302
    assert draft.again().strata.get(number=1).frame == frame
    for step in ("people/", "open/"):
        told = page(as_("owner").get(here(draft, step)))
        assert ("is found through a mailing list" in told) is is_told, step


def test_not_everybody_is_asked_where_fewer_are(draft: Held, as_: Pages, page: Page) -> None:
    said = {"label": "neighbours", "role": "neighbour", "eligible": 40, "invited": 12, "frame": "everyone"}
    answer = as_("owner").post(here(draft, "people/1/"), {"version": draft.wave.version, **said})
    assert "so not everybody is asked" in page(answer, 422)


def test_a_group_of_several_roles_says_which_questions_it_gets(draft: Held, as_: Pages, page: Page) -> None:
    said = {"label": "deciders", "eligible": 40}
    answer = as_("owner").post(here(draft, "people/new/"), {"version": draft.wave.version, **said})
    assert "choose which of the three questionnaires" in page(answer, 422)
    said |= {"variant": "internal", "version": draft.wave.version}
    assert as_("owner").post(here(draft, "people/new/"), said).status_code == 302
    assert draft.again().strata.get(label="deciders").role == ""


def test_a_random_route_needs_the_digest_of_its_streets(draft: Held, as_: Pages) -> None:
    Stratum.objects.filter(number=1).update(frame="route", invited=12)
    assert "along which the random route goes" in " ".join(one.text for one in missing(draft.again()))
    streets = io.BytesIO(b"street,stratum,doors\nLong Row,1,30\nShort Row,1,9\n")
    streets.name = "streets.csv"
    said = {"version": draft.wave.version, "file": streets}
    assert as_("owner").post(here(draft, "frame/"), said).status_code == 302
    wave = draft.again()
    assert (len(wave.streets_digest), wave.frame_digest) == (64, "")
    assert [one.step for one in missing(wave)].count("frame") == 1
    as_("owner").post(here(draft, "frame/seed/"), {"version": wave.version, "seed": "3 6 1 1 5 2 4 4 6 2"})
    assert "frame" not in [one.step for one in missing(draft.again())]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_letter_and_form_say_what_the_page_says(running: Held, as_: Pages, language: str) -> None:
    said = {
        "auditor": "Office of the auditor (synthetic)",
        "phone": "01 23",
        "return_to": "Row 1\n\nExampleton",
    }
    owner = as_("owner")
    assert owner.post(here(running, "letters/"), {"language": language}).status_code == 302
    helped = owner.post(here(running, "letters/help/"), {"version": running.wave.version, **said})
    assert helped.status_code == 302
    assert running.again().return_to == "Row 1\nExampleton"
    letter = words_of(owner.post(here(running, "letters/"), {"language": language}).content)
    with translation.override(language):
        for sentence in statement(Facts.of(running.wave)):
            assert plain(sentence) in letter
    form = words_of(owner.post(here(running, "letters/1/"), {"language": language}).content)
    for words in ("Office of the auditor (synthetic), Row 1, Exampleton", "01 23"):
        assert plain(words) in form


def test_who_was_slower_sees_both_telephones(draft: Held, as_: Pages, page: Page) -> None:
    said = {
        "auditor": "Office of the auditor (synthetic)",
        "return_to": "Row 1",
        "version": draft.wave.version,
    }
    as_("owner").post(here(draft, "letters/help/"), {**said, "phone": "01 23"})
    told = page(as_("auditor").post(here(draft, "letters/help/"), {**said, "phone": "04 56"}), 409)
    assert "01 23" in told
    assert "04 56" in told
    assert draft.again().phone == "01 23"


def test_registers_say_why_nothing_is_listed(
    running: Held, as_: Pages, people: People, tmp_path: Path, page: Page
) -> None:
    clerk, registers = as_("clerk"), "/processes/agenda/registers/"
    assert "that is why nothing is listed" not in page(clerk.get(f"{registers}survey_stratum/"))
    for number in range(12):
        running.answer(1, number, {"affected": "1"})
    opened = closed(running, people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    assert "Opened answers are in the dossier, not on a page" in page(clerk.get(f"{registers}survey_answer/"))
    told = page(clerk.get(f"{registers}survey_stratum/"))
    assert "is in the dossier, not on a page: that is why nothing is listed here" in told


def test_many_slips_are_not_made_here(draft: Held, as_: Pages, page: Page) -> None:
    Stratum.objects.filter(number=1).update(eligible=5_000, invited=5_000)
    assert "More than 500 slips take" in page(as_("owner").get(here(draft, "codes/")))
    said = {"version": draft.wave.version, "language": "en", "sure": "on"}
    assert "made by the auditor with" in page(as_("owner").post(here(draft, "codes/make/"), said), 422)
    assert not draft.again().codes_made_here


def words_of(content: bytes) -> str:
    return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def plain(text: str) -> str:
    return "".join(text.replace("\u2011", "-").split())
