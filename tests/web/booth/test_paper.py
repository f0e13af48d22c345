"""Forms from paper: typed twice, balanced, sealed all together or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.survey.sealing import codes
from obverse.web.booth import paper
from obverse.web.booth.paper import Batch, Garbled
from obverse.web.booth.patience import Bucket
from obverse.web.journal.models import Entry
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Wave
from tests.web.booth.waves import Fields, Town, as_posted, filled, open_wave, words_of

FORM = "application/x-www-form-urlencoded"
As = Callable[[str], Client]


@pytest.fixture
def town(process: Process, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("obverse.web.booth.patience.DELAY", 0.0)
    monkeypatch.setattr(paper, "misses", Bucket())
    held = open_wave(process, each=14)
    yield held
    held.kept.destroy(held.wave.address)


class Desk:
    """Somebody who types in a batch."""

    def __init__(self, browser: Client, town: Town) -> None:
        self.browser, self.town = browser, town
        self.path = f"/processes/{town.wave.process.slug}/surveys/{town.wave.pk}/paper/"
        self.html, self.status = "", 0

    def press(self, act: str, **typed: Any) -> str:
        """Press a button of the page; its hidden fields travel along."""
        hidden = {
            name: value for name, value in Fields(self.html).hidden.items() if name != "csrfmiddlewaretoken"
        }
        told = {**hidden, **typed, "act": act}
        answer = self.browser.post(self.path, as_posted(told), content_type=FORM)
        assert answer.headers["Cache-Control"].startswith("no-store")
        self.html, self.status = answer.content.decode(), answer.status_code
        return words_of(self.html)

    def form(self, seed: int, **typed: str) -> dict[str, Any]:
        """What stands on the paper whose form is on the page."""
        hidden = Fields(self.html).hidden
        return {name: one for name, one in filled(self.html, seed, **typed).items() if name not in hidden}

    def begin(self, count: int = 12, stratum: int = 2) -> str:
        return self.press("slips", codes="\n".join(map(codes.grouped, self.town.codes[stratum][:count])))

    def type_first(self, count: int) -> None:
        for place in range(count):
            self.press("number", number=f"{place:04d}")
            self.press("first", **self.form(place))
            assert self.status == 200


@pytest.fixture
def desk(as_: As, town: Town) -> Desk:
    return Desk(as_("clerk"), town)


def test_a_batch_goes_in_whole(desk: Desk, town: Town) -> None:
    desk.begin()
    desk.type_first(10)
    assert "Lacking: 1" in desk.press("enough", **{"spoilt-illegible": "1"})
    said = desk.press("enough", **{"spoilt-illegible": "1", "spoilt-empty": "1"})
    assert "second entry" in said
    for place in range(10):
        desk.press("second", **desk.form(place))
    assert "The batch is complete" in desk.press("settle") or "complete" in words_of(desk.html)
    assert "10 forms were sealed" in desk.press("keep")
    entry = Entry.objects.get(what="booth.paper_kept")
    assert entry.details == {
        "slips": 12,
        "forms": 10,
        "spoilt": {"illegible": 1, "empty": 1, "foreign": 0},
    }
    records = town.records()
    assert len(records) == 10
    assert all(one["paper"] and one["stratum"] == 2 and one["phase"] == "" for one in records)
    assert town.kept.spent(town.wave.address) == {2: 12}


def test_what_differs_between_the_entries_is_looked_up_on_the_paper(desk: Desk, town: Town) -> None:
    desk.begin(10)
    desk.type_first(10)
    desk.press("enough")
    other = desk.form(0, hours="17", affected="cannot_say")
    said = desk.press("second", **other)
    assert desk.status == 422
    assert "The two entries differ here" in said
    assert desk.html.count("The first entry says") >= 2
    assert Fields(desk.html).ticked["hours"] == ["17"]
    desk.press("settle", **desk.form(0, hours="18", affected="3"))
    for place in range(1, 10):
        desk.press("second", **desk.form(place))
    desk.press("keep")
    answers = [record["answers"] for record in town.records()]
    assert any(["hours", "", "18"] in one and ["affected", "", "3"] in one for one in answers)
    assert not any(["hours", "", "17"] in one for one in answers)


def test_slips_that_cannot_be_taken_are_told_all_at_once(desk: Desk, town: Town) -> None:
    own = town.codes[2]
    given = filled(_asked(own[0]), 1)
    Client().post("/s/answer", as_posted(given), content_type=FORM)
    told = desk.press(
        "slips", codes="\n".join([own[0], own[1], own[1], "1234", codes.new_codes(1)[0], town.codes[1][0]])
    )
    assert desk.status == 422
    for letter in (
        "Line 1: with this code somebody has answered",
        "Line 3: this code stands in the list twice",
        "Line 4: This has 4 characters",
        "Line 5: This code is not known here",
        "2 good codes are too few",
        "different groups",
    ):
        assert letter in told
    assert own[1] in desk.html


def _asked(code: str) -> str:
    return Client().post("/s/", as_posted({"code": code}), content_type=FORM).content.decode()


def test_fewer_than_ten_slips_are_no_batch(desk: Desk) -> None:
    assert "9 good codes are too few" in desk.begin(9)
    assert "Number of form 1" in desk.begin(10)


def test_nothing_is_kept_where_one_code_was_used_meanwhile(desk: Desk, town: Town) -> None:
    desk.begin(10)
    desk.type_first(10)
    desk.press("enough")
    for place in range(10):
        desk.press("second", **desk.form(place))
    given = filled(_asked(town.codes[2][3]), 1)
    Client().post("/s/answer", as_posted(given), content_type=FORM)
    assert "Nothing of this batch was kept" in desk.press("keep")
    assert desk.status == 409
    assert len(town.records()) == 1
    assert not Entry.objects.filter(what="booth.paper_kept").exists()


def test_a_wrong_form_comes_back_as_it_was_typed(desk: Desk) -> None:
    desk.begin(10)
    assert "four digits" in desk.press("number", number="12")
    desk.press("number", number="0042")
    typed = desk.form(1, hours="often")
    desk.press("first", **typed)
    assert desk.status == 422
    assert Fields(desk.html).ticked["hours"] == ["often"]
    assert Fields(desk.html).ticked["affected"] == [typed["affected"]]


def test_a_slip_of_a_paper_form_answers_nothing_on_the_web(desk: Desk, town: Town) -> None:
    marks = [codes.mark(one, town.kept.pepper(town.wave.address) or b"") for one in town.codes[2][:10]]
    town.kept.put_paper(town.wave.address, marks, [])
    assert "a form on paper was handed in" in words_of(_asked(town.codes[2][0]))
    assert "Line 1: this slip was typed in before" in desk.begin(10)


def test_what_does_not_arrive_whole_is_begun_anew(desk: Desk, town: Town) -> None:
    desk.begin(10)
    whole = json.loads(Fields(desk.html).hidden["batch"])
    for broken in ("", "[]", "{", json.dumps(whole | {"codes": [1]}), json.dumps(whole | {"more": 1})):
        with pytest.raises(Garbled):
            Batch.read(broken)
    for broken in (
        whole,
        whole | {"stratum": 99, "spoilt": {"empty": 10}},
        whole | {"codes": [], "spoilt": {}},
    ):
        assert "begin the batch anew" in desk.press("keep", batch=json.dumps(broken))
        assert desk.status == 422
    assert town.records() == []


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("clerk", 200), ("auditor", 200), ("group", 403), ("stranger", 404)]
)
def test_paper_is_typed_by_those_who_may(as_: As, town: Town, role: str, status: int) -> None:
    assert (
        as_(role).get(f"/processes/{town.wave.process.slug}/surveys/{town.wave.pk}/paper/").status_code
        == status
    )


def test_paper_is_typed_while_the_wave_is_open(desk: Desk, town: Town) -> None:
    Wave.objects.update(state=Wave.State.CLOSED)
    assert "while the wave is open" in desk.begin(10)
