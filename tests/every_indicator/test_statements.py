"""Every SQL statement keeps to the portable subset that two engines understand in the same way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import expressions as exp

from obverse.evidence import counter_statements
from obverse.evidence.dossier import open_dossier
from obverse.evidence.sharing import VIEWS
from obverse.indicators.catalogue import indicators

STATEMENTS = [
    pytest.param(file, id=f"{indicator.id} {file.name}")
    for indicator in indicators()
    for file in sorted(indicator.folder.glob("*.sql"))
]
VIEW_STATEMENTS = [pytest.param(file, id=f"view {file.name}") for file in sorted(VIEWS.glob("*.sql"))]
SHIMS = {"days_between", "in_part", "pair_key"}
BIG = {"vote", "participation", "contribution", "actor", "actor_attribute", "survey_answer", "complaint"}
# Windows and distinct counts over rows of tables that grow with a nation, and why they may stand.
ROW_BY_ROW = {
    "view repeated_vote": "only over the few votes whose pair of person and contribution may stand twice",
    "view changed_vote": "only over the few votes of people who voted twice on the same contribution",
    "D-1 rows": "survey answers: a questionnaire has at most some million of them",
    "D-3 rows": "survey answers, as in D-1",
    "D-5 rows": "survey answers, as in D-1",
    "D-8 answers": "survey answers, as in D-1",
    "E2.7 attendance": "only the lines of meetings",
    "E2.7 meetings": "only the lines of meetings",
    "E5.11 priorities": "survey answers on one question, not the events of a platform",
    "E5.13 areas": "the first report of each problem: only contributions that are reports of problems",
    "E7.5b cells": "only contributions whose fit with an earlier plan somebody coded by hand",
    "L4.3 documents": "only the lines of documents",
    "L5.4 votes": "none above five million votes: its side of the join is empty then",
    "NP-1 steps": "only the lines of stages at which people dropped out",
}
# Windows over all people or contributions at once, which a cluster sorts on one worker, and why they may stand.
ON_ONE_WORKER = {
    "E2.3 rows": "promises of an answer, which a process makes a few of",
    "E7.5b cells": "only contributions whose fit with an earlier plan somebody coded by hand",
    "G-1 ranks": "survey answers to one question",
    "L5.4 votes": "none above five million votes",
}
GROW_WITH_PEOPLE = {
    "actor",
    "author",
    "contribution",
    "id",
    "person",
    "respondent",
    "row_in_file",
    "source_row",
    "writer",
}
NUMBERS_OF_PAIRS = {"vote_pair", "repeated_pair"}
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


# What both engines understand, and each in its own way; on the right, what means the same to both.
READ_DIFFERENTLY = {
    r"\bLOWER\((?!TRANSLATE\()": "LOWER(TRANSLATE(..., 'Σİ', 'σi')): a last Σ and an İ become other letters on Spark",
    r"\bTRIM\((?!BOTH )": "TRIM(BOTH ' ' FROM ...): DuckDB's TRIM takes away spaces of all kinds",
    r"\bCONCAT\(": "||: DuckDB's CONCAT leaves out what is missing, with Spark's nothing is left",
    r"\bEXTRACT\(SECOND\b": "a comparison of moments: Spark's seconds have a fraction",
    r"\b\d+\.\d+\s*\*[^,]*/": "whole numbers: a quotient of decimals has as many places as its engine likes",
    r"'[^'\n]*\\[^'\n]*'": "no backslash in a text: Spark takes it for the beginning of a sign",
    r"\bSUM\((ROUND\(|hours\b|\d+ \* hours)": "SUM(CAST(ROUND(...) AS BIGINT)): a sum depends on order",
}


def read_differently(statement: str) -> list[str]:
    """What in a statement the engines are known to read each in its own way, with what to write instead."""
    text = re.sub(r"--[^\n]*", "", statement)
    return [f"write {instead}" for pattern, instead in READ_DIFFERENTLY.items() if re.search(pattern, text)]


@pytest.mark.parametrize("file", [*STATEMENTS, *VIEW_STATEMENTS])
def test_a_statement_keeps_to_the_portable_subset(file: Path) -> None:
    assert violations(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", [*STATEMENTS, *VIEW_STATEMENTS])
def test_a_statement_says_nothing_that_two_engines_read_differently(file: Path) -> None:
    assert read_differently(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", STATEMENTS)
def test_a_row_is_numbered_by_columns_that_name_it(file: Path) -> None:
    tree = parsed(file)
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.RowNumber):
            keys = {column.name for column in window.args["order"].find_all(exp.Column)}
            grouped = {
                column.name for group in tree.find_all(exp.Group) for column in group.find_all(exp.Column)
            }
            named = {"row_in_file", "id", "event"} & keys
            assert named or keys & grouped, f"{window.sql()}: which of two equal rows comes first?"


def on_one_worker(tree: exp.Expr) -> list[str]:
    """The windows without PARTITION BY that are ordered by something of which there are as many as people."""
    return [
        window.sql()
        for window in tree.find_all(exp.Window)
        if not window.args.get("partition_by")
        and window.args.get("order")
        and GROW_WITH_PEOPLE & {column.name for column in window.args["order"].find_all(exp.Column)}
    ]


def test_no_worker_sorts_all_people_alone() -> None:
    found = {
        str(one.id).removesuffix(".sql"): on_one_worker(parsed(Path(str(one.values[0]))))
        for one in [*STATEMENTS, *VIEW_STATEMENTS]
    }
    assert {name for name, windows in found.items() if windows} == set(ON_ONE_WORKER)
    assert on_one_worker(sqlglot.parse_one("SELECT ROW_NUMBER() OVER (ORDER BY author) AS n FROM one"))
    assert not on_one_worker(
        sqlglot.parse_one("SELECT ROW_NUMBER() OVER (PARTITION BY area ORDER BY id) AS n FROM one")
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT LOWER(category) AS category FROM counted",
        "SELECT TRIM(topic) AS topic FROM contribution",
        "SELECT CONCAT(norm, ', ', article) AS source FROM obligation",
        "SELECT EXTRACT(SECOND FROM event.start) AS second FROM event",
        "SELECT FLOOR(3.0 * below / NULLIF(everybody, 0)) AS third FROM ranked",
        "SELECT id FROM actor WHERE role = 'a\\b'",
        "SELECT SUM(hours * n) AS hours FROM participation",
    ],
)
def test_the_linter_sees_what_two_engines_read_differently(statement: str) -> None:
    assert read_differently(statement)


def test_what_reads_the_counter_statements_keeps_to_it_too() -> None:
    assert violations(counter_statements.STATEMENT) == []


def test_the_views_are_found() -> None:
    assert VIEW_STATEMENTS


def test_a_key_that_is_not_the_same_on_all_engines_only_chooses_rows() -> None:
    files = {
        *VIEWS.glob("*.sql"),
        *(file for indicator in indicators() for file in indicator.folder.glob("*.sql")),
    }
    used = {file.stem for file in files if "pair_key(" in file.read_text(encoding="utf-8").lower()}
    assert used == {"vote_pair", "repeated_vote", "voter", "item_vote"}
    readers = {
        file.stem
        for file in files
        if re.search(r"\b(vote|repeated)_pair\b", file.read_text(encoding="utf-8"))
    }
    assert readers == {"repeated_pair", "repeated_vote"}
    (last,) = selects(parsed(VIEWS / "repeated_vote.sql"))
    assert [column.name for column in last.expressions] == ["row_in_file", "actor", "contribution", "at"]


@pytest.mark.parametrize("file", VIEW_STATEMENTS)
def test_a_view_leads_back_to_the_rows_of_its_base_table(file: Path, build_dossier: Any) -> None:
    if file.stem in NUMBERS_OF_PAIRS:
        pytest.skip("numbers by which repeated_vote chooses its rows; that view leads back to them")
    sharing = open_dossier(build_dossier()).sharing
    assert "row_in_file" in sharing.answer(f"SELECT * FROM {file.stem}").column_names


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


def selects(query: exp.Expr) -> list[exp.Expr]:
    """The SELECTs that a UNION ALL puts one below the other."""
    if isinstance(query, exp.SetOperation):
        return [*selects(query.left), *selects(query.right)]
    return [query.unnest()]


def row_by_row(query: exp.Expr, big: set[str]) -> tuple[bool, list[str]]:
    """Whether a query has as many rows as a big table, and what in it sorts or remembers all rows of one."""
    known, found, grows = set(big), [], False
    clause = query.args.get("with_")
    for shared in clause.expressions if clause else []:
        inner, told = row_by_row(shared.this, known)
        known = known | {shared.alias} if inner else known - {shared.alias}
        found += told
    for select in selects(query):
        # what a LEFT JOIN adds is looked up by its key: it gives no further rows
        origin = select.args.get("from_")
        joined = [join for join in select.args.get("joins") or [] if join.side != "LEFT"]
        sources = [one.this for one in ([origin] if origin else []) + joined]
        reads = False
        for source in sources:
            if isinstance(source, exp.Subquery):
                inner, told = row_by_row(source.this, known)
                found += told
            else:
                inner = source.name in known
            reads = reads or inner
        grouped = select.args.get("group") is not None
        one_row = all(part.find(exp.AggFunc) and not part.find(exp.Window) for part in select.expressions)
        if reads:
            found += [
                part.sql()
                for part in select.find_all(exp.Window, exp.Count)
                if part.find_ancestor(exp.Select) is select
                and (not grouped if isinstance(part, exp.Window) else part.find(exp.Distinct))
            ]
        grows = grows or (reads and not grouped and not one_row)
    return grows, found


def parsed(file: Path) -> exp.Expr:
    return sqlglot.parse_one(file.read_text(encoding="utf-8"), read="duckdb")


def big_tables() -> set[str]:
    """The tables that grow, and the views that have a line for each of their rows."""
    found = set(BIG)
    views = sorted(VIEWS.glob("*.sql"))
    for _ in views:
        found |= {file.stem for file in views if row_by_row(parsed(file), found)[0]}
    return found


def test_nothing_sorts_every_row_of_a_big_table_without_a_reason_beside_it() -> None:
    big = big_tables()
    found = {f"view {file.stem}" for file in VIEWS.glob("*.sql") if row_by_row(parsed(file), big)[1]}
    for indicator in indicators():
        rows = {"selected_rows"} if row_by_row(parsed(indicator.folder / "rows.sql"), big)[0] else set()
        for file in indicator.folder.glob("*.sql"):
            if row_by_row(parsed(file), big | rows)[1]:
                found.add(f"{indicator.id} {file.stem}")
    assert found == set(ROW_BY_ROW)


def test_votes_are_shared_in_grouped_lines() -> None:
    assert {"voter", "item_vote", "stage_group", "stage_count", "cost_line"}.isdisjoint(big_tables())


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT actor, ROW_NUMBER() OVER (ORDER BY actor) AS place FROM vote",
        "WITH cast_by AS (SELECT actor FROM vote) SELECT COUNT(DISTINCT actor) AS voters FROM cast_by",
        "SELECT n, RANK() OVER (ORDER BY n) AS place FROM (SELECT actor AS n FROM vote) AS cast_by",
    ],
)
def test_the_linter_sees_a_pass_that_sorts_every_row(statement: str) -> None:
    assert row_by_row(sqlglot.parse_one(statement, read="duckdb"), BIG)[1]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT actor, COUNT(*) AS votes, RANK() OVER (ORDER BY COUNT(*)) AS place FROM vote GROUP BY actor",
        "WITH few AS (SELECT actor FROM vote GROUP BY actor) SELECT RANK() OVER (ORDER BY actor) AS place FROM few",
        "SELECT RANK() OVER (ORDER BY event.id) AS place FROM event LEFT JOIN actor ON actor.id = event.host",
    ],
)
def test_what_is_grouped_first_may_be_ranked(statement: str) -> None:
    assert not row_by_row(sqlglot.parse_one(statement, read="duckdb"), BIG)[1]


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


def given_twice(tree: exp.Expr) -> list[str]:
    """The names that more than one part of a statement bears."""
    names = [part.alias for part in tree.find_all(exp.CTE)]
    return sorted({name for name in names if names.count(name) > 1})


@pytest.mark.parametrize("file", [*STATEMENTS, *VIEW_STATEMENTS])
def test_no_two_parts_of_a_statement_have_one_name(file: Path) -> None:
    assert given_twice(parsed(file)) == []


def test_a_name_within_a_part_counts_too() -> None:
    nested = "WITH one AS (SELECT 1 AS n), two AS (WITH one AS (SELECT 2 AS n) SELECT n FROM one) SELECT n FROM two"
    assert given_twice(sqlglot.parse_one(nested)) == ["one"]
