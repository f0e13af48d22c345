"""Which file of a Polis export is which, told from what stands in it."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

CONVENTION = "vote-convention"
FORMAT = "polis-export/1"
OPEN_DATA = "openData"
SERVER = "server"


@dataclass(frozen=True, slots=True)
class Fields:
    """One file of the export as ``fields.toml`` declares it."""

    needed: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unread: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one export by what they hold; ``unread`` are known but of no use, ``strange`` not of Polis."""

    parts: Mapping[str, Path]
    summary: Mapping[str, str]
    declared: Mapping[str, str]
    unread: tuple[Path, ...]
    strange: tuple[Path, ...]
    repeated: tuple[Path, ...]

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
    for file in files:
        name, content = _look_into(file)
        if name is None:
            strange.append(file)
        elif name in fields() and fields()[name].unread:
            unread.append(file)
        elif name in parts:
            repeated.append(file)
        else:
            parts[name] = file
            summary |= content if name == "summary" else {}
            declared |= content if name == "format" else {}
    return Export(parts, summary, declared, tuple(unread), tuple(strange), tuple(repeated))


def generation(export: Export) -> str:
    """Which generation of the export the files are of."""
    if export.convention:
        return FORMAT
    votes = export.parts.get("votes") or export.parts.get("comments")
    if votes is None:
        return ""
    rows = _rows(votes, 2)
    first = dict(zip(rows[0], rows[1], strict=False)).get("timestamp", "") if len(rows) > 1 else ""
    return OPEN_DATA if len(first) > len("9999999999") else SERVER


def _look_into(file: Path) -> tuple[str | None, dict[str, str]]:
    if file.suffix.lower() == ".json":
        return _look_into_json(file)
    rows = _rows(file, 1)
    if not rows:
        return None, {}
    header = set(rows[0])
    for name, declared in fields().items():
        if header.issuperset(declared.needed) and header.isdisjoint(declared.absent):
            return name, {}
    if rows[0][0] == "topic":
        return "summary", {row[0]: ",".join(row[1:]) for row in _rows(file, 100) if len(row) > 1}
    return None, {}


def _look_into_json(file: Path) -> tuple[str | None, dict[str, str]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return None, {}
    if not isinstance(content, dict) or not str(content.get("format", "")).startswith("polis-export/"):
        return None, {}
    signs = content.get("vote")
    stated = ";".join(f"{key}={value}" for key, value in signs.items()) if isinstance(signs, dict) else ""
    return "format", {"format": str(content["format"]), CONVENTION: str(content.get(CONVENTION, stated))}


def _rows(file: Path, count: int) -> list[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return [row for row, _ in zip(csv.reader(stream), range(count), strict=False)]
    except (UnicodeDecodeError, csv.Error, OSError):
        return []
