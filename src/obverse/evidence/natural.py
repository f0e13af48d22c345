"""Registers that lie in Parquet with natural types: opened where they are, and checked by the engine.

A column has its natural type where the file says what the declaration says: a date is a date and not a text. Such a
register is never copied nor turned into texts, so that a hundred million rows cost no more than the passes over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from obverse.evidence.checking import NO_ID, NOTHING, SHOWN, short
from obverse.evidence.datasets import Dataset
from obverse.evidence.declarations import Table
from obverse.evidence.engines.engine import Engine
from obverse.evidence.facts import Attribute
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW
from obverse.evidence.typed_cells import is_counted_with, out_of_reach, quoted

Ask = Callable[[str], pa.Table]
_NUMBERS = ("number", "money", "share", "hours", "days")
_SQL = {"int": "BIGINT", "flag": "BOOLEAN", "date": "DATE", "moment": "TIMESTAMP"} | dict.fromkeys(
    _NUMBERS, "DOUBLE"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset under the name of its table, typed; ``kinds`` is what the files say of each column."""

    table: Table
    dataset: Dataset
    kinds: Mapping[str, pa.DataType]
    label: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that stand in the files."""
        return tuple(self.kinds)


def open_typed(engine: Engine, table: Table, dataset: Dataset, label: str) -> Opened:
    """Name a dataset's rows after its table, with all declared columns in their types."""
    raw = f"{table.name} as it lies"
    # Of a register without wrong columns, what is left out here are names of folders.
    present = {name: kind for name, kind in dataset.columns.items() if kind and table.column(name)}
    engine.open_parquet(raw, dataset, present)
    wide = [name for name in present if name not in table.columns]
    parts = [ROW]
    for name in [*table.columns, *wide]:
        column = table.column(name)
        if column is None:
            continue
        kind = _SQL.get(column.kind, "STRING")
        if name not in present:
            expression = "CAST(1 AS BIGINT)" if name == "n" else f"CAST(NULL AS {kind})"
        elif kind == "STRING" and pa.types.is_string(present[name]):
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
    return Opened(table, dataset, present, label)


@dataclass(frozen=True, slots=True)
class RowTest:
    """What may be wrong with a cell: the kind of the letter, the column, and the SQL condition under which it is."""

    kind: str
    column: str
    wrong: str
    details: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


def check_rows(ask: Ask, opened: Opened, attributes: Mapping[str, Attribute]) -> list[Problem]:
    """Every cell that is empty but required or not what its column declares."""
    return tested(ask, opened, list(_tests(opened, attributes)))


def tested(ask: Ask, opened: Opened, tests: list[RowTest]) -> list[Problem]:
    """The letters of all tests that find something, counted in one pass over the rows."""
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


def _tests(opened: Opened, attributes: Mapping[str, Attribute]) -> Iterator[RowTest]:
    for name in opened.columns:
        column = opened.table.column(name)
        if column is None:
            continue
        cell = quoted(name)
        if name in opened.table.required:
            empty = f" OR {cell} = ''" if pa.types.is_string(opened.kinds[name]) else ""
            yield RowTest("empty_required", name, f"{cell} IS NULL{empty}", {"column": name})
        if column.kind == "share":
            yield RowTest("not_a_share", name, f"NOT {cell} BETWEEN 0 AND 1")
        elif column.kind == "code":
            codes = ", ".join("'" + code.replace("'", "''") + "'" for code in column.codes)
            yield RowTest("not_a_code", name, f"{cell} NOT IN ({codes})", {}, column.codes)
        elif column.kind == "id" and pa.types.is_string(opened.kinds[name]):
            yield from _word_tests(name, NO_ID)
        elif column.kind == "text" and name != "text":
            yield from _word_tests(name, NOTHING)
        if is_counted_with(column):
            none = "FALSE" if column.kind == "int" else f"ISNAN({cell})"
            yield RowTest("out_of_reach", name, f"{none} OR {out_of_reach(cell)}")
        if name.startswith("attr_"):
            yield _attribute_test(name, attributes)


def _word_tests(name: str, words: tuple[str, ...]) -> Iterator[RowTest]:
    # A ref is not tested by itself: it is the id of a row whose id is tested.
    cell = quoted(name)
    listed = ", ".join(f"'{word}'" for word in words)
    yield RowTest("no_value_word", name, f"LENGTH({cell}) <= 4 AND LOWER({cell}) IN ({listed})")
    yield RowTest("spaces", name, f"{cell} LIKE ' %' OR {cell} LIKE '% '")


def _attribute_test(name: str, attributes: Mapping[str, Attribute]) -> RowTest:
    variable, cell = name.removeprefix("attr_"), quoted(name)
    if variable not in attributes:
        return RowTest("undeclared_attribute", name, f"{cell} <> ''", {"variable": variable})
    known = attributes[variable].categories
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in known)
    return RowTest("unknown_category", name, f"{cell} NOT IN ({listed})", {"variable": variable}, known)


def _listed(ask: Ask, opened: Opened, test: RowTest, count: int) -> list[Problem]:
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
        problems.append(at_row(opened, row[ROW], test.kind, test.column, details))
    if count > len(rows) and test.kind != "undeclared_attribute":
        problems.append(more_like_this(opened, test.column, count - len(rows)))
    return problems


def at_row(opened: Opened, row: int, kind: str, column: str, details: dict[str, str]) -> Problem:
    """A letter about a row of a dataset, named by its file and its number there."""
    name, number = opened.dataset.place(row)
    several = len(opened.dataset.parts) > 1
    return Problem(kind, f"{opened.label}/{name}" if several else opened.label, number, column, "", details)


def more_like_this(opened: Opened, column: str, count: int) -> Problem:
    """A letter about cells that were not listed one by one."""
    return Problem("more_like_this", opened.label, 0, column, "", {"count": str(count)})
