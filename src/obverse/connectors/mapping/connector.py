"""Any CSV or XLSX file, read as a mapping declares (see README.md in this folder)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.mapping.declaration import Declaration, DeclarationReader
from obverse.connectors.mapping.reading import Reading, together
from obverse.connectors.mapping.streaming import read_pieces
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.staging import Stage
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text

# So many open questions of a mapping are repeated in the letter.
_REPEATED = 12


class AnyTable(Connector):
    """A table of whatever origin, by a declared mapping."""

    name = "mapping"
    options: ClassVar[tuple[str, ...]] = ()
    pseudonyms: ClassVar[bool] = False
    keeps_originals: ClassVar[bool] = True
    streams: ClassVar[bool] = True

    def recognises(self, files: Sequence[Path]) -> Recognition:  # noqa: ARG002 - a mapping recognises nothing
        """Never by itself: only the person who wrote the mapping knows which files it is for."""
        return UNKNOWN

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read files of one form; ``options["mapping"]`` is the path of the mapping."""
        readings, problems = self._begun(files, options)
        problems += [problem for reading in readings for problem in reading.read()]
        tables: dict[str, pa.Table] = {}
        for reading in readings:
            for name, rows in reading.tables.items():
                tables[name] = together(tables.get(name), rows)
        return self._extract(files, readings, tables, problems)

    def read_pieces(
        self, files: Sequence[Path], options: Mapping[str, str], stage: Stage, *, today: dt.date
    ) -> Extract:
        """Read CSV files of one form piece by piece; workbooks are never long enough for it."""
        readings, problems = self._begun(files, options)
        if any(reading.declaration.file.format != "csv" for reading in readings):
            return self.read(files, options)
        found, days = read_pieces(readings, stage, today=today)
        tables, streamed = stage.finish()
        extract = self._extract(files, readings, tables, [*problems, *found])
        return replace(extract, streamed=streamed, happened=max(days, default=None))

    def _begun(
        self, files: Sequence[Path], options: Mapping[str, str]
    ) -> tuple[list[Reading], list[Problem]]:
        if "mapping" not in options:
            return [], [self.problem("mapping_not_given", "mapping")]
        reader = DeclarationReader(Path(options["mapping"]))
        declaration = reader.read()
        if reader.problems:
            return [], list(reader.problems)
        return [Reading(file, declaration, reader.name) for file in files], []

    def _extract(
        self,
        files: Sequence[Path],
        readings: Sequence[Reading],
        tables: Mapping[str, pa.Table],
        problems: Sequence[Problem],
    ) -> Extract:
        if not readings:
            return Extract(tables={}, files=tuple(files), problems=tuple(problems))
        declaration = readings[0].declaration
        return Extract(
            tables=tables,
            files=tuple(files),
            headings=_headings(declaration),
            sheets={name: reading.sheet for reading in readings for name in tables if reading.sheet},
            left_out=_added_up(reading.left_out for reading in readings),
            unknown=_unknown(readings),
            notes=tuple(
                self.say("no_row", file=reading.file.name, table=name)
                for reading in readings
                for name in dict.fromkeys(rule.name for rule in declaration.tables)
                if not problems and name in reading.tables and not reading.tables[name].num_rows
            )
            + self._unanswered(declaration),
            attributes=declaration.attributes,
            pseudonymous=_pseudonymous(declaration),
            problems=tuple(problems),
        )

    def _unanswered(self, declaration: Declaration) -> tuple[Text, ...]:
        """What the mapping itself asks, and nobody has answered yet."""
        left = declaration.open
        if not left:
            return ()
        shown = " | ".join(left[:_REPEATED]) + (" | …" if len(left) > _REPEATED else "")
        return (self.say("unanswered", count=str(len(left)), questions=shown),)


def _added_up(parts: Iterable[Mapping[str, Mapping[Text, int]]]) -> dict[str, dict[Text, int]]:
    total: dict[str, dict[Text, int]] = {}
    for part in parts:
        for table, reasons in part.items():
            for reason, count in reasons.items():
                counted = total.setdefault(table, {})
                counted[reason] = counted.get(reason, 0) + count
    return total


def _unknown(readings: Iterable[Reading]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for reading in readings:
        if reading.unread:
            found[reading.file.name] = (*found.get(reading.file.name, ()), *reading.unread)
    return found


def _pseudonymous(declaration: Declaration) -> dict[str, tuple[str, ...]]:
    """Our columns, by table, that hold ids of people as the source writes them."""
    found: dict[str, dict[str, None]] = {}
    for rule in declaration.tables:
        for column in rule.columns:
            if column.pseudonym:
                found.setdefault(rule.name, {})[column.target] = None
    return {table: tuple(columns) for table, columns in found.items()}


def _headings(declaration: Declaration) -> dict[str, dict[str, str]]:
    """Our columns, each with the source column it comes from where that is one and the same in all periods."""
    found: dict[str, dict[str, str]] = {}
    for rule in declaration.tables:
        for column in rule.columns:
            if column.source and "{" not in column.source:
                found.setdefault(rule.name, {}).setdefault(column.target, column.source)
    return found
