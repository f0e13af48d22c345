"""The holders' memory tells what would single somebody out, and notices when it was touched."""

from __future__ import annotations

import json
import random
import stat
from collections import Counter
from pathlib import Path

import pytest

from obverse.survey.sealing import memory
from obverse.survey.sealing.memory import FEWEST, BadMemory, Memory

KEY = "a" * 64
SECRET = bytes(range(32))
ROOT, OTHER_ROOT = "b" * 64, "c" * 64


def digests(start: int, end: int) -> list[str]:
    return [f"{number:064x}" for number in range(start, end)]


@pytest.fixture
def once() -> Memory:
    return Memory(KEY).with_opening(ROOT, digests(0, 30))


def test_the_same_batch_again_and_a_wholly_other_one_leave_crowds(once: Memory) -> None:
    assert once.smallest_piece(digests(0, 30)) == 30
    assert once.smallest_piece(digests(30, 60)) == 30


@pytest.mark.parametrize("changed", range(1, FEWEST))
def test_one_to_nine_answers_more_less_or_exchanged_make_a_small_piece(once: Memory, changed: int) -> None:
    assert once.smallest_piece(digests(0, 30 + changed)) == changed
    assert once.smallest_piece(digests(changed, 30)) == changed
    assert once.smallest_piece(digests(changed, 30 + changed)) == changed
    assert once.smallest_piece(digests(changed, 130)) == changed
    assert once.smallest_piece([*digests(0, changed), *digests(100, 200)]) == changed


def test_ten_answers_more_or_less_are_a_crowd(once: Memory) -> None:
    assert once.smallest_piece(digests(0, 40)) == FEWEST
    assert once.smallest_piece(digests(10, 30)) == FEWEST


def test_two_earlier_batches_together_single_out_what_neither_does_alone(once: Memory) -> None:
    both = once.with_opening(OTHER_ROOT, digests(30, 60))
    assert once.smallest_piece(digests(0, 61)) == 30
    assert both.smallest_piece(digests(0, 61)) == 1


def test_the_smallest_piece_is_that_of_a_slow_count() -> None:
    chance = random.Random(3)  # noqa: S311 - only sets are drawn
    for _ in range(200):
        people = digests(0, 40)
        sets = [set(chance.sample(people, chance.randrange(1, 40))) for _ in range(3)]
        told = Memory(KEY, tuple((f"{n:064x}", frozenset(one)) for n, one in enumerate(sets[:2])))
        pieces = Counter(tuple(person in one for one in sets) for person in people)
        pieces.pop((False, False, False), None)
        assert told.smallest_piece(sets[2]) == min(pieces.values())


def test_a_memory_comes_back_as_it_was_kept(once: Memory, tmp_path: Path) -> None:
    file = tmp_path / "memory.json"
    memory.keep(file, once.written(SECRET))
    assert memory.load(file, KEY, SECRET, first=False) == once
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["memory.json"]


def kind_of(content: bytes, key: str = KEY, secret: bytes = SECRET) -> str:
    with pytest.raises(BadMemory) as refused:
        memory.read(content, key, secret)
    assert refused.value.letter("en") != refused.value.letter("fr")
    return refused.value.kind


def test_a_memory_that_forgot_or_gained_anything_is_refused(once: Memory) -> None:
    content = once.written(SECRET)
    said = json.loads(content)
    said["openings"][0]["answers"].pop()
    assert kind_of(json.dumps(said, indent=0, sort_keys=True).encode() + b"\n") == "memory_check"
    said = json.loads(content) | {"openings": []}
    assert kind_of(json.dumps(said, indent=0, sort_keys=True).encode() + b"\n") == "memory_check"
    assert kind_of(content + b" ") == "memory_check"
    assert kind_of(content, secret=bytes(32)) == "memory_check"
    assert kind_of(content, key="d" * 64) == "memory_other"


def test_a_flipped_bit_anywhere_in_a_memory_is_noticed() -> None:
    content = Memory(KEY).with_opening(ROOT, digests(0, 10)).written(SECRET)
    for place in range(0, len(content), 3):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        kind_of(bytes(changed))


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"check":1,"openings":3}',
        b'{"check":"x","openings":[1]}',
    ],
)
def test_garbage_is_refused_with_a_letter(garbage: bytes) -> None:
    assert kind_of(garbage) == "memory_form"


def test_the_first_opening_has_to_be_said_and_said_once_only(once: Memory, tmp_path: Path) -> None:
    file = tmp_path / "memory.json"
    with pytest.raises(BadMemory) as refused:
        memory.load(file, KEY, SECRET, first=False)
    assert refused.value.kind == "memory_missing"
    assert memory.load(file, KEY, SECRET, first=True) == Memory(KEY)
    memory.keep(file, once.written(SECRET))
    with pytest.raises(BadMemory) as refused:
        memory.load(file, KEY, SECRET, first=True)
    assert refused.value.kind == "memory_there"


def test_a_failed_write_leaves_the_old_memory_and_nothing_else(
    once: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "memory.json"
    memory.keep(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        memory.keep(file, once.written(SECRET))
    assert file.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_shown_name_changes_with_every_opening(once: Memory) -> None:
    assert (
        len({Memory(KEY).shown(), once.shown(), once.with_opening(OTHER_ROOT, digests(30, 60)).shown()}) == 3
    )
    assert once.with_opening(ROOT, digests(0, 30)) == once
