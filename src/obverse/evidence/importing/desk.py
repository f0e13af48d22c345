"""The desk on which rows that arrive lie beside those that a dossier holds, as relations of a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.declarations import tables
from obverse.evidence.facts import Attribute, Facts
from obverse.evidence.importing.accounts import FLAG
from obverse.evidence.importing.call import Call
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW, Extract
from obverse.evidence.importing.joining import ORIGIN, Meeting
from obverse.evidence.importing.keys import Key
from obverse.evidence.importing.letter import Counts, Received
from obverse.evidence.importing.people import KeptOut
from obverse.evidence.importing.poured import Pail, Poured, stands_in_parts
from obverse.evidence.importing.stored import Stored, load_stored
from obverse.evidence.receiving.limits import Limits
from obverse.evidence.typed_cells import quoted

DOCUMENT = "document"
# What a connector tells of a row that is no column of its table.
NOT_OURS = {FILE, ROW, NAME, EMAIL}
_OWN_DOCUMENT = ("id", "kind", "title", "sha256")


class Desk:
    """One import under way.

    For each of ``tables`` there are relations ``stored_<table>`` and ``arriving_<table>`` with the same ``columns``.
    ``held`` are the tables whose rows the extract holds, ``added`` those of them whose few rows belong to a table that
    is too long to be held, ``long`` all that are too long, ``told`` all that the extract tells of.
    """

    def __init__(self, directory: Path, facts: Facts, extract: Extract, call: Call, bounds: Limits) -> None:
        self.directory = directory
        self.bounds = bounds
        self.facts = facts
        self.extract = extract
        self.call = call
        self.connection = duckdb.connect(":memory:")
        self.stored: dict[str, Stored] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, Counts] = {}
        self.new_documents: tuple[Received, ...] = ()
        self.read = dict(call.read) or {str(file.path): file for file in call.given}
        if call.mapping:
            self.read[str(call.mapping.path)] = call.mapping
        used = [self.read[str(path)] for path in extract.files]
        self.sources = list(dict.fromkeys([*used, *([call.mapping] if call.mapping else [])]))
        self.labels = {path: file.name for path, file in self.read.items()}
        self.kept_out = KeptOut()
        self.key: Key | None = None
        self.tables = [table for name, table in tables().items() if self._arrives(name)]
        self.held = [table.name for table in self.tables if table.name in extract.tables]
        self.told = [name for name in tables() if name in self.held or name in extract.streamed]
        # Rows that are few, for a table whose rows are too many.
        self.added = [
            name for name in self.held if name != DOCUMENT and stands_in_parts(directory, name, bounds)
        ]
        self.long = [name for name in self.told if name in extract.streamed or name in self.added]
        self.poured: dict[str, Poured] = {}
        self.pail: Pail | None = None
        self.loaded: dict[str, Stored] = {}

    def _arrives(self, table: str) -> bool:
        rows = self.extract.tables.get(table)
        return table == DOCUMENT or (rows is not None and rows.num_rows > 0)

    def lay_out(self) -> None:
        """Create ``stored_`` and ``arriving_`` relations with the same columns for each table that rows arrive for."""
        for table in self.tables:
            stored = self._load(table.name)
            rows = self._documents(stored) if table.name == DOCUMENT else self.extract.tables[table.name]
            found = [name for name in rows.column_names if name not in NOT_OURS]
            found += [FLAG] if NAME in rows.column_names and FLAG not in found else []
            columns = tuple(dict.fromkeys([*stored.columns, *found, *ORIGIN]))
            self.connection.register("rows_read", rows)
            read = [name for name in rows.column_names if name not in {FILE, ROW}]
            cells = [f"COALESCE({quoted(name)}, '') AS {quoted(name)}" for name in read]
            cells += [f"'' AS {quoted(name)}" for name in columns if name not in read]
            self.connection.execute(
                f"CREATE TABLE {quoted('arriving_' + table.name)} AS "
                f"SELECT {', '.join(cells)}, {FILE}, {ROW} FROM rows_read"
            )
            self.connection.unregister("rows_read")
            for name in columns:
                if name not in stored.columns:
                    self.connection.execute(
                        f"ALTER TABLE {quoted('stored_' + table.name)} ADD COLUMN {quoted(name)} VARCHAR DEFAULT ''"
                    )
            self.stored[table.name], self.columns[table.name] = stored, columns

    def _load(self, table: str) -> Stored:
        if table in self.long:
            self.connection.execute(f"CREATE TABLE {quoted('stored_' + table)} (place BIGINT)")
            return Stored((), ())
        return load_stored(self.connection, self.directory, table, f"stored_{table}")

    def _documents(self, stored: Stored) -> pa.Table:
        """The documents that arrive: those of the extract, and one for each source that is not there yet."""
        there: set[str] = set()
        if "id" in stored.columns:
            found = self.connection.execute("SELECT id FROM stored_document").fetchall()
            there = {str(row[0]) for row in found}
        new = {file.source_id: file for file in self.sources if file.source_id not in there}
        self.new_documents = tuple(new.values())
        rows = [
            {"id": file.source_id, "kind": "other", "title": file.name, "sha256": file.sha256, ROW: 0}
            | {FILE: str(file.path)}
            for file in self.new_documents
        ]
        schema = pa.schema([*((name, pa.string()) for name in (*_OWN_DOCUMENT, FILE)), (ROW, pa.int64())])
        own = pa.Table.from_pylist(rows, schema=schema)
        given = self.extract.tables.get(DOCUMENT)
        return own if given is None else pa.concat_tables([given, own], promote_options="default")

    @property
    def attributes(self) -> dict[str, Attribute]:
        """The attributes that rows may speak of: those of the dossier, and those that the extract proposes."""
        attributes = dict(self.facts.attributes)
        for name, body in self.extract.attributes.items():
            attributes.setdefault(name, _attribute(body))
        return attributes

    def found(self, table: str) -> tuple[str, ...]:
        """The columns of ours that the rows of a table which are held have."""
        found = [name for name in self.extract.tables[table].column_names if name not in NOT_OURS]
        return (
            (*found, FLAG)
            if NAME in self.extract.tables[table].column_names and FLAG not in found
            else tuple(found)
        )

    def meeting(self, table: str) -> Meeting:
        """Which columns the rows that arrive and those that are there have."""
        rows = self.extract.tables.get(table)
        told = set(rows.column_names if rows is not None else self.columns[table])
        # The rules about accounts speak where the file told a name.
        told |= {FLAG} if NAME in told else set()
        if table == DOCUMENT:
            told |= set(_OWN_DOCUMENT)
        return Meeting(self.columns[table], told, self.stored[table].columns)


def _attribute(body: Mapping[str, object]) -> Attribute:
    categories = body.get("categories", ())
    listed: Sequence[object] = categories if isinstance(categories, list | tuple) else ()
    return Attribute(label=str(body.get("label", "")), categories=tuple(str(item) for item in listed))
