"""The page of the manual that shows what fuzzing reached and found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_HEAD = """# Fuzzing

Every parser of a stranger's file is fed with files that a fuzzer makes up, guided by which branches of the parser
they reach (atheris, which is libFuzzer for Python). What counts is the coverage, not the number of runs: a million
files that all fail in the first line show nothing. The seeds are the samples of the connectors and the small files of
the hostile corpus; of workbooks and other archives one member at a time is changed, so that what is fuzzed is behind
the unpacking. A crash is any exception that is not a letter, any end of the process, any run of more than 20 seconds.

Written by `python -m benchmarks.fuzzing`, which tells how to run it.
"""


def page(found: Iterable[Mapping[str, Any]]) -> str:
    """The results as a page."""
    entries = list(found)
    return "\n".join([_HEAD, *_table(entries), "", *_faults(entries)]) + "\n"


def _table(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "| parser | date | seconds | runs | inputs kept | reached by the seeds | branches reached | crashes |"
    yield "|---|---|---|---|---|---|---|---|"
    for entry in entries:
        yield (
            f"| {entry['parser']} | {entry['date']} | {entry['seconds']} | {entry['runs']:,} | {entry['kept']:,} | "
            f"{_share(entry['reached_by_seeds'], entry['branches'])} | "
            f"{_share(entry['reached'], entry['branches'])} | {len(entry['faults'])} |"
        )


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({100 * part / whole:.0f} %)" if whole else "0 of 0"


def _faults(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    faults = [fault for entry in entries for fault in entry["faults"]]
    if not faults:
        yield "No crash of these runs is open."
        return
    yield "## Open crashes"
    yield ""
    for fault in faults:
        yield f"- {fault['parser']}: {fault['error']} at {fault['place'] or 'an unknown place'}"
