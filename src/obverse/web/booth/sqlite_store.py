"""The store of an embedded workspace: one SQLite file a wave.

What would betray an order is left out: no rowid, no journal beside the file that remembers earlier writes (no WAL),
and what is replaced is overwritten (``secure_delete``). The times of the file itself are set back after each write.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from obverse.web.booth.store import ONLINE, PAPER, SpentOnPaper, Ticket, batch, named

_TABLES = """
CREATE TABLE wave (one INTEGER PRIMARY KEY, pepper BLOB NOT NULL, closed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE code (
    mark BLOB PRIMARY KEY, stratum INTEGER NOT NULL, cluster TEXT NOT NULL, used TEXT NOT NULL, sealed BLOB
) WITHOUT ROWID;
CREATE TABLE paper (digest BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
"""
# TRUNCATE with FULL syncs the end of a transaction too; DELETE with FULL may undo it after a loss of power.
_PRAGMAS = """
PRAGMA journal_mode = TRUNCATE;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
"""
_PATIENCE = 20
# 1980-01-01, the oldest time that every kind of archive can hold.
_NO_TIME = (315_532_800, 315_532_800)
_CHUNK = 1 << 20


class SqliteStore:
    """The codes and sealed answers of all waves in files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, wave: str, pepper: bytes) -> None:
        """Make the wave's file, if it is not there."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with self._writing(named(wave), new=True) as file:
            there = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'wave'").fetchone()
            if not there:
                for statement in filter(str.strip, _TABLES.split(";")):
                    file.execute(statement)
                file.execute("INSERT INTO wave VALUES (1, ?, 0)", [pepper])
            elif file.execute("SELECT pepper FROM wave").fetchone()[0] != pepper:
                if file.execute("SELECT 1 FROM code LIMIT 1").fetchone():
                    raise ValueError("the wave has codes that were made with another pepper")
                file.execute("UPDATE wave SET pepper = ?", [pepper])

    def pepper(self, wave: str) -> bytes | None:
        """The wave's pepper."""
        try:
            with self._reading(named(wave)) as file:
                found = file.execute("SELECT pepper FROM wave").fetchone()
        except KeyError:
            return None
        return bytes(found[0])

    def add_codes(self, wave: str, codes: Iterable[tuple[bytes, Ticket]]) -> int:
        """Add marks of codes, all or none."""
        rows = [(mark, told.stratum, told.cluster) for mark, told in codes]
        with self._taking(named(wave)) as file:
            before: int = file.total_changes
            file.executemany(
                "INSERT INTO code VALUES (?, ?, ?, '', NULL) ON CONFLICT (mark) DO NOTHING", rows
            )
            return int(file.total_changes - before)

    def ticket(self, wave: str, mark: bytes) -> Ticket | None:
        """What a code stands for."""
        try:
            with self._reading(named(wave)) as file:
                found = file.execute(
                    "SELECT stratum, cluster, used FROM code WHERE mark = ?", [mark]
                ).fetchone()
        except KeyError:
            return None
        return Ticket(*found) if found else None

    def put(self, wave: str, mark: bytes, sealed: bytes) -> bool:
        """Keep a sealed answer."""
        with self._taking(named(wave)) as file:
            found = file.execute("SELECT used FROM code WHERE mark = ?", [mark]).fetchone()
            if found is None:
                raise KeyError("no such code")
            if found[0] == PAPER:
                raise SpentOnPaper
            file.execute("UPDATE code SET used = ?, sealed = ? WHERE mark = ?", [ONLINE, sealed, mark])
            return bool(found[0] == "")

    def put_paper(self, wave: str, marks: Iterable[bytes], sealed: Iterable[bytes]) -> None:
        """Keep a batch of paper forms, all or none."""
        codes, answers = batch(marks, sealed)
        with self._taking(named(wave)) as file:
            spent = "UPDATE code SET used = ? WHERE mark = ? AND used = ''"
            for mark in codes:
                if file.execute(spent, [PAPER, mark]).rowcount != 1:
                    raise KeyError("no such code, or it was spent")
            rows = ((hashlib.sha256(one).digest(), one) for one in answers)
            file.executemany("INSERT INTO paper VALUES (?, ?)", rows)

    def close(self, wave: str) -> None:
        """Take no more answers."""
        with self._writing(named(wave)) as file:
            file.execute("UPDATE wave SET closed = 1")

    def sealed(self, wave: str) -> list[bytes]:
        """All sealed answers of a closed wave."""
        with self._closed(named(wave)) as file:
            found = file.execute(
                "SELECT sealed FROM code WHERE sealed IS NOT NULL UNION ALL SELECT sealed FROM paper"
            )
            return sorted((bytes(one) for (one,) in found), key=lambda one: hashlib.sha256(one).digest())

    def spent(self, wave: str) -> Mapping[int, int]:
        """How many codes of a closed wave were used."""
        with self._closed(named(wave)) as file:
            return dict(
                file.execute(
                    "SELECT stratum, count(*) FROM code WHERE used <> '' GROUP BY stratum ORDER BY stratum"
                )
            )

    def destroy(self, wave: str) -> None:
        """Overwrite the wave's file with noise and remove it."""
        if not self.folder.is_dir():
            return
        address = named(wave)
        with self._queue(address):
            gone = self._file(address).with_suffix(".gone")
            if self._file(address).exists():
                # From here on nobody finds it, however this ends.
                self._file(address).replace(gone)
                _sync(self.folder)
            for file in (gone, self._file(address).with_name(f"{address}.sqlite3-journal")):
                _shred(file)
        self._lock(address).unlink(missing_ok=True)
        _sync(self.folder)

    def _file(self, address: str) -> Path:
        return self.folder / f"{address}.sqlite3"

    def _lock(self, address: str) -> Path:
        return self.folder / f"{address}.lock"

    @contextmanager
    def _queue(self, address: str, kind: int = fcntl.LOCK_EX) -> Iterator[None]:
        """One writer at a time in all processes; who waits, waits here, because SQLite's own waiting is unfair."""
        handle = os.open(self._lock(address), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _open(self, address: str, *, new: bool = False) -> Iterator[sqlite3.Connection]:
        path = self._file(address)
        if new:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        elif not path.exists():
            raise KeyError("the wave was destroyed meanwhile")
        file = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            file.executescript(_PRAGMAS)
            if not new and not file.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise KeyError("the wave has not begun")
            yield file
        finally:
            file.close()

    @contextmanager
    def _reading(self, address: str) -> Iterator[sqlite3.Connection]:
        if not self._file(address).exists():
            raise KeyError("no such wave")
        with self._queue(address, fcntl.LOCK_SH), self._open(address) as file:
            yield file

    @contextmanager
    def _writing(self, address: str, *, new: bool = False) -> Iterator[sqlite3.Connection]:
        if not new and not self._file(address).exists():
            raise KeyError("no such wave")
        with self._queue(address), self._open(address, new=new) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
                file.execute("COMMIT")
            except BaseException:
                if file.in_transaction:
                    file.execute("ROLLBACK")
                raise
            finally:
                for path in (self._file(address), self.folder):
                    os.utime(path, _NO_TIME)

    @contextmanager
    def _taking(self, address: str) -> Iterator[sqlite3.Connection]:
        with self._writing(address) as file:
            if file.execute("SELECT closed FROM wave").fetchone()[0]:
                raise KeyError("the wave is closed")
            yield file

    @contextmanager
    def _closed(self, address: str) -> Iterator[sqlite3.Connection]:
        with self._reading(address) as file:
            if not file.execute("SELECT closed FROM wave").fetchone()[0]:
                raise ValueError("the wave still takes answers")
            yield file


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b", buffering=0) as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(secrets.token_bytes(min(left, _CHUNK)))
        os.fsync(file.fileno())
    path.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
