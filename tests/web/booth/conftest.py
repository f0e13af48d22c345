"""Stores of both kinds. That on PostgreSQL wants ``DATABASE_URL``; ``scripts/postgresql`` brings one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from obverse.web.booth.postgresql_store import PostgresqlStore
from obverse.web.booth.sqlite_store import SqliteStore
from obverse.web.booth.store import Store
from obverse.web.surveys.models import new_address

PEPPER = bytes(range(32))
KINDS = ("sqlite", "postgresql")


def a_store(kind: str, folder: Path) -> Store:
    """A store of one kind of its own, or no test where there is no such database."""
    if kind == "sqlite":
        return SqliteStore(folder / "answers")
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL is told by DATABASE_URL")
    return PostgresqlStore.at(address)


@pytest.fixture(params=KINDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of either kind."""
    return a_store(request.param, tmp_path)


@pytest.fixture
def begun(kept: Store) -> Iterator[str]:
    """The address of a wave that has begun in the store."""
    address = new_address()
    kept.begin(address, PEPPER)
    yield address
    kept.destroy(address)
