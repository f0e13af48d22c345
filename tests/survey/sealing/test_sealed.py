"""A sealed answer has one length, shows nothing, opens with one key only, and is a whole answer or none."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable

import pytest
from nacl.public import PublicKey, SealedBox

from obverse.survey.sealing import keys, sealed
from obverse.survey.sealing.sealed import LENGTH, PADDED, BadReceipt, TooLong, Unreadable
from tests.survey.sealing.conftest import Sealing

CANARY = "canary-9f31-écureuil"


@pytest.fixture(scope="module")
def secret(sealing: Sealing) -> bytes:
    return keys.restore(sealing.key.shares[:2], sealing.key.public)


def test_a_thousand_answers_of_any_size_have_one_length(sealing: Sealing) -> None:
    chance = random.Random(5)  # noqa: S311 - only sizes are drawn
    lengths = {
        len(sealed.seal({"text": "é" * chance.randrange(0, 4000), "n": number}, sealing.key.public))
        for number in range(1000)
    }
    assert lengths == {LENGTH}


def test_what_was_sealed_comes_back(sealing: Sealing, secret: bytes) -> None:
    record = {"stratum": 3, "answers": [["before", "V01", "4"]], "text": CANARY, "end": "  "}
    assert sealed.unseal(sealed.seal(record, sealing.key.public), secret) == record


def test_the_longest_answer_fits_and_one_byte_more_is_refused_with_a_letter(sealing: Sealing) -> None:
    room = PADDED - len(sealed.canonical({"t": ""}))
    assert len(sealed.seal({"t": "x" * room}, sealing.key.public)) == LENGTH
    with pytest.raises(TooLong) as refused:
        sealed.seal({"t": "x" * (room + 1)}, sealing.key.public)
    assert refused.value.letter("en") != refused.value.letter("fr")
    assert "xx" not in refused.value.letter("en")


def test_no_byte_of_an_answer_is_in_its_sealed_form(sealing: Sealing) -> None:
    ciphertext = sealed.seal({"text": CANARY * 50}, sealing.key.public)
    for size in (8, len(CANARY.encode())):
        pieces = {CANARY.encode()[at : at + size] for at in range(len(CANARY.encode()) - size + 1)}
        assert not any(piece in ciphertext for piece in pieces)


def test_the_same_answer_never_looks_the_same_so_a_receipt_shows_nothing(sealing: Sealing) -> None:
    receipts = {sealed.receipt(sealed.seal({"n": 1}, sealing.key.public)) for _ in range(200)}
    assert len(receipts) == 200


def test_a_receipt_is_the_beginning_of_what_sha256sum_prints() -> None:
    assert sealed.receipt(b"x").replace("-", "").lower() == hashlib.sha256(b"x").hexdigest()[:16]


@pytest.mark.parametrize("text", ["e3b0c44298fc1c14", "E3B0 C442 98FC 1C14", "e3bO-c442–98fc-1c14 "])
def test_a_receipt_may_be_typed_in_any_way(text: str) -> None:
    assert sealed.plain_receipt(text) == "E3B0C44298FC1C14"


@pytest.mark.parametrize("text", ["", "E3B0", "G" * 16, "E" * 17, "٣" * 16, "E" * 100_000])
def test_what_is_no_receipt_is_refused_with_a_letter(text: str) -> None:
    with pytest.raises(BadReceipt) as refused:
        sealed.plain_receipt(text)
    assert refused.value.letter("en") != refused.value.letter("fr")


def test_another_key_opens_nothing(sealing: Sealing) -> None:
    other = keys.new_key()
    with pytest.raises(Unreadable):
        sealed.unseal(sealing.some(1)[0], keys.restore(other.shares[:2], other.public))


def test_a_flipped_bit_anywhere_in_an_answer_closes_it(sealing: Sealing, secret: bytes) -> None:
    ciphertext = sealing.some(1)[0]
    for place in [*range(80), *range(80, LENGTH, 97), LENGTH - 1]:
        for bit in range(8):
            changed = bytearray(ciphertext)
            changed[place] ^= 1 << bit
            with pytest.raises(Unreadable):
                sealed.unseal(bytes(changed), secret)


PLAIN: list[bytes] = [
    b"",
    b"\xff" * PADDED,
    b"[]".ljust(PADDED),
    b"null".ljust(PADDED),
    b'{"a":1}',
    b'{"a": 1}'.ljust(PADDED),
    b'{"a":1,"a":2}'.ljust(PADDED),
    b'{"b":1,"a":2}'.ljust(PADDED),
    b'{"a":NaN}'.ljust(PADDED),
    b'{"a":1}'.ljust(PADDED, b"\n"),
    b'{"a":1}'.ljust(PADDED - 1),
    b'{"a":"\\ud800"}'.ljust(PADDED),
    b"[" * PADDED,
    (b'{"a":' + b"9" * 6000 + b"}").ljust(PADDED),
    json.dumps({"a": "é"}).encode().ljust(PADDED),
]


@pytest.mark.parametrize("plain", PLAIN)
def test_what_was_sealed_by_others_than_us_is_unreadable_and_never_a_crash(
    plain: bytes, sealing: Sealing, secret: bytes
) -> None:
    with pytest.raises(Unreadable):
        sealed.unseal(SealedBox(PublicKey(sealing.key.public)).encrypt(plain), secret)


@pytest.mark.parametrize("broken", [b"", b"x", bytes(47), bytes(48), bytes(LENGTH), bytes(LENGTH + 1)])
def test_what_is_no_box_is_unreadable(broken: bytes, secret: bytes) -> None:
    with pytest.raises(Unreadable):
        sealed.unseal(broken, secret)


@pytest.mark.parametrize(
    "make", [lambda: {"a": float("nan")}, lambda: {"a": {1, 2}}, lambda: {"a": "\ud800"}]
)
def test_what_json_cannot_say_is_not_sealed(make: Callable[[], dict[str, object]], sealing: Sealing) -> None:
    with pytest.raises((ValueError, TypeError)):
        sealed.seal(make(), sealing.key.public)
