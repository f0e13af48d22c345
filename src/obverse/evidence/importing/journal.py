"""The journal of a dossier: one line a change, each carrying the SHA-256 of the line before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from obverse.evidence.problems import EvidenceProblems, Problem

FILE = "journal.jsonl"


def read_journal(directory: Path) -> list[dict[str, Any]]:
    """All entries of the journal, oldest first; none where there is no journal.

    Raises:
        EvidenceProblems: a line was changed, removed or added by hand, so that the chain does not hold.
    """
    file = directory / FILE
    if not file.is_file():
        return []
    entries = []
    previous = ""
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict) or entry.get("previous") != previous:
            raise EvidenceProblems([Problem("journal_broken", FILE, row=number)])
        entries.append(entry)
        previous = digest(line)
    return entries


def with_entry(directory: Path, entry: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """The journal's new content: the lines there are, and one more for ``entry``, which happened ``at``."""
    file = directory / FILE
    old = file.read_bytes() if file.is_file() else b""
    lines = old.splitlines()
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    complete = {"at": moment, **entry, "previous": digest(lines[-1]) if lines else ""}
    return old + json.dumps(complete, ensure_ascii=False, sort_keys=True).encode("utf-8") + b"\n"


def knows(
    entries: Sequence[Mapping[str, Any]],
    *,
    connector: str,
    mapping: str,
    options: Mapping[str, str],
    files: set[str],
) -> bool:
    """Whether the very same files (by SHA-256) were already read in the very same way."""
    return any(
        entry.get("connector") == connector
        and entry.get("mapping") == mapping
        and entry.get("options") == dict(options)
        and {file["sha256"] for file in entry.get("files", [])} == files
        for entry in entries
    )


def fingerprints(entries: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The fingerprints of the keys that a dossier's pseudonyms were made with, oldest first, each once."""
    return tuple(dict.fromkeys(str(entry["key"]) for entry in entries if entry.get("key")))


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits.

    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()
