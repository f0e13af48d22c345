"""From an empty draft to an open wave, through the pages as a person fills them in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obverse.survey.sealing import groups, keys
from obverse.web.booth.store import store
from obverse.web.journal.models import Entry
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave
from tests.web.surveys.holding import OFFICES, Held

Pages = Callable[[str], Client]
Page = Callable[..., str]
SEED = "3 6 1 1 5 2 4 4 6 2"
STEPS = ("", "people/", "questions/", "frame/", "key/", "codes/", "letters/", "open/", "close/", "destroy/")
LATER = ("load/", "passages/", "basics/", "questions/internal/")


def wave_of(process: Process) -> Wave:
    return Wave.objects.get(process=process)


class Desk:
    """An owner at the desk."""

    def __init__(self, browser: Client, process: Process) -> None:
        self.browser, self.process = browser, process

    @property
    def here(self) -> str:
        return f"/processes/agenda/surveys/{wave_of(self.process).pk}/"

    def send(self, step: str, status: int = 302, /, **said: object) -> str:
        version = wave_of(self.process).version
        answer = self.browser.post(self.here + step, {"version": version, **said})
        told = answer.content.decode()
        assert answer.status_code == status, told
        return told


@pytest.fixture
def desk(as_: Pages, process: Process) -> Desk:
    browser = as_("owner")
    browser.post("/processes/agenda/surveys/", {"name": "autumn", "kind": "main"})
    return Desk(browser, process)


def group(desk: Desk, label: str, role: str, eligible: int, **said: object) -> None:
    desk.send("people/new/", label=label, role=role, eligible=eligible, **said)


def frame(eligible: int = 60) -> SimpleUploadedFile:
    rows = "".join(f"{number},2\n" for number in range(eligible))
    return SimpleUploadedFile("frame.csv", f"id,stratum\n{rows}".encode())


def test_an_owner_gets_from_nothing_to_an_open_wave(desk: Desk, page: Page) -> None:
    told = page(desk.browser.get(desk.here))
    for lacking in (
        "Say what the wave is about.",
        "Choose the last day.",
        "Bring the public half of the key.",
    ):
        assert lacking in told
    days = {"closes_on": (timezone.localdate() + dt.timedelta(days=9)).isoformat()}
    desk.send("basics/", name="autumn", kind="main", subject="the square", place="Exampleton", **days)
    group(desk, "staff", "front_line_staff", 24)
    group(desk, "neighbours", "neighbour", 60, invited=30)
    desk.send("frame/", file=frame())
    desk.send("frame/seed/", seed=SEED)
    key = keys.new_key(2, 3)
    desk.send("key/", text=keys.write_public(key))
    desk.send("key/holders/", **{f"holder_{place}": name for place, name in enumerate(OFFICES, start=1)})
    assert "Bring the codes for the group" in desk.send("open/", 422)
    made = groups.coded([groups.Group(1, "staff", 25), groups.Group(2, "neighbours", 30)])
    files = {
        "marks": SimpleUploadedFile("codes.csv", made.marks),
        "pepper": SimpleUploadedFile("pepper.json", made.pepper),
    }
    desk.send("codes/", **files)
    assert list(Stratum.objects.values_list("codes", "reserve")) == [(25, 1), (30, 0)]
    assert store().pepper(wave_of(desk.process).address) == bytes.fromhex(json.loads(made.pepper)["pepper"])
    desk.send("open/")
    wave = wave_of(desk.process)
    assert wave.state == Wave.State.OPEN
    entry = Entry.objects.get(what="surveys.opened")
    assert entry.details["questionnaire"] == wave.questionnaire_digest != ""
    desk.process.refresh_from_db()
    assert desk.process.frozen_at is not None
    assert "Open: people answer." in page(desk.browser.get(desk.here))


def test_all_that_is_missing_is_told_at_once(desk: Desk) -> None:
    group(desk, "staff", "front_line_staff", 24, invited=12)
    told = desk.send("open/", 422)
    for lacking in (
        "what the wave is about",
        "place",
        "last day",
        "digest of the list",
        "public half",
        "codes for",
    ):
        assert lacking in told


def test_nothing_of_an_open_wave_can_be_changed(running: Held, as_: Pages) -> None:
    owner, wave = as_("owner"), running.again()
    here = f"/processes/agenda/surveys/{wave.pk}/"
    said = {"version": wave.version, "name": "other", "kind": "pre", "subject": "x", "place": "y"}
    said |= {"label": "new", "role": "neighbour", "eligible": 50, "dropped": "voice", "value": "x"}
    said |= {"text": keys.write_public(keys.new_key()), "digest": "0" * 64, "seed": SEED}
    for step in (
        "basics/",
        "people/new/",
        "people/1/",
        "people/1/drop/",
        "questions/leave-out/",
        "key/",
        "frame/",
    ):
        owner.post(here + step, said)
    owner.post(f"{here}codes/forget/", said)
    now = running.again()
    changed = [
        one.name for one in Wave._meta.concrete_fields if getattr(wave, one.name) != getattr(now, one.name)
    ]
    assert changed == []
    assert now.strata.count() == 2
    assert store().pepper(now.address) is not None


def test_groups_below_ten_are_interviewed_and_not_asked(desk: Desk) -> None:
    told = desk.send("people/new/", 422, label="aldermen", role="elected_majority", eligible=4)
    assert "Tick this to interview them instead" in told
    group(desk, "aldermen", "elected_majority", 4, is_interviewed="on")
    assert Stratum.objects.get().invited == 0
    assert "Name at least one group" in desk.send("open/", 422)


def test_two_groups_do_not_bear_one_name(desk: Desk) -> None:
    group(desk, "staff", "front_line_staff", 24)
    said = {"label": "staff", "role": "other_department", "eligible": 30}
    assert "Another group of this wave" in desk.send("people/new/", 422, **said)
    assert Stratum.objects.count() == 1


def test_codes_beyond_five_per_cent_in_reserve_are_refused(desk: Desk) -> None:
    group(desk, "staff", "front_line_staff", 40)
    made = groups.coded([groups.Group(1, "staff", 43)])
    files = {
        "marks": SimpleUploadedFile("codes.csv", made.marks),
        "pepper": SimpleUploadedFile("pepper.json", made.pepper),
    }
    assert "at most 42 may be made" in desk.send("codes/", 422, **files)
    assert store().pepper(wave_of(desk.process).address) is None


def test_codes_made_here_go_out_once_and_everybody_is_told(ready: Held, as_: Pages, page: Page) -> None:
    owner, wave = as_("owner"), ready.again()
    here = f"/processes/agenda/surveys/{wave.pk}/"
    before = store().pepper(wave.address)
    answer = owner.post(f"{here}codes/make/", {"version": wave.version, "language": "en", "sure": "on"})
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ready.again().codes_made_here
    assert store().pepper(wave.address) not in (None, before)
    assert "were made on this computer" in page(owner.get(here))
    assert list(wave.strata.values_list("codes", "reserve")) == [(42, 2), (21, 1)]


def test_the_draw_follows_from_list_and_seed_and_can_be_done_again(desk: Desk, page: Page) -> None:
    group(desk, "staff", "front_line_staff", 24)
    group(desk, "neighbours", "neighbour", 60, invited=30)
    desk.send("frame/", file=frame())
    assert "too short" in desk.send("frame/seed/", 422, seed="1 2 3")
    desk.send("frame/seed/", seed=SEED)
    first, second = desk.send("frame/draw/", 200, file=frame()), desk.send("frame/draw/", 200, file=frame())
    assert first == second
    assert len(first.splitlines()) == 31
    assert "not the list" in desk.send(
        "frame/draw/", 422, file=SimpleUploadedFile("f.csv", b"id,stratum\n1,2\n")
    )


def test_a_seed_that_was_known_before_its_list_counts_for_nothing(desk: Desk) -> None:
    group(desk, "neighbours", "neighbour", 60, invited=30)
    desk.send("frame/", digest="ab" * 32)
    desk.send("frame/seed/", seed=SEED)
    desk.send("frame/", digest="cd" * 32)
    assert wave_of(desk.process).seed == ""


def test_one_holder_alone_is_said_on_every_page(desk: Desk, page: Page) -> None:
    desk.send("key/", text=keys.write_public(keys.new_key(1, 1)))
    desk.send("key/holders/", holder_1="the auditor")
    for step in STEPS:
        assert "One office alone" in page(desk.browser.get(desk.here + step)), step


def test_one_office_does_not_keep_two_parts(desk: Desk) -> None:
    desk.send("key/", text=keys.write_public(keys.new_key(2, 3)))
    said = {"holder_1": "the auditor", "holder_2": "The Auditor ", "holder_3": "mayor@example.org"}
    told = desk.send("key/holders/", 422, **said)
    assert "are one part" in told
    assert "not a person" in told


def test_values_of_the_place_are_asked_and_the_two_scales_stay_together(desk: Desk, page: Page) -> None:
    said = {"label_en": "Clean water", "label_fr": "Eau propre", "definition_en": "a", "definition_fr": "b"}
    desk.send("questions/", **said)
    assert wave_of(desk.process).questionnaire["local_values"][0]["id"] == "local:clean_water"
    assert "Clean water" in page(desk.browser.get(desk.here + "questions/"))
    assert "two scales that go together" in desk.send("questions/leave-out/", 422, dropped="strengthened")
    desk.send("questions/leave-out/", dropped="voice")
    desk.send("questions/take-out/", value="local:clean_water")
    assert wave_of(desk.process).questionnaire == {"local_values": [], "dropped": ["voice"]}


def test_who_was_slower_keeps_what_they_typed_beside_what_stands(desk: Desk) -> None:
    said = {"version": 0, "name": "autumn", "kind": "main", "subject": "the fountain", "place": "there"}
    desk.send("basics/", name="autumn", kind="main", subject="the square", place="Exampleton")
    answer = desk.browser.post(desk.here + "basics/", said)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "the square" in told
    assert "the fountain" in told
    assert wave_of(desk.process).subject == "the square"


@pytest.mark.parametrize("state", [state for state in Wave.State.values if state != "draft"])
def test_every_page_stands_in_every_state(running: Held, as_: Pages, state: str) -> None:
    now = timezone.now()
    Wave.objects.update(state=state, closed_at=now, abandoned_because="too_few", loaded_at=now)
    for step in (*STEPS, *LATER):
        # Who may see which page is the same in every state.
        others = (("auditor", 200), ("clerk", None), ("group", 403)) if state == Wave.State.OPEN else ()
        for role, status in (("owner", 200), *others):
            answer = as_(role).get(f"/processes/agenda/surveys/{running.wave.pk}/{step}")
            shown = 200 if step in ("", "people/", "questions/", "questions/internal/") else 403
            assert answer.status_code == (status or shown), (step, role)


def test_a_clerk_sees_the_waves_and_begins_none(as_: Pages, people: dict[str, Person]) -> None:
    assert as_("clerk").get("/processes/agenda/surveys/").status_code == 200
    assert as_("clerk").post("/processes/agenda/surveys/", {"name": "x", "kind": "main"}).status_code == 403
    assert not Wave.objects.exists()
