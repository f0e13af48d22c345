"""What an engine must be able to do: run a statement and give back a small table."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa


class Engine(Protocol):
    """Where the queries run.

    Statements are written in the portable subset of ``docs/explanation/portable-sql.md`` and run unchanged on
    every engine, besides the shim functions that each engine defines: ``days_between(first, second)``.
    """

    name: str

    def execute(self, statement: str) -> pa.Table:
        """Run a statement that returns rows and give them back in the order that it asks for."""
        ...

    def define(self, view: str, statement: str) -> None:
        """Give a statement a name that later statements can select from, replacing an earlier one."""
        ...
