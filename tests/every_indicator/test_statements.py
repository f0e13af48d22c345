"""Every SQL statement keeps to the portable subset that two engines understand in the same way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import expressions as exp

from obverse.evidence.dossier import VIEWS, open_dossier
from obverse.indicators.catalogue import indicators

STATEMENTS = [
    pytest.param(file, id=f"{indicator.id} {file.name}")
    for indicator in indicators()
    for file in sorted(indicator.folder.glob("*.sql"))
]
VIEW_STATEMENTS = [pytest.param(file, id=f"view {file.name}") for file in sorted(VIEWS.glob("*.sql"))]
SHIMS = {"days_between"}
FORBIDDEN = (exp.Star, exp.TableSample, exp.ApproxDistinct, exp.ApproxQuantile, exp.Rand)


def violations(statement: str) -> list[str]:
    """What in a statement would not mean the same on DuckDB and on Spark."""
    found = []
    for dialect in ("duckdb", "spark"):
        try:
            sqlglot.parse_one(statement, read=dialect)
        except sqlglot.errors.ParseError as error:
            found.append(f"{dialect} cannot parse it: {error}")
    tree = sqlglot.parse_one(statement, read="duckdb")
    for node in tree.walk():
        if isinstance(node, FORBIDDEN) and not isinstance(node.parent, exp.Count):
            found.append(f"{type(node).__name__} is outside the subset")
        if isinstance(node, exp.Div) and not isinstance(node.expression.unnest(), exp.Nullif):
            found.append(f"the division {node.sql()} is not guarded by NULLIF")
        if isinstance(node, exp.Anonymous) and node.name.lower() not in SHIMS:
            found.append(f"the function {node.name} is not in the subset")
        if isinstance(node, exp.Literal | exp.Column) and "$" in node.name:
            found.append("parameters are not in the subset")
    if re.search(r"\bVARCHAR\b(?!\s*\()", statement, re.IGNORECASE):
        found.append("Spark wants a length for VARCHAR; write STRING")
    if "::" in statement:
        found.append(":: is DuckDB's cast; write CAST(... AS ...)")
    return found


@pytest.mark.parametrize("file", [*STATEMENTS, *VIEW_STATEMENTS])
def test_a_statement_keeps_to_the_portable_subset(file: Path) -> None:
    assert violations(file.read_text(encoding="utf-8")) == []


def test_the_views_are_found() -> None:
    assert VIEW_STATEMENTS


@pytest.mark.parametrize("file", VIEW_STATEMENTS)
def test_a_view_leads_back_to_the_rows_of_its_base_table(file: Path, build_dossier: Any) -> None:
    engine = open_dossier(build_dossier()).engine
    assert "row_in_file" in engine.execute(f"SELECT * FROM {file.stem}").column_names


@pytest.mark.parametrize("file", VIEW_STATEMENTS)
def test_a_view_serves_more_than_one_indicator(file: Path) -> None:
    def read_it(view: str) -> set[Path]:
        named = re.compile(rf"\b(FROM|JOIN) {view}\b")
        folders = {
            statement.parent
            for indicator in indicators()
            for statement in indicator.folder.glob("*.sql")
            if named.search(statement.read_text(encoding="utf-8"))
        }
        views = [
            other.stem
            for other in file.parent.glob("*.sql")
            if named.search(other.read_text(encoding="utf-8"))
        ]
        return folders.union(*(read_it(other) for other in views))

    assert len(read_it(file.stem)) > 1, "what one indicator alone needs stands in its own folder"


@pytest.mark.parametrize("file", [item for item in STATEMENTS if "rows.sql" not in str(item.id)])
def test_a_reducing_statement_states_its_order(file: Path) -> None:
    tree = sqlglot.parse_one(file.read_text(encoding="utf-8"), read="duckdb")
    grouped = tree.find(exp.Group) is not None or "GROUP BY" not in file.read_text(encoding="utf-8")
    assert grouped
    single_row = (
        isinstance(tree, exp.Select)
        and tree.args.get("group") is None
        and all(
            isinstance(column.unalias(), exp.AggFunc) or column.find(exp.AggFunc)
            for column in tree.expressions
        )
    )
    assert single_row or tree.args.get("order") is not None, "the rows come in no stated order"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM vote",
        "SELECT 1 / n AS part FROM vote ORDER BY part",
        "SELECT hash(actor) AS h FROM vote ORDER BY h",
        "SELECT approx_count_distinct(actor) AS n FROM vote",
        "SELECT n::INTEGER AS n FROM vote ORDER BY n",
        "SELECT CAST(actor AS VARCHAR) AS person FROM vote ORDER BY person",
    ],
)
def test_the_linter_refuses_what_engines_read_differently(statement: str) -> None:
    assert violations(statement)
