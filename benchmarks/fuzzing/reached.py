"""Which branches of a parser a folder of inputs reaches, counted by running them once more.

python -m benchmarks.fuzzing.reached PARSER FOLDER
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.fuzzing.parsers import parsers


def main() -> None:
    """Print the number of branches reached, and of all."""
    parser = parsers()[sys.argv[1]]
    inputs = sorted(Path(sys.argv[2]).iterdir())
    coverage = importlib.import_module("coverage")
    measuring = coverage.Coverage(
        branch=True, data_file=None, include=[str(file) for file in parser.files], config_file=False
    )
    measuring.start()
    for file in inputs:
        # What it raises was noted by the fuzzer; here only the way there counts.
        with contextlib.suppress(Exception):
            parser.feed(file.read_bytes())
    measuring.stop()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        measuring.json_report(outfile=str(report))
        totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    sys.stdout.write(
        json.dumps({"reached": totals["covered_branches"], "branches": totals["num_branches"]}) + "\n"
    )


if __name__ == "__main__":
    main()
