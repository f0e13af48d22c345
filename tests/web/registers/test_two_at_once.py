"""Two real processes that change the same rows at the same moments: one wins, the other sees what stands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_RACING = Path(__file__).with_name("racing.py")


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, on the same kind of database as the other tests."""
    own = {"OBVERSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {**{key: value for key, value in os.environ.items() if key != "DATABASE_URL"}, **own}
        return
    name = sql.Identifier(f"race_{uuid.uuid4().hex}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield {
                **os.environ,
                **own,
                "DATABASE_URL": f"{server.rsplit('/', 1)[0]}/{name.as_string().strip(chr(34))}",
            }
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _run(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)


def _lines(process: subprocess.Popen[str]) -> list[str]:
    with process:
        try:
            told, _ = process.communicate(timeout=180)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0
    return told.split("\n")[:-1]


def test_of_two_who_change_one_row_at_once_one_wins_and_the_other_loses_nothing(
    environment: dict[str, str],
) -> None:
    addresses = _lines(_run(environment, str(_RACING), "begin"))
    moment = str(time.time() + 3)
    racers = [_run(environment, str(_RACING), "race", name, moment, *addresses) for name in ("one", "two")]
    told = [_lines(racer) for racer in racers]
    assert len(addresses) == 5
    for pair in zip(*told, strict=True):
        assert sorted(pair) == ["302 -", "409 kept"], told
