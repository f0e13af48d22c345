"""The page and the chart of growth, from what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.loglog import drawing

PAGE, CHART = Path("explanation") / "growth.md", Path("images") / "growth.svg"
NODES, CORES_OF_A_NODE = 100, 16
_SHUFFLED = 0.5  # of a cluster's time on paper: exchanging rows between nodes, and waiting for the slowest
# from which size on the slope is told: below, comparing texts weighs most
_LARGE, _MIDDLING = 10**7, 10**6
_NATION, _TELLING = 10**11, 10**7

Points = Sequence[Mapping[str, Any]]


def write_page(content: Mapping[str, Any], docs: Path) -> None:
    """Write docs/explanation/growth.md and docs/images/growth.svg."""
    (docs / CHART).write_text(chart(content), encoding="utf-8")
    (docs / PAGE).write_text(page(content), encoding="utf-8")


def chart(content: Mapping[str, Any]) -> str:
    """Seconds of a whole audit against events, both as powers of ten."""
    points = content["events"]
    start = _start(points)
    bend = slope(points, from_size=start)
    return drawing(
        [(point["size"], point["seconds"]) for point in points],
        title="Seconds of a whole audit against its number of events",
        described="; ".join(f"{point['size']:,} events: {point['seconds']:g} seconds" for point in points)
        + (f". Slope from {start:,} events on: {bend:.2f}" if bend is not None else ""),
        slope=bend,
        slope_from=start,
    )


def slope(points: Points, *, from_size: int = 0) -> float | None:
    """By which power of the size the seconds grow: least squares through the logarithms; None of fewer than two.

    >>> round(slope([{"size": 10, "seconds": 1.0}, {"size": 1000, "seconds": 10.0}]), 2)
    0.5
    """
    used = [(point["size"], point["seconds"]) for point in points if point["size"] >= from_size]
    if len(used) < 2:
        return None
    size, seconds = np.log10(np.array(used, dtype=np.float64)).T
    return float(np.polyfit(size, seconds, 1)[0])


def page(content: Mapping[str, Any]) -> str:
    """The text of the page."""
    machine = content["machine"]
    events = content["events"]
    largest = events[-1]
    parts = [
        _HEAD.format(cores=machine["cores"], memory=machine["memory_gib"], python=machine["python"]),
        _table("events", events, opening=True),
        _growth_words(events),
    ]
    for what, words in _OTHERS.items():
        if what in content:
            parts += [words, _table(what, content[what])]
    parts.append(_limits(largest))
    # the constant of an event shows only where the few hundred statements no longer weigh
    if largest["size"] >= _TELLING:
        parts.append(_on_paper(largest, machine))
    return "\n".join(parts)


def _table(header: str, points: Points, *, opening: bool = False) -> str:
    extra = " of these, opening and checking (s) |" if opening else ""
    lines = [
        f"| {header} | seconds |{extra} peak memory (MiB) | written to disk (MiB) | measured on |",
        "|---:|---:|" + ("---:|" if opening else "") + "---:|---:|---|",
    ]
    for point in points:
        cell = f" {point['opening_seconds']:.1f} |" if opening else ""
        lines.append(
            f"| {point['size']:,} | {point['seconds']:.1f} |{cell} {point['memory_mib']:,.0f} "
            f"| {point['spill_mib']:,.0f} | {point['measured_on']} |"
        )
    return "\n".join(lines) + "\n"


def _growth_words(events: Points) -> str:
    start = _start(events)
    bend = slope(events, from_size=start)
    if bend is None:
        return "There are too few large sizes to tell a slope.\n"
    return (
        f"From {start:,} events on, seconds grow with the power {bend:.2f} of the events: ten times the events take "
        f"{10**bend:.1f} times the time. At ten thousand events the time is that of a few hundred small statements, "
        "whatever the size. Up to four million events, which bring 200,000 texts, near-identical texts are compared as "
        "well, and that weighs most; larger registers of texts are not compared, and the report says so.\n"
    )


def _start(points: Points) -> int:
    return _LARGE if sum(point["size"] >= _LARGE for point in points) >= 2 else _MIDDLING


def _limits(largest: Mapping[str, Any]) -> str:
    slowest = ", ".join(f"{name} ({seconds:.1f} s)" for seconds, name in largest["slowest"]) or "not recorded"
    return _LIMITS.format(size=f"{largest['size']:,}", opening=largest["opening_seconds"], slowest=slowest)


def _on_paper(largest: Mapping[str, Any], machine: Mapping[str, Any]) -> str:
    """Arithmetic with the measured constant; every assumption stands in the text."""
    per_event = largest["seconds"] * machine["cores"] / largest["size"]
    cores = NODES * CORES_OF_A_NODE
    seconds = _NATION * per_event / cores / (1 - _SHUFFLED)
    return _PAPER.format(
        size=f"{largest['size']:,}",
        constant=f"{per_event * 1e6:.2f}",
        cores=f"{cores:,}",
        nodes=NODES,
        each=CORES_OF_A_NODE,
        share=f"{_SHUFFLED:.0%}",
        seconds=f"{seconds:,.0f}",
        minutes=f"{seconds / 60:,.0f}",
    )


_HEAD = """# How the cost of an audit grows

This page is written by `python -m benchmarks.scale.growth`. All processes on it are synthetic: votes are 80 of 100
events, attendances 15, contributions 5, with one person for every twenty events; few people are very active and few
proposals very popular. One point is one whole audit of all indicators in a fresh process without a cache, from the
opened folder to the report, with all checks of the registers. Measured on {cores} cores and {memory} GiB of memory,
Python {python}; one run each, so a difference of a tenth says nothing.

![Seconds of a whole audit against events, both axes as powers of ten](../images/growth.svg)
"""
_OTHERS = {
    "groups": "## More groups\n\nA million events; one attribute of the people has this many categories, each of "
    "which gets figures of its own.\n",
    "indicators": "## More indicators\n\nA million events; so many indicators, taken evenly from the catalogue.\n",
    "processes": "## More processes\n\nSmall processes of twenty to four hundred people, audited in one call.\n",
}
_LIMITS = """## What limits it next

At {size} events opening and checking the registers took {opening:.1f} s; the indicators that took longest were
{slowest}. Four things set the limit on one machine:

* **Texts as names.** Persons and contributions are texts in the files. Every grouping by person hashes them again.
* **The last vote of a person on a proposal.** To find second votes, all pairs of person and proposal have to meet:
  the one grouping that is as large as the register itself.
* **Memory.** Pairs, persons and proposals that do not fit into memory together are grouped part by part, and each part
  reads the votes again; what else does not fit goes on on disk.
* **Reading.** Every register is read once to be checked, and again by each shared reduction that needs it.

What does not limit it is everything after the reductions: an estimate sees counts and histograms whose size does not
grow with the events. The exceptions say so in their own pages: near-identical texts are compared only up to 200,000
texts, and opinion groups are searched only where the platform did not name them.
"""
_PAPER = """## A hundred nodes, on paper

**This is arithmetic, not a measurement.** At {size} events the audit took {constant} microseconds of a core for each
event. Suppose {nodes} nodes of {each} cores as fast as those measured here, {cores} in all, and suppose that {share} of
the time goes to exchanging rows between nodes and to waiting for the slowest one. Then 100,000,000,000 events would
take

    100,000,000,000 x {constant} us / {cores} cores / (1 - {share}) = {seconds} s, about {minutes} minutes

Three things could make this wrong: Spark takes more time for an event than DuckDB does (see the table of performance);
one very active person, or one very popular proposal, is a single key and stays on one core; and the driver still plans
several hundred statements one after the other, which takes minutes whatever the cluster.
"""
