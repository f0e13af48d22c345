"""What an attacker finds of a wave: the store as it is, and stores as they are usually made, which betray people.

In all of them the attacker knows in which order people answered and which code each of them had, holds a copy of the
database after every single answer, and sees the rows that came out in the end. Each row says whose it is, which only
the umpire reads.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from nacl.public import PrivateKey
from psycopg import sql

from obverse.survey.sealing import batch, codes, opening, sealed
from obverse.web.booth.postgresql_store import SCHEMA, PostgresqlStore
from obverse.web.booth.sqlite_store import SqliteStore
from obverse.web.booth.store import Ticket
from obverse.web.surveys.models import new_address

Key = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What can be sorted by: traces of each person (in the order in which they answered), and of each row.

    ``owners`` is the truth: whose each row is.
    """

    people: Mapping[str, Key]
    rows: Mapping[str, Key]
    owners: Sequence[int]


def answer(person: int) -> dict[str, Any]:
    """What somebody answers: as long as chance will have it."""
    chance = random.Random(f"answer {person}")  # noqa: S311 - what synthetic people answer
    return {"who": person, "text": "x" * chance.randint(0, 400), "hours": chance.randint(0, 60)}


def _opened(records: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Key], list[int]]:
    places = range(len(records))
    spelled = [repr(sorted(one.items())) for one in records]
    rows: dict[str, Key] = {
        "place": list(places),
        "last first": [-place for place in places],
        "length": [len(one) for one in spelled],
        "digest": [hashlib.sha256(one.encode()).hexdigest() for one in spelled],
    }
    return rows, [int(one["who"]) for one in records]


@dataclass
class _Marked:
    """Codes of people who all are of one stratum, sent out in an order of chance."""

    pepper: bytes
    codes: list[str]

    @classmethod
    def for_(cls, count: int) -> _Marked:
        return cls(codes.new_pepper(), codes.new_codes(count))

    @property
    def marks(self) -> list[bytes]:
        return [codes.mark(one, self.pepper) for one in self.codes]


def ours_on_sqlite(count: int, folder: Path) -> Found:
    """The store of an embedded workspace, copied after every answer."""
    kept, wave = SqliteStore(folder / "answers"), new_address()
    file = folder / "answers" / f"{wave}.sqlite3"
    seen: list[dict[bytes, bytes]] = []
    times: list[float] = []

    def copy() -> None:
        shutil.copy2(file, folder / "copy.sqlite3")
        connection = sqlite3.connect(folder / "copy.sqlite3")
        asked = "SELECT mark, sealed FROM code WHERE sealed IS NOT NULL"
        seen.append(dict(connection.execute(asked).fetchall()))
        connection.close()
        times.append((folder / "copy.sqlite3").stat().st_mtime)

    people, private, sent = _hold(kept, wave, count, copy)
    whole = file.read_bytes()
    # An answer lies in pieces; the last of them is found where it lies.
    people["place in the file"] = [whole.find(one[-64:]) for one in sent]
    people["time of the file"] = times
    people["first copy"] = _first(seen, people["mark"])
    return _close(kept, wave, private, people, folder)


def ours_on_postgresql(url: str) -> Callable[[int, Path], Found]:
    """The store on PostgreSQL, with what it notes about every row."""

    def find(count: int, folder: Path) -> Found:
        kept, wave = PostgresqlStore.at(url), new_address()
        table = sql.Identifier(SCHEMA, f"{wave}_code")
        asked = sql.SQL(
            "SELECT mark, sealed, xmin::text::bigint, ctid::text FROM {} WHERE sealed IS NOT NULL"
        )
        seen: list[dict[bytes, Any]] = []
        with psycopg.connect(url, autocommit=True) as connection:

            def copy() -> None:
                rows = connection.execute(asked.format(table)).fetchall()
                seen.append({bytes(row[0]): row[1:] for row in rows})

            people, private, _ = _hold(kept, wave, count, copy)
        last = seen[-1]
        people["xmin"] = [last[mark][1] for mark in people["mark"]]
        people["ctid"] = [_pair(last[mark][2]) for mark in people["mark"]]
        people["first copy"] = _first(seen, people["mark"])
        return _close(kept, wave, private, people, folder)

    return find


def _hold(
    kept: Any, wave: str, count: int, copy: Callable[[], None]
) -> tuple[dict[str, Key], PrivateKey, list[bytes]]:
    marked, private = _Marked.for_(count), PrivateKey.generate()
    kept.begin(wave, marked.pepper)
    kept.add_codes(wave, [(mark, Ticket(1, "")) for mark in sorted(marked.marks)])
    sent = []
    for person, mark in enumerate(marked.marks):
        sent.append(sealed.seal(answer(person), bytes(private.public_key)))
        kept.put(wave, mark, sent[-1])
        copy()
    people: dict[str, Key] = {
        "order": list(range(count)),
        "code": marked.codes,
        "mark": marked.marks,
        "digest": [hashlib.sha256(one).digest() for one in sent],
        "ciphertext": sent,
    }
    return people, private, sent


def _close(kept: Any, wave: str, private: PrivateKey, people: dict[str, Key], folder: Path) -> Found:
    kept.close(wave)
    public, waiting = bytes(private.public_key), kept.sealed(wave)
    kept.destroy(wave)
    people["receipt"] = [sealed.receipt(one) for one in people["ciphertext"]]
    opened = opening.open_batch(
        batch.write(wave, waiting, public),
        bytes(private),
        folder / f"{wave}.memory",
        root=batch.root(wave, waiting, public),
        is_answer=lambda record: "who" in record,
        first=True,
    )
    rows, owners = _opened(opened.records)
    return Found(people, rows, owners)


def without_times_but_with_rowid(count: int, folder: Path) -> Found:
    """Two ordinary tables without any time, answers without a code: SQLite numbers the rows all the same."""
    marked = _Marked.for_(count)
    connection = sqlite3.connect(folder / f"{new_address()}.sqlite3", isolation_level=None)
    # What is looked at is what lies in the file, not how safely.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE used (mark BLOB PRIMARY KEY)")
    connection.execute("CREATE TABLE answer (key TEXT PRIMARY KEY, who INTEGER, length INTEGER)")
    for person, mark in enumerate(marked.marks):
        said = answer(person)
        connection.execute("INSERT INTO used VALUES (?)", [mark])
        connection.execute(
            "INSERT INTO answer VALUES (?, ?, ?)", [uuid.uuid4().hex, person, len(said["text"])]
        )
    used = dict(connection.execute("SELECT mark, rowid FROM used").fetchall())
    rows = connection.execute("SELECT rowid, who, length FROM answer ORDER BY key").fetchall()
    connection.close()
    people: dict[str, Key] = {
        "order": list(range(count)),
        "code": marked.codes,
        "mark": marked.marks,
        "place in the file": [used[mark] for mark in marked.marks],
    }
    return Found(people, {"place": range(count), "rowid": [row[0] for row in rows]}, [row[1] for row in rows])


def in_two_transactions(url: str) -> Callable[[int, Path], Found]:
    """Codes and answers in two tables and two transactions, without times: PostgreSQL counts transactions."""

    def find(count: int, folder: Path) -> Found:
        marked, name = _Marked.for_(count), new_address()
        used, said = sql.Identifier(f"{name}_used"), sql.Identifier(f"{name}_answer")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE TABLE {} (mark bytea PRIMARY KEY)").format(used))
            connection.execute(sql.SQL("CREATE TABLE {} (key uuid PRIMARY KEY, who integer)").format(said))
            for person, mark in enumerate(marked.marks):
                connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(used), [mark])
                connection.execute(
                    sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(said), [uuid.uuid4(), person]
                )
            asked = sql.SQL("SELECT mark, xmin::text::bigint FROM {}").format(used)
            counted = {bytes(mark): number for mark, number in connection.execute(asked).fetchall()}
            asked = sql.SQL("SELECT xmin::text::bigint, ctid::text, who FROM {} ORDER BY key").format(said)
            rows = connection.execute(asked).fetchall()
            connection.execute(sql.SQL("DROP TABLE {}, {}").format(used, said))
        people: dict[str, Key] = {
            "order": list(range(count)),
            "mark": marked.marks,
            "xmin": [counted[mark] for mark in marked.marks],
        }
        found = {
            "place": range(count),
            "xmin": [row[0] for row in rows],
            "ctid": [_pair(row[1]) for row in rows],
        }
        return Found(people, found, [row[2] for row in rows])

    return find


def sealed_but_not_shuffled(count: int, folder: Path) -> Found:
    """Our own store, opened in the order in which the sealed answers lie, as a simpler tool would."""
    kept, wave = SqliteStore(folder / "answers"), new_address()
    people, private, _ = _hold(kept, wave, count, lambda: None)
    kept.close(wave)
    rows, owners = _opened([sealed.unseal(one, bytes(private)) for one in kept.sealed(wave)])
    kept.destroy(wave)
    return Found(people, rows, owners)


def _first(seen: Sequence[Mapping[bytes, Any]], marks: Sequence[bytes]) -> list[int]:
    return [next(place for place, one in enumerate(seen) if mark in one) for mark in marks]


def _pair(ctid: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ctid.strip("()").split(","))
