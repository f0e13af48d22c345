"""What is kept of a wave until its close, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from obverse.web.booth.sqlite_store import SqliteStore
from obverse.web.booth.store import SpentOnPaper, Store, Ticket
from tests.web.booth.conftest import PEPPER

# So many codes, 16 posts each; OBVERSE_RACES=1000 asks for more.
RACES = int(os.environ.get("OBVERSE_RACES", "10"))


def mark(number: int) -> bytes:
    """The mark of a code."""
    return hashlib.sha256(f"code {number}".encode()).digest()


def answer(text: str) -> bytes:
    """A sealed answer, as long as any."""
    return text.encode().ljust(8240, b"\0")


def add(kept: Store, wave: str, count: int) -> list[bytes]:
    """Codes of two strata."""
    marks = [mark(number) for number in range(count)]
    kept.add_codes(wave, [(one, Ticket(number % 2, "")) for number, one in enumerate(marks)])
    return marks


def at_once(what: Sequence[Callable[[], object]]) -> list[object]:
    """Do several things at the same time; what came of each."""
    found: list[object] = []
    gate = threading.Barrier(len(what))

    def one(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found.append(act())
        except Exception as problem:  # noqa: BLE001 - whatever came of it is what is looked at
            found.append(problem)

    threads = [threading.Thread(target=one, args=(act,)) for act in what]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_wave_that_never_began_knows_nothing_and_takes_nothing(kept: Store) -> None:
    for wave in ("nothere222", "../escape", ""):
        assert kept.ticket(wave, mark(0)) is None if wave.isalnum() else True
        with pytest.raises(KeyError):
            kept.put(wave, mark(0), answer("a"))
        with pytest.raises(KeyError):
            kept.add_codes(wave, [])
        with pytest.raises(KeyError):
            kept.close(wave)
        with pytest.raises(KeyError):
            kept.sealed(wave)
    assert kept.pepper("nothere222") is None
    kept.destroy("nothere222")


def test_a_wave_begins_once_however_often_it_is_begun(kept: Store, begun: str) -> None:
    kept.begin(begun, b"x" * 32)
    assert kept.pepper(begun) == b"x" * 32
    kept.begin(begun, PEPPER)
    add(kept, begun, 3)
    kept.begin(begun, PEPPER)
    assert kept.pepper(begun) == PEPPER
    assert kept.ticket(begun, mark(1)) == Ticket(1, "")
    with pytest.raises(ValueError, match="another pepper"):
        kept.begin(begun, b"y" * 32)
    assert kept.pepper(begun) == PEPPER


def test_codes_that_are_there_already_keep_what_was_answered_with_them(kept: Store, begun: str) -> None:
    assert kept.add_codes(begun, [(mark(1), Ticket(4, "choir"))]) == 1
    kept.put(begun, mark(1), answer("a"))
    assert kept.add_codes(begun, [(mark(1), Ticket(5, "")), (mark(2), Ticket(5, ""))]) == 1
    assert kept.ticket(begun, mark(1)) == Ticket(4, "choir", "online")
    assert kept.ticket(begun, mark(2)) == Ticket(5, "")
    assert kept.ticket(begun, mark(3)) is None


def test_no_code_is_added_where_one_of_them_is_wrong(kept: Store, begun: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - each database has its own name for it
        kept.add_codes(begun, [(mark(1), Ticket(1, "")), (mark(2), Ticket(1, None))])  # type: ignore[arg-type]  # the fault
    assert kept.ticket(begun, mark(1)) is None


def test_the_last_answer_counts_and_the_first_is_gone(kept: Store, begun: str, tmp_path: Path) -> None:
    add(kept, begun, 4)
    assert kept.put(begun, mark(1), answer("first"))
    assert not kept.put(begun, mark(1), answer("second"))
    assert kept.put(begun, mark(2), answer("other"))
    kept.close(begun)
    assert sorted(one.rstrip(b"\0") for one in kept.sealed(begun)) == [b"other", b"second"]
    assert kept.spent(begun) == {0: 1, 1: 1}
    assert all(b"first\0\0" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_answers_come_out_sorted_by_their_digest(kept: Store, begun: str) -> None:
    for number, one in enumerate(add(kept, begun, 30)):
        kept.put(begun, one, answer(str(number)))
    kept.close(begun)
    digests = [hashlib.sha256(one).digest() for one in kept.sealed(begun)]
    assert digests == sorted(digests)
    assert len(digests) == 30


def test_nothing_comes_out_before_the_close_and_nothing_goes_in_after(kept: Store, begun: str) -> None:
    add(kept, begun, 2)
    kept.put(begun, mark(1), answer("a"))
    for ask in (kept.sealed, kept.spent):
        with pytest.raises(ValueError, match="still takes answers"):
            ask(begun)
    kept.close(begun)
    kept.close(begun)
    for one in (mark(0), mark(1)):
        with pytest.raises(KeyError):
            kept.put(begun, one, answer("late"))
    with pytest.raises(KeyError):
        kept.put_paper(begun, [mark(0)], [answer("late")])
    with pytest.raises(KeyError):
        kept.add_codes(begun, [(mark(9), Ticket(1, ""))])
    assert kept.sealed(begun) == [answer("a")]


def test_a_batch_of_paper_is_kept_whole_or_not_at_all(kept: Store, begun: str) -> None:
    marks = add(kept, begun, 12)
    kept.put(begun, marks[11], answer("online"))
    forms = [answer(f"form {number}") for number in range(9)]
    for wrong in ([*marks[:9], marks[11]], [*marks[:9], mark(99)]):
        with pytest.raises(KeyError):
            kept.put_paper(begun, wrong, forms)
    for wrong, sent in (([*marks[:9], marks[0]], forms), (marks[:8], forms)):
        with pytest.raises(ValueError, match="batch"):
            kept.put_paper(begun, wrong, sent)
    kept.put_paper(begun, marks[:10], forms)
    with pytest.raises(KeyError):
        kept.put_paper(begun, marks[:10], forms)
    with pytest.raises(SpentOnPaper):
        kept.put(begun, marks[0], answer("again"))
    assert kept.ticket(begun, marks[0]) == Ticket(0, "", "paper")
    kept.close(begun)
    assert sorted(kept.sealed(begun)) == sorted([*forms, answer("online")])
    assert kept.spent(begun) == {0: 5, 1: 6}


def test_a_destroyed_wave_is_gone_for_good(kept: Store, begun: str, tmp_path: Path) -> None:
    add(kept, begun, 2)
    kept.put(begun, mark(1), answer("a"))
    kept.close(begun)
    kept.destroy(begun)
    kept.destroy(begun)
    assert kept.pepper(begun) is None
    assert kept.ticket(begun, mark(1)) is None
    with pytest.raises(KeyError):
        kept.sealed(begun)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_one_code_succeeds_once_however_many_post_at_once(kept: Store, begun: str) -> None:
    for number, one in enumerate(add(kept, begun, RACES)):
        sent = [answer(f"{number} {copy}") for copy in range(16)]
        acts = [partial(kept.put, begun, one, which) for which in sent]
        assert sorted(map(str, at_once(acts))) == ["False"] * 15 + ["True"]
    kept.close(begun)
    assert len(kept.sealed(begun)) == RACES


def test_an_answer_on_paper_and_one_online_never_both_count(kept: Store, begun: str) -> None:
    marks = add(kept, begun, 100)
    won = []
    for start in range(0, 100, 10):
        found = _both(kept, begun, marks[start : start + 10], start)
        won.append(sum(not isinstance(one, Exception) for one in found))
    assert won == [1] * 10
    kept.close(begun)
    assert sum(kept.spent(begun).values()) == len(kept.sealed(begun))


def _both(kept: Store, wave: str, batch: list[bytes], start: int) -> list[object]:
    forms = [answer(f"form {start + number}") for number in range(10)]
    return at_once(
        [
            lambda: kept.put_paper(wave, batch, forms),
            lambda: kept.put(wave, batch[5], answer(f"online {start}")),
        ]
    )


def test_what_was_acknowledged_before_a_close_is_in_and_nothing_else(kept: Store, begun: str) -> None:
    marks = add(kept, begun, 24)

    def put(number: int) -> int:
        kept.put(begun, marks[number], answer(str(number)))
        return number

    acts = [partial(put, number) for number in range(24)]
    found = at_once([*acts[:12], partial(kept.close, begun), *acts[12:]])
    acknowledged = sorted(answer(str(one)) for one in found if isinstance(one, int))
    assert sorted(kept.sealed(begun)) == acknowledged
    assert all(one is None or isinstance(one, int | KeyError) for one in found)


def test_no_file_of_a_wave_tells_when_it_was_written(tmp_path: Path) -> None:
    kept = SqliteStore(tmp_path / "answers")
    kept.begin("wave", PEPPER)
    add(kept, "wave", 2)
    kept.put("wave", mark(1), answer("a"))
    files = [tmp_path / "answers", tmp_path / "answers" / "wave.sqlite3"]
    assert {file.stat().st_mtime for file in files} == {315_532_800}
    assert (tmp_path / "answers").stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "answers").iterdir())


def test_a_wave_is_overwritten_before_it_is_removed(tmp_path: Path) -> None:
    kept = SqliteStore(tmp_path / "answers")
    kept.begin("wave", PEPPER)
    add(kept, "wave", 2)
    kept.put("wave", mark(1), answer("a"))
    # Another name of the same bytes, as somebody would have who recovers what was removed.
    (tmp_path / "remains").hardlink_to(tmp_path / "answers" / "wave.sqlite3")
    kept.destroy("wave")
    left = (tmp_path / "remains").read_bytes()
    assert len(left) > 8240
    assert not any(trace in left for trace in (b"SQLite", PEPPER, mark(1), answer("a")[:200]))
