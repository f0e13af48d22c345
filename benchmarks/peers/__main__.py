"""Measures all statistics beside their peers, or those that are named, and writes the page of the manual.

python -m benchmarks.peers                   all; some ten minutes
python -m benchmarks.peers survival raking   some of them
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from benchmarks.peers.environments import ROOT
from benchmarks.peers.page import write

WORKS = ("opinions", "raking", "inequality", "survival", "networks")


def main() -> int:
    """Each in a process of its own, so that none finds the machine as another left it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", nargs="*", help=f"one of {', '.join(WORKS)}; all of them without a name")
    asked = parser.parse_args().work
    if unknown := set(asked) - set(WORKS):
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    for name in asked or WORKS:
        command = [sys.executable, "-m", f"benchmarks.peers.{name}"]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own interpreter and our own words
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
