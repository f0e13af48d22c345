"""What an indicator sees of a dossier: statements that reduce it to small tables, and what was kept at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from obverse.evidence.coverage import Coverage, worst_grade
from obverse.evidence.dossier import Dossier
from obverse.evidence.facts import Facts
from obverse.evidence.provenance import Provenance, TableUse
from obverse.evidence.registers import Contents
from obverse.evidence.sharing import sources_of

SELECTED = "selected_rows"
# About what a laptop holds beside everything else; grouped rows stay far below it.
HELD_ROWS = 20_000_000
_GROUPED = re.compile(r"\bsource_rows\b")
_PLACE = ("source_table", "left_out")


@dataclass(frozen=True, slots=True)
class Reduction:
    """A small table of sufficient statistics: columns of equal length, as numpy arrays.

    Integer columns hold integers (never a missing one), words are Python texts or None.
    """

    columns: Mapping[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def where(self, name: str, value: object) -> Reduction:
        """The rows in which column ``name`` equals ``value``."""
        chosen = self.columns[name] == value
        return Reduction({key: column[chosen] for key, column in self.columns.items()})

    def groups(self, *names: str) -> Iterator[tuple[tuple[Any, ...], Reduction]]:
        """The table cut by the values of some columns, in the order of their first appearance."""
        number: dict[tuple[Any, ...], int] = {}
        keys = zip(*(self.columns[name].tolist() for name in names), strict=True)
        of_row = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
        if not number:
            return
        # one stable sort finds the rows of all groups, however many groups there are; numbers of two bytes take a tenth
        order = np.argsort(of_row.astype(np.min_scalar_type(len(number))), kind="stable")
        parts = np.split(order, np.cumsum(np.bincount(of_row))[:-1])
        for key, chosen in zip(number, parts, strict=True):
            yield key, Reduction({name: column[chosen] for name, column in self.columns.items()})


def reduction_of(table: pa.Table) -> Reduction:
    """An Arrow table as columns of numpy arrays.

    Raises:
        ValueError: a number is missing; the statement has to say what an unknown number means.
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if pa.types.is_decimal(column.type):
            column = column.cast(pa.int64() if column.type.scale == 0 else pa.float64())
        if (
            pa.types.is_integer(column.type)
            or pa.types.is_floating(column.type)
            or pa.types.is_boolean(column.type)
        ):
            if column.null_count:
                raise ValueError(f"the reduction's column {name} has missing numbers")
            values = column.to_numpy(zero_copy_only=False)
            columns[name] = values.astype(np.int64) if pa.types.is_integer(column.type) else values
        else:
            coded = column.dictionary_encode()
            words = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
            columns[name] = words[coded.indices.fill_null(len(words) - 1).to_numpy()]
    return Reduction(columns)


class Evidence:
    """A dossier as indicators see it.

    A figure is always made in two steps, so that it can be traced: ``select_rows`` names the rows (with the
    columns source_table, source_row, left_out), ``reduce`` counts over them.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._rows = ""
        self._is_selected = False

    @property
    def facts(self) -> Facts:
        """What dossier.toml declares."""
        return self._dossier.facts

    def coverage(self, table: str) -> Coverage:
        """Whether and how a register was kept."""
        return self._dossier.coverage[table]

    def withheld(self, table: str, column: str = "") -> str:
        """Whether a platform keeps a register or one of its columns back: ``hidden``, ``not_exported`` or empty."""
        said = self.facts.platform.get(table)
        if said is None:
            return ""
        wanted = {"*", column} - {""}
        return (
            "hidden"
            if wanted & set(said.hidden)
            else "not_exported"
            if wanted & set(said.not_exported)
            else ""
        )

    def fills(self, table: str, column: str) -> bool:
        """Whether at least one row of the table has a value in the column."""
        contents: Contents = self._dossier.contents[table]
        if contents.filled is not None:
            return column in contents.filled
        if column not in contents.columns:
            return False
        found = self._dossier.sharing.answer(
            f'SELECT 1 AS one FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 1'
        )
        return bool(found.num_rows)

    def select_rows(self, statement: str) -> None:
        """Name the rows that an indicator looks at; later statements find them as ``selected_rows``."""
        self._rows = statement
        self._is_selected = False

    def reduce(self, statement: str) -> Reduction:
        """Run a reducing statement and return its small table."""
        return reduction_of(self._answer(statement))

    def _answer(self, statement: str) -> pa.Table:
        """What the engine, or the memory of an earlier audit, says to a statement."""
        sharing = self._dossier.sharing
        if SELECTED not in sources_of(statement):
            return sharing.answer(statement)
        return sharing.answer(statement, named={SELECTED: self._rows}, before=self._select)

    def _select(self) -> None:
        if self._is_selected:
            return
        sharing, engine = self._dossier.sharing, self._dossier.engine
        sharing.prepare(self._rows)
        looked_at = sum(
            self._dossier.coverage[name].rows
            for name in sources_of(self._rows)
            if name in self._dossier.coverage
        )
        # Several statements read the rows; where they are too many to hold, each reads the registers again.
        are_few = looked_at <= HELD_ROWS or _GROUPED.search(self._rows) is not None
        (engine.keep if are_few else engine.define)(SELECTED, self._rows)
        self._is_selected = True

    def rows_behind(self, words: Sequence[str] = (), limit: int | None = None) -> tuple[int, pa.Table]:
        """The selected rows, for a reader who asks where a figure comes from: how many they are, and the first of them.

        ``words`` are the parts of the figure's subject. Where a column of the rows holds one of them, rows that
        hold another word there do not stand behind the figure; rows that hold none stand behind all.
        """
        self._select()
        engine = self._dossier.engine
        schema = engine.execute(f"SELECT * FROM {SELECTED} LIMIT 0").schema
        texts = [
            field.name
            for field in schema
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        conditions = ["TRUE"]
        for word in words:
            spelled = "'" + word.replace("'", "''") + "'"
            holders = [
                name
                for name in texts
                if name not in _PLACE
                and engine.execute(
                    f'SELECT 1 AS one FROM {SELECTED} WHERE "{name}" = {spelled} LIMIT 1'
                ).num_rows
            ]
            conditions += [f'("{name}" = {spelled} OR "{name}" IS NULL)' for name in holders]
        chosen = f"FROM {SELECTED} WHERE {' AND '.join(conditions)}"
        counted = "SUM(source_rows)" if "source_rows" in schema.names else "COUNT(*)"
        total = engine.execute(f"SELECT COALESCE({counted}, 0) AS total {chosen}").column("total")[0].as_py()
        first = "" if limit is None else f" LIMIT {int(limit)}"
        order = "CASE WHEN left_out IS NULL THEN 0 ELSE 1 END, source_table, source_row"
        return int(total), engine.execute(f"SELECT * {chosen} ORDER BY {order}{first}")

    def provenance(
        self, needed: tuple[str, ...], *, seed: int, indicator_version: int, program: str
    ) -> Provenance:
        """What the selected rows are, for the figures made from them."""
        rows = "SUM(source_rows)" if _GROUPED.search(self._rows) else "COUNT(*)"
        counted = self._answer(
            f"SELECT COALESCE(left_out, '') AS reason, CAST({rows} AS BIGINT) AS selected FROM {SELECTED} "
            "GROUP BY COALESCE(left_out, '') ORDER BY reason"
        ).to_pylist()
        uses = tuple(self._use(name) for name in needed)
        present = [use.grade for use in uses if use.rows or use.file]
        return Provenance(
            tables=uses,
            counted=sum(row["selected"] for row in counted if not row["reason"]),
            left_out={row["reason"]: row["selected"] for row in counted if row["reason"]},
            grade=worst_grade(present),
            seed=seed,
            indicator_version=indicator_version,
            program_version=program,
        )

    def _use(self, name: str) -> TableUse:
        coverage = self._dossier.coverage[name]
        found = self._dossier.contents[name].grades
        if found is None:
            grades = self._dossier.sharing.answer(
                f'SELECT DISTINCT grade FROM "{name}" ORDER BY grade NULLS LAST'
            )
            found = tuple(grades.column("grade").to_pylist())
        return TableUse(
            table=name,
            file=coverage.file,
            sha256=coverage.sha256,
            rows=coverage.rows,
            grade=worst_grade([grade or coverage.grade for grade in found or (None,)]),
            source=coverage.source,
            complete=coverage.complete,
        )
