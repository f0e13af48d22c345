"""What a child process does before and after it reads a stranger's file: it binds itself, works, and answers."""

from __future__ import annotations

import contextlib
import errno
import importlib
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from obverse.evidence.problems import EvidenceProblems, described
from obverse.evidence.receiving.confinement import confine

ANSWER = "answer.json"
NO_MEMORY = 71
NO_ROOM = 72
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DEATH_SIGNAL, _DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_SIGKILL = 9
# All processes and threads of one user count, so that it can only stop the worst; a superuser is not held at all.
_PROCESSES = 4096


def bind(bounds: Mapping[str, float], writes: Sequence[str] | None = None) -> None:
    """Give up, for good, what reading a file does not need; ``bounds`` are the fields of :class:`Limits`.

    The address space is half as large again as the memory, because libraries reserve much that they never use; the
    memory in use is watched from outside. Files are written only beneath the folders ``writes``, where they are told.
    What a system does not have is passed over.
    """
    os.setsid()
    os.umask(0o077)
    import resource  # noqa: PLC0415 - absent on Windows

    seconds = int(bounds["seconds"]) + 1
    wanted = {
        "RLIMIT_AS": int(bounds["memory_bytes"]) * 3 // 2,
        "RLIMIT_FSIZE": int(bounds["output_bytes"]),
        "RLIMIT_NOFILE": int(bounds["open_files"]),
        "RLIMIT_NPROC": _PROCESSES,
        "RLIMIT_CORE": 0,
    }
    for name, value in wanted.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))
    # At the first the kernel says why it ends the process, at the second it does not ask.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    call = system_calls()
    if call is None:
        return
    call.prctl(_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    call.prctl(_DUMPABLE, 0, 0, 0, 0)
    # Without the right to do it at once, a namespace of users of one's own gives it.
    if call.unshare(_NEW_NETWORK) != 0:
        call.unshare(_NEW_USER | _NEW_NETWORK)
    call.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if writes is not None:
        confine(writes, call)


def system_calls() -> Any:
    """The C library's functions by name on Linux, None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes  # noqa: PLC0415 - needed in the child only

    return ctypes.CDLL(None, use_errno=True)


def hold_back_the_engine(bounds: Mapping[str, float]) -> None:
    """Let every DuckDB opened from now on use four tenths of the memory and one thread, and fetch nothing.

    Beyond that it writes to the working folder, within the bound on output; it would otherwise plan with most of the
    machine's memory, whatever this process may use.
    """
    duckdb: Any = importlib.import_module("duckdb")
    connect = duckdb.connect
    settings = {
        "memory_limit": f"{int(bounds['memory_bytes']) * 4 // 10 // (1 << 20)}MiB",
        "max_temp_directory_size": f"{int(bounds['output_bytes']) // (1 << 20)}MiB",
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }

    def connect_within(
        database: str = ":memory:", read_only: bool = False, config: Mapping[str, Any] | None = None
    ) -> Any:
        return connect(database, read_only=read_only, config={**dict(config or {}), **settings})

    duckdb.connect = connect_within


def run(task: str, argument: dict[str, Any], places: Sequence[str]) -> int:
    """Do ``task`` ("package.module:function") and write what came of it; returns the exit code of the process."""
    try:
        if places:
            rooms = importlib.import_module("obverse.connectors")
            rooms.__path__[:0] = list(places)
            importlib.invalidate_caches()
            importlib.import_module("obverse.connectors.reading").connectors.cache_clear()
        module, _, function = task.partition(":")
        came = {"answer": getattr(importlib.import_module(module), function)(argument)}
        content = json.dumps(came)
    except EvidenceProblems as found:
        content = json.dumps({"problems": [described(problem) for problem in found.problems]})
    except BaseException as error:  # noqa: BLE001 - whatever a parser does ends here
        if _lacks_memory(error):
            return NO_MEMORY
        if _lacks_room(error):
            return NO_ROOM
        # Names of places in the program, never the message: that one may quote the file.
        places_passed = [
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        content = json.dumps({"failed": type(error).__name__, "at": places_passed[-8:]})
    try:
        Path(ANSWER).write_text(content, encoding="utf-8")
    except MemoryError:
        return NO_MEMORY
    except OSError:
        return NO_ROOM
    return 0


def _lacks_memory(error: BaseException) -> bool:
    names = {kind.__name__ for kind in type(error).__mro__}
    return (
        bool(names & {"MemoryError", "OutOfMemoryException"})
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or "bad_alloc" in str(error)[:500]
        or "can't start new thread" in str(error)[:500]
    )


def _lacks_room(error: BaseException) -> bool:
    full = {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}
    return (isinstance(error, OSError) and error.errno in full) or "File too large" in str(error)[:500]
