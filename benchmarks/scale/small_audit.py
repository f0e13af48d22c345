"""What a small audit takes: called again in one process, from the shell, and what it takes before anything is asked.

python -m benchmarks.scale.small_audit

The examples are audited as they lie in the repository, with nothing kept from one audit to the next. From the shell
everything counts: the interpreter, all imports, the audit in English and the two files of the report. The bytecode of
the modules lies in a folder of this benchmark, written by a first run that is told apart, as installing writes it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.scale.measuring import ROOT, peak_memory_mib, write_results

EXAMPLES = ROOT / "examples"
DECISIVE, LARGEST = "libraries-england", "agenda-2030"
# the larger example takes ten times as long and is measured three times
WARM, FROM_SHELL, OF_LARGEST = 9, 5, 3
GOAL_WARM, GOAL_SHELL, GOAL_HELP = 1.0, 3.0, 0.3
HEAVY = ("scipy", "pandas", "django")
_LOADED = "import sys, obverse\nobverse.audit\nobverse.open\nprint(*{name.partition('.')[0] for name in sys.modules})"


def main() -> int:
    """Measure and write ``results/small_audit.json``; with ``--within FOLDER``, the warm calls of one process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.small_audit", description=__doc__)
    parser.add_argument("--within", type=Path, help="audit this dossier again and again in this process")
    parser.add_argument("--calls", type=int, default=WARM)
    call = parser.parse_args()
    if call.within:
        print(json.dumps(warm_calls(call.within, call.calls)))
        return 0
    print(write_results("small_audit", measured(call.calls)))
    return 0


def measured(calls: int) -> dict[str, Any]:
    """All runs, and whether the goals were reached."""
    with tempfile.TemporaryDirectory(prefix="small-audit-") as folder:
        surrounding = os.environ | {"PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
        surrounding.pop("PYTHONDONTWRITEBYTECODE", None)
        command = str(Path(sys.executable).with_name("obverse"))

        def timed(words: Sequence[str]) -> float:
            start = time.perf_counter()
            subprocess.run(words, cwd=ROOT, env=surrounding, check=True, capture_output=True)  # noqa: S603 - ours
            return time.perf_counter() - start

        def audited(name: str) -> list[str]:
            return [command, "audit", str(EXAMPLES / name), "--out", folder]

        first = timed(audited(DECISIVE))
        often = {DECISIVE: (calls, FROM_SHELL), LARGEST: (OF_LARGEST, OF_LARGEST)}
        runs = [_warm(name, warm, surrounding) for name, (warm, _) in often.items()]
        runs += [
            _run(f"{name}, from the shell", _times(partial(timed, audited(name)), shell))
            for name, (_, shell) in often.items()
        ]
        runs[2]["note"] += f"; the first run, which writes the bytecode, took {first:.2f} s"
        runs.append(_run("obverse --help", _times(partial(timed, [command, "--help"]), FROM_SHELL)))
        python = [sys.executable, "-P", "-c"]
        runs.append(_run("import obverse", _times(partial(timed, [*python, "import obverse"]), FROM_SHELL)))
        front = _run(
            "obverse.audit and obverse.open named", _times(partial(timed, [*python, _LOADED]), FROM_SHELL)
        )
        loaded = subprocess.run(  # noqa: S603 - ours
            [*python, _LOADED], cwd=ROOT, env=surrounding, check=True, capture_output=True, text=True
        )
        found = sorted(set(loaded.stdout.split()) & set(HEAVY))
        front["note"] = f"of {', '.join(HEAVY)} are loaded: {', '.join(found) or 'none'}"
        runs.append(front)
    missed = [
        f"{run['size']}: {statistics.median(run['ours_seconds']):.2f} s instead of {goal} s"
        for run, goal in zip((runs[0], runs[2], runs[4]), (GOAL_WARM, GOAL_SHELL, GOAL_HELP), strict=True)
        if statistics.median(run["ours_seconds"]) >= goal
    ] + [f"loaded before anything is asked: {name}" for name in found]
    return {
        "order": 4,
        "work": "whole audit of the libraries example, warm API call",
        "reach": "under 1 s, and under 3 s from the shell",
        "goal": GOAL_WARM,
        "sense": "at most",
        "runs": runs,
        "reached": not missed,
        "why_not": "; ".join(missed),
    }


def warm_calls(folder: Path, calls: int) -> dict[str, Any]:
    """Seconds of each call after one that is not counted, and the peak memory of the process in MiB."""
    import obverse  # noqa: PLC0415 - only the measured process loads it

    obverse.audit(folder)
    seconds = _times(lambda: _elapsed(lambda: obverse.audit(folder)), calls)
    return {"seconds": seconds, "memory_mib": round(peak_memory_mib(), 1)}


def _warm(name: str, calls: int, surrounding: dict[str, str]) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.scale.small_audit", "--within", str(EXAMPLES / name)]
    told = subprocess.run(  # noqa: S603 - ours
        [*words, "--calls", str(calls)], cwd=ROOT, env=surrounding, check=True, capture_output=True, text=True
    )
    answer = json.loads(told.stdout)
    return _run(f"{name}, warm call", answer["seconds"], answer["memory_mib"])


def _times(one: Callable[[], float], calls: int) -> list[float]:
    return [one() for _ in range(calls)]


def _elapsed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _run(size: str, seconds: Sequence[float], memory: float | None = None) -> dict[str, Any]:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return {
        "peer": "-",
        "size": size,
        "ours_seconds": [round(one, 4) for one in seconds],
        "peer_seconds": [],
        "ratio": None,
        "ours_memory_mib": memory,
        "note": f"median {middle:.2f} s, {low:.2f} to {high:.2f} s of {len(seconds)}",
    }


if __name__ == "__main__":
    raise SystemExit(main())
