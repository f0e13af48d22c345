"""Where many rows meet those of a dossier: only rows whose key stands twice are compared, by the rules for all."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from obverse.evidence.checking import check_cells
from obverse.evidence.importing.cleaning import PLACE, Pouring, alike, as_text, natural
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.joining import ORIGIN, Meeting, contradictions, judge
from obverse.evidence.importing.letter import Counts
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_TO_CHECK
from obverse.evidence.typed_cells import Source, quoted


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of the rows of one table, and what forbids it."""

    counts: Counts
    problems: tuple[Problem, ...] = ()


def meet(
    connection: duckdb.DuckDBPyConnection, pouring: Pouring, parts: Sequence[str], *, replace: bool
) -> Fates:
    """Tell which rows are new and which are there already; ``parts`` hold the arriving rows in their types.

    Creates ``judged_<table>`` with the rows whose key stands twice (by a digest of 64 bits, then exactly).
    """
    table = pouring.table
    scans = [_Scan(connection, parts), _Scan(connection, pouring.stored)]
    arriving, stored = scans
    total = arriving.count()
    columns = tuple(dict.fromkeys([*stored.kinds, *pouring.columns, *ORIGIN]))
    content = [name for name in columns if name not in ORIGIN]
    key = [name for name in table.key if name in columns]
    names = key or content
    digests = [scan.digests(pouring, names) for scan in scans]
    within = f"SELECT digest FROM ({digests[0]}) GROUP BY digest HAVING count(*) > 1"
    both = f"SELECT DISTINCT digest FROM ({digests[1]}) WHERE digest IN (SELECT digest FROM ({digests[0]}))"
    wanted = [*([within] if key else []), *([both] if stored.paths else [])]
    if not wanted:
        return _all_new(total)
    connection.execute(f"CREATE OR REPLACE TABLE twice AS {' UNION '.join(wanted)}")
    if not connection.execute("SELECT count(*) FROM twice").fetchall()[0][0]:
        return _all_new(total)
    _candidates(connection, pouring, stored, columns, names)
    problems = _double(connection, pouring, key) if key else []
    counts = judge(
        connection, table, Meeting(columns, set(pouring.columns), tuple(stored.kinds)), replace=replace
    )
    problems += contradictions(connection, table, columns, dict(pouring.labels), pouring.sheet)
    problems += _to_replace(connection, pouring)
    return Fates(
        Counts(
            read=total,
            added=total - counts.read + counts.added,
            replaced=counts.replaced,
            already_there=counts.already_there,
        ),
        tuple(problems),
    )


def _all_new(total: int) -> Fates:
    return Fates(Counts(read=total, added=total, replaced=0, already_there=0))


class _Scan:
    """Some Parquet files with their columns and SQL types."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> None:
        self.connection = connection
        self.paths = paths
        listed = ", ".join(map(literal, paths))
        self.relation = f"read_parquet([{listed}], union_by_name = true)"
        self.kinds: dict[str, str] = {}
        if paths:
            described = connection.execute(f"DESCRIBE SELECT * FROM {self.relation}").fetchall()
            self.kinds = {str(name): str(kind) for name, kind, *_ in described}

    def count(self) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {self.relation}").fetchall()[0][0])

    def cells(self, pouring: Pouring, names: Sequence[str]) -> list[str]:
        """The cells of some columns in the types of their declarations; NULL where the files lack a column."""
        return [
            alike(pouring.table, name, self.kinds[name]) if name in self.kinds else "NULL" for name in names
        ]

    def digests(self, pouring: Pouring, names: Sequence[str]) -> str:
        if not self.paths:
            return "SELECT CAST(0 AS UBIGINT) AS digest WHERE FALSE"
        return f"SELECT {_digest(self.cells(pouring, names))} AS digest FROM {self.relation}"


def _digest(cells: Sequence[str]) -> str:
    return f"hash({', '.join(cells)})"


def _candidates(
    connection: duckdb.DuckDBPyConnection,
    pouring: Pouring,
    stored: _Scan,
    columns: Sequence[str],
    names: Sequence[str],
) -> None:
    """Create ``arriving_`` and ``stored_<table>`` with the rows whose digest stands twice, as texts of one spelling."""
    table = pouring.table
    told = {*pouring.columns, *ORIGIN}
    typed = {name: natural(table, name) if name in told else "NULL" for name in columns}
    rows = ", ".join(f"{expression} AS {quoted(name)}" for name, expression in typed.items())
    digest = _digest([quoted(name) for name in names])
    texts = ", ".join(f"{as_text(table, name)} AS {quoted(name)}" for name in columns)
    chosen = f"WHERE {digest} IN (SELECT digest FROM twice)"
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted('arriving_' + table.name)} AS SELECT {texts}, {FILE}, {ROW}, {PLACE} "
        f"FROM (SELECT {rows}, {FILE}, {ROW}, {PLACE} FROM {quoted('clean_' + table.name)}) {chosen}"
    )
    cells = [
        f"{cell} AS {quoted(name)}"
        for name, cell in zip(columns, stored.cells(pouring, columns), strict=True)
    ]
    source = f"(SELECT {', '.join(cells)} FROM {stored.relation})"
    if not stored.paths:
        source = f"(SELECT {', '.join(cells)} WHERE FALSE)"
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted('stored_' + table.name)} AS SELECT {texts} FROM {source} {chosen}"
    )


def _double(connection: duckdb.DuckDBPyConnection, pouring: Pouring, key: Sequence[str]) -> list[Problem]:
    """Keys that stand twice in one file."""
    relation = quoted("arriving_" + pouring.name)
    names = ", ".join(quoted(name) for name in key)
    problems = []
    files = connection.execute(f"SELECT DISTINCT {FILE} FROM {relation} ORDER BY {FILE}").fetchall()
    for (file,) in files:
        connection.execute(
            f"CREATE OR REPLACE TEMPORARY VIEW rows_to_check AS "
            f"SELECT {ROW} AS {ROW_TO_CHECK}, {names} FROM {relation} WHERE {FILE} = {literal(str(file))}"
        )
        label = pouring.labels.get(str(file), str(file))
        source = Source("rows_to_check", label, tuple(key), pouring.sheet)
        # Cells were checked before; without columns only keys are.
        problems += check_cells(connection, dataclasses.replace(pouring.table, columns={}), source, {})
    return problems


def _to_replace(connection: duckdb.DuckDBPyConnection, pouring: Pouring) -> list[Problem]:
    """A letter about the first row that would change a row of the dossier."""
    found = connection.execute(
        f"SELECT {FILE}, {ROW}, count(*) OVER () FROM {quoted('judged_' + pouring.name)} "
        f"WHERE fate = 'replaced' ORDER BY {FILE}, {ROW} LIMIT 1"
    ).fetchall()
    return [
        Problem(
            "parts_not_replaced",
            pouring.labels.get(str(file), str(file)),
            int(row),
            sheet=pouring.sheet,
            details={"table": pouring.name, "count": str(count)},
        )
        for file, row, count in found
    ]
