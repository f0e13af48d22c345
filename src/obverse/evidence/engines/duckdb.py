"""The embedded engine: DuckDB in this process, on this machine."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.datasets import Dataset, local_dataset

SHIMS = ("CREATE OR REPLACE MACRO days_between(first, second) AS date_diff('day', first, second)",)
SHARE_OF_MEMORY = 0.6
_CONTROL_GROUP = Path("/sys/fs/cgroup/memory.max")


class DuckDB:
    """An in-memory DuckDB with universal time and the shim functions of the portable subset.

    It takes at most ``memory`` (such as ``8GB``; by default 60 % of what the machine, or the container, has) and
    continues on disk, in the system's folder for temporary files, where that is not enough.
    """

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None, *, memory: str = "") -> None:
        self.connection = connection or duckdb.connect(":memory:")
        self.memory = memory or f"{int(SHARE_OF_MEMORY * memory_of_this_machine()) >> 20}MiB"
        self.spill = Path(tempfile.gettempdir()) / f"obverse-{os.getpid()}-{id(self):x}"
        # Kept and small tables take a temporary folder only when they have to leave memory.
        self._swept = weakref.finalize(self, shutil.rmtree, self.spill, ignore_errors=True)
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.execute(f"SET memory_limit = '{self.memory}'")
        self.connection.execute(f"SET temp_directory = {_text(self.spill)}")
        # Statements say in which order their rows come; any other order would only cost memory.
        self.connection.execute("SET preserve_insertion_order = false")
        for shim in SHIMS:
            self.connection.execute(shim)
        self._tables: set[str] = set()

    def execute(self, statement: str) -> pa.Table:
        """Run a statement and return its rows as an Arrow table."""
        return self.connection.sql(statement).to_arrow_table()

    def define(self, view: str, statement: str) -> None:
        """Create or replace a temporary view."""
        if view in self._tables:
            self.drop(view)
        self.connection.execute(f"CREATE OR REPLACE TEMPORARY VIEW {_name(view)} AS {statement}")

    def keep(self, view: str, statement: str) -> None:
        """Replace a temporary view by a temporary table with its rows."""
        draft = _name(f"{view} draft")
        self.connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE {draft} AS {statement}")
        self.drop(view)
        self.connection.execute(f"ALTER TABLE {draft} RENAME TO {_name(view)}")
        self._tables.add(view)

    def drop(self, view: str) -> None:
        """Drop a temporary view, or the temporary table that ``keep`` or ``register`` made."""
        kind = "TABLE" if view in self._tables else "VIEW"
        self.connection.execute(f"DROP {kind} IF EXISTS temp.{_name(view)}")
        self._tables.discard(view)

    def register(self, name: str, table: pa.Table) -> None:
        """Copy a table into the engine, replacing what had its name."""
        self.connection.register("arriving", table)
        self.keep(name, "SELECT * FROM arriving")
        self.connection.unregister("arriving")

    def dataset(self, location: str) -> Dataset:
        """The Parquet files at a path of this machine.

        Raises:
            OSError: there are none, or they cannot be read.
        """
        if "://" in location and not location.startswith("file://"):
            raise OSError("DuckDB reads files of this machine; --engine spark reads what a cluster can reach")
        path = Path(location.removeprefix("file://"))
        found = local_dataset(path)
        if not found.parts:
            raise FileNotFoundError(f"no Parquet file in {path.name}")
        return found

    def open_parquet(self, name: str, dataset: Dataset) -> pa.Schema:
        """Name a dataset's rows; nothing is read before a statement asks for it."""
        paths = "[" + ", ".join(_text(part.path) for part in dataset.parts) + "]"
        offsets = "[" + ", ".join(str(part.first_row) for part in dataset.parts) + "]"
        partitioned = "true" if dataset.partition_columns else "false"
        scan = (
            f"read_parquet({paths}, union_by_name = true, hive_partitioning = {partitioned}"
            f"{', hive_types_autocast = false' if dataset.partition_columns else ''})"
        )
        row = f"CAST({offsets}[CAST(file_index AS BIGINT) + 1] AS BIGINT) + file_row_number"
        self.connection.execute(
            f"CREATE OR REPLACE TEMPORARY VIEW {_name(name)} AS SELECT *, {row} AS row_in_file FROM {scan}"
        )
        return self.execute(f"SELECT * FROM {_name(name)} LIMIT 0").schema

    def close(self) -> None:
        """Close the connection and sweep the temporary folder."""
        self.connection.close()
        self._swept()


def memory_of_this_machine() -> int:
    """The bytes of memory that this process may hope for: the machine's, or the container's if that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = int(_CONTROL_GROUP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return machine
    return min(machine, allowed)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
