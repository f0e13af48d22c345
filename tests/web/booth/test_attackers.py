"""Attackers who hold every copy of the database, know who answered when and with which code, and see the opened rows.

Each attacker sorts people by one trace and rows by another and pairs them in that order. At chance one pair in all is
right, however many people there are. Designs that look careful and are not are linked by the same attackers.
"""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from tests.web.booth import designs
from tests.web.booth.designs import Found

PEOPLE = (20, 200)
Design = Callable[[int, Path], Found]


def hits(found: Found) -> dict[tuple[str, str], int]:
    """By attacker, how many people are linked to their own row."""
    counted = {}
    for trace, clue in product(found.people, found.rows):
        people = sorted(range(len(found.owners)), key=lambda one: (found.people[trace][one], one))
        rows = sorted(range(len(found.owners)), key=lambda one: (found.rows[clue][one], one))
        pairs = zip(people, rows, strict=True)
        counted[trace, clue] = sum(found.owners[row] == person for person, row in pairs)
    return counted


@cache
def chance(people: int, attackers: int) -> float:
    """What the best of so many attackers who guess reaches: the mean and three standard deviations."""
    dice = random.Random(7)  # noqa: S311 - a simulation, to be the same each time
    best = []
    for _ in range(400):
        tries = []
        for _ in range(attackers):
            order = list(range(people))
            dice.shuffle(order)
            tries.append(sum(place == one for place, one in enumerate(order)))
        best.append(max(tries))
    return statistics.fmean(best) + 3 * statistics.stdev(best)


def is_linked(design: Design, people: int, folder: Path) -> bool:
    """Whether the best attacker is better than chance; once in a thousand waves chance is, so it has to be so twice."""
    for _ in range(2):
        found = hits(design(people, folder))
        assert len(found) >= 4
        if max(found.values()) <= chance(people, len(found)):
            return False
    return True


def postgresql() -> str:
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL is told by DATABASE_URL")
    return address


@pytest.mark.parametrize("people", PEOPLE)
def test_on_sqlite_nobody_is_linked_to_their_answer(tmp_path: Path, people: int) -> None:
    assert len(hits(designs.ours_on_sqlite(10, tmp_path))) >= 12
    assert not is_linked(designs.ours_on_sqlite, people, tmp_path)


@pytest.mark.parametrize("people", PEOPLE)
def test_on_postgresql_nobody_is_linked_to_their_answer(tmp_path: Path, people: int) -> None:
    design = designs.ours_on_postgresql(postgresql())
    assert len(hits(design(10, tmp_path))) >= 12
    assert not is_linked(design, people, tmp_path)


@pytest.mark.parametrize("people", PEOPLE)
def test_the_usual_tables_without_times_betray_everybody(tmp_path: Path, people: int) -> None:
    assert max(hits(designs.without_times_but_with_rowid(people, tmp_path)).values()) == people
    assert is_linked(designs.without_times_but_with_rowid, people, tmp_path)


@pytest.mark.parametrize("people", PEOPLE)
def test_two_transactions_betray_everybody(tmp_path: Path, people: int) -> None:
    design = designs.in_two_transactions(postgresql())
    assert max(hits(design(people, tmp_path)).values()) == people


def test_what_is_opened_without_a_shuffle_betrays_everybody(tmp_path: Path) -> None:
    found = hits(designs.sealed_but_not_shuffled(20, tmp_path))
    assert found["digest", "place"] == 20
    assert is_linked(designs.sealed_but_not_shuffled, 20, tmp_path)
