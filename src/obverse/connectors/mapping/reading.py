"""One file of a mapping being read: its rows as a relation, and the rows of evidence that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.mapping.declaration import Declaration, TableRule
from obverse.connectors.mapping.queries import (
    Trap,
    cell_of,
    distinct_query,
    named_columns,
    reason_number,
    source_query,
    variant_source,
    variants,
)
from obverse.connectors.mapping.source import read_source
from obverse.connectors.mapping.unread import beside_the_table, left_out_columns, taken, unread_columns
from obverse.connectors.texts import FolderTexts
from obverse.evidence.checking import SHOWN
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted
from obverse.vocabulary.text import Text

_problem = FolderTexts(__package__).problem


@dataclass
class Reading:
    """One file being read."""

    file: Path
    declaration: Declaration
    mapping: str
    sheet: str = ""
    unread: tuple[str, ...] = ()
    tables: dict[str, pa.Table] = field(default_factory=dict)
    left_out: dict[str, dict[Text, int]] = field(default_factory=dict)
    connection: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect(":memory:"))

    def read(self) -> list[Problem]:
        """Fill ``tables``, ``left_out`` and ``unread``; returns what is wrong."""
        rows, self.sheet, problems = read_source(self.file, self.declaration.file)
        if rows is None:
            return problems
        columns = [name for name in rows.column_names if name != ROW_IN_FILE]
        problems += self.missing_columns(columns)
        if problems:
            return problems
        for name, (parts, found) in self.turn(rows, columns).items():
            problems += found
            if parts:
                self.tables[name] = reduce(together, parts)
        if not problems:
            self.look_at_the_rest(columns)
        return problems

    def turn(self, rows: pa.Table, columns: Sequence[str]) -> dict[str, tuple[list[pa.Table], list[Problem]]]:
        """What becomes of some rows of the file: per table the rows of each of its rules, and what is wrong."""
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.register("arriving", rows)
        self.connection.execute(
            f"CREATE OR REPLACE TABLE source AS {source_query(self.declaration.file, columns)}"
        )
        self.connection.unregister("arriving")
        names = dict.fromkeys(rule.name for rule in self.declaration.tables)
        return {name: self._read_table(name) for name in names}

    def look_at_the_rest(self, columns: Sequence[str]) -> None:
        """Fill ``unread``: what does not come into the evidence."""
        read = [name for name in columns if name in taken(self.declaration)]
        asked = {name for rule in self.declaration.tables for name in named_columns(rule)}
        found = unread_columns(self.connection, columns, read, asked)
        # What stands in rows that are left out is screened by nobody.
        partly = left_out_columns(self.connection, read) if self.left_out else ()
        beside = beside_the_table(self.file, self.declaration.file, self.sheet)
        self.unread = (*partly, *beside, *found)

    def missing_columns(self, columns: Sequence[str]) -> list[Problem]:
        """A problem for each column that the mapping names and the file does not have."""
        named = dict.fromkeys(name for rule in self.declaration.tables for name in named_columns(rule))
        return [
            Problem(
                "no_such_column",
                self.mapping,
                details={"word": name, "file": self.file.name, "hint": did_you_mean(name, columns)},
            )
            for name in named
            if name not in columns
        ]

    def _read_table(self, name: str) -> tuple[list[pa.Table], list[Problem]]:
        rules = [rule for rule in self.declaration.tables if rule.name == name]
        try:
            for number, rule in enumerate(rules):
                self._candidates(number, rule)
            parts = [self._rows(number, rule) for number, rule in enumerate(rules)]
        except (duckdb.InvalidInputException, duckdb.NotImplementedException) as error:
            text = str(error).split("\n")[0]
            return [], [_problem("mapping_fails", self.mapping, details={"table": name, "error": text})]
        problems = [problem for rule in rules for problem in self._caught(rule)]
        # A rule without conditions keeps every row.
        if all(rule.keep for rule in rules):
            self._count_left_out(name, rules)
        for number, rule in enumerate(rules):
            self.connection.execute(f"DROP {_held(rule)} candidates_{number}")
        return parts, problems

    def _candidates(self, number: int, rule: TableRule) -> None:
        """Create ``candidates_<number>``: each source row in each variant, why it is not kept, its cells."""
        selects = []
        for period, column in variants(rule):
            cells = [cell_of(target, period, self.declaration.file) for target in rule.columns]
            parts = [
                f"{cell.expression} AS {quoted(target.target)}"
                for cell, target in zip(cells, rule.columns, strict=True)
            ]
            variant = literal(f"{period.get('name', '')}|{column}")
            reason = reason_number(rule.keep, period)
            selects.append(
                f"SELECT {ROW_IN_FILE} AS {ROW}, {variant} AS variant, CAST({reason} AS INTEGER) AS reason, "
                f"{', '.join(parts)} FROM {variant_source(rule, column)}"
            )
        self.connection.execute(
            f"CREATE OR REPLACE {_held(rule)} candidates_{number} AS {' UNION ALL '.join(selects)}"
        )

    def _rows(self, number: int, rule: TableRule) -> pa.Table:
        names = [column.target for column in rule.columns]
        kept = f"(SELECT * FROM candidates_{number} WHERE reason IS NULL)"
        listed = ", ".join(quoted(name) for name in names)
        chosen = (
            distinct_query(names, kept)
            if rule.distinct
            else f"SELECT {listed}, {ROW} FROM {kept} ORDER BY {ROW}, variant"
        )
        path = literal(str(self.file))
        return self.connection.sql(f"SELECT *, {path} AS {FILE} FROM ({chosen})").to_arrow_table()

    def _caught(self, rule: TableRule) -> list[Problem]:
        """A problem for each cell of a kept row that could not be turned into what its column needs."""
        caught: dict[Trap, list[str]] = {}
        for period, unpivoted in variants(rule):
            kept = f"({reason_number(rule.keep, period)}) IS NULL"
            for column in rule.columns:
                for trap in cell_of(column, period, self.declaration.file).traps:
                    caught.setdefault(trap, []).append(
                        f"SELECT {ROW_IN_FILE} AS number, {trap.shown} AS shown "
                        f"FROM {variant_source(rule, unpivoted)} WHERE {kept} AND {trap.wrong}"
                    )
        problems = []
        for trap, queries in caught.items():
            found = self.connection.execute(
                f"SELECT number, shown, count(*) OVER () FROM ({' UNION '.join(queries)}) "
                f"ORDER BY number LIMIT {SHOWN}"
            ).fetchall()
            problems += [self._problem(trap, int(row), str(shown)) for row, shown, _ in found]
            if found and found[0][2] > SHOWN:
                more = {"count": str(found[0][2] - SHOWN)}
                problems.append(Problem("more_like_this", self.file.name, 0, trap.column, self.sheet, more))
        return problems

    def _problem(self, trap: Trap, row: int, shown: str) -> Problem:
        details = {**dict(trap.details), "value": f"'{shown}'"}
        if trap.choices:
            details["hint"] = did_you_mean(shown, trap.choices)
        return _problem(trap.kind, self.file.name, row, trap.column, sheet=self.sheet, details=details)

    def _count_left_out(self, name: str, rules: Sequence[TableRule]) -> None:
        """Count the source rows (in each variant) that no rule of the table keeps, by the first rule's reason."""
        parts = [
            f"SELECT {ROW}, variant, reason, {number} AS rule FROM candidates_{number}"
            for number in range(len(rules))
        ]
        counted = self.connection.execute(
            "SELECT rule, reason, count(*) FROM ("
            f"SELECT min(rule) AS rule, min_by(reason, rule) AS reason FROM ({' UNION ALL '.join(parts)}) "
            f"GROUP BY {ROW}, variant HAVING bool_and(reason IS NOT NULL)) "
            "GROUP BY rule, reason ORDER BY rule, reason"
        ).fetchall()
        for rule, reason, count in counted:
            said = rules[int(rule)].keep[int(reason)].reason
            reasons = self.left_out.setdefault(name, {})
            reasons[said] = reasons.get(said, 0) + int(count)


def _held(rule: TableRule) -> str:
    """Rows of which some are left out are looked at more than once."""
    return "TABLE" if rule.keep else "VIEW"


def together(first: pa.Table | None, second: pa.Table) -> pa.Table:
    """The rows of two tables, one below the other; a column that one of them lacks is empty there."""
    return second if first is None else pa.concat_tables([first, second], promote_options="default")
