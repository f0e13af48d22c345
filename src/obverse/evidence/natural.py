"""Registers that lie in Parquet with natural types: opened where they are, and checked by the engine.

A column has its natural type where the file says what the declaration says: a date is a date and not a text. Such a
register is never copied nor turned into texts, so that a hundred million rows cost no more than the passes over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from obverse.evidence.checking import (
    NO_ID,
    NOTHING,
    SHOWN,
    Source,
    is_counted_with,
    out_of_reach,
    quoted,
    short,
)
from obverse.evidence.datasets import Dataset
from obverse.evidence.declarations import Column, Table, tables
from obverse.evidence.engines.engine import Engine
from obverse.evidence.facts import Attribute
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW
from obverse.evidence.sharing import listing_views, shared_views

Ask = Callable[[str], pa.Table]
_NUMBERS = ("number", "money", "share", "hours", "days")
_SQL = {"int": "BIGINT", "flag": "BOOLEAN", "date": "DATE", "moment": "TIMESTAMP"} | dict.fromkeys(
    _NUMBERS, "DOUBLE"
)
_WANTED = {
    "int": "a whole number",
    "flag": "a boolean",
    "date": "a date",
    "moment": "a timestamp",
} | dict.fromkeys(_NUMBERS, "a number")


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset under the name of its table, typed; ``schema`` is what the files say."""

    table: Table
    dataset: Dataset
    schema: pa.Schema
    label: str
    columns: tuple[str, ...] = field(default=())


def unnatural(table: Table, schema: pa.Schema) -> list[tuple[Column, pa.DataType]]:
    """The declared columns whose type in the file is not that of their declaration."""
    found = []
    for item in schema:
        column = table.column(item.name)
        if column is not None and item.name != ROW and not _is_natural(column, item.type):
            found.append((column, item.type))
    return found


def _is_natural(column: Column, found: pa.DataType) -> bool:
    kinds = pa.types
    whole, text = kinds.is_integer(found), _is_text(found)
    if column.kind in {"id", "ref"}:
        return text or whole
    if column.kind in {"text", "code"}:
        return text
    if column.kind == "int":
        return bool(whole)
    if column.kind in _NUMBERS:
        return bool(whole or kinds.is_floating(found) or kinds.is_decimal(found))
    if column.kind == "flag":
        return bool(kinds.is_boolean(found))
    if column.kind == "date":
        return bool(kinds.is_date32(found))
    return bool(kinds.is_timestamp(found)) and found.tz in {None, "UTC", "Etc/UTC"}


def _is_text(found: pa.DataType) -> bool:
    inner = found.value_type if pa.types.is_dictionary(found) else found
    return bool(
        pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner)
    )


def wrong_types(table: Table, schema: pa.Schema, label: str) -> list[Problem]:
    """A letter for each column that is not of its natural type."""
    return [
        Problem(
            "not_natural",
            label,
            column=column.name,
            details={"found": str(found), "wanted": _WANTED.get(column.kind, "a text")},
        )
        for column, found in unnatural(table, schema)
    ]


def open_typed(engine: Engine, table: Table, dataset: Dataset, label: str) -> Opened:
    """Name a dataset's rows after its table, with all declared columns in their types."""
    raw = f"{table.name} as it lies"
    schema = engine.open_parquet(raw, dataset)
    present = {item.name: item.type for item in schema}
    wide = [name for name in present if name not in table.columns and table.column(name)]
    parts = [ROW]
    for name in [*table.columns, *wide]:
        column = table.column(name)
        if column is None:
            continue
        kind = _SQL.get(column.kind, "STRING")
        if name not in present:
            expression = "CAST(1 AS BIGINT)" if name == "n" else f"CAST(NULL AS {kind})"
        elif kind == "STRING" and _is_text(present[name]):
            expression = f"NULLIF({quoted(name)}, '')"
            if column.kind in {"id", "ref", "code"} and name in table.required:
                # A required cell is never empty: the check says so before anything is counted.
                expression = quoted(name)
        else:
            expression = f"CAST({quoted(name)} AS {kind})"
        if name == "n" and name in present:
            expression = f"COALESCE({expression}, 1)"
        parts.append(f"{expression} AS {quoted(name)}")
    engine.define(table.name, f"SELECT {', '.join(parts)} FROM {quoted(raw)}")
    columns = tuple(name for name in present if name != ROW)
    return Opened(table, dataset, schema, label, columns)


@dataclass(frozen=True, slots=True)
class _Test:
    kind: str
    column: str
    wrong: str
    details: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


def check_rows(ask: Ask, opened: Opened, attributes: Mapping[str, Attribute]) -> list[Problem]:
    """Every cell that is empty but required or not what its column declares, and every double key."""
    return _tested(ask, opened, list(_tests(opened, attributes))) + _double_keys(ask, opened)


def _tested(ask: Ask, opened: Opened, tests: list[_Test]) -> list[Problem]:
    if not tests:
        return []
    counted = ", ".join(
        f"COUNT(*) FILTER (WHERE {test.wrong}) AS wrong_{number}" for number, test in enumerate(tests)
    )
    counts = ask(f"SELECT {counted} FROM {quoted(opened.table.name)}").to_pylist()[0]
    problems: list[Problem] = []
    for number, test in enumerate(tests):
        if counts[f"wrong_{number}"]:
            problems += _listed(ask, opened, test, int(counts[f"wrong_{number}"]))
    return problems


def _tests(opened: Opened, attributes: Mapping[str, Attribute]) -> Iterator[_Test]:
    for name in opened.columns:
        column = opened.table.column(name)
        if column is None or name in opened.dataset.partition_columns:
            continue
        cell = quoted(name)
        if name in opened.table.required:
            empty = f" OR {cell} = ''" if _is_text(opened.schema.field(name).type) else ""
            yield _Test("empty_required", name, f"{cell} IS NULL{empty}", {"column": name})
        if column.kind == "share":
            yield _Test("not_a_share", name, f"NOT {cell} BETWEEN 0 AND 1")
        elif column.kind == "code":
            codes = ", ".join("'" + code.replace("'", "''") + "'" for code in column.codes)
            yield _Test("not_a_code", name, f"{cell} NOT IN ({codes})", {}, column.codes)
        elif column.kind == "id" and _is_text(opened.schema.field(name).type):
            yield from _word_tests(name, NO_ID)
        elif column.kind == "text" and name != "text":
            yield from _word_tests(name, NOTHING)
        if is_counted_with(column):
            none = "FALSE" if column.kind == "int" else f"ISNAN({cell})"
            yield _Test("out_of_reach", name, f"{none} OR {out_of_reach(cell)}")
        if name.startswith("attr_"):
            yield _attribute_test(name, attributes)


def _word_tests(name: str, words: tuple[str, ...]) -> Iterator[_Test]:
    # A ref is not tested by itself: it is the id of a row whose id is tested.
    cell = quoted(name)
    listed = ", ".join(f"'{word}'" for word in words)
    yield _Test("no_value_word", name, f"LENGTH({cell}) <= 4 AND LOWER({cell}) IN ({listed})")
    yield _Test("spaces", name, f"{cell} LIKE ' %' OR {cell} LIKE '% '")


def _attribute_test(name: str, attributes: Mapping[str, Attribute]) -> _Test:
    variable, cell = name.removeprefix("attr_"), quoted(name)
    if variable not in attributes:
        return _Test("undeclared_attribute", name, f"{cell} <> ''", {"variable": variable})
    known = attributes[variable].categories
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in known)
    return _Test("unknown_category", name, f"{cell} NOT IN ({listed})", {"variable": variable}, known)


def _listed(ask: Ask, opened: Opened, test: _Test, count: int) -> list[Problem]:
    shown = 1 if test.kind == "undeclared_attribute" else SHOWN
    rows = ask(
        f"SELECT {ROW}, CAST({quoted(test.column)} AS STRING) AS cell FROM {quoted(opened.table.name)} "
        f"WHERE {test.wrong} ORDER BY {ROW} LIMIT {shown}"
    ).to_pylist()
    if not rows:
        # The bounds that a file states for its numbers leave out NaN, and who looks for rows by them finds none.
        rows = ask(
            f"SELECT MIN({ROW}) FILTER (WHERE {test.wrong}) AS {ROW}, "
            f"MIN(CAST({quoted(test.column)} AS STRING)) FILTER (WHERE {test.wrong}) AS cell "
            f"FROM {quoted(opened.table.name)}"
        ).to_pylist()
    problems = []
    for row in rows:
        details = {**test.details, "value": f"'{short(row['cell'] or '')}'"}
        if test.choices:
            details["hint"] = did_you_mean(row["cell"] or "", test.choices)
        problems.append(_at(opened, row[ROW], test.kind, test.column, details))
    if count > len(rows) and test.kind != "undeclared_attribute":
        problems.append(_more(opened, test.column, count - len(rows)))
    return problems


def _at(opened: Opened, row: int, kind: str, column: str, details: dict[str, str]) -> Problem:
    name, number = opened.dataset.place(row)
    several = len(opened.dataset.parts) > 1
    return Problem(kind, f"{opened.label}/{name}" if several else opened.label, number, column, "", details)


def _more(opened: Opened, column: str, count: int) -> Problem:
    return Problem("more_like_this", opened.label, 0, column, "", {"count": str(count)})


def _double_keys(ask: Ask, opened: Opened) -> list[Problem]:
    key = [name for name in opened.table.key if name in opened.columns]
    if not key or ("id" in opened.table.key and "id" not in key):
        return []
    names = ", ".join(quoted(name) for name in key)
    # Where a shared reduction holds the few rows that can be double, they alone are looked at.
    few = f"repeated_{opened.table.name}"
    relation = quoted(few if few in shared_views() else opened.table.name)
    twice = f"SELECT {names}, COUNT(*) AS times FROM {relation} GROUP BY {names} HAVING COUNT(*) > 1"
    total = ask(f"SELECT COALESCE(SUM(times - 1), 0) AS extra FROM ({twice}) AS twice").to_pylist()
    extra = int(total[0]["extra"])
    if not extra:
        return []
    same = " AND ".join(
        f"(row_here.{quoted(name)} = twice.{quoted(name)} "
        f"OR (row_here.{quoted(name)} IS NULL AND twice.{quoted(name)} IS NULL))"
        for name in key
    )
    cells = ", ".join(f"CAST(row_here.{quoted(name)} AS STRING) AS {quoted(name)}" for name in key)
    group = ", ".join(f"twice.{quoted(name)}" for name in key)
    ranked = (
        f"SELECT row_here.{ROW}, {cells}, MIN(row_here.{ROW}) OVER (PARTITION BY {group}) AS first_row "
        f"FROM {relation} AS row_here JOIN (SELECT {names} FROM ({twice}) AS found ORDER BY {names} LIMIT {SHOWN}) "
        f"AS twice ON {same}"
    )
    rows = ask(
        f"SELECT {ROW}, first_row, {names} FROM ({ranked}) AS ranked WHERE {ROW} <> first_row "
        f"ORDER BY {ROW} LIMIT {SHOWN}"
    ).to_pylist()
    problems = []
    for row in rows:
        value = short(", ".join(f"'{row[name]}'" for name in key))
        first = str(opened.dataset.place(row["first_row"])[1])
        details = {"value": value, "first": first, "columns": ", ".join(key)}
        problems.append(_at(opened, row[ROW], "duplicate_key", ", ".join(key), details))
    if extra > len(rows):
        problems.append(_more(opened, ", ".join(key), extra - len(rows)))
    return problems


def check_references(
    ask: Ask,
    source: Source | Opened,
    present: Iterable[str],
    unread: Iterable[str] = (),
    *,
    sound: bool = False,
) -> list[Problem]:
    """Cells that refer to a row that is not there, where one of the two tables is opened by the engine.

    Both tables stand in the engine under their names, typed; what refers into an ``unread`` one is not judged.
    Where the rows are ``sound``, their own cells being right, shared reductions that list a column's words are asked.
    """
    table = source.table if isinstance(source, Opened) else tables()[source.relation]
    present, unread = set(present), set(unread)
    problems: list[Problem] = []
    for name in source.columns:
        column = table.column(name)
        if column is None or column.kind != "ref":
            continue
        cell = quoted(name)
        if column.refers_to not in present:
            if isinstance(source, Opened) and column.refers_to not in unread:
                test = _Test("refers_to_no_table", name, f"{cell} IS NOT NULL", {"table": column.refers_to})
                problems += _tested(ask, source, [test])
            continue
        # DISTINCT first: otherwise the many rows, not the few names, would be held in memory.
        listed = listing_views().get((table.name, name)) if sound else None
        lost = (
            f"SELECT mentioned.cell FROM (SELECT DISTINCT {cell} AS cell FROM {quoted(listed or table.name)} "
            f"WHERE {cell} IS NOT NULL) AS mentioned LEFT JOIN {quoted(column.refers_to)} AS known "
            "ON known.id = mentioned.cell WHERE known.id IS NULL"
        )
        total = int(ask(f"SELECT COUNT(*) AS lost FROM ({lost}) AS lost").to_pylist()[0]["lost"])
        if not total:
            continue
        rows = ask(
            f"SELECT MIN({ROW}) AS {ROW}, CAST({cell} AS STRING) AS cell FROM {quoted(table.name)} "
            f"WHERE {cell} IN ({lost}) GROUP BY {cell} ORDER BY {ROW} LIMIT {SHOWN}"
        ).to_pylist()
        for row in rows:
            details = {"table": column.refers_to, "value": f"'{short(row['cell'])}'"}
            if isinstance(source, Opened):
                problems.append(_at(source, row[ROW], "refers_to_nothing", name, details))
            else:
                problems.append(Problem("refers_to_nothing", source.file, row[ROW], name, "", details))
        if total > len(rows):
            more = {"count": str(total - len(rows))}
            problems.append(Problem("more_like_this", _label(source), 0, name, "", more))
    return problems


def _label(source: Source | Opened) -> str:
    return source.label if isinstance(source, Opened) else source.file
