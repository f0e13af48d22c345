"""The files of a dossier's registers: where they are, and what stands in them, as texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.datasets import Dataset
from obverse.evidence.declarations import Table, tables
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.parsed import run
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW, read_csv
from obverse.evidence.typed_cells import Source, quoted

# Registers of so many bytes together, some ten thousand rows, are read faster than it can be thought about.
SMALL = 1_000_000


def evidence_files(directory: Path) -> tuple[dict[str, Path], list[Problem]]:
    """The file or folder of each register in a dossier, and what stands there besides."""
    folder = directory / "evidence"
    files: dict[str, Path] = {}
    problems = []
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        # Clusters write folders of parts under the name of a file.
        name = entry.name.removesuffix(".parquet") if entry.is_dir() else entry.stem
        label = f"evidence/{entry.name}"
        if name not in tables():
            problems.append(Problem("unknown_table", label, details={"hint": did_you_mean(name, tables())}))
            continue
        is_dataset = entry.is_dir() and next(entry.rglob("*.parquet"), None) is not None
        if not is_dataset and entry.suffix not in {".csv", ".parquet"}:
            problems.append(Problem("not_a_table", label, details={"table": name}))
            continue
        if name in files:
            both = f"{files[name].name}, {entry.name}"
            problems.append(Problem("two_files", "evidence", details={"table": name, "files": both}))
            continue
        files[name] = entry
    return files, problems


def are_small(places: Iterable[Path | str]) -> bool:
    """Whether everything stands in CSV files that are small together."""
    files = list(places)
    if not all(isinstance(file, Path) and file.suffix == ".csv" for file in files):
        return False
    return sum(Path(file).stat().st_size for file in files) <= SMALL


def texts_of_csv(
    connection: duckdb.DuckDBPyConnection, name: str, file: Path
) -> tuple[Source | None, list[Problem]]:
    """A CSV file as a table of texts, and what is wrong with its form; None where it cannot be read at all."""
    relation = f"text_{name}"
    label = f"evidence/{file.name}"
    table, problems = read_csv(file, name=label)
    if table is None:
        return None, problems
    connection.register("arriving", table)
    run(connection, f"CREATE OR REPLACE TEMPORARY TABLE {quoted(relation)} AS SELECT * FROM arriving")
    connection.unregister("arriving")
    return Source(relation, label, tuple(item for item in table.column_names if item != ROW)), problems


def texts_of_parquet(local: DuckDB, table: Table, dataset: Dataset, label: str) -> Source:
    """A small dataset as texts, whatever its types."""
    raw, relation = "a dataset as it lies", f"text_{table.name}"
    kinds = {name: kind for name, kind in dataset.columns.items() if table.column(name)}
    local.open_parquet(raw, dataset, kinds)
    cells = ", ".join(
        f"COALESCE({_as_text(quoted(name), kind)}, '') AS {quoted(name)}" for name, kind in kinds.items()
    )
    run(
        local.connection,
        f"CREATE OR REPLACE TEMPORARY TABLE {quoted(relation)} AS SELECT {ROW}, {cells} FROM {quoted(raw)}",
    )
    local.drop(raw)
    return Source(relation, label, tuple(kinds), dataset=dataset)


def _as_text(cell: str, kind: pa.DataType | None) -> str:
    text = f"CAST({cell} AS VARCHAR)"
    if kind is None:
        return text
    if pa.types.is_boolean(kind):
        return f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
    if pa.types.is_floating(kind):
        # Where some cells are empty, data frames hold whole numbers as others.
        whole = f"{cell} = TRUNC({cell}) AND ABS({cell}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({cell} AS BIGINT) AS VARCHAR) ELSE {text} END"
    if pa.types.is_timestamp(kind):
        # Nor do data frames know days; they hold midnights.
        moment, day = f"CAST({cell} AS TIMESTAMP)", f"CAST({cell} AS DATE)"
        return f"CASE WHEN {moment} = {day} THEN CAST({day} AS VARCHAR) ELSE CAST({moment} AS VARCHAR) END"
    return text
