"""Runs the validity benchmark and writes its page.

python -m benchmarks.validity.run                 all worlds and interval methods; writes results.json and the page
python -m benchmarks.validity.run --only E6.2     one of them; the rest of the results stays
python -m benchmarks.validity.run --missing       only what has no result yet
python -m benchmarks.validity.run --runs 50       another number of draws; prints, writes nothing
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from benchmarks.validity.intervals import coverage_of, experiments
from benchmarks.validity.page import page
from benchmarks.validity.world import verdicts, worlds

RESULTS = Path(__file__).parent / "results.json"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "validity.md"
# Small worlds are drawn most often: there chance weighs most, and a large one takes as long as many small ones.
RUNS_OF_WORLDS = (100, 60, 20)
RUNS_OF_INTERVALS, SEED = 400, 2030
SAVED_EVERY = 20


def main() -> int:
    """Run what was asked for and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, help="draws of each world and experiment")
    parser.add_argument("--only", default="", help="the indicator or method to run")
    parser.add_argument("--missing", action="store_true", help="run only what has no result yet")
    arguments = parser.parse_args()
    started = time.monotonic()
    asked = [
        ("world", world.indicator, size, arguments.runs or RUNS_OF_WORLDS[min(place, 2)])
        for world in worlds()
        for place, size in enumerate(world.sizes)
        if arguments.only in {"", world.indicator}
    ]
    asked += [
        ("interval", one.name, size, arguments.runs or RUNS_OF_INTERVALS)
        for one in experiments()
        for size in one.sizes
        if arguments.only in {"", one.name}
    ]
    if arguments.missing:
        known = {(entry["kind"], entry["name"], entry["size"]) for entry in _known()}
        asked = [one for one in asked if one[:3] not in known]
    found: list[dict[str, Any]] = []
    with ProcessPoolExecutor() as pool:
        waiting = [pool.submit(_one, one) for one in asked]
        for number, done in enumerate(as_completed(waiting), start=1):
            found.append(done.result())
            print(f"\r{number} of {len(asked)}, {time.monotonic() - started:.0f} s", end="", file=sys.stderr)
            if not arguments.runs and number % SAVED_EVERY == 0:
                _save(found)
    print(file=sys.stderr)
    if arguments.runs:
        print(json.dumps(found, indent=1))
    else:
        _save(found)
    return 0


def _known() -> list[dict[str, Any]]:
    return list(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else []


def _save(found: Iterable[dict[str, Any]]) -> None:
    """Put new results in place of old ones of the same name and size, and write the page."""
    entries = {(entry["kind"], entry["name"], entry["size"]): entry for entry in [*_known(), *found]}
    places = [("world", world.indicator, size) for world in worlds() for size in world.sizes]
    places += [("interval", one.name, size) for one in experiments() for size in one.sizes]
    kept = [entries[place] for place in places if place in entries]
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")


def _one(asked: tuple[str, str, int, int]) -> dict[str, Any]:
    kind, name, size, runs = asked
    if kind == "interval":
        experiment = next(one for one in experiments() if one.name == name)
        return {"kind": kind, "name": name, "size": size, **coverage_of(experiment, size, runs, SEED)}
    world = next(one for one in worlds() if one.indicator == name)
    entry: dict[str, Any] = {"kind": kind, "name": name, "size": size, "runs": runs}
    for case, truth in (("null", world.null), ("matters", world.matters)):
        given = verdicts(world, size, truth, runs, SEED)
        entry[case] = {"truth": truth, "figures": given.total(), **{str(key): given[key] for key in given}}
    return entry


if __name__ == "__main__":
    sys.exit(main())
