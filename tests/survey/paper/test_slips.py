"""Slips: a square that opens the page with the code, in an order that says nothing."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from obverse.survey.paper.slips import A_SHEET, slips
from obverse.survey.sealing.codes import grouped, new_codes, normalised
from tests.survey.paper.pages import assert_accessible, pages, pictures, squares, text

ADDRESS = "https://survey.example/s/abcdefghjk"
# Labels that would break a page in which they were not escaped.
MANY = A_SHEET + 1
RESIDENTS, STAFF = "Residents of A & B <b>", "Staff {{ 7 * 7 }}"


@cache
def codes() -> list[tuple[str, str]]:
    made = new_codes(MANY + 3)
    return [(RESIDENTS, code) for code in made[:MANY]] + [(STAFF, code) for code in made[MANY:]]


@cache
def printed(language: str = "en", seed: int = 1) -> bytes:
    return slips(
        codes(), ADDRESS, language, seed, subject="a library", last_day=dt.date(2030, 5, 1), phone="00 11 22"
    )


def order(pdf: bytes) -> list[str]:
    said = text(pdf)
    places = {code: said.index(grouped(code)) for _, code in codes()}
    return sorted(places, key=places.__getitem__)


def test_each_code_stands_on_one_slip_and_nowhere_else() -> None:
    said = text(printed())
    assert [code for _, code in codes() if said.count(grouped(code)) != 1] == []
    # Not as an alternative text, an address or a name inside the file either.
    assert [code for _, code in codes() if code.encode() in printed()] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_phone_reads_the_address_with_the_code_behind_it(language: str) -> None:
    wanted = [f"{ADDRESS}#{code}" for code in order(printed(language))]
    assert sorted(squares(printed(language))) == sorted(wanted)


def test_what_is_typed_from_a_slip_is_the_code() -> None:
    assert {normalised(grouped(code)) for _, code in codes()} == {code for _, code in codes()}


def test_the_order_of_the_slips_is_not_that_of_the_codes() -> None:
    given = [code for _, code in codes()]
    orders = {tuple(order(printed("en", seed))) for seed in range(1, 4)}
    assert len(orders) == 3
    assert tuple(given) not in orders
    assert tuple(sorted(given)) not in orders


def test_the_order_that_the_codes_came_in_changes_nothing() -> None:
    backwards = slips(
        [*reversed(codes()[:MANY]), *reversed(codes()[MANY:])],
        ADDRESS,
        "en",
        1,
        subject="a library",
        last_day=dt.date(2030, 5, 1),
        phone="00 11 22",
    )
    assert backwards == printed()


def test_without_a_seed_every_printing_has_an_order_of_its_own() -> None:
    assert len({tuple(order(slips(codes(), ADDRESS, "en"))) for _ in range(2)}) == 2


def test_the_slips_of_a_stratum_stand_on_sheets_of_their_own() -> None:
    own = {label: {grouped(code) for name, code in codes() if name == label} for label in (RESIDENTS, STAFF)}
    for page in pages(printed()):
        (label,) = [label for label in own if label in page]
        found = {code for both in own.values() for code in both if code in page}
        assert found
        assert found <= own[label]


def test_the_label_of_a_stratum_stands_once_on_a_sheet_and_on_no_slip() -> None:
    assert [page.count(RESIDENTS) + page.count(STAFF) for page in pages(printed())] == [1, 1, 1]


def test_nothing_is_cut_off_and_nothing_runs_into_the_next_slip() -> None:
    for language in ("en", "fr"):
        last = {"en": "change your answer later.", "fr": "modifier votre réponse."}[language]
        assert text(printed(language)).count(last) == len(codes())
        sheet = pictures(printed(language), dpi=72)[0]
        # Millimetres to points: the foot of the last row of slips, and the margin below it.
        points = 72 / 25.4
        width, height = sheet.size
        foot = sheet.crop((0, round((14 + 4 * 68 + 0.5) * points), width, height))
        assert foot.getextrema() == (255, 255)


def test_somebody_without_a_smartphone_is_told_whom_to_telephone() -> None:
    assert text(printed()).count("Telephone 00 11 22") == len(codes())


def test_the_same_slips_are_the_same_bytes() -> None:
    again = slips(
        codes(), ADDRESS, "en", 1, subject="a library", last_day=dt.date(2030, 5, 1), phone="00 11 22"
    )
    assert again == printed()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_slips_are_read_aloud(language: str) -> None:
    assert_accessible(printed(language), language)


def test_a_code_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        slips([*codes(), codes()[0]], ADDRESS, "en")


def test_an_address_that_has_a_fragment_or_a_question_already_is_refused() -> None:
    for address in (f"{ADDRESS}#x", f"{ADDRESS}?x=1"):
        with pytest.raises(ValueError, match="address"):
            slips(codes(), address, "en")
