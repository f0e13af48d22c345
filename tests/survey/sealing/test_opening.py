"""What the holders' computer refuses, and that what comes out has no order, no name and no moment."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from obverse.survey.sealing import batch, keys, sealed
from obverse.survey.sealing.batch import BadBatch
from obverse.survey.sealing.keys import BadShares
from obverse.survey.sealing.letters import Refused
from obverse.survey.sealing.memory import FEWEST, BadMemory
from obverse.survey.sealing.opening import NotOpened, Opened, open_batch, statement_text
from tests.survey.sealing.conftest import WAVE, Sealing, any_record


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    return tmp_path / "memory.json"


def opened(
    sealing: Sealing, ciphertexts: list[bytes], remembered: Path, *, first: bool = True, root: str = ""
) -> Opened:
    return open_batch(
        sealing.batch(ciphertexts),
        sealing.key.shares[:2],
        remembered,
        root=root or sealing.root(ciphertexts),
        is_answer=any_record,
        first=first,
    )


def refusal(
    sealing: Sealing, ciphertexts: list[bytes], remembered: Path, *, first: bool = True, root: str = ""
) -> str:
    before = remembered.read_bytes() if remembered.exists() else None
    with pytest.raises(Refused) as refused:
        opened(sealing, ciphertexts, remembered, first=first, root=root)
    assert refused.value.letter("en") != refused.value.letter("fr")
    after = remembered.read_bytes() if remembered.exists() else None
    assert before == after, "a refusal changed the memory"
    return refused.value.kind


def test_every_answer_comes_out_once(sealing: Sealing, remembered: Path) -> None:
    done = opened(sealing, sealing.some(25), remembered)
    assert sorted(record["n"] for record in done.records) == list(range(25))
    assert done.count == 25


@pytest.mark.parametrize("count", range(FEWEST))
def test_fewer_than_ten_are_never_opened(sealing: Sealing, remembered: Path, count: int) -> None:
    assert refusal(sealing, sealing.some(count), remembered) == "too_few"


def test_one_answer_among_nine_that_hold_none_is_not_opened(sealing: Sealing, remembered: Path) -> None:
    chaff = [sealed.seal({"chaff": number}, sealing.key.public) for number in range(200)]
    assert refusal(sealing, [*sealing.some(1), *chaff], remembered) == "too_few"


@pytest.mark.parametrize("count", [1, 5, 9])
def test_a_batch_that_differs_by_fewer_than_ten_is_not_opened(
    sealing: Sealing, remembered: Path, count: int
) -> None:
    answers = sealing.some(30)
    opened(sealing, answers, remembered)
    assert refusal(sealing, answers[count:], remembered, first=False) == "singled_out"
    assert refusal(sealing, [*answers, *sealing.some(count)], remembered, first=False) == "singled_out"
    exchanged = [*answers[count:], *sealing.some(count)]
    assert refusal(sealing, exchanged, remembered, first=False) == "singled_out"


def test_chaff_does_not_hide_a_difference_of_one(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(30)
    opened(sealing, answers, remembered)
    chaff = [sealed.seal({"chaff": number}, sealing.key.public) for number in range(50)]
    assert refusal(sealing, [*answers[1:], *chaff], remembered, first=False) == "singled_out"
    assert refusal(sealing, [*answers[1:], *sealing.some(50)], remembered, first=False) == "singled_out"


def test_ten_more_answers_may_be_opened_later(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(30)
    opened(sealing, answers, remembered)
    done = opened(sealing, [*answers, *sealing.some(10)], remembered, first=False)
    assert (done.count, done.statement.seen, done.statement.openings) == (40, 30, 2)


def test_three_batches_together_single_nobody_out(sealing: Sealing, remembered: Path) -> None:
    one, other = sealing.some(20), sealing.some(20)
    opened(sealing, one, remembered)
    opened(sealing, other, remembered, first=False)
    assert refusal(sealing, [*one, *other, *sealing.some(1)], remembered, first=False) == "singled_out"


def test_the_same_batch_may_be_opened_again_and_the_statement_says_so(
    sealing: Sealing, remembered: Path
) -> None:
    answers = sealing.some(12)
    one = opened(sealing, answers, remembered)
    kept = remembered.read_bytes()
    other = opened(sealing, answers, remembered, first=False)
    assert not one.statement.again
    assert other.statement.again
    assert remembered.read_bytes() == kept
    assert other.statement.memory_before == one.statement.memory_after


def test_a_batch_that_was_not_published_is_not_opened(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(12)
    published = sealing.root(sealing.some(12))
    assert refusal(sealing, answers, remembered, root=published) == "root_other"
    for wrong in ("x", "é" * 64, published[:-1]):
        assert refusal(sealing, answers, remembered, root=wrong) == "root_form"
    shown = " ".join(sealing.root(answers).upper()[at : at + 4] for at in range(0, 64, 4))
    assert opened(sealing, answers, remembered, root=shown).count == 12


def test_without_memory_nothing_is_opened_unless_it_is_said_to_be_the_first(
    sealing: Sealing, remembered: Path
) -> None:
    answers = sealing.some(12)
    assert refusal(sealing, answers, remembered, first=False) == "memory_missing"
    opened(sealing, answers, remembered)
    assert refusal(sealing, answers, remembered) == "memory_there"


def test_a_memory_that_was_touched_stops_the_opening(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(12)
    opened(sealing, answers, remembered)
    remembered.write_bytes(remembered.read_bytes().replace(b'"answers"', b'"Answers"'))
    with pytest.raises(BadMemory):
        opened(sealing, answers, remembered, first=False)


def test_one_part_or_another_key_opens_nothing(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(12)
    for shares in (sealing.key.shares[:1], keys.new_key().shares[:2], []):
        with pytest.raises(BadShares):
            open_batch(
                sealing.batch(answers),
                shares,
                remembered,
                root=sealing.root(answers),
                is_answer=any_record,
                first=True,
            )
    assert not remembered.exists()


def test_what_does_not_open_is_counted_and_named_by_receipt_and_never_a_crash(
    sealing: Sealing, remembered: Path
) -> None:
    answers = sealing.some(15)
    damaged = bytearray(answers[0])
    damaged[500] ^= 1
    foreign = sealed.seal({"n": 1}, keys.new_key().public)
    no_answer = sealed.seal({"something": "else"}, sealing.key.public)
    bad = [bytes(damaged), foreign, no_answer, bytes(sealed.LENGTH)]
    done = opened(sealing, [*answers[1:], *bad], remembered)
    assert done.count == 14
    assert set(done.statement.refused) == {sealed.receipt(one) for one in bad}
    for language in ("en", "fr"):
        text = statement_text(done.statement, language)
        assert all(sealed.receipt(one) in text for one in bad)


def test_a_changed_batch_is_never_opened(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(12)
    content = bytearray(sealing.batch(answers))
    content[-100] ^= 1
    with pytest.raises(BadBatch):
        open_batch(
            bytes(content),
            sealing.key.shares[:2],
            remembered,
            root=sealing.root(answers),
            is_answer=any_record,
            first=True,
        )


def test_the_memory_is_on_the_disk_before_the_answers_are_handed_over(
    sealing: Sealing, remembered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        opened(sealing, sealing.some(12), remembered)
    assert not remembered.exists()


def test_holders_who_see_another_memory_than_last_time_can_stop(sealing: Sealing, remembered: Path) -> None:
    answers = sealing.some(12)
    done = opened(sealing, answers, remembered)
    shown: list[str] = []

    def stop(name: str) -> None:
        shown.append(name)
        raise NotOpened("root_form")

    with pytest.raises(NotOpened):
        open_batch(
            sealing.batch(answers),
            sealing.key.shares[:2],
            remembered,
            root=sealing.root(answers),
            is_answer=any_record,
            compare=stop,
        )
    assert shown == [done.statement.memory_after]


def test_the_order_out_has_nothing_to_do_with_the_order_in(sealing: Sealing, tmp_path: Path) -> None:
    ciphertexts = sealing.some(400)
    by_digest = sorted(ciphertexts, key=lambda one: hashlib.sha256(one).digest())
    place = {ciphertexts.index(one): at for at, one in enumerate(by_digest)}
    against_batch, against_arrival, each_other = [], [], []
    orders = []
    for number in range(12):
        done = opened(sealing, ciphertexts, tmp_path / str(number))
        order = [record["n"] for record in done.records]
        orders.append(order)
        against_batch.append(spearmanr([place[n] for n in order], range(400)).statistic)
        against_arrival.append(spearmanr(order, range(400)).statistic)
    for one, other in itertools.pairwise(orders):
        each_other.append(spearmanr(np.argsort(one), np.argsort(other)).statistic)
    # Under chance a rank correlation of 400 has a standard deviation of 1/sqrt(399) = 0.05; the worst of 35 stays
    # below 0.25 except once in a hundred thousand runs.
    assert max(map(abs, [*against_batch, *against_arrival, *each_other])) < 0.25


def test_a_statement_says_wave_sum_counts_and_version_and_no_moment(
    sealing: Sealing, remembered: Path
) -> None:
    answers = sealing.some(12)
    done = opened(sealing, answers, remembered)
    for language in ("en", "fr"):
        text = statement_text(done.statement, language)
        assert WAVE in text
        assert sealing.root(answers) in text
        assert " 12" in text
        assert done.statement.version in text
        assert not re.search(r"\b20\d\d\b|\d{1,2}[:h]\d{2}", text)
    assert batch.read(sealing.batch(answers)).root == done.statement.root


def test_answers_and_parts_never_show_in_print(sealing: Sealing, remembered: Path) -> None:
    done = opened(sealing, sealing.some(12), remembered)
    assert "'n'" not in repr(done)
