"""A holder's sheet carries one part and can be typed back from paper."""

from __future__ import annotations

import pytest

from obverse.survey.sealing import keys, sheets
from obverse.survey.sealing.keys import BadShares
from tests.survey.sealing.conftest import Sealing


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_sheets_give_the_key_back(sealing: Sealing, language: str) -> None:
    typed = [sheets.words_on(sheets.sheet(sealing.key, number, "a wave", language)) for number in (1, 3)]
    assert keys.restore(typed, sealing.key.public)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sheet_holds_its_own_part_only_and_names_wave_and_key(sealing: Sealing, language: str) -> None:
    text = sheets.sheet(sealing.key, 2, "wave of tests", language)
    assert "wave of tests" in text
    assert keys.shown_digest(sealing.key.public) in text
    for other in (sealing.key.shares[0], sealing.key.shares[2]):
        # The first three words name the key and are the same on all sheets.
        assert not set(other.split()[4:]) <= set(text.split())


def test_the_sheet_of_one_holder_says_that_it_is_the_whole_key() -> None:
    alone = keys.new_key(1, 1)
    assert "WHOLE KEY" in sheets.sheet(alone, 1, "test", "en")
    assert "CLÉ ENTIÈRE" in sheets.sheet(alone, 1, "test", "fr")


def test_words_typed_in_any_layout_are_read(sealing: Sealing) -> None:
    part = sealing.key.shares[0]
    numbered = "\r\n".join(f"{at}) {word.upper()}" for at, word in enumerate(part.split(), start=1))
    assert sheets.words_on(numbered) == part
    assert sheets.words_on(part) == part


def test_a_number_left_out_or_twice_is_told(sealing: Sealing) -> None:
    text = sheets.sheet(sealing.key, 1, "a wave", "en")
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if line.strip().startswith("1 "))
    for wrong in (
        "\n".join(lines[:first] + lines[first + 1 :]),
        "\n".join([*lines[: first + 1], *lines[first:]]),
    ):
        with pytest.raises(BadShares) as refused:
            sheets.words_on(wrong)
        assert refused.value.letter("en") != refused.value.letter("fr")
