"""What an audit costs as processes grow: events, groups, indicators, processes; and the page that tells it.

python -m benchmarks.scale.growth                              all four, up to 10^7 events; keeps larger sizes
python -m benchmarks.scale.growth events --sizes 1e8,1e9       only these sizes
python -m benchmarks.scale.growth page                         the chart and the page from growth.json alone

Each point is one audit in a fresh process without a cache; seconds run from the opened folder to the report.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.scale.growth_page import write_page
from benchmarks.scale.measuring import ROOT, Run, dossier, machine, read_through, run
from obverse.indicators.catalogue import indicators

RESULTS = Path(__file__).parent / "growth.json"
AXES = ("events", "groups", "indicators", "processes")
SIZES = (10**4, 10**5, 10**6, 10**7)
_MIDDLE = 10**6
_GROUPS = (5, 50, 500)
_INDICATORS = (1, 7, 28, 113)
_PROCESSES = (10, 40, 160)


def main() -> int:
    """Measure what was asked for, keep what was measured before, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.growth", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"one of {', '.join(AXES)}, page; all of them by default")
    parser.add_argument("--sizes", default=",".join(f"{size:.0e}" for size in SIZES))
    parser.add_argument("--memory", default="8GB")
    call = parser.parse_args()
    sizes = [round(float(size)) for size in call.sizes.split(",")]
    for what in call.what or AXES:
        if what == "events":
            for size in sizes:
                keep(what, size, _audit(size, memory=call.memory))
        elif what == "groups":
            for groups in _GROUPS:
                keep(what, groups, _audit(_MIDDLE, regions=groups))
        elif what == "indicators":
            names = [one.id for one in indicators()]
            for number in _INDICATORS:
                # evenly over the catalogue, so that a part is like the whole
                chosen = [names[place * len(names) // number] for place in range(min(number, len(names)))]
                keep(what, len(chosen), _audit(_MIDDLE, only=chosen))
        elif what == "processes":
            for number in _PROCESSES:
                keep(
                    what, number, run(sys.executable, "-m", "benchmarks.scale.several_processes", str(number))
                )
        elif what != "page":
            parser.error(f"no such thing to measure: {what}")
    write_page(json.loads(RESULTS.read_text(encoding="utf-8")), ROOT / "docs")
    return 0


def _audit(events: int, *, regions: int = 13, only: list[str] | None = None, memory: str = "8GB") -> Run:
    folder = dossier(events, regions=regions)
    read_through(folder)
    words = ["-m", "benchmarks.scale.one_audit", str(folder), "--memory", memory]
    return run(sys.executable, *words, *(["--only", ",".join(only)] if only else []))


def keep(what: str, size: int, found: Run) -> None:
    """Put a point into growth.json at once: a long series that is stopped keeps what it has."""
    content: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    points = [point for point in content.get(what, []) if point["size"] != size]
    points.append(
        {
            "size": size,
            "seconds": round(found.seconds, 2),
            "opening_seconds": round(found.answer.get("opening", 0.0), 2),
            "memory_mib": found.memory_mib,
            "spill_mib": found.spill_mib,
            "slowest": found.answer.get("slowest", [])[:5],
            "measured_on": dt.datetime.now(dt.UTC).date().isoformat(),
        }
    )
    content[what] = sorted(points, key=lambda point: int(point["size"]))
    content["machine"] = machine()
    RESULTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(f"{what} {size}: {found.seconds:.1f} s, {found.memory_mib:.0f} MiB", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
