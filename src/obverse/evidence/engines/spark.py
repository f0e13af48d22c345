"""The engine for evidence that lies on a cluster: Spark 4, classic or through Spark Connect.

Only SQL runs there, no Python: what Python the workers have does not matter. pyspark is imported when a session is
started, and not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.evidence.datasets import Dataset, local_dataset
from obverse.evidence.engines.spark_arrow import as_spark_takes, declared, with_whole_numbers
from obverse.evidence.engines.spark_files import ask_for_dataset, open_files, plain
from obverse.evidence.engines.spark_letters import told
from obverse.evidence.engines.spark_sessions import is_connect, own_session, start
from obverse.evidence.engines.spark_settings import SETTINGS, SHIMS, SMALL, settings_for
from obverse.evidence.engines.spark_words import spelled
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.sharing import stored_behind

# Up to this many rows of a kept view are held on this machine, if its files are seen from here anyway.
HELD_HERE = 50_000


class Spark:
    """Runs statements in a Spark session: one that the caller has, or one that ``connect`` started.

    A session that the caller has stays as it is: the work is done in a second session of the same application, which
    sees the same catalogues and files and has settings and temporary views of its own.

    >>> Spark.name
    'spark'
    """

    name = "spark"

    def __init__(self, session: Any, *, is_ours: bool = False) -> None:
        self._lent = None if is_ours else session
        with told():
            self.session = session if is_ours else own_session(session)
            for key, value in SETTINGS.items():
                self.session.conf.set(key, value)
            for shim, body in SHIMS.items():
                self.session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {shim}{body}").collect()
        self._texts: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._held: dict[str, Any] = {}
        self._elsewhere: set[str] = set()
        self._tuned_for: Mapping[str, str] = {}

    def execute(self, statement: str) -> pa.Table:
        """Run a statement and return its rows as an Arrow table."""
        return with_whole_numbers(self._collect(statement))

    def define(self, view: str, statement: str) -> None:
        """Create or replace a temporary view."""
        self._let_go(view)
        with told():
            self.session.sql(
                f"CREATE OR REPLACE TEMPORARY VIEW {_tick(view)} AS {spelled(statement)}"
            ).collect()
        self._texts[view] = statement

    def keep(self, view: str, statement: str) -> None:
        """Replace a temporary view by one whose rows the executors hold, in memory or else on their disks.

        What an executor loses is computed again from the files. A few rows of files that this machine sees are held
        here, so that the statements over them need no cluster; rows of files that lie elsewhere stay where they are.
        """
        behind = self._behind(statement)
        is_seen_here = not behind & self._elsewhere
        if is_seen_here and self._count(behind) <= SMALL:
            self.register(view, self._collect(statement))
            return
        self._tune(self._count(behind))
        with told():
            frame = self.session.sql(spelled(statement)).persist(_memory_and_disk())
            lines = frame.count()
            few = frame.toArrow() if is_seen_here and lines <= HELD_HERE else None
        if few is not None:
            self.register(view, few)
            with told():
                frame.unpersist()
            return
        self._let_go(view)
        with told():
            frame.createOrReplaceTempView(_tick(view))
        self._held[view] = frame
        self._rows[view] = lines
        if not is_seen_here:
            self._elsewhere.add(view)

    def drop(self, view: str) -> None:
        """Forget a temporary view, and what is held of it."""
        if self._let_go(view):
            with told():
                # Not DROP VIEW: that would take a permanent one of the same name where there is no temporary one.
                self.session.catalog.dropTempView(view)

    def register(self, name: str, table: pa.Table) -> None:
        """Send a table of this machine to the session, replacing what had its name."""
        self._let_go(name)
        with told():
            frame = (
                self.session.createDataFrame(as_spark_takes(table))
                if table.num_rows
                else self.session.createDataFrame([], declared(table))
            )
            frame.createOrReplaceTempView(_tick(name))
        self._rows[name] = table.num_rows

    def dataset(self, location: str) -> Dataset:
        """The Parquet files at a location: read here where this machine sees them, or else by the executors.

        Raises:
            OSError: there are none, or they cannot be read.
            pyarrow.ArrowException: they are no Parquet files.
        """
        place = plain(location).rstrip("/")
        if "://" in place:
            found = ask_for_dataset(self.session, place)
        else:
            # Spark names the files of this machine by whole paths without steps upwards.
            found = local_dataset(Path(os.path.normpath(Path(place).absolute())))
        if not found.parts:
            raise FileNotFoundError(f"no Parquet file in {Path(place).name}")
        return found

    def open_parquet(self, name: str, dataset: Dataset, columns: Iterable[str]) -> None:
        """Name some columns of a dataset's rows; nothing is read before a statement asks for it."""
        with told():
            frame = open_files(self.session, dataset, list(columns))
            self._let_go(name)
            frame.createOrReplaceTempView(_tick(name))
        self._rows[name] = dataset.rows
        if "://" in plain(dataset.location):
            self._elsewhere.add(name)

    def close(self) -> None:
        """Drop what was defined and held; a session that ``connect`` started ends."""
        # A connection that is broken was told when it broke.
        with suppress(EvidenceProblems), told():
            for view in sorted(self._rows.keys() | self._texts.keys()):
                self.drop(view)
            if self._lent is None:
                self.session.stop()
            elif is_connect(self.session):
                # Not stop(): that would also end a server which the lent session started on this machine.
                self.session.client.release_session()
                self.session.client.close()
            else:
                for shim in SHIMS:
                    self.session.sql(f"DROP TEMPORARY FUNCTION IF EXISTS {shim}").collect()
                # Making a frame makes its session the active one of the application; so the lent one becomes it again.
                self._lent.createDataFrame([], "nothing INT")

    def _collect(self, statement: str) -> pa.Table:
        self._tune(self._count(self._behind(statement)))
        with told():
            table: pa.Table = self.session.sql(spelled(statement)).toArrow()
        return table

    def _behind(self, statement: str) -> set[str]:
        return stored_behind(statement, self._texts, self._rows)

    def _count(self, relations: Iterable[str]) -> int:
        return sum(self._rows[name] for name in relations)

    def _tune(self, rows: int) -> None:
        """Choose the settings that fit a statement by the number of rows behind it."""
        wanted = settings_for(rows)
        if wanted == self._tuned_for:
            return
        with told():
            for key in self._tuned_for.keys() - wanted.keys():
                self.session.conf.unset(key)
            for key, value in wanted.items():
                self.session.conf.set(key, value)
        self._tuned_for = wanted

    def _let_go(self, view: str) -> bool:
        """Forget what a name stood for; tells whether it stood for anything."""
        frame = self._held.pop(view, None)
        if frame is not None:
            with told():
                frame.unpersist()
        self._elsewhere.discard(view)
        return (self._rows.pop(view, None) is not None) | (self._texts.pop(view, None) is not None)


def connect(master: str = "local[*]", *, patience: float = 120) -> Spark:
    """Start Spark on this machine, or reach a cluster, and return it as an engine.

    ``master`` is ``local[2]``, ``local-cluster[2,1,1024]`` (workers, cores and MiB of each), ``spark://host:port``,
    or ``sc://host:port`` for a Spark Connect server; ``patience`` is how many seconds a first, tiny piece of work may
    wait for a worker.

    Raises:
        EvidenceProblems: Spark or Java is not installed, the master does not answer, or no worker takes work.
    """
    return Spark(start(master, patience), is_ours=True)


def _memory_and_disk() -> Any:
    from pyspark.storagelevel import StorageLevel  # noqa: PLC0415 - who uses DuckDB needs no Spark

    return StorageLevel.MEMORY_AND_DISK


def _tick(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
