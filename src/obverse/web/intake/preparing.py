"""Preparing what a dossier's folder brings: its files kept by their digests, its registers compared with what is there.

Nothing of it is a part of the process before the one transaction that takes it (``taking.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obverse.web.bridge import ROWS_IN_CSV, columns_as_declared, facts_of, read_register, tables
from obverse.web.intake.composing import Composed, digests_of, register_of, values_of
from obverse.web.intake.difference import Difference, difference
from obverse.web.intake.dossier_text import FILE
from obverse.web.keeping import blobs

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

# What else lies in the folder of a dossier is none of it: a README, a report, what the engine works with.
_KEPT = ("journal.jsonl", "accounts.toml")
_FOLDERS = ("sources", "evidence")
# A register of so many bytes has more rows than are kept one by one.
_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that is kept by its digest."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a folder brings to a process.

    ``registers`` holds the difference of those whose rows the workspace keeps, ``columns`` the order of their columns
    where it is none of the declared one; ``moved`` are registers whose rows now stand in a file.
    """

    facts: Mapping[str, Any]
    files: Mapping[str, Kept] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    registers: Mapping[str, Difference] = field(default_factory=dict)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    moved: tuple[str, ...] = ()


def prepare(process: Process, folder: Path, before: Composed | None) -> Prepared:
    """Compare a folder with what was composed into it ``before``; with nothing, where it comes from elsewhere.

    Raises:
        bridge.Refused: a register cannot be read.
        ValueError: its registers lie elsewhere.
    """
    facts = facts_of(folder)
    if facts.get("location"):
        raise ValueError("a dossier whose registers lie elsewhere has to be gathered first")
    known = before.files if before is not None else {}
    found = {path: sha256 for path, sha256 in digests_of(folder).items() if _belongs(path)}
    changed = [path for path, sha256 in found.items() if known.get(path) != sha256]
    registers, columns, as_files = {}, {}, []
    for path in changed:
        table = register_of(path)
        if path == FILE:
            continue
        if not table or Path(path).suffix != ".csv" or (folder / path).stat().st_size > _LARGEST:
            as_files.append(path)
            continue
        stands, rows = read_register(folder, table)
        if len(rows) > ROWS_IN_CSV:
            as_files.append(path)
            continue
        old = values_of(process, table, before.rows.get(table, ())) if before is not None else []
        registers[table] = difference(old, rows, tables()[table].key)
        natural = columns_as_declared(table, rows)
        ordered = tuple(name for name in stands if name in natural)
        columns[table] = () if ordered == natural else ordered
    files = {}
    for path in as_files:
        sha256, size = blobs.keep(folder / path)
        files[path] = Kept(sha256=sha256, size=size)
    gone = tuple(path for path in known if path not in found)
    there = set(before.rows) if before is not None else set()
    moved = {register_of(path) for path in as_files} & there
    return Prepared(
        facts=facts, files=files, gone=gone, registers=registers, columns=columns, moved=tuple(sorted(moved))
    )


def _belongs(path: str) -> bool:
    first, _, rest = path.partition("/")
    return path in (FILE, *_KEPT) or (
        first in _FOLDERS and bool(rest) and not Path(rest).name.startswith(".")
    )
