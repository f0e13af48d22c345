"""Ours and a peer on the same data, in turn, several times: what is compared is always a pair of neighbours."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from benchmarks.peers.environments import ROOT, interpreter, make

Arrays = dict[str, Any]
RESULTS = Path(__file__).parent / "results"
THREADS = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A library to be compared with, the environment in which it lives, and where its side of the work is."""

    name: str
    distribution: str
    environment: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One peer at one size, ``pairs`` times in turn; ``goal`` is what this run has to reach, if anything.

    Beside a peer that is too slow to be run often, ours is run ``repeats`` times a turn and the middle one counts.
    """

    peer: Peer
    size: str
    arrays: Callable[[], Arrays]
    pairs: int
    goal: float | None
    note: str = ""
    repeats: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A row of the table: who does what, how much faster ours has to be, and when two answers are the same."""

    name: str
    order: int
    work: str
    reach: str
    goal: float
    ours: str
    same: Callable[[Mapping[str, Any], Mapping[str, Any]], str]
    runs: tuple[Run, ...]
    method: str
    reason: str = ""
    """Why the goal may be missed, where that was looked into."""


class Side:
    """A process that does one side of the work, kept between the turns."""

    def __init__(self, python: Path, side: str, distribution: str, folder: Path) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        threads = {f"{name}_NUM_THREADS": THREADS for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "RAYON")}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreters and our own words
            [str(python), "-m", "benchmarks.peers.child", side, distribution, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=ROOT,
            env={**os.environ, **threads, "POLARS_MAX_THREADS": THREADS},
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a process that was started with pipes has none")
        self._words, self._answers = self._process.stdin, self._process.stdout
        self.version = str(self._heard()["version"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._words.close()
        self._answers.close()
        self._process.wait()
        self._errors.close()

    def run(self) -> tuple[float, int]:
        """Do the work once: seconds, and the peak of memory in MiB so far."""
        said = self._asked("run")
        return float(said["seconds"]), int(said["memory_mib"])

    def middle(self, repeats: int) -> tuple[float, int]:
        """Do the work several times: the middle one of the seconds, and the peak of memory in MiB so far."""
        times = [self.run() for _ in range(repeats)]
        return statistics.median(seconds for seconds, _ in times), times[-1][1]

    def answer(self, file: Path) -> Mapping[str, Any]:
        """What the last run found."""
        self._asked(str(file))
        with np.load(file) as found:
            return dict(found)

    def _asked(self, words: str) -> dict[str, Any]:
        self._words.write(words + "\n")
        self._words.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            self._errors.seek(0)
            raise RuntimeError(self._errors.read().decode(errors="replace")[-3000:])
        said: dict[str, Any] = json.loads(line)
        return said


def compared(work: Work, run: Run) -> dict[str, Any]:
    """Ours and the peer in turn, as one entry of the results."""
    make(run.peer.environment)
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        for key, array in run.arrays().items():
            np.save(folder / f"{key}.npy", array)
        with (
            Side(Path(sys.executable), work.ours, "", folder) as ours,
            Side(interpreter(run.peer.environment), run.peer.side, run.peer.distribution, folder) as theirs,
        ):
            turns = [(ours.middle(run.repeats), theirs.run()) for _ in range(run.pairs)]
            same = work.same(ours.answer(folder / "ours.npz"), theirs.answer(folder / "theirs.npz"))
            version = theirs.version
    ratios = [their[0] / our[0] for our, their in turns]
    return {
        "peer": run.peer.name,
        "peer_version": version,
        "size": run.size,
        "ours_seconds": [round(our[0], 4) for our, _ in turns],
        "peer_seconds": [round(their[0], 4) for _, their in turns],
        "ratio": {
            "median": round(statistics.median(ratios), 2),
            "low": round(min(ratios), 2),
            "high": round(max(ratios), 2),
        },
        "ours_memory_mib": turns[-1][0][1],
        "peer_memory_mib": turns[-1][1][1],
        "same_answer": same,
        "goal": run.goal,
        "note": run.note,
    }


def measured(work: Work, peers: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """The runs of a work, or those with some of its peers, printed as they come; what cannot be run is left out."""
    for run in work.runs:
        if peers and run.peer.name not in peers:
            continue
        try:
            entry = compared(work, run)
        except (RuntimeError, subprocess.CalledProcessError) as error:
            print(f"{work.name}: {run.peer.name} could not be run: {error}", flush=True)
            continue
        ratio = entry["ratio"]
        print(
            f"{work.name}: {run.peer.name} {entry['peer_version']}, {run.size}: "
            f"{ratio['median']} x ({ratio['low']} to {ratio['high']}); "
            f"ours {statistics.median(entry['ours_seconds']):.3f} s, {entry['ours_memory_mib']} MiB; "
            f"peer {statistics.median(entry['peer_seconds']):.3f} s, {entry['peer_memory_mib']} MiB; "
            f"{entry['same_answer']}",
            flush=True,
        )
        yield entry


def judged(work: Work, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The results with whether the goal is reached: every run that has one is there and reaches it, by its median."""
    there = {(entry["peer"], entry["size"]) for entry in entries}
    asked = dict.fromkeys((run.peer.name, run.size) for run in work.runs if run.goal is not None)
    short = [
        f"{entry['peer']} at {entry['size']}: {entry['ratio']['median']} x of {entry['goal']:g} x"
        for entry in entries
        if entry["goal"] is not None and entry["ratio"]["median"] < entry["goal"]
    ] + [f"{peer} at {size} was not measured" for peer, size in asked if (peer, size) not in there]
    return {
        "work": work.work,
        "order": work.order,
        "command": f"python -m benchmarks.peers.{work.name}",
        "reach": work.reach,
        "goal": work.goal,
        "sense": "at least",
        "method": work.method,
        "runs": entries,
        "reached": not short,
        "why_not": ". ".join(filter(None, ("; ".join(short), work.reason if short else ""))),
        "measured_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine(),
    }


def machine() -> dict[str, str]:
    """The words that a figure of time needs."""
    words = {"cores": str(os.cpu_count()), "python": platform.python_version(), "numpy": np.__version__}
    memory = Path("/proc/meminfo")
    if memory.exists():
        found = re.search(r"MemTotal:\s+(\d+) kB", memory.read_text(encoding="utf-8"))
        words["memory"] = f"{int(found.group(1)) / 2**20:.0f} GiB" if found else ""
    return words


def carry_out(work: Work) -> int:
    """Measure a work and write its results; where the call names peers, the results of the others stay."""
    asked = tuple(sys.argv[1:])
    known = {run.peer.name for run in work.runs}
    if unknown := set(asked) - known:
        print(
            f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}",
            file=sys.stderr,
        )
        return 2
    file = RESULTS / f"{work.name}.json"
    before = json.loads(file.read_text(encoding="utf-8"))["runs"] if asked and file.exists() else []
    entries = [entry for entry in before if entry["peer"] not in asked]
    order = list(dict.fromkeys(run.peer.name for run in work.runs))
    RESULTS.mkdir(exist_ok=True)
    # Written after each run: what is broken off keeps what it found, and says what is missing.
    for entry in measured(work, asked):
        entries.append(entry)
        entries.sort(key=lambda one: order.index(one["peer"]))
        found = judged(work, entries)
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0
