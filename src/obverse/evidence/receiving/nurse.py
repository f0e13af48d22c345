"""A process that has everything loaded and forks a bound child for every job, so that a child costs little.

It is started and spoken to by :mod:`obverse.evidence.receiving.nursery`: one line of JSON for a job, one for how the
child ended. It stays single-threaded, holds no data, and ends with whoever started it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

from obverse.evidence.receiving import child

CONNECTORS = "obverse.connectors.reading"
LOADED = ("pyarrow.csv", "duckdb", "openpyxl")
# Libraries that would start threads, or reserve memory for threads, before a limit is known.
ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "ARROW_IO_THREADS": "2",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENPYXL_LXML": "False",
    "PATH": "",
    "TZ": "UTC",
}
_LOOK_EVERY = 0.005
# A process can fill some more between two looks.
_ROOM_BETWEEN_LOOKS = 1 / 16
_SUBREAPER = 36


def serve() -> None:
    """Take jobs from standard input until it closes."""
    # Its own stdout is the line to the nursery; nothing that a library prints may get into it.
    line_out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    # What cannot be loaded here fails in the child that needs it.
    for name in LOADED:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        importlib.import_module(CONNECTORS).connectors()
    system = child.system_calls()
    if system is not None:
        system.prctl(_SUBREAPER, 1, 0, 0, 0)
    # What is loaded stays shared with every child, as long as nobody writes to it.
    gc.collect()
    gc.freeze()
    while job := _next_line():
        line_out.write(json.dumps(_attend(json.loads(job))) + "\n")
        line_out.flush()


def once() -> None:
    """Take one job from standard input and do it here: the way of systems that cannot fork."""
    job = json.loads(sys.stdin.buffer.read())
    os.chdir(job["folder"])
    sys.exit(child.run(job["task"], job["argument"], job["places"]))


def _next_line() -> bytes:
    """Read without a buffer, so that nothing waits unseen while a job is watched."""
    line = bytearray()
    while not line.endswith(b"\n"):
        block = os.read(0, 1 << 16)
        if not block:
            return b""
        line += block
    return bytes(line)


def _attend(job: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _be_the_child(job)
    bounds = job["limits"]
    peak, killed = 0, ""
    handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
    try:
        while not killed:
            if handle >= 0:
                ready, _, _ = select.select([handle, 0], [], [], _LOOK_EVERY)
            else:
                time.sleep(_LOOK_EVERY)
                ready = [handle] if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) else []
            if handle in ready:
                break
            peak = max(peak, _in_use(pid))
            if peak > bounds["memory_bytes"] * (1 - _ROOM_BETWEEN_LOOKS):
                killed = "memory"
            elif time.monotonic() - began > bounds["seconds"]:
                killed = "time"
            elif 0 in ready:
                # Nothing is sent during a job: the line was closed, and nobody waits for the answer.
                killed = "left"
    finally:
        if handle >= 0:
            os.close(handle)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    _sweep()
    if killed == "left":
        sys.exit(0)
    return {
        "killed": killed,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) and not killed else 0,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
        "peak_bytes": max(peak, usage.ru_maxrss * 1024),
        "seconds": time.monotonic() - began,
    }


def _in_use(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_bytes().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _sweep() -> None:
    """End what a child left behind: when it dies, its own children become ours."""
    for _ in range(100):
        try:
            left = [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
        except OSError:
            return
        if not left:
            return
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _be_the_child(job: dict[str, Any]) -> None:
    code = 70
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        os.closerange(3, 256)
        os.chdir(job["folder"])
        # Libraries put what they need for a moment where everything else goes.
        os.environ["TMPDIR"] = job["folder"]
        child.bind(job["limits"], None if job["writes"] is None else [job["folder"], *job["writes"]])
        child.hold_back_the_engine(job["limits"])
        code = child.run(job["task"], job["argument"], job["places"])
    finally:
        os._exit(code)
