"""Which file of a Polis export is which, told from what stands in it."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.connectors.polis.api import part_of, sign_of
from obverse.connectors.polis.sign import TURNED
from obverse.evidence.receiving.delimited import DELIMITERS, read_header

CONVENTION = "vote-convention"
FORMAT = "polis-export/1"
OPEN_DATA = "openData"
SERVER = "server"
API = "api"
_START = 1 << 18
# The rows of a summary name what they tell; what stands behind the first name separates all.
_SUMMARY = re.compile(r'"?topic"?([,;\t|])')


@dataclass(frozen=True, slots=True)
class Fields:
    """One file of the export as ``fields.toml`` declares it."""

    needed: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unread: bool = False
    passed: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def claims(self, heading: str) -> bool:
        """Whether somebody looked at a column, be it to pass it by."""
        names = {*self.needed, *self.columns, *self.passed}
        return heading in names or any(re.fullmatch(name, heading) for name in self.passed)


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one export by what they hold; ``unread`` are known but of no use, ``strange`` not of Polis.

    ``interface`` are the parts that came from the programming interface, as JSON; ``delimiters`` say, per part, what
    separates the cells, which is no comma once a spreadsheet saved the file again.
    """

    parts: Mapping[str, Path]
    summary: Mapping[str, str]
    declared: Mapping[str, str]
    unread: tuple[Path, ...]
    strange: tuple[Path, ...]
    repeated: tuple[Path, ...]
    interface: frozenset[str] = frozenset()
    delimiters: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bool:
        """Whether the votes carry the inner sign of the server, which its interface does not turn."""
        return "votes" in self.interface and sign_of(self.parts["votes"]) == TURNED

    @property
    def convention(self) -> str:
        """What the export says about the sign of its votes; empty where it says nothing."""
        return self.declared.get(CONVENTION, "") or self.summary.get(CONVENTION, "")


@cache
def fields() -> Mapping[str, Fields]:
    """The declared files of an export."""
    text = resources.files(__package__).joinpath("fields.toml").read_text(encoding="utf-8")
    return {
        name: Fields(
            needed=tuple(body["needed"]),
            absent=tuple(body.get("absent", ())),
            unread=body.get("unread", False),
            passed=tuple(body.get("passed", ())),
            columns=body.get("columns", {}),
        )
        for name, body in tomllib.loads(text).items()
    }


def headings(part: str, table: str) -> dict[str, str]:
    """Our columns of a table, each with what the part of the export calls it.

    >>> headings("votes", "vote")["actor"]
    'voter-id'
    """
    pairs = ((ours.split("."), theirs) for theirs, ours in fields()[part].columns.items())
    return {column: theirs for (name, column), theirs in pairs if name == table}


def sort_files(files: Sequence[Path]) -> Export:
    """Tell the files of an export apart."""
    parts: dict[str, Path] = {}
    summary: dict[str, str] = {}
    declared: dict[str, str] = {}
    unread, strange, repeated = [], [], []
    interface = set()
    delimiters: dict[str, str] = {}
    for file in files:
        name, content, delimiter = _look_into(file)
        if name in {"votes", "comments", "math"} and content.get(API):
            interface.add(name)
        if name is None:
            strange.append(file)
        elif name in fields() and fields()[name].unread:
            unread.append(file)
        elif name in parts:
            repeated.append(file)
        else:
            parts[name] = file
            delimiters[name] = delimiter
            summary |= content if name == "summary" else {}
            declared |= content if name == "format" else {}
    if "participants" in parts and "math" in parts:
        unread.append(parts.pop("math"))
    return Export(
        parts,
        summary,
        declared,
        tuple(unread),
        tuple(strange),
        tuple(repeated),
        frozenset(interface),
        delimiters,
    )


def generation(export: Export) -> str:
    """Which generation of the export the files are of."""
    if export.convention:
        return FORMAT
    if export.interface:
        return API
    part = next((part for part in ("votes", "comments") if part in export.parts), "")
    if not part:
        return ""
    rows = _rows(export.parts[part], 2, export.delimiters[part])
    first = dict(zip(rows[0], rows[1], strict=False)).get("timestamp", "") if len(rows) > 1 else ""
    return OPEN_DATA if len(first) > len("9999999999") else SERVER


def _look_into(file: Path) -> tuple[str | None, dict[str, str], str]:
    """Which part a file is, what it tells about the others, and what separates its cells."""
    start = _beginning(file)
    if start[:1] in {"{", "["}:
        return *_look_into_json(file, start), ""
    for delimiter in DELIMITERS:
        header = set(read_header(file, delimiter=delimiter))
        for name, declared in fields().items():
            if header.issuperset(declared.needed) and header.isdisjoint(declared.absent):
                return name, {}, delimiter
    if found := _SUMMARY.match(start):
        rows = _rows(file, 100, found[1])
        return "summary", {row[0]: found[1].join(row[1:]) for row in rows if len(row) > 1}, found[1]
    return None, {}, ""


def _look_into_json(file: Path, start: str) -> tuple[str | None, dict[str, str]]:
    if part := part_of(start, file):
        return part, {API: "yes"}
    try:
        content = json.loads(start)
    except (ValueError, RecursionError):
        return None, {}
    if not isinstance(content, dict) or not str(content.get("format", "")).startswith("polis-export/"):
        return None, {}
    signs = content.get("vote")
    stated = ";".join(f"{key}={value}" for key, value in signs.items()) if isinstance(signs, dict) else ""
    return "format", {"format": str(content["format"]), CONVENTION: str(content.get(CONVENTION, stated))}


def _beginning(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_START).decode("utf-8-sig", errors="ignore").lstrip()
    except OSError:
        return ""


def _rows(file: Path, count: int, delimiter: str) -> list[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            return [row for row, _ in zip(reader, range(count), strict=False)]
    except (UnicodeDecodeError, csv.Error, OSError):
        return []
