"""Many small dossiers audited in one call, against as many calls of ``obverse audit``: time, and whether they agree.

python -m benchmarks.scale.many_processes --processes 1000

The dossiers are synthetic, made from a seed. The one call audits all of them; separate calls are timed on a sample that
is spread evenly over them, one after the other, and their total is the mean of the sample times the number. Every
report of the sample has to be the same, byte for byte, as the one that the one call wrote. The reports that the command
line writes and what it prints are the same work on both sides.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.measuring import ROOT, _Watch, write_results
from benchmarks.scale.small_processes import make_processes
from obverse import __version__

GOAL = 10.0
SEED = 20260101
REDRAWN = 999
_COMMAND = [sys.executable, "-m", "obverse"]


def main() -> int:
    """Measure and write ``results/many_processes.json``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.many_processes", description=__doc__)
    parser.add_argument("--processes", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    call = parser.parse_args()
    print(write_results("many_processes", measured(call.processes, call.sample, call.jobs)))
    return 0


def measured(processes: int, sample: int, jobs: int) -> dict[str, Any]:
    """The one call, the separate calls of a sample in turn, and whether their reports are the same."""
    folder = Path(tempfile.mkdtemp(prefix="many-processes-"))
    try:
        dossiers = make_processes(folder / "in", processes, SEED)
        rows = [_rows(one) for one in dossiers]
        # once for the files of the system and the bytecode, so that neither side pays for being first
        _called("audit", dossiers[0], folder / "warm")
        together, memory = _called("oversee", folder / "in", folder / "together", "--jobs", str(jobs))
        chosen = [dossiers[place * processes // sample] for place in range(min(sample, processes))]
        runs = [_called("audit", one, folder / "alone" / one.name) for one in chosen]
        alone = [seconds for seconds, _ in runs]
        differ = [one.name for one in chosen if not _same(folder, one.name)]
    finally:
        shutil.rmtree(folder)
    ratio = _ratio(together, alone, processes)
    reached = ratio["median"] >= GOAL and not differ
    return {
        "order": 11,
        "work": f"{processes} small processes audited in one call (a region’s oversight)",
        "reach": "at least 10x faster than as many separate calls",
        "goal": GOAL,
        "sense": "at least",
        "runs": [
            {
                "peer": "obverse audit, one call for each",
                "peer_version": __version__,
                "size": f"{processes} synthetic dossiers of {min(rows)} to {max(rows)} rows in 8 registers, "
                f"{statistics.median(rows):.0f} in the middle",
                "ours_seconds": [round(together, 2)],
                "peer_seconds": [round(seconds, 3) for seconds in alone],
                "ratio": ratio,
                "ours_memory_mib": round(memory),
                "peer_memory_mib": round(max(held for _, held in runs)),
                "same_answer": f"the reports (HTML and JSON) of {len(chosen) - len(differ)} of {len(chosen)} separate "
                "calls are the same bytes" + (f"; not of {', '.join(differ)}" if differ else ""),
                "note": f"one call with {jobs} workers; separate calls one after the other, total = mean of "
                f"{len(chosen)} x {processes}; spread of the ratio: 95 % of redrawn samples",
            }
        ],
        "reached": reached,
        "why_not": "" if reached else _why_not(ratio["median"], together / processes * jobs, alone, jobs),
    }


def _called(*words: object) -> tuple[float, float]:
    """Seconds from the shell, and the most memory in MiB that the call and its workers were seen to hold at once."""
    command, place, out, *options = words
    called = [*_COMMAND, str(command), str(place), "--out", str(out), *map(str, options)]
    with tempfile.TemporaryDirectory() as nothing:
        start = time.perf_counter()
        with subprocess.Popen(called, cwd=ROOT, stdout=subprocess.DEVNULL) as child:  # noqa: S603 - our own command
            watch = _Watch(child.pid, Path(nothing))
            watch.start()
            child.wait()
            seconds = time.perf_counter() - start
            watch.finish()
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}")
    return seconds, watch.memory_mib


def _ratio(together: float, alone: Sequence[float], processes: int) -> dict[str, float]:
    rng = np.random.default_rng(SEED)
    means = [float(np.mean(rng.choice(alone, len(alone)))) for _ in range(REDRAWN)]
    low, high = np.quantile(means, [0.025, 0.975]).tolist()
    return {
        "median": round(float(np.mean(alone)) * processes / together, 3),
        "low": round(low * processes / together, 3),
        "high": round(high * processes / together, 3),
    }


def _same(folder: Path, name: str) -> bool:
    together, alone = folder / "together" / "processes" / name, folder / "alone" / name
    return all(
        hashlib.sha256((together / file).read_bytes()).digest()
        == hashlib.sha256((alone / file).read_bytes()).digest()
        for file in ("report.html", "report.json")
    )


def _rows(directory: Path) -> int:
    files = sorted((directory / "evidence").glob("*.csv"))
    return sum(len(file.read_text(encoding="utf-8").splitlines()) - 1 for file in files)


def _why_not(ratio: float, each: float, alone: Sequence[float], jobs: int) -> str:
    return (
        f"{ratio:.1f}x: a separate call takes {statistics.mean(alone):.2f} s, of which the audit of the dossier itself "
        f"({each:.2f} s on one of {jobs} workers) stays in the one call; only starting and loading are saved"
    )


if __name__ == "__main__":
    raise SystemExit(main())
