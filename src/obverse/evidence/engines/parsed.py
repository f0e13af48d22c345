"""Statements as the embedded engine reads them, kept by their text: reading one costs as much as answering it."""

from __future__ import annotations

import duckdb

# The statements of an audit are some five hundred; what a dossier adds of its own goes when there are too many.
KEPT = 2_000
_parsed: dict[str, tuple[duckdb.Statement, ...]] = {}


def run(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.DuckDBPyConnection:
    """Run one or several statements; the answer is that of the last."""
    statements = _parsed.get(text)
    if statements is None:
        if len(_parsed) >= KEPT:
            _parsed.clear()
        statements = _parsed[text] = tuple(connection.extract_statements(text))
    for statement in statements:
        connection.execute(statement)
    return connection
