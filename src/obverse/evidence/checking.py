"""Naming every cell of a register of texts that is not what its column declares.

All checks are queries: no cell passes through Python unless it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import duckdb

from obverse.evidence.declarations import Column, Table, tables
from obverse.evidence.engines.parsed import run
from obverse.evidence.facts import Attribute
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW
from obverse.evidence.typed_cells import Source, is_counted_with, out_of_reach, quoted, typed

SHOWN = 25
# Programs write these for nothing; "none" can be an answer, but never an id.
NOTHING = ("null", "nan", "n/a", "#n/a")
NO_ID = (*NOTHING, "none", "na", "nil")
# What a spreadsheet makes of a long number: the digits that told two ids apart are gone.
_SPOILED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def check_columns(table: Table, source: Source) -> list[Problem]:
    """Columns that are missing or unknown."""
    known = [name for name in table.columns if name not in tables_wide_columns()]
    problems = [
        Problem(
            "unknown_column",
            source.file,
            row=1,
            column=name,
            sheet=source.sheet,
            details={"table": table.name, "hint": did_you_mean(name, [*known, *tables_wide_columns()])},
        )
        for name in source.columns
        if table.column(name) is None
    ]
    problems += [
        Problem("missing_column", source.file, row=1, column=name, sheet=source.sheet)
        for name in table.required
        if name not in source.columns
    ]
    return problems


@cache
def tables_wide_columns() -> tuple[str, ...]:
    """The columns that every table may carry."""
    every = list(tables().values())
    return tuple(name for name in every[0].columns if all(name in table.columns for table in every))


def check_cells(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    source: Source,
    attributes: Mapping[str, Attribute],
) -> list[Problem]:
    """Every cell that is empty but required, or that is not what its column declares, and every double key."""
    tests = list(_tests(table, source, attributes))
    if not tests:
        return []
    relation = quoted(source.relation)
    # Nearly every register has nothing wrong, and one question for all costs a fraction of one for each.
    anything = " OR ".join(f"({test.wrong})" for test in tests)
    ((wrong, doubled),) = run(
        connection, f"SELECT count(*) FILTER (WHERE {anything}), {_doubled(table, source)} FROM {relation}"
    ).fetchall()
    problems: list[Problem] = []
    if wrong:
        problems += _wrong_cells(connection, source, tests)
    if doubled:
        problems += _double_keys(connection, table, source)
    return problems


def _wrong_cells(
    connection: duckdb.DuckDBPyConnection, source: Source, tests: Sequence[_Test]
) -> list[Problem]:
    relation = quoted(source.relation)
    counted = ", ".join(f"count(*) FILTER (WHERE {test.wrong})" for test in tests)
    counts = run(connection, f"SELECT {counted} FROM {relation}").fetchone()
    problems: list[Problem] = []
    for test, count in zip(tests, counts or (), strict=True):
        if count:
            problems += _listed(connection, source, test, int(count))
    return problems


def check_references(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    source: Source,
    present: Iterable[str],
    elsewhere: Iterable[str] = (),
) -> list[Problem]:
    """Cells that refer to a row that is not there.

    ``present`` names the tables that stand here as texts; what refers into one that stands ``elsewhere`` is left for
    the engine that opened that one.
    """
    present, elsewhere = set(present), set(elsewhere)
    problems: list[Problem] = []
    for name in source.columns:
        column = table.column(name)
        if column is None or column.kind != "ref" or column.refers_to in elsewhere:
            continue
        cell = quoted(name)
        if column.refers_to in present:
            wrong = (
                f"{cell} <> '' AND {cell} NOT IN (SELECT id FROM {quoted('text_' + column.refers_to)} "
                "WHERE id IS NOT NULL)"
            )
            test = _Test("refers_to_nothing", name, wrong, {"table": column.refers_to})
        else:
            test = _Test("refers_to_no_table", name, f"{cell} <> ''", {"table": column.refers_to})
        row = run(connection, f"SELECT count(*) FROM {quoted(source.relation)} WHERE {test.wrong}").fetchone()
        if row and row[0]:
            problems += _listed(connection, source, test, int(row[0]))
    return problems


@dataclass(frozen=True, slots=True)
class _Test:
    kind: str
    column: str
    wrong: str
    details: Mapping[str, str]
    choices: tuple[str, ...] = ()


def _tests(table: Table, source: Source, attributes: Mapping[str, Attribute]) -> Iterable[_Test]:
    cells = " || ".join(quoted(name) for name in source.columns)
    yield _Test("empty_row", "", f"({cells}) = ''", {})
    for name in source.columns:
        column = table.column(name)
        if column is None:
            continue
        cell = quoted(name)
        if name in table.required:
            yield _Test("empty_required", name, f"{cell} = '' AND ({cells}) <> ''", {"column": name})
        if column.kind in {"text", "id", "ref"}:
            words = ", ".join(f"'{word}'" for word in (NOTHING if column.kind == "text" else NO_ID))
            if name != "text":
                yield _Test("no_value_word", name, f"lower({cell}) IN ({words})", {})
            if name != "text":
                yield _Test("spaces", name, f"{cell} <> trim({cell})", {})
        elif column.kind == "code":
            codes = ", ".join("'" + code.replace("'", "''") + "'" for code in column.codes)
            yield _Test("not_a_code", name, f"{cell} <> '' AND {cell} NOT IN ({codes})", {}, column.codes)
        elif column.kind == "flag":
            yield _Test("not_a_flag", name, f"{cell} NOT IN ('', 'yes', 'no', 'unknown')", {})
        else:
            yield from _tests_of_numbers(column, cell)
        if name.startswith("attr_"):
            variable = name.removeprefix("attr_")
            if variable not in attributes:
                yield _Test("undeclared_attribute", name, f"{cell} <> ''", {"variable": variable})
            else:
                known = attributes[variable].categories
                listed = ", ".join("'" + word.replace("'", "''") + "'" for word in known)
                wrong = f"{cell} <> '' AND {cell} NOT IN ({listed})"
                yield _Test("unknown_category", name, wrong, {"variable": variable}, known)


def _tests_of_numbers(column: Column, cell: str) -> Iterable[_Test]:
    """What is typed by its form: numbers, dates and moments."""
    kind = "number" if column.kind in {"money", "hours", "days"} else column.kind
    article = "an" if kind == "int" else "a"
    own = typed(column, cell)
    yield _Test(f"not_{article}_{kind}", column.name, f"{cell} <> '' AND ({own}) IS NULL", {})
    if is_counted_with(column):
        yield _Test("out_of_reach", column.name, out_of_reach(own), {})


def _listed(connection: duckdb.DuckDBPyConnection, source: Source, test: _Test, count: int) -> list[Problem]:
    cell = quoted(test.column) if test.column else "''"
    shown = 1 if test.kind == "undeclared_attribute" else SHOWN
    rows = run(
        connection,
        f"SELECT {ROW}, {cell} FROM {quoted(source.relation)} WHERE {test.wrong} ORDER BY {ROW} LIMIT {shown}",
    ).fetchall()
    problems = []
    for row, value in rows:
        details = {**test.details, "value": f"'{short(value)}'"}
        if test.choices:
            details["hint"] = did_you_mean(value, test.choices)
        problems.append(Problem(test.kind, source.file, int(row), test.column, source.sheet, details))
    if count > shown and test.kind != "undeclared_attribute":
        more = {"count": str(count - shown)}
        problems.append(Problem("more_like_this", source.file, 0, test.column, source.sheet, more))
    return problems


def short(value: str) -> str:
    """A cell's text as a letter can show it."""
    return value if len(value) <= 60 else value[:57] + "..."


def _key(table: Table, source: Source) -> tuple[list[str], str]:
    """The columns that tell rows apart, and the condition under which they do."""
    key = [name for name in table.key if name in source.columns]
    if "id" in table.key and "id" not in key:
        return [], "FALSE"
    return key, " AND ".join(f"{quoted(name)} <> ''" for name in key if name in table.required) or "TRUE"


def _doubled(table: Table, source: Source) -> str:
    """How many rows repeat a key, as SQL."""
    key, filled = _key(table, source)
    if not key:
        return "0"
    parts = ", ".join(quoted(name) for name in key)
    return f"count(*) FILTER (WHERE {filled}) - count(DISTINCT ({parts})) FILTER (WHERE {filled})"


def _double_keys(connection: duckdb.DuckDBPyConnection, table: Table, source: Source) -> list[Problem]:
    key, filled = _key(table, source)
    names = ", ".join(quoted(name) for name in key)
    ranked = (
        f"SELECT {ROW}, {names}, min({ROW}) OVER (PARTITION BY {names}) AS first_row "
        f"FROM {quoted(source.relation)} WHERE {filled}"
    )
    double = f"FROM ({ranked}) WHERE {ROW} <> first_row"
    total = run(connection, f"SELECT count(*) {double}").fetchone()
    if not total or not total[0]:
        return []
    rows = run(
        connection, f"SELECT {ROW}, first_row, {names} {double} ORDER BY {ROW} LIMIT {SHOWN}"
    ).fetchall()
    problems = [
        Problem(
            "spoiled_key" if any(_SPOILED.fullmatch(str(part)) for part in parts) else "duplicate_key",
            source.file,
            int(row),
            ", ".join(key),
            source.sheet,
            {
                "value": short(", ".join(f"'{part}'" for part in parts)),
                "first": str(first),
                "columns": ", ".join(key),
            },
        )
        for row, first, *parts in rows
    ]
    if total[0] > SHOWN:
        more = {"count": str(total[0] - SHOWN)}
        problems.append(Problem("more_like_this", source.file, 0, ", ".join(key), source.sheet, more))
    return problems
