"""The page of the manual that says what the workspace bears.

python -m benchmarks.web.page     writes docs/reference/load.md from the results beside it
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers.environments import ROOT

PAGE = ROOT / "docs" / "reference" / "load.md"
RESULTS = Path(__file__).parent / "results"

_HEAD = """# What the workspace bears

Measured on a real server: `obverse serve` as it comes (two processes that make pages, one that works in the
background), filled with the three examples of the demo, asked by a second process over real connections. Server,
database and the process that asks share the same machine, so a workspace with its processors to itself answers more
than is said here.

A row is added as its form does it: with a session, with the proof that the form is ours, checked against the register,
in one transaction with its history and an entry of the journal, and on the disc before the answer (`synchronous=FULL`
on SQLite, `fsync` and `synchronous_commit` on PostgreSQL). Entries of the journal follow one another, so writes do too:
the longest wait grows with the number of people who write in the same second.

Written by `python -m benchmarks.web.load --database sqlite` and `--database postgresql`.
"""


def page(found: Iterable[Mapping[str, Any]]) -> str:
    """The results as a page."""
    return "\n".join([_HEAD, *(line for one in found for line in _section(one))]).rstrip("\n") + "\n"


def write() -> None:
    """Write the page from the results."""
    files = sorted(RESULTS.glob("load-*.json"), reverse=True)
    PAGE.write_text(page(json.loads(file.read_text(encoding="utf-8")) for file in files), encoding="utf-8")


def _section(one: Mapping[str, Any]) -> Iterator[str]:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[one["database"]]
    yield f"## {name}"
    yield ""
    yield f"{one['date']}, {one['machine']}; {one['rows']:,} rows in registers; {one['at_once']} people at once, for"
    yield f"{one['seconds']:g} seconds each."
    if one["load_before"] > 0.5:
        yield ""
        yield f"The machine was busy with other work when this began (load average {one['load_before']:g}):"
        yield "the figures are lower bounds."
    yield ""
    yield "| what | a second | half of them within | 99 of 100 within | size | wrong answers |"
    yield "|---|---|---|---|---|---|"
    for what, told in one["measured"].items():
        yield (
            f"| {what} | {told['per_second']:g} | {told['p50_ms']:g} ms | {told['p99_ms']:g} ms | "
            f"{told['kilobytes']:g} kB | {told['wrong']} of {told['answers']:,} |"
        )
    yield ""


if __name__ == "__main__":
    write()
