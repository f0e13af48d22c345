"""Somebody with a code answers: what they see, what is kept, and what they are told when something does not work."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.survey.sealing import codes, sealed
from obverse.web.booth import entering, views
from obverse.web.booth.patience import Bucket
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Wave
from tests.web.booth.waves import Fields, Town, as_posted, filled, open_wave, words_of

FORM = "application/x-www-form-urlencoded"
Page = Callable[..., str]


@pytest.fixture
def town(process: Process) -> Any:
    """A wave that takes answers."""
    held = open_wave(process)
    yield held
    held.kept.destroy(held.wave.address)


@pytest.fixture(autouse=True)
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """Wrong codes of this test alone, which nobody waits for."""
    own = Bucket()
    monkeypatch.setattr("obverse.web.booth.patience.DELAY", 0.0)
    monkeypatch.setattr(entering, "misses", own)
    return own


def send(path: str, **typed: Any) -> Any:
    """Post a form in a browser that was never here before."""
    return Client().post(path, as_posted(typed), content_type=FORM)


def questions(town: Town, stratum: int = 2, place: int = 0, **typed: str) -> str:
    answer = send("/s/", code=town.codes[stratum][place], **typed)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_answer_is_sealed_and_comes_back_as_it_was_given(town: Town) -> None:
    for stratum in (1, 2, 3):
        given = filled(questions(town, stratum), stratum)
        answer = send("/s/answer", **given)
        assert answer.status_code == 200
        assert "Thank you" in words_of(answer.content.decode())
    records = town.records()
    assert sorted((one["stratum"], one["variant"]) for one in records) == [
        (1, "internal"),
        (2, "participant"),
        (3, "non_participant"),
    ]
    assert all(one["paper"] is False and one["phase"] == "before_reminder" for one in records)
    last = next(one for one in records if one["stratum"] == 3)
    assert {"affected", "heard"} <= {item for item, _, _ in last["answers"]}
    assert ["affected", "", given["affected"]] in last["answers"]


@pytest.mark.parametrize("spelled", ["{0}", " {1} ", "{2}", "{3}"])
def test_a_code_may_be_typed_carelessly(town: Town, spelled: str) -> None:
    code = town.codes[1][0]
    careless = code.lower().replace("0", "o").replace("1", "l")
    typed = spelled.format(code, codes.grouped(code), codes.grouped(code).replace("-", " ").lower(), careless)
    assert send("/s/", code=typed).status_code == 200


def test_the_same_person_sees_the_same_form_again(town: Town) -> None:
    once, again = Fields(questions(town)).found, Fields(questions(town)).found
    assert list(once) == list(again)
    assert any(list(Fields(questions(town, 2, place)).found) != list(once) for place in (1, 2, 3))


def test_the_last_answer_counts_and_the_first_is_shown_to_nobody(town: Town) -> None:
    words = "A hedge that nobody else mentions"
    given = filled(questions(town), 1)
    first = next(name for name, (kind, _) in Fields(questions(town)).found.items() if kind == "text")
    send("/s/answer", **given | {first: "7"})
    page = questions(town)
    assert "already answered with this code" in words_of(page)
    assert Fields(page).ticked == {}
    answer = send("/s/answer", **given | {first: "9"})
    assert "replaces the earlier one" in words_of(answer.content.decode())
    (record,) = town.records()
    assert [value for item, _, value in record["answers"] if item == first] == ["9"]
    assert words not in str(record)


def test_a_receipt_is_that_of_what_was_kept(town: Town) -> None:
    given = filled(questions(town), 2)
    page = words_of(send("/s/answer", **given).content.decode())
    town.kept.close(town.wave.address)
    (kept,) = town.kept.sealed(town.wave.address)
    assert sealed.receipt(kept) in page


def test_whatever_is_wrong_comes_back_with_all_that_was_typed(town: Town) -> None:
    given = filled(questions(town), 3, hours="many", out_of_pocket="1000000000000")
    answer = send("/s/answer", **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    fields = Fields(page)
    for name, value in given.items():
        if name in fields.found:
            assert fields.ticked[name] == (value if isinstance(value, list) else [value])
    assert page.count('aria-invalid="true"') == 2
    for field in ("hours", "out_of_pocket"):
        own = page.split(f'name="{field}"')[1].split(">")[0]
        named = own.split('aria-describedby="')[1].split('"')[0].split()
        assert any(name.endswith("-fault") and f'id="{name}"' in page for name in named)
    assert town.records() == []


@pytest.mark.parametrize(
    ("typed", "letter"),
    [
        ("", "No code was typed"),
        ("12", "This has 2 characters"),
        ("1111-1111-1111-12", "typing mistake"),
        ("ABCU-1111-1111-11", "is in no code"),
    ],
)
def test_a_slip_of_the_pen_gets_a_letter_and_no_penalty(
    town: Town, bucket: Bucket, typed: str, letter: str
) -> None:
    answer = send("/s/", code=typed)
    assert answer.status_code == 422
    assert letter in words_of(answer.content.decode())
    assert bucket.left == pytest.approx(20, abs=0.5)


def test_an_unknown_code_is_told_so(town: Town, bucket: Bucket) -> None:
    page = send("/s/", code=codes.new_codes(1)[0])
    assert page.status_code == 422
    assert "This code is not known here" in words_of(page.content.decode())
    assert bucket.left < 19.5


@pytest.mark.parametrize(
    "state", [Wave.State.DRAFT, Wave.State.CLOSED, Wave.State.ABANDONED, Wave.State.LOADED]
)
def test_only_an_open_wave_takes_answers(town: Town, state: str) -> None:
    given = filled(questions(town), 4)
    Wave.objects.update(state=state)
    for path, typed in (("/s/", {"code": given["code"]}), ("/s/answer", given)):
        answer = send(path, **typed)
        assert answer.status_code in (410, 422)
        said = "has not begun" if state == Wave.State.DRAFT else "is over"
        assert said in words_of(answer.content.decode())
    assert town.records() == []


@pytest.mark.parametrize("years", [-30, 30])
def test_no_clock_decides_whether_answers_are_taken(town: Town, years: int) -> None:
    day = dt.date(2026 + years, 6, 1)
    Wave.objects.update(opens_on=day, closes_on=day, opened_at=dt.datetime(2026 + years, 6, 1, tzinfo=dt.UTC))
    answer = send("/s/answer", **filled(questions(town), 5))
    assert answer.status_code == 200
    Wave.objects.update(reminded_on=day)
    send("/s/answer", **filled(questions(town, 1), 5))
    assert sorted(one["phase"] for one in town.records()) == ["after_reminder", "before_reminder"]


def test_an_answer_that_meets_the_close_is_told_so(town: Town) -> None:
    given = filled(questions(town), 6)
    town.kept.close(town.wave.address)
    answer = send("/s/answer", **given)
    assert answer.status_code == 410
    assert town.records() == []


def test_after_the_codes_were_destroyed_nothing_is_known_any_more(town: Town) -> None:
    town.kept.destroy(town.wave.address)
    page = send("/s/", code=town.codes[1][0])
    assert "have been destroyed" in words_of(page.content.decode())


def test_a_full_disc_leaves_what_was_typed_on_the_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    given = filled(questions(town), 7)

    class Full:
        def __getattr__(self, name: str) -> Any:
            if name == "put":
                raise OSError(28, "No space left on device")
            return getattr(town.kept, name)

    monkeypatch.setattr(views, "store", Full)
    answer = send("/s/answer", **given)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "could not be kept" in words_of(page)
    assert Fields(page).ticked["affected"] == [given["affected"]]


def test_the_page_speaks_french_by_a_link_and_by_a_button(town: Town, page: Page) -> None:
    assert "Saisissez votre code" in page(Client().get("/s/?language=fr"))
    assert 'lang="fr"' in page(Client().get("/s/", headers={"accept-language": "fr-FR,fr"}))
    asked = questions(town, language="fr")
    assert "Qui pourrait connaître vos réponses" in words_of(asked)
    assert "Merci" in words_of(send("/s/answer", **filled(asked, 8)).content.decode())


def test_the_length_of_the_thanks_tells_nothing_about_the_answers(town: Town) -> None:
    given = filled(questions(town), 9)
    fields = Fields(questions(town)).found
    least = {name: value for name, value in given.items() if name in ("code", "language")}
    most = given | {name: "x" * 400 for name, (kind, _) in fields.items() if kind == "textarea"}
    send("/s/answer", **least)
    assert len({len(send("/s/answer", **typed).content) for typed in (least, most, given)}) == 1
    town.kept.close(town.wave.address)
    assert {len(one) for one in town.kept.sealed(town.wave.address)} == {sealed.LENGTH}


def test_anything_but_our_forms_is_turned_away_before_it_is_read(town: Town) -> None:
    for path in ("/s/", "/s/answer"):
        answer = Client().post(path, {"code": town.codes[1][0]})
        assert answer.status_code == 400
    many = "&".join(f"a{number}=1" for number in range(6_000))
    assert Client().post("/s/answer", many, content_type=FORM).status_code == 400
    assert Client().get("/s/answer").status_code == 405


def test_the_receipts_stand_there_after_the_close_and_not_before(town: Town, page: Page) -> None:
    send("/s/answer", **filled(questions(town), 10))
    address = f"/s/{town.wave.address}/receipts"
    town.kept.close(town.wave.address)
    (kept,) = town.kept.sealed(town.wave.address)
    digest = hashlib.sha256(kept).hexdigest()
    Wave.objects.update(receipts=[digest])
    assert sealed.receipt(kept) not in page(Client().get(address))
    Wave.objects.update(state=Wave.State.CLOSED, batch_digest="ab" * 32)
    listed = page(Client().get(address))
    assert f"<li>{sealed.receipt(kept)}</li>" in listed
    assert "ab" * 32 in listed
    careless = sealed.receipt(kept).lower().replace("-", " ")
    assert "this answer was counted" in words_of(send(address, receipt=careless).content.decode())
    assert "is not in the list" in words_of(send(address, receipt="0000-0000-0000-0000").content.decode())
    assert send(address, receipt="no receipt").status_code == 422


def test_a_wave_has_a_page_once_it_is_open(town: Town, page: Page) -> None:
    address = f"/s/{town.wave.address}/"
    shown = words_of(page(Client().get(address)))
    assert "The 2030 Agenda of Exampleton (synthetic)" in shown
    assert "Town of Exampleton (synthetic)" in shown
    for state in (Wave.State.DRAFT, Wave.State.ABANDONED):
        Wave.objects.update(state=state)
        assert Client().get(address).status_code == 404
    assert Client().get("/s/nothere222/").status_code == 404
