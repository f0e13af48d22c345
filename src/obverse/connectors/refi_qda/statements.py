"""Coded passages and the documents that they stand in, as rows of the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from obverse.connectors.refi_qda.meanings import Meaning
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text

_COLUMNS = ("document", "passage", "coder", "code", "direction", "phase", "role", "attribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One code on one passage, wherever it was read."""

    document: str
    passage: str
    coder: str
    meaning: Meaning
    file: str
    row: int


@dataclass(slots=True)
class Harvest:
    """What has been read so far: marks, documents with file and row, names of codes met, notes and problems."""

    declared: dict[str, Meaning] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    documents: dict[str, tuple[str, int]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    notes: list[Text] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def meet(self, path: tuple[str, ...]) -> None:
        """Remember that a code was used."""
        self.met.update({path[-1], " / ".join(path)})


def statement_rows(marks: Iterable[Mark]) -> pa.Table:
    """One row for each document, passage, coder and code; codes that only add are added to the others."""
    passages: dict[tuple[str, str, str], list[Mark]] = {}
    for mark in marks:
        passages.setdefault((mark.document, mark.passage, mark.coder), []).append(mark)
    found: dict[tuple[str, str, str, str], dict[str, object]] = {}
    for (document, passage, coder), here in passages.items():
        adding = [mark.meaning for mark in here if not mark.meaning.code]
        for mark in here:
            if not mark.meaning.code:
                continue
            full = mark.meaning.with_added(adding)
            key = (document, passage, coder, full.code)
            row = {name: getattr(full, name) for name in ("direction", "phase", "role", "attribution")}
            if key in found:
                found[key]["direction"] = _together(str(found[key]["direction"]), row["direction"])
                continue
            found[key] = {**dict(zip(_COLUMNS[:4], key, strict=True)), **row, FILE: mark.file, ROW: mark.row}
    schema = pa.schema([*((name, pa.string()) for name in (*_COLUMNS, FILE)), (ROW, pa.int64())])
    return pa.Table.from_pylist(list(found.values()), schema=schema)


def _together(first: str, second: str) -> str:
    if {first, second} == {"strengthened", "weakened"} or "both" in {first, second}:
        return "both"
    return first if second in {"", "neutral"} else second


def document_rows(documents: Mapping[str, tuple[str, int]]) -> pa.Table:
    """One row for each interview or document, without its name."""
    rows = [
        {"id": document, "kind": "other", FILE: file, ROW: row} for document, (file, row) in documents.items()
    ]
    schema = pa.schema([("id", pa.string()), ("kind", pa.string()), (FILE, pa.string()), (ROW, pa.int64())])
    return pa.Table.from_pylist(rows, schema=schema)
