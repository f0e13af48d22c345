"""A whole audit of a synthetic nation against the bare group-bys that any audit needs, on the same files and engine.

python -m benchmarks.scale.whole_audit --events 1e8 [--engine duckdb|spark] [--pairs 3] [--memory 8GB]
python -m benchmarks.scale.whole_audit --events 1e9 --alone --memory 10GB     ours once, against the time of a tenth

In turn, each in a fresh process: ours without a cache, then the peer. After these pairs ours once more with what the
first audit left in the cache, and once with one small register changed; after Spark, the same audit on DuckDB, whose
report must be the same bytes. Imports (and Spark's start) are left out of
both; reading and checking the registers is a part of ours. At 10^9 events the time is set against that at 10^8.
What DuckDB took also becomes a point of the growth page (benchmarks.scale.growth).
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.scale.growth import keep
from benchmarks.scale.measuring import (
    DOSSIERS,
    RESULTS,
    ROOT,
    Run,
    dossier,
    in_words,
    paired,
    power_of_ten,
    read_through,
    run,
    write_results,
)

GOAL, GROWTH_GOAL, MEMORY_GOAL_GIB = 2.0, 12.0, 12.0
TEN_FOLD = 10
SHOWN = (10**8, 10**9)
SPARK = ROOT / ".cache" / "spark" / "bin" / "python"
_CHANGED = "milestone"
_TOLD = 8


def main() -> int:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.whole_audit", description=__doc__)
    parser.add_argument("--events", type=float, default=1e8)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--master", default="local-cluster[2,1,4096]")
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument(
        "--alone", action="store_true", help="no bare group-bys, only the growth from a tenth"
    )
    call = parser.parse_args()
    events = round(call.events)
    interpreter = sys.executable if call.engine == "duckdb" else str(SPARK)
    options = (
        str(dossier(events)),
        "--engine",
        call.engine,
        "--master",
        call.master,
        "--memory",
        call.memory,
    )
    folder = Path(options[0])
    cache = DOSSIERS / "remembered"
    read_through(folder)
    if call.alone:
        alone = run(interpreter, "-m", "benchmarks.scale.one_audit", *options)
        if call.engine == "duckdb":
            keep("events", events, alone)
        return _grown(events, alone)
    ours: list[Run] = []
    peers: list[Run] = []
    for number in range(call.pairs):
        shutil.rmtree(cache, ignore_errors=True)
        ours.append(run(interpreter, "-m", "benchmarks.scale.one_audit", *options, cache=cache))
        pairs = ["--pairs"] if number == 0 else []
        peers.append(run(interpreter, "-m", "benchmarks.scale.bare_group_bys", *options, *pairs))
        print(
            f"ours {ours[-1].seconds:.1f} s, {ours[-1].memory_mib} MiB; bare {peers[-1].seconds:.1f} s",
            flush=True,
        )
    once_more, then = _afterwards(interpreter, options, cache)
    shutil.rmtree(cache, ignore_errors=True)
    same = {one.answer["sha256"] for one in [*ours, once_more]}
    rows = ours[0].answer["rows"]
    counted = {name: rows[name] - peers[0].answer["rows"][name] for name in ("vote", "participation")}
    note = _note(ours, peers, then)
    name = power_of_ten(events)
    entry = {
        "peer": "bare group-bys",
        "peer_version": f"{call.engine} {peers[0].answer['version']}",
        "size": events,
        "ours_seconds": [round(one.seconds, 2) for one in ours],
        "peer_seconds": [round(one.seconds, 2) for one in peers],
        "ratio": paired([one.seconds for one in ours], [one.seconds for one in peers]),
        "ours_memory_mib": max(one.memory_mib for one in ours),
        "peer_memory_mib": max(one.memory_mib for one in peers),
        "same_answer": "both read every row of votes and attendances; all reports are the same bytes"
        if not any(counted.values()) and len(same) == 1
        else f"rows that the peer did not count: {counted}; {len(same)} different reports",
        "note": note,
    }
    if call.engine == "spark":
        content = _against_the_bare(
            10, f"audit on Spark, {in_words(events)} events, 2 workers on this machine", entry
        )
        file = write_results(f"whole_audit_spark_{name}", content, shown=events == SHOWN[0])
    else:
        keep("events", events, ours[-1])
        content = _against_the_bare(1, f"whole audit, {in_words(events)} events on 2 cores", entry)
        file = write_results(f"whole_audit_{name}", content, shown=events == SHOWN[0])
        smaller = RESULTS / f"whole_audit_{power_of_ten(events // TEN_FOLD)}.json"
        if events == SHOWN[1] and smaller.exists():
            write_results(
                f"growth_to_{name}", _against_the_smaller(events, entry, json.loads(smaller.read_text()))
            )
    print(f"{entry['ratio']}\n{note}\n{file.name}")
    return 0


def _afterwards(interpreter: str, options: Sequence[str], cache: Path) -> tuple[Run, str]:
    """Ours once more, and what there is to say of it: with the cache, or from Spark's files on the other engine."""
    folder, _, engine, *_, memory = options
    if engine == "spark":
        words = (folder, "--engine", "duckdb", "--memory", memory)
        other = run(sys.executable, "-m", "benchmarks.scale.one_audit", *words)
        return other, f"the same audit on DuckDB {other.seconds:.1f} s"
    audit = (interpreter, "-m", "benchmarks.scale.one_audit", *options)
    again = run(*audit, cache=cache)
    changed = _with_one_register_changed(Path(folder), audit, cache)
    return again, (
        f"again with the cache {again.seconds:.1f} s; with the register {_CHANGED} changed {changed.seconds:.1f} s"
    )


def _grown(events: int, found: Run) -> int:
    smaller = RESULTS / f"whole_audit_{power_of_ten(events // TEN_FOLD)}.json"
    slowest = ", ".join(f"{name} {seconds:.1f} s" for seconds, name in found.answer["slowest"][:_TOLD])
    entry = {
        "peer": "",
        "size": events,
        "ours_seconds": [round(found.seconds, 2)],
        "ours_memory_mib": found.memory_mib,
        "note": f"one run; opening and checking {found.answer['opening']:.1f} s; slowest: {slowest}; written to disk "
        f"{found.spill_mib:.0f} MiB",
    }
    content = _against_the_smaller(events, entry, json.loads(smaller.read_text(encoding="utf-8")))
    print(write_results(f"growth_to_{power_of_ten(events)}", content, shown=events == SHOWN[1]).name)
    print(content["runs"][0]["ratio"], found.memory_mib, entry["note"])
    return 0


def _against_the_bare(order: int, work: str, entry: dict[str, Any]) -> dict[str, Any]:
    reached = entry["ratio"]["median"] <= GOAL
    return {
        "order": order,
        "work": work,
        "reach": "at most 2.0x",
        "goal": GOAL,
        "sense": "at most",
        "runs": [entry],
        "reached": reached,
        "why_not": ""
        if reached
        else f"{entry['ratio']['median']} was measured. Ours also checks every key, reference and code, and finds "
        "the last vote of every person on every proposal; the bare group-bys do neither. "
        + str(entry["note"]),
    }


def _against_the_smaller(events: int, entry: dict[str, Any], smaller: dict[str, Any]) -> dict[str, Any]:
    before = statistics.median(smaller["runs"][0]["ours_seconds"])
    times = [seconds / before for seconds in entry["ours_seconds"]]
    memory = entry["ours_memory_mib"] / 1024
    reached = statistics.median(times) <= GROWTH_GOAL and memory < MEMORY_GOAL_GIB
    return {
        "order": 2,
        "work": f"whole audit, {in_words(events)} events on 2 cores",
        "reach": "at most 12x the time of a tenth, memory below 12 GiB",
        "goal": GROWTH_GOAL,
        "sense": "at most",
        "runs": [
            {
                **entry,
                "peer": "the same audit of a tenth of the events",
                "peer_version": "",
                "peer_seconds": smaller["runs"][0]["ours_seconds"],
                "peer_memory_mib": smaller["runs"][0]["ours_memory_mib"],
                "ratio": {
                    "median": round(statistics.median(times), 2),
                    "low": round(min(times), 2),
                    "high": round(max(times), 2),
                },
                "same_answer": "another dossier",
            }
        ],
        "reached": reached,
        "why_not": ""
        if reached
        else f"{statistics.median(times):.1f}x and {memory:.1f} GiB were measured. Where a tenth fits in memory, here "
        "the votes are grouped part by part and read again for each part, and what else does not fit goes on on disk. "
        + str(entry["note"]),
    }


def _with_one_register_changed(folder: Path, words: Sequence[str], cache: Path) -> Run:
    """Audit with the last row of a small register taken away, and put it back."""
    file = folder / "evidence" / f"{_CHANGED}.parquet"
    kept = file.read_bytes()
    try:
        less = f"SELECT * FROM read_parquet('{file}') WHERE id <> 'm8'"
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"CREATE TABLE less AS {less}")
            connection.execute(f"COPY less TO '{file}' (FORMAT parquet)")
        return run(*words, cache=cache)
    finally:
        file.write_bytes(kept)


def _note(ours: Sequence[Run], peers: Sequence[Run], then: str) -> str:
    first = ours[-1]
    slowest = ", ".join(f"{name} {seconds:.1f} s" for seconds, name in first.answer["slowest"][:_TOLD])
    each = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in peers[-1].answer["each"].items())
    return (
        f"opening and checking {first.answer['opening']:.1f} s; slowest: {slowest}; "
        f"{then}; written to disk {max(one.spill_mib for one in ours):.0f} MiB (peer "
        f"{max(one.spill_mib for one in peers):.0f} MiB). Bare: {each}. Distinct pairs of person and proposal, not in "
        f"the sum: {peers[0].answer['pairs_seconds']:.1f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
