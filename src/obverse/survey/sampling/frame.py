"""The list from which people are drawn: read strictly, and committed to by a digest before the seed is known."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.survey.sampling.words import problem

COLUMNS = ("id", "stratum", "cluster")
REQUIRED = ("id", "stratum")
_HEADING = "obverse frame 1"
Cells: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person (or address) who can be drawn; the ``id`` means something to the body alone."""

    id: str
    stratum: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """All who can be drawn, in an order of no importance."""

    entries: tuple[Entry, ...]

    @property
    def eligible(self) -> dict[str, int]:
        """How many can be drawn in each stratum, strata in alphabetical order."""
        return dict(sorted(Counter(entry.stratum for entry in self.entries).items()))

    def of(self, stratum: str) -> list[Entry]:
        """Those of one stratum."""
        return [entry for entry in self.entries if entry.stratum == stratum]


def read_frame(content: bytes, file: str = "frame.csv") -> Frame:
    """Read a list with the columns ``id``, ``stratum`` and, where people come in groups, ``cluster``.

    >>> read_frame(b"id,stratum\\n17,north\\n4,south\\n").eligible
    {'north': 1, 'south': 1}

    Raises:
        EvidenceProblems: everything that is wrong with the file, row by row.
    """
    rows, problems = read_rows(content, file, known=COLUMNS, required=REQUIRED)
    first: dict[str, int] = {}
    entries = []
    for number, cells in rows:
        identifier = cells["id"]
        if "@" in identifier:
            problems.append(problem("names_somebody", file, number, "id"))
        if identifier in first:
            problems.append(problem("twice", file, number, "id", id=identifier, row=str(first[identifier])))
        elif identifier:
            first[identifier] = number
        entries.append(Entry(identifier, cells["stratum"], cells.get("cluster", "")))
    if problems:
        raise EvidenceProblems(problems)
    return Frame(tuple(entries))


def commit(frame: Frame) -> str:
    """The SHA-256 that stands for the list: publish it before the seed is drawn.

    Over a first line ``obverse frame 1`` and one line per entry, the JSON list ``["id","stratum","cluster"]``
    without spaces, in the order of the ids; the order of the rows in the file changes nothing.

    >>> commit(Frame((Entry("4", "south"), Entry("17", "north"))))[:16]
    'd5b1807b0ec4a8be'
    """
    digest = hashlib.sha256(f"{_HEADING}\n".encode())
    for entry in sorted(frame.entries, key=lambda entry: entry.id):
        line = json.dumps([entry.id, entry.stratum, entry.cluster], ensure_ascii=False, separators=(",", ":"))
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def read_rows(
    content: bytes, file: str, *, known: Sequence[str], required: Sequence[str]
) -> tuple[list[tuple[int, Cells]], list[Problem]]:
    """The rows of a small table with their numbers in a spreadsheet, and all that is wrong with its form."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [problem("not_utf8", file, content[: error.start].count(b"\n") + 1)]
    if "\0" in text:
        return [], [problem("not_text", file)]
    lines = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    try:
        rows = list(_numbered(lines))
    except csv.Error:
        return [], [problem("broken_quotes", file, lines.line_num)]
    if not rows:
        return [], [problem("empty", file)]
    (_, header), *body = rows
    problems = list(_of_header(header, file, known, required))
    if problems:
        return [], problems
    if not body:
        return [], [problem("empty", file)]
    good: list[tuple[int, Cells]] = []
    for number, cells in body:
        if len(cells) != len(header):
            problems.append(problem("cells", file, number, have=str(len(cells)), need=str(len(header))))
            continue
        named = dict(zip(header, cells, strict=True))
        problems += _of_row(named, file, number, required)
        good.append((number, named))
    return good, problems


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    # a spreadsheet counts records, not the line breaks within a quoted cell
    for number, cells in enumerate(lines, start=1):
        if any(cells):
            yield number, cells


def _of_header(
    header: list[str], file: str, known: Sequence[str], required: Sequence[str]
) -> Iterator[Problem]:
    wanted = ",".join(required)
    for name in required:
        if name not in header:
            yield problem("no_column", file, 1, name=name, wanted=wanted)
    for name, times in Counter(header).items():
        if times > 1:
            yield problem("column_twice", file, 1, name=name)
        if name not in known:
            yield problem("unknown_column", file, 1, name=name, known=", ".join(known))


def _of_row(row: Mapping[str, str], file: str, number: int, required: Sequence[str]) -> Iterator[Problem]:
    for column, cell in row.items():
        if column in required and not cell.strip():
            yield problem("empty_cell", file, number, column)
        elif cell != cell.strip() or any(
            unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in cell
        ):
            yield problem("hidden_signs", file, number, column)
