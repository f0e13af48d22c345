"""The letter: one sheet, the same for all, with nobody's name on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from obverse.survey.paper.letters import Invitation, letters, statement
from tests.survey.paper.pages import assert_accessible, pages, pictures, reader, text

OWN = Invitation(
    subject="the library <i>run</i> by A & B",
    place="Exampleton",
    body="Town of Exampleton (synthetic)",
    auditor="Example Audit (synthetic)",
    return_to=("1 Example Street", "00000 Exampleton"),
    phone="00 11 22",
    address="survey.example/s/abcdefghjk",
    last_day=dt.date(2030, 5, 1),
    holders=("Town clerk’s office", "Example Audit", "Ombudsman’s office"),
    hours="Monday to Friday, 9 to 17",
)
LANGUAGES = ("en", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_reminder", [False, True])
def test_a_letter_is_one_sheet_and_says_what_has_to_be_said(language: str, is_reminder: bool) -> None:
    pdf = letters(replace(OWN, is_reminder=is_reminder), language)
    assert len(pages(pdf)) == 1
    wanted = [OWN.subject, OWN.place, OWN.body, OWN.auditor, OWN.phone, OWN.address, OWN.hours, *OWN.holders]
    wanted += ["10 minutes", {"en": "1 May 2030", "fr": "1er mai 2030"}[language], *OWN.return_to]
    said = text(pdf)
    # An address may be broken at the end of a line, at its slashes.
    assert [one for one in wanted if "".join(one.split()) not in "".join(said.split())] == []
    everybody = {"en": "goes to everybody", "fr": "à toutes les personnes"}[language]
    assert (everybody in said) is is_reminder


def test_help_by_telephone_is_never_that_of_the_body_that_is_audited() -> None:
    assert f"It is never {OWN.body} that answers the telephone." in text(letters(OWN, "en"))


@pytest.mark.parametrize(("language", "is_left"), [("en", True), ("fr", False)])
def test_the_window_of_the_envelope_is_empty(language: str, is_left: bool) -> None:
    # The window is 45 mm high and begins 50 mm below the edge; the line that tells where to return to is above it.
    page = pictures(letters(OWN, language), dpi=72)[0]
    points = 72 / 25.4
    left, right = (20, 105) if is_left else (105, 195)
    window = page.crop((round(left * points), round(50 * points), round(right * points), round(90 * points)))
    assert window.getextrema() == (255, 255)


def test_who_would_have_to_work_together_names_the_number_and_the_holders() -> None:
    some = " ".join(statement(OWN, "en"))
    assert "2 of these 3 together: Town clerk’s office; Example Audit; Ombudsman’s office" in some
    alone = " ".join(statement(replace(OWN, holders=("Example Audit",), needed=1), "en"))
    assert "by one alone: Example Audit" in alone


def test_a_statement_of_the_wave_replaces_ours() -> None:
    said = text(letters(replace(OWN, statement=("Just this sentence.",), why="Only because."), "en"))
    assert "Just this sentence." in said
    assert "Only because." in said
    assert "together" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_read_aloud_and_always_has_the_same_bytes(language: str) -> None:
    pdf = letters(OWN, language)
    assert_accessible(pdf, language)
    assert letters(OWN, language) == pdf
    metadata = reader(pdf).metadata
    assert metadata is not None
    assert OWN.subject in str(metadata.title)
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(metadata)
