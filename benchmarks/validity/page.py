"""The page of the manual that shows what the validity benchmark found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.validity.exact import EXACT
from benchmarks.validity.intervals import experiments
from benchmarks.validity.world import worlds
from obverse.statistics.shares import wilson_limits

LOWEST, HIGHEST, FALSE_CONCERNS = 0.93, 0.97, 0.05


def page(found: Iterable[Mapping[str, Any]]) -> str:
    """The results as a page."""
    entries = list(found)
    return "\n".join([*_head(), *_intervals(entries), *_verdicts(entries), *_exact()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Validity"
    yield ""
    yield "What the intervals and verdicts of this program are worth, by simulation of worlds whose truth is known."
    yield "Written by `python -m benchmarks.validity.run`; the numbers in brackets are 95 % Wilson intervals of the"
    yield "simulation itself."


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    low, high = wilson_limits(part, whole, 0.95)
    return f"{100 * part / whole:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def reading(entry: Mapping[str, Any], *, conservative: bool, note: str) -> str:
    """What a coverage says: right, conservative, or short, with the method's own word on it."""
    if not entry["given"]:
        return "no interval at this size"
    low, high = wilson_limits(entry["held"], entry["given"], 0.95)
    if high < LOWEST:
        return f"**short** {note}".strip()
    if low > HIGHEST:
        return "conservative, as it says" if conservative else f"conservative {note}".strip()
    return "as it says"


def _intervals(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = {one.name: one for one in experiments()}
    yield ""
    yield "## Intervals: how often a nominal 95 % interval holds the truth"
    yield ""
    yield "| what is drawn | methods | size | gave an interval | holds the truth | truth below / above it | reading |"
    yield "|---|---|---|---|---|---|---|"
    for entry in entries:
        if entry["kind"] != "interval" or entry["name"] not in known:
            continue
        one = known[entry["name"]]
        methods = ", ".join(f"`{method}`" for method in one.methods)
        said = reading(entry, conservative=one.conservative, note=one.note)
        yield (
            f"| {one.name} | {methods} | {entry['size']:,} | {entry['given']} of {entry['runs']} "
            f"| {_share(entry['held'], entry['given'])} | {entry['below']} / {entry['above']} | {said} |"
        )


def _verdicts(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = {one.indicator: one for one in worlds()}
    yield ""
    yield "## Verdicts: false concerns where nothing is wrong, and concerns where it matters"
    yield ""
    yield "Each figure by itself, before the correction for many looks: with the truth on the threshold (nothing is"
    yield "worse than agreed), and with the truth at the smallest difference that matters beyond it. “Cleared” counts"
    yield "“no sign” where it matters."
    yield ""
    heads = "indicator | figures | drawn | size | on the line | false concerns | matters | concern | cleared"
    yield f"| {heads} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for entry in entries:
        if entry["kind"] != "world" or entry["name"] not in known:
            continue
        one = known[entry["name"]]
        null, matters = entry["null"], entry["matters"]
        drawn = f"{one.counted}; {one.features}" if one.features else one.counted
        yield (
            f"| {one.indicator} | {', '.join(f'`{name}`' for name in one.subjects)} | {drawn} | {entry['size']:,} "
            f"| {null['truth']:g} | {_share(null.get('concern', 0), null['figures'])} "
            f"| {matters['truth']:g} | {_share(matters.get('concern', 0), matters['figures'])} "
            f"| {_share(matters.get('no_sign', 0), matters['figures'])} |"
        )


def _exact() -> Iterator[str]:
    yield ""
    yield "## Verdicts on complete counts"
    yield ""
    yield "These are counted over a register and held against a promise, a rule or a law: chance has no part in them,"
    yield "and what unknown entries could change stands as bounds."
    yield ""
    yield "| indicator | why no chance is involved |"
    yield "|---|---|"
    for indicator, why in EXACT.items():
        yield f"| {indicator} | {why} |"
