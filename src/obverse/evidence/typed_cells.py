"""Texts as typed cells: the SQL that turns what a file says into what its column declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from obverse.evidence.datasets import FIRST_ROW, Dataset
from obverse.evidence.declarations import Column, Table, tables
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW

_NUMBERS = ("number", "money", "share", "hours", "days")
# Beyond these a sum of cents or thousandths leaves 64 bits, or a quotient is infinite.
_LARGEST, _SMALLEST = "1e13", "1e-9"
_NUMBER = r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = rf"{_DATE}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]+)?)?(Z|\+00:00| UTC)?)?"
TYPES = {
    "int": "BIGINT",
    "flag": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP",
    **dict.fromkeys(_NUMBERS, "DOUBLE"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table's rows stand: the relation that holds them as texts, and the file's name for letters.

    ``dataset`` is told where the rows come from several files.
    """

    relation: str
    file: str
    columns: tuple[str, ...]
    sheet: str = ""
    dataset: Dataset | None = None

    def placed(self, problem: Problem) -> Problem:
        """The same problem, with the file of a dataset that holds the row and the row's number there."""
        if self.dataset is None or len(self.dataset.parts) == 1 or problem.row < FIRST_ROW:
            return problem
        name, row = self.dataset.place(problem.row)
        return replace(problem, file=f"{self.file}/{name}", row=row)


def quoted(name: str) -> str:
    """A column or table name as SQL writes it, whatever characters it holds."""
    return '"' + name.replace('"', '""') + '"'


def typed(column: Column, text: str) -> str:
    """The SQL expression that turns the text expression ``text`` into the column's type, NULL where it fails."""
    matches = f"regexp_full_match({text}, '{{}}')"
    if column.kind == "int":
        return f"CASE WHEN {matches.format('-?[0-9]+')} THEN TRY_CAST({text} AS BIGINT) END"
    if column.kind == "share":
        number = f"TRY_CAST({text} AS DOUBLE)"
        return f"CASE WHEN {matches.format(_NUMBER)} AND {number} BETWEEN 0 AND 1 THEN {number} END"
    if column.kind in _NUMBERS:
        return f"CASE WHEN {matches.format(_NUMBER)} THEN TRY_CAST({text} AS DOUBLE) END"
    if column.kind == "date":
        return f"CASE WHEN {matches.format(_DATE)} THEN TRY_CAST({text} AS DATE) END"
    if column.kind == "moment":
        plain = f"replace(regexp_replace({text}, '(Z|\\+00:00| UTC)$', ''), 'T', ' ')"
        return f"CASE WHEN {matches.format(_MOMENT)} THEN TRY_CAST({plain} AS TIMESTAMP) END"
    if column.kind == "flag":
        return f"CASE {text} WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE END"
    return text


def is_counted_with(column: Column) -> bool:
    """Whether a column holds numbers that are summed or divided; shares have bounds of their own."""
    return column.kind == "int" or (column.kind in _NUMBERS and column.kind != "share")


def out_of_reach(number: str) -> str:
    """The SQL condition that a number is too large, too close to zero, infinite or none at all to be counted with.

    >>> out_of_reach("n")
    'NOT (n BETWEEN -1e13 AND 1e13) OR (n <> 0 AND n BETWEEN -1e-9 AND 1e-9)'
    """
    return (
        f"NOT ({number} BETWEEN -{_LARGEST} AND {_LARGEST}) "
        f"OR ({number} <> 0 AND {number} BETWEEN -{_SMALLEST} AND {_SMALLEST})"
    )


def typed_relation(table: Table, source: Source) -> str:
    """The SELECT that yields all declared columns in their types; columns that the file lacks are NULL."""
    parts = [f"{ROW} AS {ROW}"]
    extra = [name for name in source.columns if name not in table.columns and table.column(name)]
    for name in [*table.columns, *extra]:
        column = table.column(name)
        if column is None:
            continue
        if name in source.columns:
            expression = typed(column, f"NULLIF({quoted(name)}, '')")
        else:
            expression = f"CAST(NULL AS {TYPES.get(column.kind, 'VARCHAR')})"
        if name == "n":
            expression = f"COALESCE({expression}, 1)"
        parts.append(f"{expression} AS {quoted(name)}")
    return f"SELECT {', '.join(parts)} FROM {quoted(source.relation)}"


def empty_tables(names: Iterable[str]) -> str:
    """The statements that make typed tables without rows, for registers that the dossier does not hold."""
    statements = []
    for name in names:
        columns = ", ".join(
            f"{quoted(column.name)} {TYPES.get(column.kind, 'VARCHAR')}"
            for column in tables()[name].columns.values()
        )
        statements.append(f"CREATE TABLE IF NOT EXISTS {quoted(name)} ({ROW} BIGINT, {columns});")
    return "\n".join(statements)
