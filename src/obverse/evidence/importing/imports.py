"""What was imported into a dossier and what was remarked about it, as the journal tells it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from obverse.evidence.importing import journal
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.vocabulary.text import Text

# Whoever can write a file can write a chain of digests too: nothing is believed to have its form because of it.
_TABLE = re.compile(r"[a-z_]+")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SHA256 = re.compile(r"[0-9a-f]{64}")
COUNTS = ("read", "added", "replaced", "already_there")


@dataclass(frozen=True, slots=True)
class Unread:
    """Headings of a file that nobody read: the first of them, and how many there are."""

    shown: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import: when, with which connector, which files (name and SHA-256), what became of the rows of each table.

    ``at`` is a moment in universal time, ``2026-01-31T09:30:00Z``. ``rows`` counts per table those ``read``, ``added``,
    ``replaced`` and ``already_there``; ``left_out`` those that gave none here, by reason; ``flagged`` the accounts that
    each rule met, ``screened`` the cells of free text in which something was blotted out, ``pseudonyms`` the ids that
    were replaced in each table. ``notes`` is None where the journal was written before remarks were kept: that is not
    the same as nothing remarked. In a report None stands for a number of people below ten.
    """

    at: str
    connector: str
    generation: str = ""
    files: tuple[tuple[str, str], ...] = ()
    rows: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[Text, int | None]] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)
    flagged: Mapping[str, int | None] = field(default_factory=dict)
    screened: Mapping[str, int | None] = field(default_factory=dict)
    pseudonyms: Mapping[str, int | None] = field(default_factory=dict)
    notes: tuple[Text, ...] | None = None


def read_imports(directory: Path) -> tuple[Import, ...]:
    """All imports into the dossier in ``directory``, oldest first; none where there is no journal.

    Raises:
        EvidenceProblems: the journal's chain does not hold, or an entry is not what an import writes.
    """
    found, problems = [], []
    for number, entry in enumerate(journal.read_journal(directory), start=1):
        if entry.get("what") != "import":
            continue
        try:
            found.append(_import(entry))
        except (AttributeError, KeyError, TypeError, ValueError):
            problems.append(Problem("journal_broken", journal.FILE, row=number))
    if problems:
        raise EvidenceProblems(problems)
    return tuple(found)


def _import(entry: Mapping[str, Any]) -> Import:
    kept_out = entry.get("kept_out", {})
    in_french = {_text(said["en"]): _text(said["fr"]) for said in entry.get("reasons", [])}
    return Import(
        at=_moment(entry["at"]),
        connector=_filled(entry["connector"]),
        generation=_text(entry.get("generation", "")),
        files=tuple((_filled(file["name"]), _matching(_SHA256, file["sha256"])) for file in entry["files"]),
        rows={
            _matching(_TABLE, table): {name: _count(counts[name]) for name in COUNTS}
            for table, counts in entry["rows"].items()
        },
        left_out={
            _matching(_TABLE, table): {
                Text(en=_text(reason), fr=in_french.get(reason, reason)): _count(rows)
                for reason, rows in reasons.items()
            }
            for table, reasons in entry.get("left_out", {}).items()
        },
        unread={
            _text(file): Unread(tuple(_text(heading) for heading in said["shown"]), _count(said["count"]))
            for file, said in entry.get("unread", {}).items()
        },
        flagged=_counts(kept_out.get("flagged", {})),
        screened=_counts(kept_out.get("screened", {})),
        pseudonyms={
            _matching(_TABLE, table): ids for table, ids in _counts(kept_out.get("pseudonyms", {})).items()
        },
        notes=tuple(Text(en=_text(said["en"]), fr=_text(said["fr"])) for said in entry["notes"])
        if "notes" in entry
        else None,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    # JSON can spell half a character, which no report could be written with.
    return value.encode("utf-8", "replace").decode("utf-8")


def _moment(value: object) -> str:
    text = _matching(_MOMENT, value)
    dt.datetime.fromisoformat(text)
    return text


def _filled(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise ValueError(value)
    return text


def _matching(form: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not form.fullmatch(text):
        raise ValueError(value)
    return text


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _counts(said: Mapping[str, object]) -> dict[str, int]:
    return {_text(name): _count(count) for name, count in said.items()}
