"""The rows of a package's resources: loaded, checked as the package declares them, and turned into ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from obverse.connectors.frictionless.conversion import converted, filled
from obverse.connectors.frictionless.dialect import Part
from obverse.connectors.frictionless.package import Field, Resource
from obverse.connectors.texts import FolderTexts
from obverse.evidence.checking import SHOWN
from obverse.evidence.declarations import Table
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted

_problem = FolderTexts(__package__).problem


@dataclass
class Loaded:
    """The resources that were loaded into one database, each as a relation of texts with file and row."""

    fields: dict[str, tuple[Field, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    connection: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect(":memory:"))

    def __post_init__(self) -> None:
        self.connection.execute("SET TimeZone = 'UTC'")

    def load(self, resource: Resource, parts: Sequence[Part], *, strict: bool) -> None:
        """Create the relation of a resource; what is not as it declares is a problem where that matters (strict)."""
        tables = []
        for part in parts:
            self.names[str(part.file)] = part.file.name
            if strict:
                self.problems += part.problems
            if part.rows is None:
                return
            rows = self._named_as_declared(resource, part, strict=strict)
            if rows is None:
                return
            tables.append(rows)
        if not tables:
            return
        together = pa.concat_tables(tables, promote_options="default")
        header = [name for name in together.column_names if name not in {ROW_IN_FILE, FILE}]
        declared = {one.name: one for one in resource.fields}
        self.fields[resource.name] = tuple(declared.get(name, Field(name=name)) for name in header)
        self.connection.register("arriving", together)
        cells = ", ".join(f"COALESCE({quoted(name)}, '') AS {quoted(name)}" for name in header)
        self.connection.execute(
            f"CREATE TABLE {relation(resource)} AS SELECT {cells}, {ROW_IN_FILE}, {FILE} FROM arriving"
        )
        self.connection.unregister("arriving")

    def _named_as_declared(self, resource: Resource, part: Part, *, strict: bool) -> pa.Table | None:
        """The rows under the names of the fields, which a header may write with other capitals."""
        if part.rows is None:
            return None
        header = list(part.rows.column_names[:-1])
        lower = [name.lower() for name in (*header, ROW_IN_FILE, FILE)]
        if len(set(lower)) < len(lower):
            twice = next(name for name in header if lower.count(name.lower()) > 1)
            self._wrong(strict, "repeated_header", part, details={"column": twice})
            return None
        lower = lower[: len(header)]
        declared = {one.name.lower(): one.name for one in resource.fields}
        extra, lacking = set(lower) - set(declared), set(declared) - set(lower)
        fitting = {
            "exact": not extra and not lacking,
            "equal": not extra and not lacking,
            "subset": not lacking,
            "superset": not extra,
            "partial": set(lower) & set(declared),
        }
        if declared and not fitting[resource.matching]:
            columns = ", ".join(sorted(extra | lacking))[:120]
            self._wrong(strict, "package_fields", part, details={"columns": columns})
            return None
        names = [declared.get(name.lower(), name) for name in header]
        rows = part.rows.rename_columns([*names, ROW_IN_FILE])
        return rows.append_column(FILE, pa.array([str(part.file)] * rows.num_rows, pa.string()))

    def _wrong(self, strict: bool, kind: str, part: Part, details: dict[str, str]) -> None:
        if strict:
            self.problems.append(_problem(kind, part.file.name, 1, details=details))

    def rows(self, resource: Resource, table: Table, columns: Mapping[str, Field]) -> pa.Table | None:
        """The rows of one of our tables; None where a field declares a form that nobody can read."""
        cells = []
        for name, declared in columns.items():
            column = table.column(name)
            if column is None:
                continue
            cell = converted(declared, column, resource.missing)
            try:
                if cell.wrong:
                    self._listed("not_as_declared", relation(resource), cell.wrong, declared, cell.declared)
                self.connection.execute(
                    f"SELECT {cell.expression} FROM {relation(resource)} LIMIT 0"
                ).fetchall()
            except duckdb.Error:
                details = {"where": f"{resource.name}, {declared.name}", "what": cell.declared[:120]}
                self.problems.append(_problem("package_wrong", "datapackage.json", details=details))
                return None
            cells.append(f"{cell.expression} AS {quoted(name)}")
        query = f"SELECT {', '.join(cells)}, {ROW_IN_FILE} AS {ROW}, {FILE} FROM {relation(resource)}"
        rows: pa.Table = self.connection.sql(query).to_arrow_table()
        return rows

    def check_keys(self, resource: Resource) -> None:
        """Cells of a primary key that are empty, and keys that stand twice."""
        known = {one.name: one for one in self.fields[resource.name]}
        for key in resource.keys:
            if not set(key) <= set(known):
                continue
            cells = {name: f"({filled(known[name], resource.missing)})" for name in key}
            if key == resource.primary:
                for name, cell in cells.items():
                    self._listed("empty_required", relation(resource), f"{cell} = ''", known[name])
            listed = ", ".join(cells.values())
            some = " OR ".join(f"{cell} <> ''" for cell in cells.values())
            twice = (
                f"(SELECT *, min({ROW_IN_FILE}) OVER (PARTITION BY {listed}) AS first_row, "
                f"row_number() OVER (PARTITION BY {listed} ORDER BY {FILE}, {ROW_IN_FILE}) AS place, "
                f"concat_ws(', ', {listed}) AS shown FROM {relation(resource)} WHERE {some})"
            )
            found = self.connection.execute(
                f"SELECT {FILE}, {ROW_IN_FILE}, first_row, shown, count(*) OVER () FROM {twice} "
                f"WHERE place > 1 ORDER BY {FILE}, {ROW_IN_FILE} LIMIT {SHOWN}"
            ).fetchall()
            columns = ", ".join(key)
            for file, row, first, shown, _ in found:
                details = {"value": f"'{str(shown)[:60]}'", "first": str(first), "columns": columns}
                self._problem("duplicate_key", str(file), int(row), columns, details)
            self._more(found, columns)

    def check_foreign(self, resource: Resource) -> list[str]:
        """Cells that refer to no row; returns the names of resources that were not there to be looked at."""
        unseen = []
        known = {one.name: one for one in self.fields[resource.name]}
        for key in resource.foreign:
            other = key.resource or resource.name
            there = {one.name for one in self.fields.get(other, ())}
            if not set(key.referred) <= there or not set(key.columns) <= set(known):
                unseen.append(other)
                continue
            cells = [f"({filled(known[name], resource.missing)})" for name in key.columns]
            some = " AND ".join(f"{cell} <> ''" for cell in cells)
            theirs = ", ".join(quoted(name) for name in key.referred)
            wrong = (
                f"{some} AND ({', '.join(cells)}) NOT IN (SELECT ({theirs}) FROM {quoted('resource ' + other)})"
                if len(cells) > 1
                else f"{some} AND {cells[0]} NOT IN (SELECT {theirs} FROM {quoted('resource ' + other)})"
            )
            self._listed("refers_to_nothing", relation(resource), wrong, known[key.columns[0]], other)
        return unseen

    def _listed(self, kind: str, source: str, wrong: str, column: Field, declared: str = "") -> None:
        found = self.connection.execute(
            f"SELECT {FILE}, {ROW_IN_FILE}, {quoted(column.name)}, '', count(*) OVER () FROM {source} "
            f"WHERE {wrong} ORDER BY {FILE}, {ROW_IN_FILE} LIMIT {SHOWN}"
        ).fetchall()
        for file, row, value, _, _ in found:
            details = {"value": f"'{str(value)[:60]}'", "declared": declared, "table": declared}
            details["column"] = column.name
            self._problem(kind, str(file), int(row), column.name, details)
        self._more(found, column.name)

    def _problem(self, kind: str, file: str, row: int, column: str, details: dict[str, str]) -> None:
        self.problems.append(_problem(kind, self.names.get(file, file), row, column, details=details))

    def _more(self, found: Sequence[tuple[object, ...]], column: str) -> None:
        if found and int(str(found[0][-1])) > SHOWN:
            more = {"count": str(int(str(found[0][-1])) - SHOWN)}
            file = self.names.get(str(found[0][0]), "")
            self.problems.append(Problem("more_like_this", file, 0, column, details=more))


def relation(resource: Resource) -> str:
    """The relation that holds a resource."""
    return quoted("resource " + resource.name)
