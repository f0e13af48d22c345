"""One side of a comparison: a process that does its work each time it is told to, and says how long that took.

Loading the library and the data comes before the clock starts, and so does what a library needs once only.
It is run by the Python of the side's own environment and needs nothing but NumPy.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any, TextIO

import numpy as np


def main() -> int:
    """Answer each line of the input: ``run`` does the work, anything else is where to leave the answer."""
    place, distribution, folder = sys.argv[1:]
    channel = _own_channel()
    module, _, name = place.partition(":")
    arrays = {file.stem: np.load(file) for file in sorted(Path(folder).glob("*.npy"))}
    work = getattr(importlib.import_module(module), name)(arrays)
    _say(channel, {"version": importlib.metadata.version(distribution) if distribution else ""})
    answer: dict[str, Any] = {}
    for line in sys.stdin:
        if line.strip() != "run":
            np.savez(line.strip(), **answer)
            _say(channel, {})
            continue
        gc.collect()
        start = time.perf_counter()
        answer = work()
        seconds = time.perf_counter() - start
        _say(channel, {"seconds": seconds, "memory_mib": _peak()})
    return 0


def _own_channel() -> TextIO:
    """What a library prints must not be taken for what this process says."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _say(channel: TextIO, words: dict[str, object]) -> None:
    channel.write(json.dumps(words) + "\n")
    channel.flush()


def _peak() -> int:
    """The most memory that this process held at any time, in MiB, the data and the libraries included."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) // 1024 if found else 0


if __name__ == "__main__":
    sys.exit(main())
