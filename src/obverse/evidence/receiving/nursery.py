"""Having a stranger's file read by a child process that can use neither much memory nor time nor the network.

The children come from a process that is started at the first call and kept (:mod:`.nurse`), one for each call that
runs at the same time. On Linux a child is bound in address space, processor time, size and number of files, cut off
from the network where the system allows it, watched for the memory in use, and ended with all that it started. On
systems with fork but without Linux's calls some of these bounds are missing; without fork (Windows) a plain process
does the job, bounded in time only.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from obverse.evidence.problems import EvidenceProblems, Problem, understood
from obverse.evidence.receiving.child import ANSWER, NO_MEMORY, NO_ROOM
from obverse.evidence.receiving.limits import MEBIBYTE, Limits
from obverse.evidence.receiving.nurse import ENVIRONMENT

_LOG = logging.getLogger(__name__)
_AT_A_TIME = max(2, os.cpu_count() or 1)
# The answer is read into this process, which has no limits.
_LARGEST_ANSWER = 64 * MEBIBYTE
_FORKS = hasattr(os, "fork")
# After the child's time is over the nurse needs a moment to end it; if even the nurse is stuck, she is ended too.
_GRACE = 10.0


class _Gone(Exception):  # noqa: N818 - what happened to the nurse
    pass


class _Nurse:
    """One process that forks children, for one call at a time."""

    def __init__(self) -> None:
        self.process = _start("serve")

    def attend(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a job and wait for how it ended."""
        late = threading.Timer(seconds + _GRACE, self.end)
        late.daemon = True
        late.start()
        try:
            if self.process.stdin is None or self.process.stdout is None:
                raise _Gone
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (OSError, ValueError) as error:
            raise _Gone from error
        finally:
            late.cancel()
        if not line:
            raise _Gone
        ended: dict[str, Any] = json.loads(line)
        return ended

    def end(self) -> None:
        """Let the process go, at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class _Nursery:
    """The nurses that have nothing to do; at most as many are at work as the machine has processors."""

    def __init__(self) -> None:
        self.idle: list[_Nurse] = []
        self.lock = threading.Lock()
        self.places = threading.BoundedSemaphore(_AT_A_TIME)

    def _idle_one(self) -> _Nurse | None:
        """One that has nothing to do and still lives; those that were ended from outside meanwhile are let go."""
        with self.lock:
            while self.idle:
                nurse = self.idle.pop()
                if nurse.process.poll() is None:
                    return nurse
                nurse.end()
        return None

    @contextlib.contextmanager
    def nurse(self) -> Any:
        with self.places:
            nurse = self._idle_one() or _Nurse()
            try:
                yield nurse
            except BaseException:
                nurse.end()
                raise
            with self.lock:
                self.idle.append(nurse)


_nursery = _Nursery()


_left_behind: list[_Nursery] = []


def _forget() -> None:
    global _nursery  # noqa: PLW0603 - a forked process must not speak on the lines of the one it came from
    _left_behind.append(_nursery)
    _nursery = _Nursery()


@atexit.register
def _end_all() -> None:
    for nurse in _nursery.idle:
        nurse.end()


if _FORKS:
    os.register_at_fork(after_in_child=_forget)


@dataclass(frozen=True, slots=True)
class Effort:
    """What the last child of this thread took: ``peak_bytes`` of memory in use, ``seconds`` by the clock."""

    peak_bytes: int = 0
    seconds: float = 0.0


_efforts = threading.local()


def last_effort() -> Effort:
    """What the last call of :func:`in_child` in this thread took."""
    effort: Effort = getattr(_efforts, "last", Effort())
    return effort


def warm() -> None:
    """Start the process that forks children, so that it loads while something else happens."""
    if _FORKS:
        with _nursery.nurse():
            pass


def in_child(
    task: str,
    argument: dict[str, Any],
    *,
    limits: Limits,
    places: Sequence[str] = (),
    label: str = "",
    writes: Sequence[str] | None = None,
) -> dict[str, Any]:
    """The answer of ``task`` ("package.module:function"), called with ``argument`` in a bound child process.

    Argument and answer are what JSON can say. ``places`` are folders in which connectors are looked for before those
    of the program; ``label`` is what letters call the file. The child's working folder is empty and goes with it;
    where ``writes`` is given, the child can write only there and in these folders (on Linux 5.13 and later).

    Raises:
        EvidenceProblems: those that the task raised; or ``too_long``, ``too_much_memory``, ``too_much_output``,
            ``parser_died`` (it crashed), ``parser_failed`` (any other error, named by its kind only).
    """
    with tempfile.TemporaryDirectory(prefix="obverse-", ignore_cleanup_errors=True) as folder:
        job = {
            "task": task,
            "argument": argument,
            "limits": asdict(limits),
            "places": [str(place) for place in places],
            "folder": folder,
            "writes": None if writes is None else [str(place) for place in writes],
        }
        ended = _forked(job, limits) if _FORKS else _plain(job, limits)
        _efforts.last = Effort(int(ended.get("peak_bytes", 0)), float(ended.get("seconds", 0.0)))
        if ended["killed"] or ended["signal"] or ended["code"]:
            _fail(ended, limits, label)
        came = _read_answer(Path(folder) / ANSWER, label)
    if "problems" in came:
        raise EvidenceProblems(understood(problem) for problem in came["problems"])
    if "failed" in came:
        _LOG.debug("%s failed with %s at %s", task, came["failed"], " ".join(came["at"]))
        raise EvidenceProblems([Problem("parser_failed", label, details={"error": str(came["failed"])})])
    answer: dict[str, Any] = came["answer"]
    return answer


def _forked(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    for attempt in (1, 2):
        began = time.monotonic()
        try:
            with _nursery.nurse() as nurse:
                ended: dict[str, Any] = nurse.attend(job, limits.seconds)
                return ended
        except _Gone:
            # One that was idle may have been ended from outside meanwhile; one that just started has no excuse.
            if attempt == 2 or time.monotonic() - began > limits.seconds:
                break
    return {"killed": "", "signal": signal.SIGKILL, "code": -1}


def _plain(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    process = _start("once")
    try:
        process.communicate(json.dumps(job).encode(), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return {"killed": "time", "signal": 0, "code": -1}
    return {"killed": "", "signal": 0, "code": process.returncode}


def _start(way: str) -> subprocess.Popen[bytes]:
    # Isolated from the environment and the working folder; where the program itself lies has to be told.
    home = Path(__file__).resolve().parents[3]
    program = f"import sys; sys.path.insert(0, {str(home)!r}); import obverse.evidence.receiving.nurse as n; n.{way}()"
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-I", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/" if _FORKS else None,
        start_new_session=_FORKS,
    )


def _read_answer(file: Path, label: str) -> dict[str, Any]:
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as stream:
            content = stream.read(_LARGEST_ANSWER + 1)
        if len(content) > _LARGEST_ANSWER:
            limit = {"limit": str(_LARGEST_ANSWER // MEBIBYTE)}
            raise EvidenceProblems([Problem("too_much_output", label, details=limit)])
        came: dict[str, Any] = json.loads(content)
    except (OSError, ValueError) as error:
        raise EvidenceProblems([Problem("parser_died", label)]) from error
    return came


def _fail(ended: dict[str, Any], limits: Limits, label: str) -> NoReturn:
    mebibytes = {"limit": str(limits.memory_bytes // MEBIBYTE)}
    kind, details = "parser_died", {}
    if ended["killed"] == "time" or ended["signal"] == getattr(signal, "SIGXCPU", None):
        kind, details = "too_long", {"limit": f"{limits.seconds:g}"}
    elif ended["killed"] == "memory" or ended["code"] == NO_MEMORY:
        kind, details = "too_much_memory", mebibytes
    elif ended["code"] == NO_ROOM:
        kind, details = "too_much_output", {"limit": str(limits.output_bytes // MEBIBYTE)}
    raise EvidenceProblems([Problem(kind, label, details=details)])
