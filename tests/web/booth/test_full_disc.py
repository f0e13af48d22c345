"""A disc that is full at any moment: what was acknowledged is there, and once there is room, so is the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from obverse.web.booth.sqlite_store import SqliteStore
from obverse.web.booth.store import Ticket
from tests.web.booth.filling_up import PEOPLE, answer, mark

ROOM = 8192


def begun(folder: Path) -> SqliteStore:
    kept = SqliteStore(folder)
    kept.begin("wave", bytes(32))
    kept.add_codes("wave", [(mark(person), Ticket(1, "")) for person in range(PEOPLE)])
    return kept


def answered(kept: SqliteStore) -> list[int]:
    found = [kept.ticket("wave", mark(person)) for person in range(PEOPLE)]
    return [person for person, one in enumerate(found) if one is not None and one.used]


def test_a_full_disc_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcomes = set()
    for step in range(1, 20):
        folder = tmp_path / str(step)
        kept = begun(folder)
        call = [sys.executable, "-m", "tests.web.booth.filling_up", str(folder), str(step * ROOM)]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
        acknowledged = json.loads(done.stdout)
        assert answered(kept) == acknowledged, step
        outcomes.add(len(acknowledged))
        for person in range(PEOPLE):
            kept.put("wave", mark(person), answer(f"again {person}"))
        kept.close("wave")
        assert len(kept.sealed("wave")) == PEOPLE
        kept.destroy("wave")
    # None, some and all: the disc was full at different moments.
    assert {0, PEOPLE} < outcomes
