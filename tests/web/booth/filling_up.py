"""Answers while files may have so many bytes only: ``python -m tests.web.booth.filling_up FOLDER BYTES``."""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import sqlite3
import sys
from pathlib import Path

from obverse.web.booth.sqlite_store import SqliteStore

PEOPLE = 12


def mark(person: int) -> bytes:
    """The mark of somebody's code."""
    return hashlib.sha256(f"code {person}".encode()).digest()


def answer(text: str) -> bytes:
    """A sealed answer, as long as any."""
    return text.encode().ljust(8240, b"\0")


def main() -> None:
    """Answer for everybody, and tell for whom it was acknowledged."""
    folder, room = Path(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    kept, acknowledged = SqliteStore(folder), []
    for person in range(PEOPLE):
        try:
            kept.put("wave", mark(person), answer(f"person {person}"))
            acknowledged.append(person)
        except (sqlite3.Error, OSError) as problem:
            sys.stderr.write(f"{problem}\n")
    sys.stdout.write(json.dumps(acknowledged))


if __name__ == "__main__":
    main()
