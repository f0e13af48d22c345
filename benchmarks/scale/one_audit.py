"""Audits one dossier in this process and prints what it took, as one JSON object.

python -m benchmarks.scale.one_audit DIR [--engine duckdb|spark] [--master M] [--memory 8GB] [--only E5.4,L2.1]

The seconds run from the opened folder to the finished report, with all checks of the registers; the imports of the
program are left out, and so is what starting Spark takes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import obverse
from benchmarks.scale.measuring import peak_memory_mib
from obverse.auditing import Step
from obverse.evidence.engines.duckdb import DuckDB
from obverse.indicators.catalogue import indicators

if TYPE_CHECKING:
    from obverse.evidence.engines.engine import Engine


def main() -> int:
    """Audit, and say what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.one_audit", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--master", default="local-cluster[2,1,4096]")
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--only", default="")
    call = parser.parse_args()
    only = [name for name in call.only.split(",") if name] or None
    indicators()  # the catalogue is read once in the life of a process, like an import
    engine = engine_of(call.engine, call.master, call.memory)
    steps: list[tuple[str, float]] = []
    began = time.perf_counter()

    def note(step: Step) -> None:
        steps.append((step.name, time.perf_counter() - began))

    report = obverse.audit(call.folder, engine=engine, only=only, progress=note)
    seconds = time.perf_counter() - began
    figures = {
        f"{found['indicator']}:{found['subject']}": found["result"]["value"]
        for found in report.content["findings"]
        if "value" in found["result"]
    }
    left_out = {found["indicator"]: found["provenance"] for found in report.content["findings"]}
    told = json.dumps(report.content, sort_keys=True, default=str).encode()
    engine.close()
    ends = [moment for _, moment in steps[1:]] + [seconds]
    print(
        json.dumps(
            {
                "seconds": seconds,
                "memory_mib": peak_memory_mib(),
                "many_processes": call.engine == "spark",
                "opening": steps[0][1] if steps else seconds,
                "slowest": sorted(
                    ((round(end - start, 3), name) for (name, start), end in zip(steps, ends, strict=True)),
                    reverse=True,
                )[:12],
                "figures": figures,
                "rows": {
                    entry["table"]: entry["rows"] for entry in report.content["evidence"] if entry["rows"]
                },
                "left_out": {name: one.get("left_out", {}) for name, one in left_out.items()},
                "sha256": hashlib.sha256(told).hexdigest(),
            }
        )
    )
    return 0


def engine_of(name: str, master: str, memory: str) -> Engine:
    """The engine that a measured run uses."""
    if name == "duckdb":
        return DuckDB(memory=memory)
    from obverse.evidence.engines import spark  # noqa: PLC0415 - only where Spark is installed

    return spark.connect(master)


if __name__ == "__main__":
    raise SystemExit(main())
