"""Any two of three parts give the key back, one never does, and every mistake on a sheet is told."""

from __future__ import annotations

import itertools

import pytest
from shamir_mnemonic import generate_mnemonics  # type: ignore[import-untyped]  # ships no types
from shamir_mnemonic.share import Share  # type: ignore[import-untyped]  # ships no types

from obverse.survey.sealing import keys, sealed
from obverse.survey.sealing.keys import BadKey, BadShares, Key


@pytest.fixture(scope="module")
def key() -> Key:
    return keys.new_key()


def refusal(shares: list[str], key: Key) -> str:
    with pytest.raises(BadShares) as refused:
        keys.restore(shares, key.public)
    assert refused.value.letter("en") != refused.value.letter("fr")
    return refused.value.kind


def test_any_two_of_three_parts_give_the_key_back(key: Key) -> None:
    secrets = {keys.restore(some, key.public) for some in itertools.permutations(key.shares, 2)}
    assert len(secrets) == 1
    assert secrets == {keys.restore(key.shares, key.public)}
    assert sealed.unseal(sealed.seal({"n": 1}, key.public), secrets.pop()) == {"n": 1}


def test_no_single_part_gives_the_key(key: Key) -> None:
    for share in key.shares:
        assert refusal([share], key) == "shares_few"
        assert refusal([share, share], key) == "shares_twice"


def test_a_part_is_not_the_secret_in_other_words(key: Key) -> None:
    secret = keys.restore(key.shares[:2], key.public)
    for share in key.shares:
        assert Share.from_mnemonic(share).value != secret


def test_three_of_five_work_alike() -> None:
    key = keys.new_key(3, 5)
    for some in itertools.combinations(key.shares, 3):
        assert keys.restore(some, key.public)
    assert refusal(key.shares[:2], key) == "shares_few"


def test_one_of_one_is_possible_for_tests() -> None:
    key = keys.new_key(1, 1)
    assert keys.restore(key.shares, key.public)


@pytest.mark.parametrize(("needed", "holders"), [(0, 1), (1, 2), (3, 2), (2, 17), (-1, -1)])
def test_numbers_that_do_not_go_together_are_refused(needed: int, holders: int) -> None:
    with pytest.raises(BadKey) as refused:
        keys.new_key(needed, holders)
    assert refused.value.letter("en") != refused.value.letter("fr")


def test_the_parts_never_show_in_print(key: Key) -> None:
    assert not any(share in repr(key) or share.split()[20] in repr(key) for share in key.shares)


def test_four_letters_numbers_and_line_ends_are_enough(key: Key) -> None:
    typed = [
        "\n".join(f"{number}. {word[:4].upper()}" for number, word in enumerate(share.split(), start=1))
        for share in key.shares[:2]
    ]
    assert keys.restore(typed, key.public) == keys.restore(key.shares[:2], key.public)


def test_a_mistake_on_a_sheet_is_told_with_its_place_and_without_its_words(key: Key) -> None:
    words = key.shares[1].split()
    swapped = [*words[:9], words[10], words[9], *words[11:]]
    unknown = [*words[:9], "zebraz", *words[10:]]
    first = key.shares[0]
    assert refusal([first, " ".join(swapped)], key) in {"share_check", "shares_mixed"}
    assert refusal([first, " ".join(words[:-1])], key) == "share_length"
    assert refusal([first, ""], key) == "share_length"
    with pytest.raises(BadShares) as refused:
        keys.restore([first, " ".join(unknown)], key.public)
    assert refused.value.details == {"place": "2", "number": "10"}
    # The right beginning is not enough where more was written.
    longer = [*words[:9], f"{words[9]}x", *words[10:]]
    assert refusal([first, " ".join(longer)], key) == "share_word"


def test_every_single_wrong_word_is_noticed(key: Key) -> None:
    words = key.shares[0].split()
    for place in range(keys.WORDS):
        other = "academic" if words[place] != "academic" else "zero"
        with pytest.raises(BadShares):
            keys.check_words(" ".join([*words[:place], other, *words[place + 1 :]]))
    keys.check_words(key.shares[0])


def test_parts_of_two_keys_are_told_apart(key: Key) -> None:
    other = keys.new_key()
    assert refusal([key.shares[0], other.shares[1]], key) == "shares_mixed"
    assert refusal(other.shares[:2], key) == "shares_other_key"
    assert refusal([], key) == "shares_none"


def test_a_part_that_asks_for_hours_of_computing_is_refused_at_once(key: Key) -> None:
    (slow,) = generate_mnemonics(1, [(1, 1)], bytes(32), iteration_exponent=0)
    part = Share.from_mnemonic(slow[0])
    hours = Share(part.identifier, True, 15, 0, 1, 1, 0, 1, part.value).mnemonic()
    assert refusal([hours], key) == "shares_mixed"


def test_garbage_never_crashes() -> None:
    for text in ("\x00", "é" * 5000, "a " * 100_000, "\ud800", "academic " * 33):
        with pytest.raises(BadShares):
            keys.combined([text])


def test_the_file_of_the_public_key_comes_back_and_notices_changes(key: Key) -> None:
    text = keys.write_public(key)
    told = keys.read_public(text)
    assert (told.public, told.needed, told.holders) == (key.public, 2, 3)
    assert keys.read_public("\ufeff" + text.replace("\n", "\r\n")) == told
    place = text.index("public ") + 10
    flipped = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
    for wrong in (
        flipped,
        "",
        text * 2,
        text.replace("2 of 3", "9 of 3"),
        text.replace("1\n", "2\n", 1),
        "x" * 10**6,
    ):
        with pytest.raises(BadKey) as refused:
            keys.read_public(wrong)
        assert refused.value.letter("en") != refused.value.letter("fr")


@pytest.mark.parametrize("start", [0, 1])
def test_a_key_that_seals_nothing_is_refused(start: int) -> None:
    weak = Key(bytes([start]) + bytes(31), ["", ""], 2)
    with pytest.raises(BadKey) as refused:
        keys.read_public(keys.write_public(weak))
    assert refused.value.kind == "key_weak"


def test_the_secret_is_in_no_file_of_the_public_key(key: Key) -> None:
    secret = keys.restore(key.shares[:2], key.public)
    assert secret.hex() not in keys.write_public(key)
