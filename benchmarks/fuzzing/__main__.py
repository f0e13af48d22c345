"""Fuzzes every parser of a stranger's file, and writes what was reached and found.

python -m benchmarks.fuzzing                         all parsers, 60 seconds each; writes results.json and the page
python -m benchmarks.fuzzing --parser decidim        one of them; the results of the others stay
python -m benchmarks.fuzzing --seconds 600           longer
python -m benchmarks.fuzzing --keep FOLDER           keep the inputs, to look at what failed

It needs atheris (Linux, Python 3.11 or later) and coverage, which are no part of the project's environment:

uv run --with atheris --with coverage python -m benchmarks.fuzzing
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.fuzzing.page import page
from benchmarks.fuzzing.parsers import LONGEST, Parser, parsers
from obverse.evidence.receiving.nurse import ENVIRONMENT

RESULTS = Path(__file__).parent / "results.json"
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "fuzzing.md"
NEEDED = ("atheris", "coverage")


def main() -> int:
    """Fuzz what was asked for, and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parser", default="", choices=["", *parsers()], help="the parser to fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="how long each is fuzzed")
    parser.add_argument("--keep", type=Path, help="a folder in which the inputs stay")
    asked = parser.parse_args()
    lacking = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if lacking:
        print(f"{', '.join(lacking)} not found; see --help", file=sys.stderr)
        return 2
    for name, one in parsers().items():
        if asked.parser not in {"", name}:
            continue
        with tempfile.TemporaryDirectory(prefix="fuzzing-") as folder:
            found = fuzzed(one, Path(folder), asked.seconds)
            if asked.keep:
                shutil.copytree(
                    folder, asked.keep / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("tmp")
                )
        print(json.dumps(found), flush=True)
        _save(found)
    return 0


def fuzzed(parser: Parser, folder: Path, seconds: int) -> dict[str, Any]:
    """What fuzzing one parser reached and found."""
    seeds = folder / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(parser.seeds()):
        (seeds / f"{number:04d}").write_bytes(seed[:LONGEST])
    before = _counted(parser, seeds)
    run = _run("one", parser.name, folder, str(seconds))
    said = run.stderr.decode(errors="replace")
    runs = re.search(r"number_of_executed_units:\s*(\d+)", said)
    after = _counted(parser, folder / "kept") if (folder / "kept").exists() else before
    faults = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("faults/*.json"))]
    # What ends the process itself leaves an input without a word.
    faults += [
        {"parser": parser.name, "error": file.name.rpartition("-")[0], "place": "", "message": said[-300:]}
        for file in sorted(folder.glob("faults/*-*"))
    ]
    if runs is None and not faults:
        faults.append({"parser": parser.name, "error": "ended", "place": "", "message": said[-300:]})
    return {
        "parser": parser.name,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "seconds": seconds,
        "runs": int(runs.group(1)) if runs else 0,
        "seeds": len(list(seeds.iterdir())),
        "kept": len(list((folder / "kept").iterdir())) if (folder / "kept").exists() else 0,
        "reached_by_seeds": before["reached"],
        **after,
        "faults": faults,
    }


def _counted(parser: Parser, inputs: Path) -> dict[str, int]:
    run = _run("reached", parser.name, inputs)
    if run.returncode:
        raise RuntimeError(run.stderr.decode(errors="replace")[-2000:])
    counted: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return counted


def _run(module: str, name: str, folder: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    room = folder.parent / f"{folder.name}-tmp"
    room.mkdir(exist_ok=True)
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-m", f"benchmarks.fuzzing.{module}", name, str(folder), *more],
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT, "PATH": os.environ["PATH"], "TMPDIR": str(room)},
            check=False,
        )
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _save(found: dict[str, Any]) -> None:
    # What an error says may quote places of this machine; it stays with the inputs that were kept.
    told = [{key: fault[key] for key in ("parser", "error", "place")} for fault in found["faults"]]
    found = {**found, "faults": told}
    known = list(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else []
    entries = {entry["parser"]: entry for entry in [*known, found]}
    kept = [entries[name] for name in parsers() if name in entries]
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
