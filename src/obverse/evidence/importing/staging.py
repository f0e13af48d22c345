"""Rows on their way into a dossier that are too many for memory: Parquet files of texts in a folder for the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.checking import SHOWN
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import Problem
from obverse.evidence.typed_cells import quoted

_FORMAT = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"


@dataclass
class Stage:
    """Files of rows as they are read, one for each rule by which a table is filled.

    ``held`` rows of a table fit into memory; ``piece_bytes`` of a file are read at a time.
    """

    folder: Path
    held: int
    piece_bytes: int = 1 << 22
    _writers: dict[tuple[str, int], pq.ParquetWriter] = field(default_factory=dict)
    _files: dict[tuple[str, int], Path] = field(default_factory=dict)
    _distinct: set[tuple[str, int]] = field(default_factory=set)

    def add(self, table: str, rule: int, rows: pa.Table, *, distinct: bool = False) -> None:
        """Append rows (texts with file and row) to those of one rule; equal ``distinct`` ones become one."""
        key = (table, rule)
        if key not in self._writers:
            self._files[key] = self.folder / f"{table}-{rule}.staged.parquet"
            self._writers[key] = pq.ParquetWriter(
                self._files[key], rows.schema, compression="zstd", compression_level=1, store_schema=False
            )
        if distinct:
            self._distinct.add(key)
        self._writers[key].write_table(rows)

    def finish(self) -> tuple[dict[str, pa.Table], dict[str, tuple[Path, ...]]]:
        """Close all files; returns the tables that are small enough to be held, and the files of the others."""
        for writer in self._writers.values():
            writer.close()
        with duckdb.connect(":memory:") as connection:
            for key in sorted(self._distinct):
                self._files[key] = _made_distinct(connection, self._files[key])
        held: dict[str, pa.Table] = {}
        streamed: dict[str, tuple[Path, ...]] = {}
        for table in dict.fromkeys(table for table, _ in self._files):
            files = tuple(file for (name, _), file in self._files.items() if name == table)
            rows = sum(pq.read_metadata(file).num_rows for file in files)
            if rows > self.held:
                streamed[table] = files
            else:
                parts = [pq.read_table(file, partitioning=None) for file in files]
                held[table] = pa.concat_tables(parts, promote_options="default")
        return held, streamed


def _made_distinct(connection: duckdb.DuckDBPyConnection, file: Path) -> Path:
    """Equal rows of one file as one, which stands where the first of them stands."""
    target = file.with_suffix(".distinct.parquet")
    names = [name for name in pq.read_schema(file).names if name not in {FILE, ROW}]
    listed = ", ".join(quoted(name) for name in (*names, FILE))
    connection.execute(
        f"COPY (SELECT {listed}, min({ROW}) AS {ROW} FROM read_parquet({literal(str(file))}) "
        f"GROUP BY {listed} ORDER BY {FILE}, {ROW}) TO {literal(str(target))} {_FORMAT}"
    )
    file.unlink()
    return target


def staged(rows: pa.Table, target: Path) -> Path:
    """Rows that were held, as a file like those of rows that were not."""
    pq.write_table(rows, target, compression="zstd", compression_level=1, store_schema=False)
    return target


class Letters:
    """Problems of many pieces of one file, as if it were one: the first of each kind, and a count."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str, str], list[Problem]] = {}
        self._more: dict[tuple[str, str], int] = {}

    def add(self, problems: Sequence[Problem]) -> None:
        """Take up the problems of the next piece."""
        for problem in problems:
            if problem.kind == "more_like_this":
                self._count(problem, int(problem.details["count"]))
                continue
            listed = self._shown.setdefault((problem.file, problem.column, problem.kind), [])
            if len(listed) < SHOWN:
                listed.append(problem)
            else:
                self._count(problem, 1)

    def _count(self, problem: Problem, more: int) -> None:
        key = (problem.file, problem.column)
        self._more[key] = self._more.get(key, 0) + more

    @property
    def problems(self) -> list[Problem]:
        """All of them."""
        found = [problem for listed in self._shown.values() for problem in listed]
        counts: Mapping[tuple[str, str], int] = self._more
        return found + [
            Problem("more_like_this", file, 0, column, details={"count": str(count)})
            for (file, column), count in counts.items()
        ]
