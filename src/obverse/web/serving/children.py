"""The processes that serve the pages and do the background work: started, started again when they die, ended."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

_LOOK = 0.2
# A child that lived for so long had begun well.
_WELL = 10.0
_LONGEST_PAUSE = 30.0
# Longer than what the pages take for the requests under way, see pages.py.
_PATIENCE = 15.0


class _Interrupted(Exception):  # noqa: N818 - it is told to end, nothing went wrong
    """Somebody wants all of it to end."""


@dataclass(slots=True)
class Child:
    """One process that has to be there."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    handles: Sequence[int] = ()
    failures: int = 0
    started: float = 0
    due: float = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, parent: int) -> None:
        """Start it, in a group of its own: an interrupt at the terminal reaches its parent only."""
        call = [sys.executable, "-P", "-m", "obverse.web.serving.bound", str(parent), self.module]
        self.process = subprocess.Popen(  # noqa: S603 - this very Python, with our own modules
            [*call, *self.arguments], pass_fds=self.handles, process_group=0, stdin=subprocess.DEVNULL
        )
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """Its exit code where it has just ended; when it is due again then depends on how it fared."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.process = None
        now = time.monotonic()
        self.failures = 0 if now - self.started > _WELL else self.failures + 1
        self.due = now + (min(_LONGEST_PAUSE, 2.0 ** (self.failures - 1)) if self.failures else 0)
        return code


def keep(
    children: Sequence[Child],
    *,
    parent: int,
    told: Callable[[str, int, float], None],
    ready: Callable[[], None],
) -> None:
    """Keep children alive until this process is interrupted or terminated, then end them all.

    ``told`` hears of each one that ended: its name, its exit code, the seconds until it is started again.
    """
    ends = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        # Not where nohup asked to outlive the terminal.
        ends.append(signal.SIGHUP)
    for one in ends:
        signal.signal(one, _interrupted)
    try:
        for child in children:
            child.start(parent)
        ready()
        while True:
            for child in children:
                if (code := child.ended()) is not None:
                    told(child.name, code, child.due - time.monotonic())
                if child.process is None and time.monotonic() >= child.due:
                    child.start(parent)
            time.sleep(_LOOK)
    except _Interrupted:
        pass
    finally:
        for one in ends:
            signal.signal(one, signal.SIG_IGN)
        _end(children)


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - what signal passes
    raise _Interrupted


def _end(children: Sequence[Child]) -> None:
    living = [child.process for child in children if child.process is not None]
    for process in living:
        process.terminate()
    until = time.monotonic() + _PATIENCE
    for process in living:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
