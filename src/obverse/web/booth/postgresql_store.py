"""The store on PostgreSQL: three tables a wave in a schema of its own, dropped at the close.

PostgreSQL keeps in which order rows were written (``xmin``, ``ctid``, its log of writes). What stands in a row is a
hash and a ciphertext, neither of which means anything after the close, when they are opened shuffled, elsewhere, and
the tables are gone.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dj_database_url
import psycopg
from psycopg import sql

from obverse.web.booth.store import ONLINE, PAPER, SpentOnPaper, Ticket, batch, named

SCHEMA = "answers"
_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS {schema}",
    "CREATE TABLE IF NOT EXISTS {wave} (pepper bytea NOT NULL, closed boolean NOT NULL)",
    """CREATE TABLE IF NOT EXISTS {code} (mark bytea PRIMARY KEY, stratum integer NOT NULL, "cluster" text NOT NULL,
    used text NOT NULL, sealed bytea)""",
    "CREATE TABLE IF NOT EXISTS {paper} (digest bytea PRIMARY KEY, sealed bytea NOT NULL)",
)
# Any number that nobody else takes: two that begin at once would both make the schema.
_BEGINNING = 0x0B7E25F
_kept = threading.local()
# For so many seconds after its last use a connection is taken to be there still.
_TRUSTED = 1.0


class Keeping:
    """Whether this process keeps its connection from act to act, as one that serves pages does."""

    on = False


class PostgresqlStore:
    """The codes and sealed answers of all waves in one database."""

    def __init__(self, **where: Any) -> None:
        self.where = where

    @classmethod
    def at(cls, url: str) -> PostgresqlStore:
        """The store in the database at an address (``postgres://…``)."""
        return cls.beside(dj_database_url.parse(url))

    @classmethod
    def beside(cls, told: Mapping[str, Any]) -> PostgresqlStore:
        """The store in a database that Django's settings name."""
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        where = {key: told[name] for key, name in names.items() if told.get(name)}
        # Of Django's own options only what libpq knows as well.
        options = {key: value for key, value in told.get("OPTIONS", {}).items() if key.startswith("ssl")}
        return cls(**where, **options)

    def begin(self, wave: str, pepper: bytes) -> None:
        """Make the wave's tables, if they are not there."""
        with self._transaction() as run:
            run("SELECT pg_advisory_xact_lock(%s)", [_BEGINNING])
            for statement in _TABLES:
                run(_about(statement, wave))
            found = run(_about("SELECT pepper FROM {wave}", wave)).fetchone()
            if found is None:
                run(_about("INSERT INTO {wave} VALUES (%s, false)", wave), [pepper])
            elif bytes(found[0]) != pepper:
                if run(_about("SELECT 1 FROM {code} LIMIT 1", wave)).fetchone():
                    raise ValueError("the wave has codes that were made with another pepper")
                run(_about("UPDATE {wave} SET pepper = %s", wave), [pepper])

    def pepper(self, wave: str) -> bytes | None:
        """The wave's pepper."""
        with self._reading() as run:
            # Asking for a table that is not there would leave a line, and its time, in the log of the database.
            there = run("SELECT to_regclass(%s)", [f"{SCHEMA}.{named(wave)}_wave"]).fetchone()[0]
            found = run(_about("SELECT pepper FROM {wave}", wave)).fetchone() if there else None
        return bytes(found[0]) if found else None

    def add_codes(self, wave: str, codes: Iterable[tuple[bytes, Ticket]]) -> int:
        """Add marks of codes, all or none, in an order that says nothing of how they came."""
        rows = sorted((mark, told.stratum, told.cluster) for mark, told in codes)
        adding = """INSERT INTO {code} SELECT *, '' FROM unnest(%s::bytea[], %s::integer[], %s::text[])
        ON CONFLICT DO NOTHING"""
        with self._transaction() as run:
            _enter(run, wave)
            columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
            return int(run(_about(adding, wave), columns).rowcount)

    def ticket(self, wave: str, mark: bytes) -> Ticket | None:
        """What a code stands for."""
        try:
            with self._reading() as run:
                asked = _about('SELECT stratum, "cluster", used FROM {code} WHERE mark = %s', wave)
                found = run(asked, [mark]).fetchone()
        except KeyError:
            return None
        return Ticket(*found) if found else None

    def put(self, wave: str, mark: bytes, sealed: bytes) -> bool:
        """Keep a sealed answer."""
        with self._transaction() as run:
            _enter(run, wave)
            found = run(_about("SELECT used FROM {code} WHERE mark = %s FOR UPDATE", wave), [mark]).fetchone()
            if found is None:
                raise KeyError("no such code")
            if found[0] == PAPER:
                raise SpentOnPaper
            run(
                _about("UPDATE {code} SET used = %s, sealed = %s WHERE mark = %s", wave),
                [ONLINE, sealed, mark],
            )
        return bool(found[0] == "")

    def put_paper(self, wave: str, marks: Iterable[bytes], sealed: Iterable[bytes]) -> None:
        """Keep a batch of paper forms, all or none."""
        codes, answers = batch(marks, sealed)
        spending = "UPDATE {code} SET used = %s WHERE mark = ANY(%s) AND used = ''"
        adding = "INSERT INTO {paper} SELECT * FROM unnest(%s::bytea[], %s::bytea[])"
        with self._transaction() as run:
            _enter(run, wave)
            # In one order, so that two batches never wait for each other.
            run(_about("SELECT 1 FROM {code} WHERE mark = ANY(%s) ORDER BY mark FOR UPDATE", wave), [codes])
            if run(_about(spending, wave), [PAPER, codes]).rowcount != len(codes):
                raise KeyError("no such code, or it was spent")
            run(_about(adding, wave), [[hashlib.sha256(one).digest() for one in answers], answers])

    def close(self, wave: str) -> None:
        """Take no more answers, once those under way are in."""
        with self._transaction() as run:
            run(_about("LOCK TABLE {code} IN EXCLUSIVE MODE", wave))
            run(_about("UPDATE {wave} SET closed = true", wave))

    def sealed(self, wave: str) -> list[bytes]:
        """All sealed answers of a closed wave."""
        asked = "SELECT sealed FROM {code} WHERE sealed IS NOT NULL UNION ALL SELECT sealed FROM {paper}"
        with self._transaction() as run:
            _closed(run, wave)
            found = run(_about(asked, wave)).fetchall()
        return sorted((bytes(one) for (one,) in found), key=lambda one: hashlib.sha256(one).digest())

    def spent(self, wave: str) -> Mapping[int, int]:
        """How many codes of a closed wave were used."""
        asked = "SELECT stratum, count(*) FROM {code} WHERE used <> '' GROUP BY stratum ORDER BY stratum"
        with self._transaction() as run:
            _closed(run, wave)
            return dict(run(_about(asked, wave)).fetchall())

    def destroy(self, wave: str) -> None:
        """Drop the wave's tables."""
        with self._transaction() as run:
            run(_about("DROP TABLE IF EXISTS {wave}, {code}, {paper}", wave))

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._connected() as connection, connection.transaction(), connection.cursor() as cursor:
            yield cursor.execute

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self._connected() as connection, connection.cursor() as cursor:
            yield cursor.execute

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        connection = self._connection()
        try:
            yield connection
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as problem:
            raise KeyError("no such wave") from problem
        finally:
            if not Keeping.on or connection.broken:
                connection.close()

    def _connection(self) -> psycopg.Connection[Any]:
        kept: dict[str, tuple[psycopg.Connection[Any], float]] = vars(_kept).setdefault("connections", {})
        name, now = repr(sorted(self.where.items())), time.monotonic()
        connection, used = kept.get(name, (None, 0.0))
        if connection is None or connection.closed or (now - used > _TRUSTED and not _answers(connection)):
            connection = psycopg.connect(
                **self.where,
                autocommit=True,
                options="-c synchronous_commit=on -c client_min_messages=warning",
            )
        if Keeping.on:
            kept[name] = connection, now
        return connection


def _answers(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        connection.close()
        return False
    return True


def _about(statement: str, wave: str) -> sql.Composed:
    """A statement about the tables of a wave."""
    names = {part: sql.Identifier(SCHEMA, f"{named(wave)}_{part}") for part in ("wave", "code", "paper")}
    return sql.SQL(statement).format(schema=sql.Identifier(SCHEMA), **names)


def _enter(run: Any, wave: str) -> None:
    """Be among those that a close waits for.

    Raises:
        KeyError: the wave is closed.
    """
    run(_about("LOCK TABLE {code} IN ROW EXCLUSIVE MODE", wave))
    if run(_about("SELECT closed FROM {wave}", wave)).fetchone() != (False,):
        raise KeyError("the wave is closed")


def _closed(run: Any, wave: str) -> None:
    if run(_about("SELECT closed FROM {wave}", wave)).fetchone() != (True,):
        raise ValueError("the wave still takes answers")
