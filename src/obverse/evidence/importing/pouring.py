"""Pouring rows that are too many for memory into Parquet parts: the task of a bound child process.

Everything is a query over files; what does not fit into the child's memory goes to its working folder. The rules are
those of :mod:`obverse.evidence.importing.settling`, but for one: a key is the same when it means the same, so that a
moment is compared as a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from obverse.evidence.checking import SHOWN, check_cells, check_columns, check_references
from obverse.evidence.facts import Attribute
from obverse.evidence.importing import progress
from obverse.evidence.importing.cleaning import (
    PLACE,
    Pouring,
    addresses,
    clean,
    count_screened,
    lay_out,
    learn_people,
    natural,
)
from obverse.evidence.importing.extract import FILE, ROW, in_their_words
from obverse.evidence.importing.meeting_parts import Fates, meet
from obverse.evidence.importing.pseudonyms import personal_columns, set_key
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import EvidenceProblems, Problem, described
from obverse.evidence.reading import ROW as ROW_TO_CHECK
from obverse.evidence.typed_cells import Source, quoted

TASK = f"{__name__}:pour"
_ROWS_IN_GROUP = 200_000
# Twenty million rows: a part of votes has some two hundred MiB.
_GROUPS_IN_PART = 100
_STEPS = 4


def pour(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Write the rows of some tables as typed parts; the answer says what became of them, or what is wrong.

    ``argument`` holds ``tables`` (the fields of :class:`Pouring`), ``folder`` (where a folder of parts is made for each
    table), ``scratch``, ``known`` (files with the ids of other tables), ``attributes``, ``namespace``, ``secret``,
    ``ids_may_be_addresses`` and ``replace``.
    """
    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'UTC'")
    jug = _Jug(connection, argument, [Pouring(**said) for said in argument["tables"]])
    try:
        return {"problems": [], "tables": jug.pour()}
    except EvidenceProblems as refused:
        return {"problems": [described(problem) for problem in refused.problems], "tables": {}}


class _Jug:
    """The tables of one import on their way."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, argument: Mapping[str, Any], pourings: Sequence[Pouring]
    ) -> None:
        self.connection = connection
        self.argument = argument
        self.pourings = pourings
        self.folder = Path(argument["folder"])
        self.known: dict[str, list[str]] = {name: list(files) for name, files in argument["known"].items()}
        self.attributes = {
            name: Attribute(label=label, categories=tuple(categories))
            for name, (label, categories) in argument["attributes"].items()
        }
        self.steps = 0

    def pour(self) -> dict[str, Any]:
        for pouring in self.pourings:
            lay_out(self.connection, pouring)
        self.demand(self.check)
        if self.argument["secret"]:
            set_key(self.connection, bytes.fromhex(self.argument["secret"]))
            learn_people(self.connection, self.pourings, self.argument["namespace"])
        filled = {}
        for pouring in self.pourings:
            clean(self.connection, pouring)
            filled[pouring.name] = self.filled(pouring)
            self.write(pouring, filled[pouring.name])
            self.known.setdefault(pouring.name, []).extend([*self.parts(pouring), *pouring.stored])
        self.demand(self.check_references)
        fates = {pouring.name: self.judge(pouring) for pouring in self.pourings}
        self.demand(lambda pouring: fates[pouring.name].problems)
        return {pouring.name: self.told(pouring, filled, fates[pouring.name]) for pouring in self.pourings}

    def demand(self, check: Callable[[Pouring], Sequence[Problem]]) -> None:
        """Go on only where no table has a problem."""
        found = [
            in_their_words(problem, pouring.headings)
            for pouring in self.pourings
            for problem in check(pouring)
        ]
        if found:
            raise EvidenceProblems(found)

    def check(self, pouring: Pouring) -> list[Problem]:
        """All that is wrong with single cells."""
        self.step(pouring)
        problems = []
        if not self.argument["ids_may_be_addresses"]:
            given = set(pouring.columns) - set(pouring.pseudonymous)
            for column in (name for name in personal_columns(pouring.table) if name in given):
                problems += [
                    Problem("id_is_address", pouring.labels.get(file, file), row, column, pouring.sheet)
                    for file, row in addresses(self.connection, pouring, column, SHOWN)
                ]
        # A pseudonym is never wrong; whether there is one, may be.
        cells = ", ".join(
            f"CASE WHEN {quoted(name)} = '' THEN '' ELSE 'p-0' END AS {quoted(name)}"
            if name in pouring.pseudonymous
            else quoted(name)
            for name in pouring.columns
        )
        # Double keys are looked for among the few rows that can be double.
        table = replace(pouring.table, key=())
        for file in self.files(pouring):
            source = self.rows_to_check(pouring, f"SELECT {cells}, {FILE}, {ROW} FROM staged", file)
            found = check_columns(pouring.table, source)
            problems += found or check_cells(self.connection, table, source, self.attributes)
        return problems

    def files(self, pouring: Pouring) -> list[str]:
        found = self.connection.execute(
            f"SELECT DISTINCT {FILE} FROM {quoted('staged_' + pouring.name)} ORDER BY {FILE}"
        ).fetchall()
        return [str(file) for (file,) in found]

    def rows_to_check(self, pouring: Pouring, rows: str, file: str) -> Source:
        names = ", ".join(quoted(name) for name in pouring.columns)
        self.connection.execute(
            f"CREATE OR REPLACE TEMPORARY VIEW rows_to_check AS WITH staged AS (FROM "
            f"{quoted('staged_' + pouring.name)}), clean AS ({rows}) "
            f"SELECT {ROW} AS {ROW_TO_CHECK}, {names} FROM clean WHERE {FILE} = {literal(file)}"
        )
        return Source("rows_to_check", pouring.labels.get(file, file), pouring.columns, pouring.sheet)

    def filled(self, pouring: Pouring) -> list[str]:
        """The columns that are required or have a value somewhere, in the order of their declaration."""
        counted = ", ".join(f"bool_or({quoted(name)} <> '')" for name in pouring.columns)
        row = self.connection.execute(f"SELECT {counted} FROM {quoted('staged_' + pouring.name)}").fetchall()[
            0
        ]
        found = {name for name, any_ in zip(pouring.columns, row, strict=True) if any_}
        found |= {*pouring.table.required, "source_id", "source_row"}
        declared = [name for name in pouring.table.columns if name in found]
        return [*declared, *sorted(found - set(declared))]

    def write(self, pouring: Pouring, columns: Sequence[str], kept: str = "TRUE") -> None:
        """Write the clean rows for which a condition holds as parts, anew."""
        self.step(pouring)
        folder = self.folder / pouring.name
        for part in folder.glob("*.parquet"):
            part.unlink()
        cells = ", ".join(f"{natural(pouring.table, name)} AS {quoted(name)}" for name in columns)
        self.connection.execute(
            f"COPY (SELECT {cells} FROM {quoted('clean_' + pouring.name)} WHERE {kept}) "
            f"TO {literal(str(folder))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
            f"ROW_GROUP_SIZE {_ROWS_IN_GROUP}, ROW_GROUPS_PER_FILE {_GROUPS_IN_PART}, "
            "FILENAME_PATTERN 'part-{i}', OVERWRITE_OR_IGNORE true)"
        )

    def parts(self, pouring: Pouring) -> list[str]:
        found = (self.folder / pouring.name).glob("*.parquet")
        return [str(part) for part in sorted(found, key=lambda part: int(part.stem.partition("-")[2]))]

    def check_references(self, pouring: Pouring) -> list[Problem]:
        """Cells that refer to no row: told by the different cells first, by rows only where there are such."""
        self.step(pouring)
        refs = [
            (name, column.refers_to)
            for name in pouring.columns
            if (column := pouring.table.column(name)) is not None and column.kind == "ref"
        ]
        for other in {other for _, other in refs if other in self.known}:
            self.connection.execute(
                f"CREATE OR REPLACE VIEW {quoted('text_' + other)} AS SELECT CAST(id AS VARCHAR) AS id "
                f"FROM read_parquet([{', '.join(map(literal, self.known[other]))}], union_by_name = true)"
            )
        if all(other in self.known and not self.lost(pouring, name, other) for name, other in refs):
            return []
        problems = []
        for file in self.files(pouring):
            source = self.rows_to_check(pouring, f"FROM {quoted('clean_' + pouring.name)}", file)
            problems += check_references(self.connection, pouring.table, source, self.known)
        return problems

    def lost(self, pouring: Pouring, name: str, other: str) -> bool:
        parts = ", ".join(map(literal, self.parts(pouring)))
        if not parts or name not in pq.read_schema(self.parts(pouring)[0]).names:
            return False
        found = self.connection.execute(
            f"SELECT 1 FROM (SELECT DISTINCT {quoted(name)} AS cell FROM read_parquet([{parts}]) "
            f"WHERE {quoted(name)} IS NOT NULL) AS mentioned "
            f"ANTI JOIN {quoted('text_' + other)} AS known ON known.id = mentioned.cell LIMIT 1"
        ).fetchall()
        return bool(found)

    def judge(self, pouring: Pouring) -> Fates:
        self.step(pouring)
        return meet(self.connection, pouring, self.parts(pouring), replace=bool(self.argument["replace"]))

    def told(self, pouring: Pouring, filled: Mapping[str, Sequence[str]], fates: Fates) -> dict[str, Any]:
        if fates.counts.already_there:
            kept = f"{PLACE} NOT IN (SELECT {PLACE} FROM {quoted('judged_' + pouring.name)} WHERE fate <> 'added')"
            self.write(pouring, filled[pouring.name], kept)
        parts = self.parts(pouring) if fates.counts.added else []
        return {
            "parts": parts,
            "counts": [fates.counts.read, fates.counts.added, 0, fates.counts.already_there],
            "pseudonyms": self.people(pouring),
            "screened": count_screened(self.connection, pouring),
        }

    def people(self, pouring: Pouring) -> int:
        """How many different pseudonyms the rows that were read hold."""
        if not pouring.pseudonymous:
            return 0
        staged = quoted("staged_" + pouring.name)
        cells = " UNION ALL ".join(
            f"SELECT DISTINCT {literal(letter)} AS letter, {quoted(name)} AS cell FROM {staged}"
            for name, letter in pouring.pseudonymous.items()
        )
        found = self.connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT letter, cell FROM ({cells}) WHERE cell <> '')"
        ).fetchall()
        return int(found[0][0])

    def step(self, pouring: Pouring) -> None:
        rows = sum(pq.read_metadata(file).num_rows for file in pouring.staged)
        total = _STEPS * len(self.pourings)
        progress.tell(Path(self.argument["scratch"]), min(self.steps, total), total, rows, progress.KEEPING)
        self.steps += 1
