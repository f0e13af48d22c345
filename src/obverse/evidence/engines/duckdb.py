"""The embedded engine: DuckDB in this process, on this machine."""

from __future__ import annotations

import math
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.datasets import Dataset, local_dataset
from obverse.evidence.engines.duckdb_files import rows_of_files
from obverse.evidence.engines.engine import IN_PART
from obverse.evidence.engines.parsed import run
from obverse.evidence.sharing import sources_of, stored_behind

SHIMS = (
    "CREATE OR REPLACE MACRO days_between(first, second) AS date_diff('day', first, second)",
    "CREATE OR REPLACE MACRO pair_key(first, second) AS hash(first, second)",
    f"CREATE OR REPLACE MACRO {IN_PART}number, bytes) AS TRUE",
)
# Of the memory, what the groups of a part may fill; what they are made from and what is kept needs the rest.
_OF_MEMORY = 0.5
_HELD = "Held where it is read part by part."
_ROOM = re.compile(rf"{re.escape(IN_PART)}.*, (\d+)\)")
SHARE_OF_MEMORY = 0.6
# Statements say in which order their rows come; any other order would only cost memory.
_SESSION = "SET TimeZone = 'UTC'; SET preserve_insertion_order = false"
_ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "HUGEINT": pa.decimal128(38, 0),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
}
# Without it, a condition on two registers would be looked at for every pair of their rows.
_INDISPENSABLE = frozenset({"filter_pushdown"})
_CONTROL_GROUP = Path("/sys/fs/cgroup/memory.max")


class DuckDB:
    """An in-memory DuckDB with universal time and the shim functions of the portable subset.

    It takes at most ``memory`` (such as ``8GB``; by default 60 % of what the machine, or the container, has) and
    continues on disk, in the system's folder for temporary files, where that is not enough. ``beside`` another engine
    it shares that one's database, memory and folder, but sees none of its temporary tables and views.
    """

    name = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection | None = None,
        *,
        memory: str = "",
        beside: DuckDB | None = None,
    ) -> None:
        self.connection: duckdb.DuckDBPyConnection
        self._tables: set[str] = set()
        self._views: set[str] = set()
        self._texts: dict[str, str] = {}
        self._beside = beside
        self._briefly = False
        self.standing: set[str] = set() if beside is None else beside.standing
        if beside is not None:
            self.connection = beside.connection.cursor()
            self.memory: str = beside.memory
            self.spill: Path = beside.spill
            self.connection.execute(_SESSION)
            return
        self.connection = connection or duckdb.connect(":memory:")
        self.memory = memory or f"{int(SHARE_OF_MEMORY * memory_of_this_machine()) >> 20}MiB"
        self.spill = Path(tempfile.gettempdir()) / f"obverse-{os.getpid()}-{id(self):x}"
        # Kept and small tables take a temporary folder only when they have to leave memory.
        self._swept = weakref.finalize(self, shutil.rmtree, self.spill, ignore_errors=True)
        limits = f"SET memory_limit = '{self.memory}'; SET temp_directory = {_text(self.spill)}"
        self.connection.execute(f"{_SESSION}; {limits}; {'; '.join(SHIMS)}")

    def execute(self, statement: str) -> pa.Table:
        """Run a statement and return its rows as an Arrow table."""
        if self._briefly:
            answer = run(self.connection, statement)
            named = [(column[0], _ARROW.get(str(column[1]))) for column in answer.description or ()]
            rows = answer.fetchall()
            if all(kind is not None for _, kind in named):
                cells = list(zip(*rows, strict=True)) or [()] * len(named)
                columns = [pa.array(own, kind) for own, (_, kind) in zip(cells, named, strict=True)]
                return pa.Table.from_arrays(columns, names=[name for name, _ in named])
        # What hands over many rows at no cost goes through a statement twice before it runs it.
        return self.connection.sql(statement).to_arrow_table()

    def plan(self, *, briefly: bool) -> None:
        """Look long for the fastest way to answer, or take the first good one, where few rows make every way fast.

        Finding the way takes most of the time that a statement over a few hundred rows costs.
        """
        self._briefly = briefly
        left_out = ""
        if briefly:
            names = run(self.connection, "SELECT name FROM duckdb_optimizers() ORDER BY name").fetchall()
            left_out = ",".join(name for (name,) in names if name not in _INDISPENSABLE)
        run(self.connection, f"SET disabled_optimizers = {_text(left_out)}")

    def holds(self, table: str) -> None:
        """Say that a temporary table was made under a name, so that whatever comes next replaces or drops it."""
        self._tables.add(table)

    def stand(self, names: Iterable[str], make: Callable[[list[str]], str]) -> None:
        """Have tables in the database, which all engines beside this one see; ``make`` says how to create them."""
        lacking = [name for name in names if name not in self.standing]
        if lacking:
            run(self.connection, make(lacking))
            self.standing.update(lacking)

    def define(self, view: str, statement: str) -> None:
        """Create or replace a temporary view."""
        if view in self._tables:
            self.drop(view)
        run(self.connection, f"CREATE OR REPLACE TEMPORARY VIEW {_name(view)} AS {statement}")
        self._views.add(view)
        self._texts[view] = statement

    def keep(self, view: str, statement: str) -> None:
        """Replace a temporary view by a temporary table with its rows."""
        draft = _name(f"{view} draft") if view in self._views else _name(view)
        create = f"CREATE OR REPLACE TEMPORARY TABLE {draft} AS {statement}"
        parts = self._parts(statement) if IN_PART in statement else 1
        if parts > 1:
            self._run_in_parts(parts, create, f"INSERT INTO {draft} {statement}", sources_of(statement))
        else:
            run(self.connection, create)
        if view in self._views:
            # A statement may read the view that its rows replace.
            self.drop(view)
            run(self.connection, f"ALTER TABLE {draft} RENAME TO {_name(view)}")
        self._tables.add(view)

    def _parts(self, statement: str) -> int:
        """In how many parts a statement is run, so that the groups of one fit in memory."""
        stored = (self._tables | self._views | self.standing) - self._texts.keys()
        read = sorted(stored_behind(statement, self._texts, stored))
        counted = " + ".join(f"(SELECT COUNT(*) FROM {_name(name)})" for name in read) or "0"
        asked = f"SELECT {counted}, current_setting('memory_limit')"
        rows, memory = run(self.connection, asked).fetchall()[0]
        room = sum(map(int, _ROOM.findall(statement)))
        return math.ceil(int(rows) * room / (_OF_MEMORY * _bytes(memory)))

    def _run_in_parts(self, parts: int, create: str, insert: str, sources: Iterable[str]) -> None:
        """Fill a table part by part; what says that it is worth it is held meanwhile, as each part reads it."""
        texts = {name: self._texts[name] for name in sources if _HELD in self._texts.get(name, "")}
        for source, text in texts.items():
            self.keep(source, text)
        try:
            for part in range(parts):
                # Of this connection alone: others that share the database go on seeing all rows.
                condition = f"{IN_PART}number, bytes) AS number % {parts} = {part}"
                run(self.connection, f"CREATE OR REPLACE TEMPORARY MACRO {condition}")
                run(self.connection, insert if part else create)
        finally:
            run(self.connection, "DROP MACRO IF EXISTS temp.in_part")
        for source, text in texts.items():
            self.define(source, text)

    def drop(self, view: str) -> None:
        """Drop a temporary view, or the temporary table that ``keep`` or ``register`` made."""
        for kind, names in (("TABLE", self._tables), ("VIEW", self._views)):
            if view in names:
                run(self.connection, f"DROP {kind} IF EXISTS temp.{_name(view)}")
                names.discard(view)
        self._texts.pop(view, None)

    def register(self, name: str, table: pa.Table) -> None:
        """Copy a table into the engine, replacing what had its name."""
        self.connection.register("arriving", table)
        self.keep(name, "SELECT * FROM arriving")
        self.connection.unregister("arriving")

    def dataset(self, location: str) -> Dataset:
        """The Parquet files at a path of this machine.

        Raises:
            OSError: there are none, or they cannot be read.
            pyarrow.ArrowException: they are no Parquet files.
        """
        if "://" in location and not location.startswith("file://"):
            raise OSError("DuckDB reads files of this machine; --engine spark reads what a cluster can reach")
        path = Path(location.removeprefix("file://"))
        found = local_dataset(path)
        if not found.parts:
            raise FileNotFoundError(f"no Parquet file in {path.name}")
        return found

    def open_parquet(self, name: str, dataset: Dataset, columns: Iterable[str]) -> None:
        """Name some columns of a dataset's rows; nothing is read before a statement asks for it."""
        if name in self._tables:
            self.drop(name)
        run(
            self.connection,
            f"CREATE OR REPLACE TEMPORARY VIEW {_name(name)} AS {rows_of_files(dataset, list(columns))}",
        )
        self._views.add(name)

    def close(self) -> None:
        """Close the connection; the engine whose database it is sweeps the temporary folder."""
        self.connection.close()
        if self._beside is None:
            self._swept()


def memory_of_this_machine() -> int:
    """The bytes of memory that this process may hope for: the machine's, or the container's if that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = int(_CONTROL_GROUP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return machine
    return min(machine, allowed)


def _bytes(size: str) -> float:
    """What DuckDB says of a memory limit, in bytes.

    >>> _bytes("7.4 GiB") / 2**30
    7.4
    """
    amount, unit = size.split()
    return float(amount) * 1024.0 ** ["bytes", "KiB", "MiB", "GiB", "TiB"].index(unit)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
