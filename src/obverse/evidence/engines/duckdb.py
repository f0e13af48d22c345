"""The embedded engine: DuckDB in this process, on this machine."""

from __future__ import annotations

import duckdb
import pyarrow as pa

SHIMS = ("CREATE OR REPLACE MACRO days_between(first, second) AS date_diff('day', first, second)",)


class DuckDB:
    """An in-memory DuckDB with universal time and the shim functions of the portable subset."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connection or duckdb.connect(":memory:")
        self.connection.execute("SET TimeZone = 'UTC'")
        for shim in SHIMS:
            self.connection.execute(shim)

    def execute(self, statement: str) -> pa.Table:
        """Run a statement and return its rows as an Arrow table."""
        return self.connection.sql(statement).to_arrow_table()

    def define(self, view: str, statement: str) -> None:
        """Create or replace a temporary view."""
        self.connection.execute(f"CREATE OR REPLACE TEMPORARY VIEW {view} AS {statement}")
