"""The lists and sheets of an export as tables of texts in a database, every kind of them, filled or empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.fields import FieldMap, Match, plain_heading
from obverse.evidence.typed_cells import quoted

MOMENTS = ("created_at", "submitted_at", "published_at", "registered_at")
# Of these an item can have several at a time, one for each phase in which it was voted on.
OF_A_PHASE = ("votes", "picks", "participants", "manual_votes", "cost")
_MERGED = ("ideas", "comments", "users")


class Tables:
    """Creates a table for each kind of the field map, with a column for each wanted attribute of people."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, fields: FieldMap, wanted: Sequence[str]
    ) -> None:
        self.connection = connection
        self.fields = fields
        self.attributes = {variable_of(heading): heading for heading in wanted}
        self.found: set[str] = set()
        for name, kind in fields.kinds.items():
            columns = [*kind.fields, *(f"attr_{variable}" for variable in self.attributes), "file", "sheet"]
            listed = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
            connection.execute(f"CREATE TABLE {quoted(name)} ({listed}, {ROW} BIGINT)")

    def load(self, match: Match, rows: pa.Table, file: str, sheet: str) -> None:
        """Add rows of one kind; times of a sheet become universal time."""
        self.connection.register("arriving", rows)
        cells, _, relation = match.select("arriving").rpartition(" FROM ")
        attributes = "".join(
            f", {self._attribute(heading, rows.column_names, name)}"
            for name, heading in self.attributes.items()
        )
        timed = [name for name in MOMENTS if sheet and name in match.columns]
        local = ", ".join(f"local_instant({quoted(name)}) AS {quoted(name)}" for name in timed)
        self.connection.execute(
            f"INSERT INTO {quoted(match.kind.name)} BY NAME "
            f"SELECT *{f' REPLACE ({local})' if local else ''} FROM "
            f"({cells}{attributes}, {literal(file)} AS file, {literal(sheet)} AS sheet FROM {relation})"
        )
        self.connection.unregister("arriving")

    def merge(self) -> list[tuple[str, str, str, str, int, str, int]]:
        """Make one row of the several rows of one item: the latest by ``updated_at``, their cells put together.

        Returns what contradicts each other: kind, id, field, and the file and row of two places.
        """
        conflicts: list[tuple[str, str, str, str, int, str, int]] = []
        for kind in _MERGED:
            names = [name for name in self.fields.kinds[kind].fields if name != "id"]
            names += [f"attr_{variable}" for variable in self.attributes]
            latest = (
                f"(SELECT * FROM {kind} WHERE trim(id) <> '' "
                "QUALIFY updated_at = max(updated_at) OVER (PARTITION BY trim(id)))"
            )
            hard = [name for name in names if name not in OF_A_PHASE and not name.startswith("attr_")]
            told = ", ".join(
                f"CASE WHEN min(NULLIF({quoted(name)}, '')) <> max({quoted(name)}) THEN '{name}' END"
                for name in hard
            )
            rows = self.connection.execute(f"""
                SELECT '{kind}', trim(id), concat_ws(',', {told}) AS fields,
                       first(file ORDER BY file, sheet, {ROW}), first({ROW} ORDER BY file, sheet, {ROW}),
                       last(file ORDER BY file, sheet, {ROW}), last({ROW} ORDER BY file, sheet, {ROW})
                FROM {latest} GROUP BY trim(id) HAVING fields <> '' ORDER BY trim(id) LIMIT 25
            """).fetchall()
            conflicts += [
                (row[0], row[1], row[2].split(",")[0], row[3], row[4], row[5], row[6]) for row in rows
            ]
            merged = ", ".join(
                f"CASE WHEN min(NULLIF({quoted(name)}, '')) = max({quoted(name)}) THEN max({quoted(name)}) ELSE '' END "
                f"AS {quoted(name)}"
                for name in names
            )
            self.connection.execute(f"""
                CREATE TABLE one_of_{kind} AS
                SELECT trim(id) AS id, {merged}, first(file ORDER BY file, sheet, {ROW}) AS file,
                       first(sheet ORDER BY file, sheet, {ROW}) AS sheet,
                       first({ROW} ORDER BY file, sheet, {ROW}) AS {ROW}
                FROM {latest} GROUP BY trim(id)
            """)
        return conflicts

    def unknown(self, match: Match) -> list[str]:
        """The headings that nobody reads, neither as a field nor as an attribute of people."""
        wanted = {plain_heading(heading) for heading in self.attributes.values()}
        return [
            heading
            for heading in match.unknown
            if plain_heading(heading).removeprefix("custom field values/") not in wanted
        ]

    def several_counts(self) -> int:
        """How many items have different counts of votes in several phases."""
        different = " OR ".join(f"min(NULLIF({name}, '')) <> max({name})" for name in OF_A_PHASE)
        rows = self.connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ideas GROUP BY trim(id) HAVING {different})"
        )
        return int(rows.fetchall()[0][0])

    def categories(self) -> Mapping[str, list[str]]:
        """For each attribute that was found, its categories in the order of the alphabet."""
        found: dict[str, list[str]] = {}
        for variable in self.attributes:
            column = quoted(f"attr_{variable}")
            rows = self.connection.execute(
                f"SELECT DISTINCT {column} FROM people_told WHERE {column} <> '' ORDER BY {column}"
            ).fetchall()
            if rows:
                found[variable] = [str(row[0]) for row in rows]
        return found

    def _attribute(self, heading: str, columns: Sequence[str], variable: str) -> str:
        plain = plain_heading(heading)
        theirs = [
            column
            for column in columns
            if plain_heading(column) == plain or plain_heading(column) == f"custom field values/{plain}"
        ]
        cell = "''"
        if theirs:
            self.found.add(variable)
            cell = f"trim({quoted(theirs[0])})"
        return f"{cell} AS {quoted('attr_' + variable)}"


def variable_of(heading: str) -> str:
    """The name of an attribute of people, from its heading.

    >>> variable_of("Place of residence")
    'place_of_residence'
    """
    return re.sub(r"\W+", "_", plain_heading(heading)).strip("_") or "attribute"
