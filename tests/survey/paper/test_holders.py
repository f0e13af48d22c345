"""The sheet of a holder: all words in order on one page, and how to keep them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from obverse.survey.paper.holders import Part, holder_sheet
from obverse.survey.sealing.keys import digest, new_key, restore
from tests.survey.paper.pages import assert_accessible, pages, text

KEY = new_key()
PART = Part(
    wave="Exampleton <spring> & more (synthetic)",
    number=1,
    holders=3,
    needed=2,
    digest=digest(KEY.public),
    auditor="Example Audit (synthetic)",
    last_day=dt.date(2030, 5, 1),
    holder="Ombudsman’s office",
)


def words(pdf: bytes) -> str:
    """What somebody types who reads the words from the sheet by their numbers."""
    _, _, said = text(pdf).partition("The words, in this order")
    said, _, _ = said.partition("How to keep it")
    numbered = dict(re.findall(r"(\d{1,2}) ([a-z]+)", said))
    return " ".join(numbered[str(place)] for place in range(1, 34))


def test_two_sheets_open_what_was_sealed() -> None:
    typed = [words(holder_sheet(share, PART, "en")) for share in KEY.shares[:2]]
    assert typed == KEY.shares[:2]
    assert restore(typed, KEY.public)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sheet_is_one_page_that_says_which_key_it_is_of(language: str) -> None:
    pdf = holder_sheet(KEY.shares[0], PART, language)
    (said,) = pages(pdf)
    assert [one for one in (PART.wave, PART.holder, PART.digest, PART.auditor) if one not in said] == []
    assert_accessible(pdf, language)
    assert holder_sheet(KEY.shares[0], PART, language) == pdf


def test_a_sheet_does_not_promise_what_is_not_so() -> None:
    usual = text(holder_sheet(KEY.shares[0], PART, "en"))
    assert "As long as 2 other parts are there" in usual
    everybody = text(holder_sheet(KEY.shares[0], replace(PART, needed=3), "en"))
    assert "Every part is needed" in everybody
    alone = text(holder_sheet(KEY.shares[0], replace(PART, needed=1, holders=1), "en"))
    assert "whoever has them can open the answers alone" in alone
    assert "fewer tell nothing" not in alone
