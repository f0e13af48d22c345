"""How far a long import has come, told by the process that reads to the one that waits for it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

# What is done of what there is to do (bytes while reading, steps afterwards), the rows so far, and which step it is.
Show = Callable[[int, int, int, str], None]
READING, KEEPING = "reading", "keeping"
_FILE = "progress.json"
_LOOK_EVERY = 0.5


def tell(folder: Path, done: int, total: int, rows: int, step: str) -> None:
    """Say how far it has come; whoever looks meanwhile sees the old word or the new one."""
    draft = folder / f"{_FILE}.draft"
    draft.write_text(json.dumps([done, total, rows, step]), encoding="utf-8")
    draft.replace(folder / _FILE)


@contextlib.contextmanager
def watched(folder: Path, show: Show | None) -> Iterator[None]:
    """Show what is told in a folder while the block runs."""
    if show is None:
        yield
        return
    over = threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_EVERY):
            with contextlib.suppress(OSError, ValueError, TypeError):
                done, total, rows, step = json.loads((folder / _FILE).read_text(encoding="utf-8"))
                show(int(done), int(total), int(rows), str(step))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
