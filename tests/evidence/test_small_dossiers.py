"""Small dossiers are opened and asked in a cheaper way, which says the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import obverse
from obverse.evidence import register_files
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.problems import EvidenceProblems

ACTORS = "id,kind,participant\np1,person,yes\np2,person,yes\np3,person,no\n"
ITEMS = "id,kind,author,created_at\nc1,proposal,p1,2024-01-05\nc2,proposal,p2,2024-01-06\n"
VOTES = "actor,contribution,value,at\np1,c2,1,2024-02-01\np2,c1,-1,2024-02-02\np3,c1,1,2024-02-03\n"
KINDS = (
    "SELECT CAST(7 AS BIGINT) AS whole, SUM(number) AS summed, 0.5::DOUBLE AS share, TRUE AS yes, 'é' AS word, "
    "DATE '2024-02-29' AS day, CAST(3 AS INTEGER) AS short, CAST(NULL AS VARCHAR) AS nothing "
    "FROM (VALUES (1), (2)) numbers(number) WHERE number > {least}{group}"
)


@pytest.fixture
def town(build_dossier: Any) -> Path:
    tables = {"actor": ACTORS, "contribution": ITEMS, "vote": VOTES}
    directory: Path = build_dossier(tables, name="town", audit={"as_of": dt.date(2025, 1, 1)})
    return directory


@pytest.fixture
def village(build_dossier: Any) -> Path:
    directory: Path = build_dossier({"actor": ACTORS}, name="village", audit={"as_of": dt.date(2025, 1, 1)})
    return directory


@pytest.mark.parametrize("least", [0, 9])
def test_a_brief_answer_has_the_types_and_rows_of_a_long_one(least: int) -> None:
    engine = DuckDB()
    statement = KINDS.format(least=least, group=" GROUP BY number LIMIT 1")
    long = engine.execute(statement)
    engine.plan(briefly=True)
    assert engine.execute(statement).equals(long)
    assert engine.execute(statement).schema.equals(long.schema)
    assert long.num_rows == (1 if least == 0 else 0)


def test_a_brief_answer_of_a_kind_that_no_statement_returns_is_told_all_the_same() -> None:
    engine = DuckDB()
    engine.plan(briefly=True)
    assert engine.execute("SELECT [1, 2] AS list").to_pylist() == [{"list": [1, 2]}]


def test_how_a_small_dossier_is_asked_changes_nothing_in_its_report(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefly = obverse.audit(town).content
    monkeypatch.setattr(register_files, "SMALL", 0)
    assert obverse.audit(town).content == briefly


def test_a_large_dossier_after_a_small_one_is_planned_at_length_again(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = DuckDB()
    asked = "SELECT current_setting('disabled_optimizers') AS left_out"
    obverse.audit(town, engine=engine)
    assert "join_order" in engine.execute(asked).to_pylist()[0]["left_out"]
    monkeypatch.setattr(register_files, "SMALL", 0)
    obverse.audit(town, engine=engine)
    assert engine.execute(asked).to_pylist()[0]["left_out"] == ""


def test_nothing_of_one_dossier_is_left_for_the_next_in_the_same_engine(town: Path, village: Path) -> None:
    alone = obverse.audit(village).content
    engine = DuckDB()
    obverse.audit(town, engine=engine)
    assert obverse.audit(village, engine=engine).content == alone
    assert engine.execute("SELECT COUNT(*) AS rows FROM vote").to_pylist() == [{"rows": 0}]


def test_engines_of_one_database_see_nothing_of_each_other(town: Path, village: Path) -> None:
    alone = [obverse.audit(place).content for place in (town, village)]
    database = DuckDB()
    one, other = DuckDB(beside=database), DuckDB(beside=database)
    found = [obverse.audit(place, engine=engine) for place, engine in ((town, one), (village, other))]
    assert [report.content for report in found] == alone
    counted = [
        engine.execute("SELECT COUNT(*) AS rows FROM vote").to_pylist()[0]["rows"] for engine in (one, other)
    ]
    assert counted == [3, 0]
    one.close()
    assert other.execute("SELECT COUNT(*) AS rows FROM actor").to_pylist() == [{"rows": 3}]
    other.close()
    assert database.execute("SELECT COUNT(*) AS rows FROM vote").to_pylist() == [{"rows": 0}]


def test_rows_may_replace_the_view_that_they_are_read_from() -> None:
    engine = DuckDB()
    engine.define("counted", "SELECT 2 AS one")
    engine.keep("counted", "SELECT one + 1 AS one FROM counted")
    engine.keep("counted", "SELECT one + 1 AS one FROM counted")
    assert engine.execute("SELECT one FROM counted").to_pylist() == [{"one": 4}]
    engine.define("counted", "SELECT 5 AS one")
    assert engine.execute("SELECT one FROM counted").to_pylist() == [{"one": 5}]


def test_faults_of_every_kind_in_one_register_are_told_together(build_dossier: Any) -> None:
    rows = "id,kind,participant\np1,person,yes\np1,person,perhaps\n,person,yes\nnull,robot,yes\n"
    directory = build_dossier({"actor": rows}, audit={"as_of": dt.date(2025, 1, 1)})
    with pytest.raises(EvidenceProblems) as caught:
        obverse.audit(directory)
    assert {(problem.kind, problem.row) for problem in caught.value.problems} == {
        ("duplicate_key", 3),
        ("not_a_flag", 3),
        ("empty_required", 4),
        ("no_value_word", 5),
        ("not_a_code", 5),
    }
