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
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

_HEAD = """# What the workspace bears

Measured on a real server: `obverse serve` as it comes (two processes that make pages, one that works in the
background), filled with the three examples of the demo, asked by a second process over real connections. Server,
database and the process that asks share the same machine, so a workspace with its processors to itself answers more
than is said here.

A row is added as its form does it: with a session, with the proof that the form is ours, checked against the register,
in one transaction with its history and an entry of the journal, and on the disc before the answer (`synchronous=FULL`
on SQLite, `fsync` and `synchronous_commit` on PostgreSQL). Entries of the journal follow one another, so writes do too:
the longest wait grows with the number of people who write in the same second.

Written by `python -m benchmarks.web.load` and `python -m benchmarks.web.answers`, each with `--database sqlite` and
`--database postgresql`.
"""

_ANSWERS = """## Answers to the survey

One answer is one request over a connection of its own: the code is looked up, the person's form is put together again,
the answers are checked against it, sealed to the wave's key and on the disc before the thanks and the receipt go out.
After the measurement every receipt that was handed out is looked for in the store. To reach: 200 a second with 99 of
100 within 250 ms on PostgreSQL, 50 a second with 99 of 100 within 500 ms on SQLite.

| database | date | people at once | a second | half of them within | 99 of 100 within | acknowledged | lost |
|---|---|---|---|---|---|---|---|"""


def page(found: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]] = ()) -> str:
    """The results as a page."""
    lines = [_HEAD, *(line for one in found for line in _section(one)), *_answers(list(answers))]
    return "\n".join(lines).rstrip("\n") + "\n"


def write() -> None:
    """Write the page from the results."""
    PAGE.write_text(page(_results("load"), _results("answers")), encoding="utf-8")


def _results(kind: str) -> list[dict[str, Any]]:
    files = sorted(RESULTS.glob(f"{kind}-*.json"), reverse=True)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def _answers(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        return
    yield _ANSWERS
    for one in found:
        told = one["measured"]
        yield (
            f"| {_NAMES[one['database']]} | {one['date']} | {one['at_once']} | {told['per_second']:g} | "
            f"{told['p50_ms']:g} ms | {told['p99_ms']:g} ms | {one['acknowledged']:,} | {one['lost']} |"
        )
    yield ""
    machines = " and ".join(sorted({one["machine"] for one in found}))
    longest = max(one["seconds"] for one in found)
    yield f"On {machines}, for up to {longest:g} seconds each."
    busy = max(one["load_before"] for one in found)
    if busy > 0.5:
        yield f"The machine was busy with other work (load average up to {busy:g}): the figures are lower bounds."
    yield ""


def _section(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {_NAMES[one['database']]}"
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
