"""Bringing in a large export of votes piece by piece, beside DuckDB's bare copy of the same CSV to Parquet.

python -m benchmarks.scale.big_import [--votes 1e7] [--pairs 3]

The export is synthetic. The peer reads, guesses types and writes; ours looks at every byte first, checks each cell,
key and reference, turns ids into keyed pseudonyms, and writes everything or nothing. Both run in turn, each in a fresh
process; ours with its two bound children, whose peak memory is the largest that any of them had (the parent's is told
beside it).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.scale.measuring import RESULTS, ROOT, machine, power_of_ten
from obverse.connectors import importing
from obverse.evidence.importing import poured
from obverse.evidence.receiving.limits import MEBIBYTE, limits
from obverse.evidence.receiving.nursery import in_child, last_effort, warm

MAPPING = """
[file]
format = "csv"

[[table]]
name = "vote"
[table.columns]
actor = { from = "voter", pseudonym = "person" }
contribution = "proposal"
value = "vote"
at = { from = "cast_at", moments = ["%Y-%m-%d %H:%M:%S"] }
channel = "channel"

[[table]]
name = "actor"
distinct = true
[table.columns]
id = { from = "voter", pseudonym = "person" }
kind = { constant = "person" }

[[table]]
name = "contribution"
distinct = true
[table.columns]
id = "proposal"
"""
# A million votes are read piece by piece too.
LONG = limits().with_(stream_bytes=MEBIBYTE)
_PROPOSALS, _VOTES_OF_ONE = 5_000, 20


def make(votes: int, folder: Path) -> Path:
    """A synthetic export: each person votes once on each of twenty proposals."""
    file = folder / f"votes-{power_of_ten(votes)}.csv"
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    people = max(1, votes // _VOTES_OF_ONE)
    duckdb.execute(
        "COPY ("
        f"SELECT 'user-' || (range % {people}) AS voter, "
        f"'prop-' || ((range // {people} * 251 + range % {people}) % {_PROPOSALS}) AS proposal, "
        "CAST(range * 31 % 3 - 1 AS INTEGER) AS vote, "
        "strftime(TIMESTAMP '2024-01-01 08:00:00' + INTERVAL (range % 7776000) SECOND, '%Y-%m-%d %H:%M:%S') "
        "AS cast_at, "
        f"CASE WHEN range % 5 = 0 THEN 'paper' ELSE 'online' END AS channel FROM range({votes})"
        f") TO '{file}' (HEADER)"
    )
    return file


def bring_in(file: Path) -> dict[str, Any]:
    """Ours, in this process."""
    peaks: list[int] = []

    def watched(*words: Any, **named: Any) -> Any:
        answer = in_child(*words, **named)
        peaks.append(last_effort().peak_bytes >> 20)
        return answer

    for module in (importing, poured):
        vars(module)["in_child"] = watched
    warm()
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        mapping = Path(folder, "mapping.toml")
        mapping.write_text(MAPPING, encoding="utf-8")
        began = time.perf_counter()
        letter = importing.import_files(
            Path(folder, "dossier"), [file], mapping=mapping, secret=bytes(32), limited=LONG
        )
        seconds = time.perf_counter() - began
        (total,) = duckdb.execute(
            f"SELECT sum(value) FROM '{folder}/dossier/evidence/vote/*.parquet'"
        ).fetchall()[0]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "seconds": seconds,
        "memory_mib": max(peaks),
        "own_mib": own,
        "rows": letter.tables["vote"].added,
        "sum": total,
    }


def bare_copy(file: Path) -> dict[str, Any]:
    """The peer, in this process."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        target = f"{folder}/votes.parquet"
        began = time.perf_counter()
        duckdb.execute(
            f"COPY (SELECT * FROM read_csv('{file}')) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
        seconds = time.perf_counter() - began
        rows, total = duckdb.execute(f"SELECT count(*), sum(vote) FROM '{target}'").fetchall()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "memory_mib": peak, "rows": rows, "sum": total}


def main() -> int:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.big_import", description=__doc__)
    parser.add_argument("--votes", type=float, default=1e7)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--once", choices=("ours", "peer"), help=argparse.SUPPRESS)
    call = parser.parse_args()
    votes = round(call.votes)
    file = make(votes, ROOT / ".cache" / "scale" / "exports")
    if call.once:
        print(json.dumps(bring_in(file) if call.once == "ours" else bare_copy(file), default=float))
        return 0
    ours, peers = [], []
    for _ in range(call.pairs):
        ours.append(_run("ours", votes))
        peers.append(_run("peer", votes))
    ratios = [mine["seconds"] / theirs["seconds"] for mine, theirs in zip(ours, peers, strict=True)]
    median = statistics.median(ratios)
    rate = votes / statistics.median(one["seconds"] for one in ours)
    result = {
        "order": 12,
        "work": "importing a CSV of votes, checked and pseudonymised",
        "reach": "memory of the children bounded at 1 GiB whatever the size; no goal for time",
        "goal": 1024,
        "sense": "at most",
        "runs": [
            {
                "peer": "DuckDB, bare COPY of read_csv to Parquet",
                "peer_version": duckdb.__version__,
                "size": f"{votes:,} votes, {file.stat().st_size / 2**20:.0f} MiB",
                "ours_seconds": [round(one["seconds"], 2) for one in ours],
                "peer_seconds": [round(one["seconds"], 2) for one in peers],
                "ratio": {
                    "median": round(median, 2),
                    "low": round(min(ratios), 2),
                    "high": round(max(ratios), 2),
                },
                "ours_memory_mib": max(one["memory_mib"] for one in ours),
                "peer_memory_mib": max(one["memory_mib"] for one in peers),
                "same_answer": all(
                    one["sum"] == peers[0]["sum"] and one["rows"] == votes for one in (*ours, *peers)
                ),
                "note": f"{rate:,.0f} rows a second; the parent held {max(one['own_mib'] for one in ours)} MiB; "
                "the peer neither checks nor hides anything, and uses all processors",
            }
        ],
        "reached": max(one["memory_mib"] for one in ours) <= 1024,
        "why_not": "",
        "measured_on": time.strftime("%Y-%m-%d"),
        "machine": machine(),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "big_import.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result["runs"], indent=2))
    return 0


def _run(which: str, votes: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.scale.big_import", "--votes", str(votes), "--once", which]
    done = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


if __name__ == "__main__":
    sys.exit(main())
