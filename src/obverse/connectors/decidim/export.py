"""One export of Decidim: its files as relations of texts, by kind, of one participatory space or of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.decidim.dialect import speak
from obverse.connectors.decidim.files import GRAPHQL, UNREAD, Part, open_file
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.fields import read_fields
from obverse.evidence.typed_cells import quoted

NOW, BEFORE = "now", "before"
# Kinds whose rows belong to a participatory space, and those of them that a comparison follows.
IN_SPACES = (
    "proposals",
    "comments",
    "projects",
    "debates",
    "meetings",
    "results",
    "moderations",
    "milestones",
)
FOLLOWED = ("proposals", "comments", "projects", "debates", "results", "meetings")
_BATCH = 50_000
# Half of what a child process that reads strangers' files may take.
_MEMORY = "400MB"
_ADDRESSES = ("space_url", "url")
_DATES = (
    "created_at",
    "updated_at",
    "published_at",
    "answered_at",
    "state_published_at",
    "withdrawn_at",
    "selected_at",
    "closed_at",
    "hidden_at",
    "blocked_at",
)


@dataclass(slots=True)
class Export:
    """The rows of one or two states of an installation: relations ``now_<kind>`` and ``before_<kind>``.

    Every kind has both relations, empty where no file of it was given; besides its fields each has ``space``
    (``processes/some-slug``, empty where the row does not tell) and the file and row it stands in.
    """

    connection: duckdb.DuckDBPyConnection
    parts: list[Part] = field(default_factory=list)
    earlier: frozenset[int] = frozenset()
    chosen: frozenset[str] = frozenset()
    seen: dict[str, str] = field(default_factory=dict)

    def sides(self, kind: str, side: str) -> list[int]:
        """The places of the parts of a kind that belong to the later (``now``) or the earlier state (``before``)."""
        return [
            place
            for place, part in enumerate(self.parts)
            if part.kind == kind and (place in self.earlier) == (side == BEFORE)
        ]

    def has(self, kind: str, *names: str) -> bool:
        """Whether a file of the later state has any of these fields of a kind."""
        return any(
            name in self.parts[place].match.columns for place in self.sides(kind, NOW) for name in names
        )

    def given(self, kind: str) -> bool:
        """Whether there is a file of a kind in the later state."""
        return bool(self.sides(kind, NOW))

    def arrow(self, statement: str) -> pa.Table:
        """What a query gives, as a table."""
        # In batches, so that the result does not stand in memory twice.
        batches: pa.RecordBatchReader = self.connection.sql(statement).to_arrow_reader(_BATCH)
        return batches.read_all()

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What a query gives, as rows."""
        return list(self.connection.execute(statement).fetchall())

    def count(self, statement: str) -> int:
        """The one number that a query gives."""
        return int(str(self.rows(statement)[0][0] or 0))

    @property
    def compares(self) -> bool:
        """Whether two states were given."""
        return bool(self.earlier)


def empty_export(folder: Path) -> Export:
    """An export without any part, kept compressed, and what is too large for the memory in ``folder``."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET temp_directory = {literal(str(folder))}")
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute("ATTACH ':memory:' AS store (COMPRESS)")
    connection.execute("USE store")
    speak(connection)
    return Export(connection)


def take(export: Export, part: Part) -> None:
    """Make the relation of a part, ``part_<n>`` with its fields; its cells as they stood are let go.

    Of surveys they stay, as ``raw_<n>``, since every survey has headings of its own.
    """
    place = len(export.parts)
    export.parts.append(replace(part, rows=None))
    if part.kind in UNREAD:
        return
    raw = f"raw_{place}"
    export.connection.register(raw, part.rows)
    names = list(part.match.kind.fields)
    # Only the exporters of tables write the guard; JSON has the words as they are.
    cell = "{name}" if part.form in {"json", GRAPHQL} else "unguarded({name})"
    cells = ", ".join(f"{cell.format(name=quoted(name))} AS {quoted(name)}" for name in names)
    export.connection.execute(
        f"CREATE TABLE part_{place} AS SELECT {cells}, {_space(part.kind, names)} AS space, "
        f"{literal(str(part.file))} AS {FILE}, {ROW_IN_FILE} AS {ROW} FROM ({part.match.select(raw)})"
    )
    if part.kind != "survey":
        export.connection.unregister(raw)


def look_again(export: Export, place: int) -> None:
    """Bring back the cells of a part as they stand in its file, as ``raw_<n>``."""
    part = export.parts[place]
    rows = next(
        again.rows
        for again in open_file(part.file).parts
        if again.kind == part.kind and set(again.match.unknown) == set(part.match.unknown)
    )
    export.connection.register(f"raw_{place}", rows)


def _space(kind: str, names: Iterable[str]) -> str:
    if kind == "processes":
        return "'processes/' || slug"
    told = [f"NULLIF(space_of({quoted(name)}), '')" for name in _ADDRESSES if name in names]
    return f"COALESCE({', '.join([*told, chr(39) * 2])})" if told and kind in IN_SPACES else "''"


def last_date(export: Export, places: Iterable[int]) -> str:
    """The latest moment that stands anywhere in some parts; an empty text where there is none."""
    found = ""
    for place in places:
        part = export.parts[place]
        for name in _DATES:
            if part.kind not in UNREAD and name in part.match.columns:
                query = (
                    f"SELECT max(moment({quoted(name)})) FROM part_{place} "
                    f"WHERE regexp_matches({quoted(name)}, '^\\d{{4}}-')"
                )
                found = max(found, str(export.rows(query)[0][0] or ""))
    return found


def gather(export: Export) -> None:
    """Make ``now_<kind>`` and ``before_<kind>`` from the parts."""
    for kind, declared in read_fields(__package__ or "").kinds.items():
        if kind in UNREAD:
            continue
        names = [*declared.fields, "space", FILE]
        for side in (NOW, BEFORE):
            places = export.sides(kind, side)
            tables = [place for place in places if export.parts[place].form != GRAPHQL]
            selects = [f"SELECT * FROM part_{place}" for place in tables]
            # A saved answer adds what the tables do not have; of the same thing the table says more.
            known = "".join(
                f" AND id NOT IN (SELECT id FROM part_{place})" for place in tables if "id" in names
            )
            selects += [
                f"SELECT * FROM part_{place} WHERE TRUE{known}" for place in places if place not in tables
            ]
            empty = ", ".join(f"'' AS {quoted(name)}" for name in names)
            union = " UNION ALL BY NAME ".join(
                [*selects, f"SELECT {empty}, CAST(0 AS BIGINT) AS {ROW} WHERE FALSE"]
            )
            chosen = ""
            if export.chosen and kind in IN_SPACES:
                listed = ", ".join(literal(space) for space in sorted(export.chosen))
                chosen = f" WHERE space IN ({listed})"
            export.connection.execute(
                f"CREATE OR REPLACE VIEW {side}_{kind} AS SELECT * FROM ({union}){chosen}"
            )


def keep_gone(export: Export) -> None:
    """Make ``gone_<kind>``, what the later state lacks, and ``all_<kind>``, the later state with it.

    A thing counts as gone only where the later state still holds its space (and component): otherwise that file
    may simply hold less.
    """
    fields = read_fields(__package__ or "").kinds
    for kind in FOLLOWED:
        same = (
            " AND component IN (SELECT component FROM now_{0})" if "component" in fields[kind].fields else ""
        )
        export.connection.execute(
            f"CREATE TABLE gone_{kind} AS SELECT * FROM before_{kind} WHERE id NOT IN (SELECT id FROM now_{kind}) "
            f"AND space IN (SELECT space FROM now_{kind}){same.format(kind)}"
        )
        export.connection.execute(
            f"CREATE VIEW all_{kind} AS SELECT * FROM now_{kind} UNION ALL SELECT * FROM gone_{kind}"
        )


def overlap(export: Export, first: int, second: int) -> bool:
    """Whether two parts of one kind hold the same thing."""
    return bool(
        export.rows(
            f"SELECT 1 FROM part_{first} WHERE id <> '' AND id IN (SELECT id FROM part_{second}) LIMIT 1"
        )
    )
