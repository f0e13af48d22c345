"""Rows that are too many for memory, as they may stand in a dossier: expressions over files of texts, no copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow.parquet as pq

from obverse.evidence.declarations import Table, tables
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.pseudonyms import pseudonym
from obverse.evidence.importing.screening import E_MAIL, blots
from obverse.evidence.importing.stored import literal
from obverse.evidence.typed_cells import TYPES, quoted, typed

# Which row of the files is meant, where one row of an export gave several.
PLACE = "place_in_stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pouring:
    """One table whose rows are poured: where they stand, and what becomes of its cells.

    ``pseudonymous`` maps columns to the first letter of their pseudonyms; ``sources`` the paths of files to the ids of
    their documents; ``stored`` are the parts that the dossier holds, ``labels`` says what each file is called,
    ``headings`` what the files call our columns.
    """

    name: str
    staged: Sequence[str]
    pseudonymous: Mapping[str, str]
    screened: bool
    sources: Mapping[str, str]
    labels: Mapping[str, str]
    stored: Sequence[str]
    headings: Mapping[str, str]
    sheet: str = ""

    @property
    def table(self) -> Table:
        """Its declaration."""
        return tables()[self.name]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the files told."""
        found = dict.fromkeys(name for file in self.staged for name in pq.read_schema(file).names)
        return tuple(name for name in found if name not in {FILE, ROW})


def lay_out(connection: duckdb.DuckDBPyConnection, pouring: Pouring) -> None:
    """Create the view ``staged_<table>``: all cells as texts, with file, row and place."""
    listed = ", ".join(literal(file) for file in pouring.staged)
    cells = ", ".join(f"COALESCE({quoted(name)}, '') AS {quoted(name)}" for name in pouring.columns)
    connection.execute(
        f"CREATE VIEW {quoted('staged_' + pouring.name)} AS SELECT {cells}, {FILE}, {ROW}, "
        f"(CAST(file_index AS BIGINT) << 40) + file_row_number AS {PLACE} "
        f"FROM read_parquet([{listed}], union_by_name = true)"
    )


def learn_people(connection: duckdb.DuckDBPyConnection, pourings: Sequence[Pouring], namespace: str) -> None:
    """Create ``people_<letter>`` with the pseudonym of each different id: no id is digested twice."""
    letters = {letter for pouring in pourings for letter in pouring.pseudonymous.values()}
    for letter in sorted(letters):
        cells = " UNION ALL ".join(
            f"SELECT {quoted(column)} AS cell FROM {quoted('staged_' + pouring.name)}"
            for pouring in pourings
            for column, of in pouring.pseudonymous.items()
            if of == letter
        )
        connection.execute(
            f"CREATE TABLE people_{letter} AS SELECT cell, {pseudonym('cell', letter, namespace)} AS said "
            f"FROM (SELECT DISTINCT cell FROM ({cells}))"
        )


def clean(connection: duckdb.DuckDBPyConnection, pouring: Pouring) -> None:
    """Create the view ``clean_<table>``: pseudonyms for ids, nothing in texts that reaches anybody, sources named."""
    joins, cells = [], []
    for name in pouring.columns:
        expression = f"staged.{quoted(name)}"
        if name in pouring.pseudonymous:
            people = quoted(f"people of {name}")
            letter = pouring.pseudonymous[name]
            joins.append(f"JOIN people_{letter} AS {people} ON {people}.cell = {expression}")
            expression = f"{people}.said"
        elif pouring.screened:
            for _, pattern, blot in _sought(pouring, name):
                expression = f"regexp_replace({expression}, {literal(pattern)}, {literal(blot)}, 'g')"
        cells.append((name, expression))
    told = dict(cells)
    # A row that says itself where it comes from is believed.
    own = told.get("source_id", "''")
    cases = " ".join(f"WHEN {literal(path)} THEN {literal(said)}" for path, said in pouring.sources.items())
    told["source_id"] = f"CASE WHEN {own} = '' THEN CASE {FILE} {cases} ELSE '' END ELSE {own} END"
    row = told.get("source_row", "''")
    told["source_row"] = f"CASE WHEN {own} = '' THEN CAST({ROW} AS VARCHAR) ELSE {row} END"
    listed = ", ".join(f"{expression} AS {quoted(name)}" for name, expression in told.items())
    connection.execute(
        f"CREATE VIEW {quoted('clean_' + pouring.name)} AS SELECT {listed}, {FILE}, {ROW}, {PLACE} "
        f"FROM {quoted('staged_' + pouring.name)} AS staged {' '.join(joins)}"
    )


def count_screened(connection: duckdb.DuckDBPyConnection, pouring: Pouring) -> dict[str, int]:
    """How many cells have something in them that is blotted out, by what it is."""
    met: dict[str, int] = {}
    if not pouring.screened:
        return met
    for name in pouring.columns:
        cell = quoted(name)
        for kind, pattern, blot in _sought(pouring, name):
            found = connection.execute(
                f"SELECT count(*) FROM {quoted('staged_' + pouring.name)} "
                f"WHERE {cell} <> '' AND regexp_matches({cell}, {literal(pattern)})"
            ).fetchall()[0][0]
            met[kind] = met.get(kind, 0) + int(found)
            cell = f"regexp_replace({cell}, {literal(pattern)}, {literal(blot)}, 'g')"
    return {kind: count for kind, count in met.items() if count}


def _sought(pouring: Pouring, name: str) -> tuple[tuple[str, str, str], ...]:
    """What is looked for in the cells of a column; a number that was checked is no text."""
    column = pouring.table.column(name)
    if name in pouring.pseudonymous or column is None or column.kind in TYPES or column.kind == "code":
        return ()
    return blots(name)


def addresses(
    connection: duckdb.DuckDBPyConnection, pouring: Pouring, column: str, shown: int
) -> list[tuple[str, int]]:
    """The first cells of a column of ids that are e-mail addresses: file and row."""
    staged, cell = quoted("staged_" + pouring.name), quoted(column)
    found = connection.execute(
        f"SELECT {FILE}, {ROW} FROM {staged} WHERE {cell} IN (SELECT cell FROM (SELECT DISTINCT {cell} AS cell "
        f"FROM {staged}) WHERE regexp_matches(cell, {literal(E_MAIL)})) ORDER BY {FILE}, {ROW} LIMIT {shown}"
    ).fetchall()
    return [(str(file), int(row)) for file, row in found]


def natural(table: Table, column: str) -> str:
    """The expression of a cell of texts in the type of its column, NULL where nothing stands there.

    Cells were checked before, so that the plain cast says the same as the careful one wherever it succeeds.
    """
    declared, cell = table.column(column), f"NULLIF({quoted(column)}, '')"
    if declared is None or declared.kind not in TYPES or declared.kind == "flag":
        return typed(declared, cell) if declared is not None else cell
    return f"COALESCE(TRY_CAST({cell} AS {TYPES[declared.kind]}), {typed(declared, cell)})"


def alike(table: Table, column: str, kind: str) -> str:
    """A cell of a file, whose column has the SQL type ``kind`` there, in the type of its declaration."""
    declared = table.column(column)
    wanted = TYPES.get(declared.kind, "VARCHAR") if declared is not None else "VARCHAR"
    if wanted != "VARCHAR" and kind == "VARCHAR":
        return natural(table, column)
    return (
        f"NULLIF(CAST({quoted(column)} AS VARCHAR), '')"
        if wanted == "VARCHAR"
        else f"CAST({quoted(column)} AS {wanted})"
    )


def as_text(table: Table, column: str) -> str:
    """A cell in the type of its declaration, as a text that says the same wherever it comes from."""
    declared, cell = table.column(column), quoted(column)
    if declared is not None and declared.kind == "flag":
        return f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' ELSE '' END"
    return f"COALESCE(CAST({cell} AS VARCHAR), '')"
