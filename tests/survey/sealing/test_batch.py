"""A batch is the same whatever the order of its answers, is checked byte by byte, and shows nothing of them."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from obverse.survey.sealing import batch, sealed
from obverse.survey.sealing.batch import BadBatch
from tests.survey.sealing.conftest import WAVE, Sealing

chance = random.Random(7)  # noqa: S311 - only places to damage are drawn


@pytest.fixture(scope="module")
def answers(sealing: Sealing) -> list[bytes]:
    return sealing.some(12)


@pytest.fixture(scope="module")
def content(sealing: Sealing, answers: list[bytes]) -> bytes:
    return sealing.batch(answers)


def refusal(content: bytes) -> str:
    with pytest.raises(BadBatch) as refused:
        batch.read(content)
    assert refused.value.letter("en") != refused.value.letter("fr")
    return refused.value.kind


def test_the_order_in_which_answers_came_is_not_in_a_batch(sealing: Sealing, answers: list[bytes]) -> None:
    orders = [chance.sample(answers, len(answers)) for _ in range(20)]
    assert len({sealing.batch(order) for order in orders}) == 1


def test_what_was_written_is_read(sealing: Sealing, answers: list[bytes], content: bytes) -> None:
    read = batch.read(content)
    assert set(read.ciphertexts) == set(answers)
    assert (read.wave, read.root) == (WAVE, sealing.root(answers))
    assert batch.write(read.wave, read.ciphertexts, sealing.key.public) == content


def test_an_empty_batch_is_a_batch(sealing: Sealing) -> None:
    assert batch.read(sealing.batch([])).ciphertexts == ()


def test_the_root_is_what_sha256sum_says_of_the_published_list(
    sealing: Sealing, answers: list[bytes], tmp_path: Path
) -> None:
    published = tmp_path / "list.txt"
    published.write_text(batch.listing(WAVE, answers, sealing.key.public), encoding="utf-8")
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("this system has no sha256sum")
    said = subprocess.run([program, str(published)], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == sealing.root(answers)


def test_another_wave_key_or_answer_has_another_root(sealing: Sealing, answers: list[bytes]) -> None:
    roots = {
        batch.root(WAVE, answers, sealing.key.public),
        batch.root("another", answers, sealing.key.public),
        batch.root(WAVE, answers, bytes(32)),
        batch.root(WAVE, answers[1:], sealing.key.public),
        batch.root(WAVE, [*answers[1:], sealing.some(1)[0]], sealing.key.public),
    }
    assert len(roots) == 5


def test_every_receipt_of_the_batch_is_in_the_list_and_no_other(
    sealing: Sealing, answers: list[bytes]
) -> None:
    published = batch.listing(WAVE, answers, sealing.key.public)
    for answer in answers:
        assert batch.is_listed(sealed.receipt(answer).lower().replace("-", " "), published)
    assert not batch.is_listed(sealed.receipt(sealing.some(1)[0]), published)


def test_one_answer_left_out_misses_from_the_list(sealing: Sealing, answers: list[bytes]) -> None:
    for place, missing in enumerate(answers):
        published = batch.listing(WAVE, [*answers[:place], *answers[place + 1 :]], sealing.key.public)
        assert not batch.is_listed(sealed.receipt(missing), published)


def test_the_list_can_be_published_again_when_the_answers_are_destroyed(
    sealing: Sealing, answers: list[bytes]
) -> None:
    published = batch.listing(WAVE, answers, sealing.key.public)
    kept = batch.read_list(published)
    assert batch.published(WAVE, reversed(kept), sealing.key.public) == published


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-65],
        lambda text: text + "0" * 64 + "\n",
        lambda text: text.replace("count 12", "count 11"),
        lambda text: text.replace("list 1", "list 2"),
        lambda text: text.upper(),
        lambda _: "",
        lambda text: text[: -2 * 65] + text[-65:] + text[-2 * 65 : -65],
        lambda _: "0" * (batch.MOST_LIST_BYTES + 1),
    ],
)
def test_a_changed_list_is_refused_with_a_letter(
    change: object, sealing: Sealing, answers: list[bytes]
) -> None:
    assert callable(change)
    with pytest.raises(BadBatch) as refused:
        batch.read_list(change(batch.listing(WAVE, answers, sealing.key.public)))
    assert refused.value.letter("en") != refused.value.letter("fr")


def test_a_flipped_bit_anywhere_in_a_batch_is_noticed(content: bytes) -> None:
    head = content.index(b"\n\n") + 2
    line = (len(content) - head) // 12
    places = [
        *range(head),
        *(
            head + line * number + at
            for number in range(12)
            for at in (0, 1, line - 4, line - 3, line - 2, line - 1)
        ),
        *chance.sample(range(head, len(content)), 150),
    ]
    unnoticed = []
    for place in places:
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            try:
                read = batch.read(bytes(changed))
            except BadBatch:
                continue
            unnoticed.append((place, bit, read.wave))
    assert unnoticed == []


def test_a_batch_that_is_cut_lengthened_or_mixed_is_refused(content: bytes, sealing: Sealing) -> None:
    head = content.index(b"\n\n") + 2
    line = (len(content) - head) // 12
    first, second = content[head : head + line], content[head + line : head + 2 * line]
    rest = content[head + 2 * line :]
    assert refusal(content[:-1]) == "batch_count"
    assert refusal(content + b"\n") == "batch_count"
    assert refusal(content[: head + line]) == "batch_count"
    assert refusal(content[:head] + second + first + rest) == "batch_order"
    assert refusal(content[:head] + first + first + rest) == "batch_twice"
    assert refusal(content[:head] + b"!" + content[head + 1 :]) == "batch_line"
    other = sealing.batch(sealing.some(12))
    assert refusal(content[:head] + other[head:]) == "batch_root"


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"obverse survey batch 1\n",
        b"{}",
        b"obverse survey batch 1\nwave a\nkey b\n",
    ],
)
def test_what_is_no_batch_is_refused_with_a_letter(garbage: bytes) -> None:
    assert refusal(garbage) == "batch_form"


def test_a_count_of_millions_is_refused_before_anything_is_read(content: bytes) -> None:
    assert refusal(content.replace(b"count 12\n", b"count 999999\n")) == "batch_count"
    assert refusal(content.replace(b"count 12\n", b"count 9999999999\n")) == "batch_form"


def test_twice_the_same_answer_or_one_of_another_length_is_never_written(
    sealing: Sealing, answers: list[bytes]
) -> None:
    with pytest.raises(ValueError, match="twice"):
        sealing.batch([*answers, answers[0]])
    with pytest.raises(ValueError, match="length"):
        sealing.batch([b"short"])
    with pytest.raises(ValueError, match="address"):
        batch.write("../..", answers, sealing.key.public)


def test_no_byte_of_an_answer_is_in_a_batch(sealing: Sealing) -> None:
    canaries = [f"canary-{hashlib.sha256(bytes([n])).hexdigest()[:16]}" for n in range(20)]
    content = sealing.batch([sealed.seal({"text": one * 20}, sealing.key.public) for one in canaries])
    plain = b"".join(batch.read(content).ciphertexts)
    for canary in canaries:
        assert canary.encode() not in content + plain
        assert canary[:10].encode() not in content + plain
