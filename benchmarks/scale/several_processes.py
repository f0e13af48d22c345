"""Audits many small synthetic processes in one call and prints what it took, as one JSON object.

python -m benchmarks.scale.several_processes 100
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scale.measuring import peak_memory_mib
from benchmarks.scale.small_processes import make_processes
from obverse.overseeing import oversee


def main() -> int:
    """Make the processes, audit them, and say what it took."""
    processes = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        make_processes(Path(folder) / "dossiers", processes, seed=1)
        began = time.perf_counter()
        oversee(Path(folder) / "dossiers", out=Path(folder) / "out")
        seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "memory_mib": peak_memory_mib(), "many_processes": True}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
