"""The page of the manual that shows how fast the work is beside its peers.

python -m benchmarks.peers.page     writes docs/reference/performance.md from all results in benchmarks/*/results
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.peers.environments import ROOT

PAGE = ROOT / "docs" / "reference" / "performance.md"

_HEAD = """# Performance

Measured, not estimated: each row is one command in `benchmarks/`, and each ratio compares two runs that stood next to
each other in time. The same work can take twice as long minutes later on a shared machine, so seconds are shown but
only ratios are compared. A ratio is the middle one of all pairs, with the lowest and the highest in brackets.

In the rows that compare two libraries, loading a library and handing it the data in the form that it takes come before
the clock starts, two threads are allowed to each, and memory is the peak of the whole process, libraries and data
included. Peers live in environments of their own (`requirements/peers-*.lock`, made by
`python -m benchmarks.peers.environments`). A goal that is not reached says by how much and why.

Written by `python -m benchmarks.peers.page` from the results beside each benchmark; `python -m benchmarks.peers`
measures the statistics again.
"""


def results() -> list[dict[str, Any]]:
    """All results that were written, in the order of their ``order``."""
    files = sorted(ROOT.glob("benchmarks/*/results/*.json"))
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return sorted((entry for entry in found if "reach" in entry), key=lambda entry: entry.get("order", 1000))


def page(found: Iterable[Mapping[str, Any]]) -> str:
    """The results as a page."""
    entries = list(found)
    parts = [_HEAD, *_overview(entries), ""]
    for entry in entries:
        parts += [*_section(entry), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def write() -> None:
    """Write the page from the results."""
    PAGE.write_text(page(results()), encoding="utf-8")


def _overview(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "| work | peer | reach | measured | reached |"
    yield "|---|---|---|---|---|"
    for entry in entries:
        judged = [run for run in entry["runs"] if run["ratio"] and run.get("goal", entry["goal"]) is not None]
        names = dict.fromkeys(run["peer"] or "-" for run in judged or entry["runs"])
        figures = "; ".join(_nearest(judged, entry["sense"], name) for name in names) if judged else ""
        figures = figures or "; ".join(
            f"{_cell(run['size'])}: {_seconds(run['ours_seconds'])}" for run in entry["runs"]
        )
        answer = "yes" if entry["reached"] else f"no: {_cell(entry['why_not'])}"
        row = (_cell(entry["work"]), ", ".join(map(_cell, names)), _cell(entry["reach"]), figures, answer)
        yield f"| {' | '.join(row)} |"


def _nearest(runs: Iterable[Mapping[str, Any]], sense: str, name: str) -> str:
    """The figure of a peer that is nearest to missing the goal, where it was measured at several sizes."""
    worst = min if sense == "at least" else max
    own = [run for run in runs if (run["peer"] or "-") == name]
    figure = _ratio(worst(own, key=lambda run: run["ratio"]["median"]))
    lead = "lowest " if sense == "at least" else "highest "
    return f"{_cell(name)}: {lead if len(own) > 1 else ''}{figure}"


def _section(entry: Mapping[str, Any]) -> Iterator[str]:
    work = entry["work"]
    yield f"## {work[:1].upper()}{work[1:]}"
    yield ""
    if entry.get("method"):
        yield entry["method"]
        yield ""
    yield "| peer | size | ratio | ours | peer | memory, ours | memory, peer | same answer | remark |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for run in entry["runs"]:
        row = (
            _cell(" ".join(filter(None, (run["peer"], run.get("peer_version"))))) or "-",
            _cell(run["size"]),
            _ratio(run),
            _seconds(run["ours_seconds"]),
            _seconds(run.get("peer_seconds") or []),
            _memory(run.get("ours_memory_mib")),
            _memory(run.get("peer_memory_mib")),
            _cell(run.get("same_answer", "")),
            _cell(run.get("note", "")),
        )
        yield f"| {' | '.join(row)} |"
    yield ""
    machine = ", ".join(f"{key} {value}" for key, value in entry["machine"].items())
    again = f"; again: `{entry['command']}`" if entry.get("command") else ""
    yield f"Measured on {entry['measured_on']} ({machine}){again}."


def _ratio(run: Mapping[str, Any]) -> str:
    """The middle ratio with its spread; a single pair has none, and says so."""
    ratio, pairs = run["ratio"], len(run.get("peer_seconds") or [])
    if not ratio:
        return "-"
    spread = "one pair" if pairs == 1 else f"{_short(ratio['low'])} to {_short(ratio['high'])}"
    return f"{_short(ratio['median'])}x ({spread})"


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _seconds(times: list[float]) -> str:
    return f"{statistics.median(times):.3g} s" if times else "-"


def _memory(mib: float | None) -> str:
    return "-" if mib is None else f"{mib:,.0f} MiB"


def _cell(words: object) -> str:
    """Words that stay within their cell of the table."""
    return " ".join(str(words).split()).replace("|", "\\|")


if __name__ == "__main__":
    write()
    sys.exit(0)
