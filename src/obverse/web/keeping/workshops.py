"""Folders for work that is under way: they go when it ends, also when whoever worked there was killed.

Each process of the workspace has one workshop and holds a lock in it for as long as it lives. The system lets go of the
lock of a dead one, so that others see at once that it is dead, sweep its workshop and take up what it left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings

_LOCK = "lock"


def own() -> uuid.UUID:
    """The name of the workshop of this process, which is opened where it has none yet."""
    return _opened(os.getpid(), str(settings.DATA))


@cache
def _opened(_process: int, data: str) -> uuid.UUID:
    name, work = uuid.uuid4(), Path(data) / "work"
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(dir=work, prefix="new-"))
    # Held until the process ends; a program that it starts does not inherit it.
    lock = os.open(draft / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.write(lock, f"{os.getpid()}\n".encode())
    # Under this name others look for it, and it is locked by now.
    draft.rename(work / str(name))
    return name


@contextmanager
def temporary() -> Iterator[Path]:
    """An empty folder in the workshop of this process, on the same disk as the files that are kept."""
    home = Path(settings.DATA) / "work" / str(own())
    folder = Path(tempfile.mkdtemp(dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> frozenset[uuid.UUID]:
    """Remove the workshops of processes that have died, and return their names."""
    dead = set()
    for folder in (Path(settings.DATA) / "work").glob("*"):
        with suppress(OSError, ValueError):
            name = uuid.UUID(folder.name)
            lock = os.open(folder / _LOCK, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                dead.add(name)
            finally:
                os.close(lock)
    return frozenset(dead)
