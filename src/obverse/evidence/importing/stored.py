"""The rows that a dossier holds, as texts: what an import compares new rows with, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.declarations import Table
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.reading import ROW, read_csv
from obverse.evidence.typed_cells import quoted

ROWS_IN_CSV = 20_000


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a table's rows stand in the dossier (paths inside it), and which columns they have."""

    files: tuple[str, ...]
    columns: tuple[str, ...]

    def target(self, table: str, rows: int) -> str:
        """Where the table should stand once it has ``rows`` rows: long tables as Parquet, short ones as CSV."""
        if any(file.count("/") > 1 for file in self.files):
            return f"evidence/{table}/{table}.parquet"
        in_parquet = rows > ROWS_IN_CSV or any(file.endswith(".parquet") for file in self.files)
        return f"evidence/{table}.{'parquet' if in_parquet else 'csv'}"


def load_stored(connection: duckdb.DuckDBPyConnection, directory: Path, table: str, relation: str) -> Stored:
    """Create ``relation`` with the rows of the dossier's table, all texts, in the columns that its file has."""
    evidence = directory / "evidence"
    parts = [evidence / f"{table}.csv", evidence / f"{table}.parquet"]
    parts = [part for part in parts if part.is_file()] or sorted((evidence / table).glob("*.parquet"))
    files = tuple(part.relative_to(directory).as_posix() for part in parts)
    if not parts:
        connection.execute(f"CREATE TABLE {quoted(relation)} (place BIGINT)")
        return Stored((), ())
    if parts[0].suffix == ".csv":
        rows, problems = read_csv(parts[0], name=files[0])
        if rows is None or problems:
            raise EvidenceProblems(problems)
        connection.register("arriving", rows.drop_columns([ROW]))
        connection.execute(f"CREATE TABLE {quoted(relation)} AS SELECT * FROM arriving")
        connection.unregister("arriving")
        return Stored(files, tuple(name for name in rows.column_names if name != ROW))
    columns = tuple(dict.fromkeys(name for part in parts for name in pq.read_schema(part).names))
    cells = ", ".join(f"{_text(column)} AS {quoted(column)}" for column in columns)
    listed = ", ".join(literal(str(part)) for part in parts)
    connection.execute(
        f"CREATE TABLE {quoted(relation)} AS SELECT {cells} FROM read_parquet([{listed}], union_by_name = true)"
    )
    return Stored(files, columns)


def literal(text: str) -> str:
    """A text as SQL writes it.

    >>> literal("King's Lynn")
    "'King''s Lynn'"
    """
    return "'" + text.replace("'", "''") + "'"


def _text(column: str) -> str:
    name = quoted(column)
    flag = f"CASE CAST({name} AS VARCHAR) WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' END"
    return f"COALESCE(CASE WHEN typeof({name}) = 'BOOLEAN' THEN {flag} ELSE CAST({name} AS VARCHAR) END, '')"


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    relation: str,
    columns: Sequence[str],
    *,
    file: Path,
    target: str,
) -> None:
    """Write the rows of ``relation`` for ``target``: columns as declared, those with a value only, sorted by key."""
    filled = _filled(connection, table, relation, columns)
    key = [name for name in table.key if name in filled]
    order = ", ".join(quoted(name) for name in dict.fromkeys([*key, *filled]))
    if target.endswith(".csv"):
        cells = ", ".join(f"NULLIF({quoted(name)}, '') AS {quoted(name)}" for name in filled)
        connection.execute(
            f"COPY (SELECT {cells} FROM {quoted(relation)} ORDER BY {order}) TO {literal(str(file))} "
            "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
        )
        return
    cells = ", ".join(quoted(name) for name in filled)
    rows: pa.Table = connection.sql(
        f"SELECT {cells} FROM {quoted(relation)} ORDER BY {order}"
    ).to_arrow_table()
    pq.write_table(rows, file, compression="zstd", store_schema=False)


def _filled(
    connection: duckdb.DuckDBPyConnection, table: Table, relation: str, columns: Sequence[str]
) -> list[str]:
    counted = ", ".join(f"count(*) FILTER (WHERE {quoted(name)} <> '')" for name in columns)
    counts = connection.execute(f"SELECT {counted} FROM {quoted(relation)}").fetchall()[0]
    found = {name for name, count in zip(columns, counts, strict=True) if count or name in table.required}
    declared = [name for name in table.columns if name in found]
    return [*declared, *sorted(found - set(declared))]
