"""Statements that are read once and run often."""

from __future__ import annotations

import duckdb
import pytest

from obverse.evidence.engines import parsed
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.parsed import run


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "_parsed", {})


def test_a_statement_that_was_read_before_answers_from_what_stands_there_now() -> None:
    connection = duckdb.connect(":memory:")
    asked = "SELECT count(*) AS rows, max(word) AS last FROM t"
    run(connection, "CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 1 AS word")
    assert run(connection, asked).fetchall() == [(1, 1)]
    read = parsed._parsed[asked]  # that it is the same reading is what is looked at
    run(connection, "CREATE OR REPLACE TEMPORARY TABLE t AS SELECT unnest(['a', 'b']) AS word")
    assert run(connection, asked).fetchall() == [(2, "b")]
    assert parsed._parsed[asked] is read  # as above


def test_one_reading_serves_several_databases() -> None:
    found = []
    for number in (1, 2):
        connection = duckdb.connect(":memory:")
        run(connection, f"CREATE TABLE t AS SELECT {number} AS number")
        found += run(connection, "SELECT number FROM t").fetchall()
    assert found == [(1,), (2,)]


def test_of_several_statements_all_run_and_the_last_answers() -> None:
    connection = duckdb.connect(":memory:")
    assert run(
        connection, "CREATE TABLE t (a INT); INSERT INTO t VALUES (7); SELECT a FROM t"
    ).fetchall() == [(7,)]


def test_a_statement_that_cannot_be_read_is_refused_each_time() -> None:
    connection = duckdb.connect(":memory:")
    for _ in range(2):
        with pytest.raises(duckdb.ParserException):
            run(connection, "SELEKT 1")


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "KEPT", 3)
    connection = duckdb.connect(":memory:")
    for number in range(10):
        assert run(connection, f"SELECT {number}").fetchall() == [(number,)]
    assert len(parsed._parsed) <= 3  # the bound itself


def test_a_view_read_before_is_made_anew_over_other_columns() -> None:
    engine = DuckDB()
    for rows, least in (("SELECT 1 AS n", 1), ("SELECT 5 AS n, 'x' AS more", 5)):
        engine.keep("base", rows)
        engine.define("least", "SELECT min(n) AS least FROM base")
        assert engine.execute("SELECT least FROM least").to_pylist() == [{"least": least}]
        engine.drop("least")
