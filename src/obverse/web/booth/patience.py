"""Guessing made slow: for everybody together, because nothing is kept about anybody in particular."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

# Of one process; there are two of them by default, so 20 wrong codes a second in all.
A_SECOND = 10.0
AT_ONCE = 20.0
DELAY = 0.3
# So many may wait at the same time, so that those who have a code do not wait with them.
WAITING = 2


@dataclass(slots=True)
class Bucket:
    """So many wrong codes may still be tried; it fills again by itself, by a clock that no calendar can turn back."""

    a_second: float = A_SECOND
    at_once: float = AT_ONCE
    left: float = AT_ONCE
    filled: float = field(default_factory=time.monotonic)
    _held: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _chairs: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(WAITING), repr=False)

    def is_empty(self) -> bool:
        """Whether so many wrong codes came that no code is looked at for the moment, right or wrong."""
        with self._held:
            self._fill()
            return self.left < 1

    def miss(self) -> None:
        """Count a wrong code, and let whoever sent it wait."""
        with self._held:
            self._fill()
            self.left = max(0.0, self.left - 1)
        if self._chairs.acquire(blocking=False):
            try:
                time.sleep(DELAY)
            finally:
                self._chairs.release()

    def _fill(self) -> None:
        now = time.monotonic()
        self.left = min(self.at_once, self.left + (now - self.filled) * self.a_second)
        self.filled = now


misses = Bucket()
