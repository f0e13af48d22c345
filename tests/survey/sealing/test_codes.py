"""Codes are chance, forgive handwriting, notice every slip of the pen, and leave only a hash behind."""

from __future__ import annotations

import itertools

import pytest

from obverse.survey.sealing import codes
from obverse.survey.sealing.codes import ALPHABET, LENGTH, BadCode

PEPPER = bytes(range(32))


def refusal(text: str) -> str:
    with pytest.raises(BadCode) as refused:
        codes.normalised(text)
    assert refused.value.letter("en") != refused.value.letter("fr")
    return refused.value.kind


def test_a_thousand_codes_are_different_and_pass_their_own_check() -> None:
    made = codes.new_codes(1000)
    assert len(set(made)) == 1000
    assert [codes.normalised(code) for code in made] == made


def test_every_random_place_takes_every_character() -> None:
    made = codes.new_codes(3000)
    for place in range(codes.RANDOM):
        assert {code[place] for code in made} == set(ALPHABET)


def test_no_one_or_two_wrong_characters_anywhere_pass_the_check() -> None:
    # The check is linear: an error passes exactly if the error by itself leaves no remainder, whatever the code was.
    def passes(*wrong: tuple[int, int]) -> bool:
        values = [0] * LENGTH
        for place, value in wrong:
            values[place] = value
        return not any(codes._remainders(values))

    values = range(1, 32)
    assert not any(passes((place, value)) for place in range(LENGTH) for value in values)
    pairs = [
        passes((left, one), (right, other))
        for left, right in itertools.combinations(range(LENGTH), 2)
        for one, other in itertools.product(values, values)
    ]
    assert len(pairs) == 91 * 31 * 31
    assert not any(pairs)


def test_the_check_is_linear() -> None:
    one, other = (["0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(c) for c in code] for code in codes.new_codes(2))
    summed = [left ^ right for left, right in zip(one, other, strict=True)]
    assert codes._remainders(summed) == (0, 0)
    one[3] ^= 7
    summed[3] ^= 7
    assert codes._remainders(one) == codes._remainders(summed) != (0, 0)


def test_a_real_code_with_one_wrong_character_or_two_swapped_is_refused() -> None:
    code = codes.new_codes(1)[0]
    for place in range(LENGTH):
        for character in set(ALPHABET) - {code[place]}:
            assert refusal(code[:place] + character + code[place + 1 :]) == "code_check"
    swapped = {
        code[:place] + code[place + 1] + code[place] + code[place + 2 :] for place in range(LENGTH - 1)
    } - {code}
    assert len(swapped) >= LENGTH // 2
    assert {refusal(text) for text in swapped} == {"code_check"}


def test_handwriting_is_forgiven() -> None:
    code = next(code for code in codes.new_codes(2000) if "0" in code and "1" in code)
    assert codes.normalised(code.replace("0", "O").replace("1", "l").lower()) == code
    assert codes.normalised(code.replace("1", "I")) == code
    for between in (" ", "-", "–", "\u00a0", " - ", ".", "\t"):
        assert codes.normalised(between.join(code[at : at + 4] for at in range(0, LENGTH, 4))) == code
    assert codes.normalised("".join(chr(ord(character) + 0xFEE0) for character in code)) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "code_empty"),
        (" - ", "code_empty"),
        ("ABCD", "code_length"),
        ("A" * 13, "code_length"),
        ("A" * 15, "code_length"),
        ("U" + "A" * 13, "code_character"),
        ("é" + "A" * 13, "code_character"),
        ("٣" * 14, "code_character"),
        ("\x00" * 14, "code_character"),
        ("\ud800" * 14, "code_character"),
        ("A" * 61, "code_long"),
        ("ß" * 14, "code_length"),
    ],
)
def test_what_is_no_code_is_refused_with_a_letter(text: str, kind: str) -> None:
    assert refusal(text) == kind


def test_no_letter_repeats_what_was_typed() -> None:
    code = codes.new_codes(1)[0]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(BadCode) as refused:
        codes.normalised(wrong)
    assert wrong not in refused.value.letter("en") + refused.value.letter("fr") + repr(refused.value.details)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_absurd_numbers_of_codes_are_refused(count: int) -> None:
    with pytest.raises(BadCode):
        codes.new_codes(count)


def test_a_mark_follows_from_code_and_pepper_and_is_not_the_key_of_the_form() -> None:
    one, other = codes.new_codes(2)
    assert codes.mark(one, PEPPER) == codes.mark(one, PEPPER)
    assert len({codes.mark(one, PEPPER), codes.mark(other, PEPPER), codes.mark(one, bytes(32))}) == 3
    assert codes.form_key(one, PEPPER) != codes.mark(one, PEPPER)
    assert len(codes.mark(one, PEPPER)) == len(codes.form_key(one, PEPPER)) == 32


def test_a_pepper_of_another_length_is_refused() -> None:
    assert len(codes.new_pepper()) == codes.PEPPER
    with pytest.raises(ValueError, match="32 bytes"):
        codes.mark("0" * 14, b"")


def test_a_month_of_guessing_hits_one_of_five_thousand_codes_once_in_millions() -> None:
    month = 20 * 86_400 * 30
    assert codes.chance_of_guessing(5_000, 1) == pytest.approx(4.3e-15, rel=0.02)
    assert codes.chance_of_guessing(5_000, month) < 2.3e-7
    assert codes.chance_of_guessing(5_000, 2**60) == 1.0


def test_ten_thousand_guesses_hit_none_of_a_thousand_marks() -> None:
    marks = {codes.mark(code, PEPPER) for code in codes.new_codes(1000)}
    assert not marks & {codes.mark(code, PEPPER) for code in codes.new_codes(10_000)}
