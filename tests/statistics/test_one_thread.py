"""Opinion groups are found on one thread of the libraries of linear algebra, and these get their threads back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from threadpoolctl import LibController, OpenBLASController, ThreadpoolController

from obverse.statistics.arrays import Floats
from obverse.statistics.one_thread import on_one_thread
from obverse.statistics.opinion_groups import group_stability, opinion_groups
from obverse.statistics.vote_matrix import VoteMatrix, principal_plane


def threads() -> set[int]:
    return {pool["num_threads"] for pool in ThreadpoolController().select(user_api="blas").info()}


def allow(pools: Iterable[LibController], numbers: Iterable[int]) -> None:
    for pool, number in zip(pools, numbers, strict=True):
        pool.set_num_threads(number)
    # whoever set a number last would be the only thread that may set another
    OpenBLASController.clear_controlling_thread(force=True)


@pytest.fixture(autouse=True)
def three_threads_outside() -> Iterator[None]:
    pools = ThreadpoolController().select(user_api="blas").lib_controllers
    before = [pool.num_threads for pool in pools]
    allow(pools, [3] * len(pools))
    assert threads() == {3}
    yield
    allow(pools, before)


def test_groups_and_their_stability_are_found_on_one_thread_and_the_others_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[set[int]] = []

    def watched(votes: VoteMatrix) -> tuple[Floats, float]:
        seen.append(threads())
        return principal_plane(votes)

    monkeypatch.setattr("obverse.statistics.opinion_groups.principal_plane", watched)
    cast = [(p, s, 1 if (p < 14) == (s % 2 == 0) else -1) for p in range(24) for s in range(8)]
    person, statement, value = np.array(cast).T
    opinion_groups(person, statement, value)
    once = len(seen)
    group_stability(person, statement, value, np.random.default_rng(1), draws=1, halvings=1)
    assert 0 < once < len(seen)
    assert set().union(*seen) == {1}
    assert threads() == {3}


def test_threads_come_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="two groups"):
        opinion_groups([1], [1], [1], max_groups=1)
    assert threads() == {3}


def test_who_comes_while_another_works_waits_and_works_on_one_thread_too() -> None:
    first_is_in, seen = threading.Event(), list[set[int]]()

    @on_one_thread
    def first() -> None:
        first_is_in.set()
        time.sleep(0.1)
        seen.append(threads())

    @on_one_thread
    def second() -> None:
        # by now the first would have given all threads back
        time.sleep(0.2)
        seen.append(threads())

    one = threading.Thread(target=first)
    one.start()
    first_is_in.wait()
    second()
    one.join()
    assert seen == [{1}, {1}]
    assert threads() == {3}
