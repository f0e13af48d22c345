"""What an engine must be able to do: open tables, run a statement, and give back a small table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pyarrow as pa

from obverse.evidence.datasets import Dataset

IN_PART = "in_part("
"""How a statement that may be run part by part begins to call the shim."""


class Engine(Protocol):
    """Where the queries run.

    Statements are written in the portable subset of ``docs/explanation/portable-sql.md`` and run unchanged on
    every engine, besides the shim functions that each engine defines: ``days_between(first, second)``;
    ``pair_key(first, second)``: a whole number, equal for equal pairs of texts, rarely for others, and not the same
    on all engines, so that it may choose which rows are looked at but never be one of the things counted; and
    ``in_part(number, bytes)``: whether rows with this number are looked at now, in a statement given to ``keep``
    that may be run part by part, since all rows of a group have one number; on average a row needs so many ``bytes``
    of memory for the groups.
    """

    name: str

    def execute(self, statement: str) -> pa.Table:
        """Run a statement that returns rows and give them back in the order that it asks for."""
        ...

    def define(self, view: str, statement: str) -> None:
        """Give a statement a name that later statements can select from, replacing an earlier one."""
        ...

    def keep(self, view: str, statement: str) -> None:
        """The same, with its rows computed once and held until ``drop``: in memory, on disk where that is too small."""
        ...

    def drop(self, view: str) -> None:
        """Forget a name, if there is such a one."""
        ...

    def register(self, name: str, table: pa.Table) -> None:
        """Take in a small table of this machine under a name."""
        ...

    def dataset(self, location: str) -> Dataset:
        """The Parquet files at a location that the engine can read.

        Raises:
            OSError: there are none, or they cannot be read.
            pyarrow.ArrowException: they are no Parquet files.
        """
        ...

    def open_parquet(self, name: str, dataset: Dataset, columns: Iterable[str]) -> None:
        """Name a dataset's rows, without copying them: these ``columns``, and ``row_in_file``.

        A column has the type that ``dataset.columns`` says. Where files disagree about it, it holds texts; where it
        counts nanoseconds, micro-seconds that were over.
        """
        ...

    def close(self) -> None:
        """Let go of all that was opened, and of the disk space that was used."""
        ...
