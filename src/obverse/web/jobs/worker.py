"""The worker, a process of its own: ``python -m obverse.web.jobs.worker``. It ends at SIGTERM, after what it does."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import django

_CLOCK_EVERY = 60.0


def main() -> None:
    """Do what waits in the queue until told to stop; told twice, stop at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obverse.web.settings")
    # A dossier is composed into another folder each time: answers about it would never be found again.
    os.environ["OBVERSE_CACHE"] = ""
    django.setup()
    # What follows needs the settings.
    from obverse.web.jobs import clock, working  # noqa: PLC0415 - see the line above

    stop = threading.Event()

    def told(*_: object) -> None:
        if stop.is_set():
            sys.exit(1)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    struck = time.monotonic() - _CLOCK_EVERY

    def look_at_the_clock() -> None:
        nonlocal struck
        if time.monotonic() - struck >= _CLOCK_EVERY:
            struck = time.monotonic()
            clock.strike()

    working.work_on(stop, beside=look_at_the_clock)


if __name__ == "__main__":
    main()
