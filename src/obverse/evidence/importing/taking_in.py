"""Taking an extract into a dossier: checked like everything else in it, and written as one change."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence import storing
from obverse.evidence.checking import SHOWN, Source, check_cells, check_columns, check_references, quoted
from obverse.evidence.declarations import Table, tables
from obverse.evidence.facts import FILE as DOSSIER_FILE
from obverse.evidence.facts import Attribute, Facts, read_facts
from obverse.evidence.importing import journal, progress
from obverse.evidence.importing.accounts import FLAG, account_rules
from obverse.evidence.importing.call import Call, entry_of
from obverse.evidence.importing.cleaning import Pouring
from obverse.evidence.importing.declaring import with_declarations, withheld
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW, Extract, in_their_words
from obverse.evidence.importing.joining import ORIGIN, Meeting, contradictions, judge, merge
from obverse.evidence.importing.keys import Key, find_key, keep_key
from obverse.evidence.importing.letter import Counts, Letter, Received
from obverse.evidence.importing.people import Arriving, KeptOut, keep_people_out, looks_personal
from obverse.evidence.importing.poured import Pail, Poured, parts_of, stands_in_parts
from obverse.evidence.importing.pseudonyms import personal_columns
from obverse.evidence.importing.screening import E_MAIL
from obverse.evidence.importing.staging import staged
from obverse.evidence.importing.stored import Stored, literal, load_stored, write_rows
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.reading import ROW as ROW_TO_CHECK
from obverse.evidence.receiving.limits import Limits, limits

DOCUMENT = "document"
_NOT_OURS = {FILE, ROW, NAME, EMAIL}
_OWN_DOCUMENT = ("id", "kind", "title", "sha256")


def take_in(
    directory: Path,
    extract: Extract,
    call: Call,
    *,
    limited: Limits | None = None,
    show: progress.Show | None = None,
) -> Letter:
    """Write the rows of an extract into the dossier, with its sources, and say what was done.

    Every row is checked as ``obverse check`` would; a row that is there already stays as it is. Tables that are too
    long to be held are written as Parquet parts by a child within the limits.

    Raises:
        EvidenceProblems: rows are wrong, or contradict rows of the dossier; the dossier is as it was.
    """
    if extract.problems:
        raise EvidenceProblems(extract.problems)
    with storing.change(directory) as change:
        facts, problems = read_facts(directory)
        if facts is None:
            raise EvidenceProblems(problems)
        desk = _Desk(directory, facts, extract, call, limited or limits())
        desk.lay_out()
        desk.keep_people_out()
        desk.pour(change, show)
        desk.check()
        desk.judge()
        return desk.write(change)


class _Desk:
    """One import under way: the rows that arrive beside those that are there, as relations of a database."""

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
            found = [name for name in rows.column_names if name not in _NOT_OURS]
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

    def keep_people_out(self) -> None:
        """Let nobody in: pseudonyms for ids, flags for accounts, nothing in free text that names or reaches a person.

        Raises:
            EvidenceProblems: the dossier's key is gone, or its rules about accounts are not what they should be.
        """
        wanted = self.call.pseudonyms or bool(self.extract.pseudonymous)
        if not self.call.pseudonyms:
            self._refuse_addresses()
        if wanted:
            self.key = (
                Key(self.call.secret)
                if self.call.secret is not None
                else find_key(
                    journal.fingerprints(journal.read_journal(self.directory)),
                    dossier=self.directory.name,
                    new=self.call.new_key,
                )
            )
        self.kept_out = keep_people_out(
            self.connection,
            Arriving(
                relations={name: f"arriving_{name}" for name in self.held},
                columns={name: self.extract.tables[name].column_names for name in self.held},
            ),
            secret=self.key.secret if self.key else None,
            namespace=self.call.connector,
            every_id=self.call.pseudonyms,
            pseudonymous=self.extract.pseudonymous,
            rules=account_rules(self.directory),
        )

    def pour(self, change: storing.Change, show: progress.Show | None) -> None:
        """Have the tables that are too long to be held written as parts.

        Raises:
            EvidenceProblems: all that is wrong with their rows.
        """
        if self.long:
            self.pail = Pail(
                directory=self.directory,
                change=change,
                limits=self.bounds,
                size=sum(file.size for file in self.call.given),
                known={},
                attributes=self._attributes(),
                namespace=self.call.connector,
                secret=self.key.secret if self.key else None,
                ids_may_be_addresses=self.call.pseudonyms,
                replace=self.call.replace,
                show=show,
            )
            refers = {column.refers_to for name in self.long for column in tables()[name].columns.values()}
            self.pail = replace(self.pail, known=self._known_ids(self.pail.room, refers - {""}))
            names = ", ".join(file.name for file in self.call.given)
            self.poured = self.pail.pour([self._pouring(name) for name in self.long], names)
            pseudonyms = {name: one.pseudonyms for name, one in self.poured.items() if one.pseudonyms}
            screened = dict(self.kept_out.screened)
            for one in self.poured.values():
                for kind, count in one.screened.items():
                    screened[kind] = screened.get(kind, 0) + count
            self.kept_out = replace(
                self.kept_out, pseudonyms={**self.kept_out.pseudonyms, **pseudonyms}, screened=screened
            )
        if not self.kept_out.pseudonyms:
            self.key = None

    def _pouring(self, name: str) -> Pouring:
        """What the child has to know about one table; rows that were held have lost their people already."""
        table, held = tables()[name], name in self.added
        files = self.extract.streamed.get(name, ())
        letters = personal_columns(table) if self.call.pseudonyms else {}
        letters |= dict.fromkeys(self.extract.pseudonymous.get(name, ()), "p")
        if held and self.pail is not None:
            rows = self.connection.sql(
                f"SELECT {', '.join(map(quoted, self._found(name)))}, {FILE}, {ROW} FROM {quoted('arriving_' + name)}"
            ).to_arrow_table()
            files = (staged(rows, self.pail.room / f"{name}.held.parquet"),)
        told = {column for file in files for column in pq.read_schema(file).names}
        return Pouring(
            name=name,
            staged=[str(file) for file in files],
            pseudonymous={} if held else {one: letter for one, letter in letters.items() if one in told},
            screened=not held,
            sources={path: file.source_id for path, file in self.read.items()},
            labels=self.labels,
            stored=(),
            headings=self.extract.headings.get(name, {}),
            sheet=self.extract.sheets.get(name, ""),
        )

    def _found(self, table: str) -> tuple[str, ...]:
        """The columns of ours that the rows of a table which are held have."""
        found = [name for name in self.extract.tables[table].column_names if name not in _NOT_OURS]
        return (
            (*found, FLAG)
            if NAME in self.extract.tables[table].column_names and FLAG not in found
            else tuple(found)
        )

    def _known_ids(self, room: Path, wanted: set[str]) -> dict[str, list[Path]]:
        """Files with the ids of the tables that rows which are poured refer to and that are not poured themselves."""
        known: dict[str, list[Path]] = {}
        for name in sorted(wanted):
            parts = parts_of(self.directory, name)
            if name in self.long:
                continue
            if stands_in_parts(self.directory, name, self.bounds):
                known[name] = parts
            elif self._create_ids(name):
                known[name] = [room / f"{name}.ids.parquet"]
                self.connection.execute(
                    f"COPY {quoted('text_' + name)} TO {literal(str(known[name][0]))} (FORMAT parquet)"
                )
        return known

    def _refuse_addresses(self) -> None:
        """An e-mail address is no id: it would stand in the dossier as it is."""
        problems = []
        for name in self.held:
            given = set(self.extract.tables[name].column_names) - set(self.extract.pseudonymous.get(name, ()))
            for column in (column for column in personal_columns(tables()[name]) if column in given):
                found = self.connection.execute(
                    f"SELECT {FILE}, {ROW} FROM {quoted('arriving_' + name)} "
                    f"WHERE regexp_matches({quoted(column)}, {literal(E_MAIL)}) ORDER BY {FILE}, {ROW} LIMIT {SHOWN}"
                ).fetchall()
                heading = self.extract.headings.get(name, {}).get(column, column)
                sheet = self.extract.sheets.get(name, "")
                problems += [
                    Problem("id_is_address", self.labels.get(str(file), str(file)), int(row), heading, sheet)
                    for file, row in found
                ]
        if problems:
            raise EvidenceProblems(problems)

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

    def check(self) -> None:
        """Refuse the rows that are not what their table declares, or that refer to nothing.

        Raises:
            EvidenceProblems: all that is wrong.
        """
        attributes = self._attributes()
        present = self._referable()
        problems: list[Problem] = []
        for table in self.tables:
            if table.name in self.held and table.name not in self.long:
                for file in self._files_of(table.name):
                    problems += self._check_rows(table, file, attributes, present)
        if problems:
            raise EvidenceProblems(problems)

    def _attributes(self) -> dict[str, Attribute]:
        attributes = dict(self.facts.attributes)
        for name, body in self.extract.attributes.items():
            attributes.setdefault(name, _attribute(body))
        return attributes

    def _files_of(self, table: str) -> list[str]:
        found = self.connection.execute(
            f"SELECT DISTINCT {FILE} FROM {quoted('arriving_' + table)} WHERE {ROW} > 0 ORDER BY {FILE}"
        ).fetchall()
        return [str(row[0]) for row in found]

    def _referable(self) -> set[str]:
        """Create ``text_<table>`` with all ids, stored and arriving, for each table that rows may refer to."""
        checked = [table for table in self.tables if table.name not in self.long]
        wanted = {column.refers_to for table in checked for column in table.columns.values()} - {""}
        return {name for name in sorted(wanted) if self._create_ids(name)}

    def _create_ids(self, name: str) -> bool:
        """Create ``text_<table>``, of a table that is too long with those ids only that somebody asks for."""
        relation = quoted("text_" + name)
        if name in self.long or stands_in_parts(self.directory, name, self.bounds):
            poured = self.poured.get(name)
            files = poured.holding if poured else tuple(parts_of(self.directory, name))
            asked = " UNION ALL ".join(
                f"SELECT {quoted(column.name)} FROM {quoted('arriving_' + table.name)}"
                for table in self.tables
                for column in table.columns.values()
                if column.refers_to == name and column.name in self.columns[table.name]
            )
            listed = ", ".join(literal(str(file)) for file in files)
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {relation} AS SELECT CAST(id AS VARCHAR) AS id "
                f"FROM read_parquet([{listed}], union_by_name = true) "
                f"WHERE CAST(id AS VARCHAR) IN ({asked or 'SELECT NULL'})"
            )
            return True
        selects = [f"SELECT id FROM {quoted('stored_' + name)}"]
        if name in self.columns:
            selects.append(f"SELECT id FROM {quoted('arriving_' + name)}")
        elif name not in self.loaded:
            self.loaded[name] = load_stored(self.connection, self.directory, name, f"stored_{name}")
        if name in self.loaded and not self.loaded[name].files:
            return False
        self.connection.execute(f"CREATE OR REPLACE TABLE {relation} AS {' UNION ALL '.join(selects)}")
        return True

    def _check_rows(
        self, table: Table, file: str, attributes: Mapping[str, Attribute], present: set[str]
    ) -> list[Problem]:
        found = self.extract.tables[table.name].column_names
        columns = tuple(name for name in found if name not in _NOT_OURS)
        self.connection.execute(
            f"CREATE OR REPLACE TEMPORARY VIEW rows_to_check AS SELECT {ROW} AS {ROW_TO_CHECK}, "
            f"{', '.join(quoted(name) for name in columns)} FROM {quoted('arriving_' + table.name)} "
            f"WHERE {FILE} = {literal(file)} AND {ROW} > 0"
        )
        source = Source(
            "rows_to_check", self.labels.get(file, file), columns, self.extract.sheets.get(table.name, "")
        )
        problems = check_columns(table, source)
        if not problems:
            problems += check_cells(self.connection, table, source, attributes)
            problems += check_references(self.connection, table, source, present)
        headings = self.extract.headings.get(table.name, {})
        return [in_their_words(problem, headings) for problem in problems]

    def judge(self) -> None:
        """Tell which rows are new, there already, or to be replaced.

        Raises:
            EvidenceProblems: rows contradict the dossier or each other.
        """
        problems: list[Problem] = []
        self.counts.update({name: one.counts for name, one in self.poured.items()})
        for table in (table for table in self.tables if table.name not in self.long):
            columns = self.columns[table.name]
            self.counts[table.name] = judge(
                self.connection, table, self._meeting(table.name), replace=self.call.replace
            )
            sheet = self.extract.sheets.get(table.name, "")
            headings = self.extract.headings.get(table.name, {})
            found = contradictions(self.connection, table, columns, self.labels, sheet)
            problems += [in_their_words(problem, headings) for problem in found]
        if problems:
            raise EvidenceProblems(problems)

    def _meeting(self, table: str) -> Meeting:
        rows = self.extract.tables.get(table)
        told = set(rows.column_names if rows is not None else self.columns[table])
        # The rules about accounts speak where the file told a name.
        told |= {FLAG} if NAME in told else set()
        if table == DOCUMENT:
            told |= set(_OWN_DOCUMENT)
        return Meeting(self.columns[table], told, self.stored[table].columns)

    def write(self, change: storing.Change) -> Letter:
        """Prepare all files of the change and say what it will do."""
        changed = [
            table
            for table in (table for table in self.tables if table.name not in self.long)
            if self.counts[table.name].changed or (table.name == DOCUMENT and self.new_documents)
        ]
        for table in changed:
            self._write_table(change, table)
        for name, poured in self.poured.items():
            if self.pail is not None:
                self.pail.keep(name, poured)
        text = (self.directory / DOSSIER_FILE).read_text(encoding="utf-8")
        coverage = {name: self.extract.coverage.get(name, self._default_coverage()) for name in self.told}
        text, declared = with_declarations(
            text,
            coverage,
            self.extract.attributes,
            withheld(self.call.connector, self.extract.hidden, self.extract.not_exported),
        )
        if declared:
            change.file(DOSSIER_FILE).write_text(text, encoding="utf-8")
        keeping = [file for file in self.sources if self._may_stay(file)]
        new = [file for file in keeping if not (self.directory / "sources" / file.sha256).exists()]
        for file in {file.sha256: file for file in new}.values():
            shutil.copyfile(file.path, change.file(f"sources/{file.sha256}"))
        if self.key is not None and self.call.secret is None:
            keep_key(self.key, self.directory)
        kept = {file.path for file in keeping}
        letter = Letter(
            connector=self.call.connector,
            generation=self.call.generation,
            sureness=self.call.sureness,
            files=tuple(replace(file, kept=file.path in kept) for file in self.call.given),
            sources=tuple(replace(file, kept=file.path in kept) for file in self.sources),
            tables={name: self.counts[name] for name in self.told},
            left_out=self.extract.left_out,
            unknown=self.extract.unknown,
            kept_out=self.kept_out,
            key=self.key.fingerprint if self.key else "",
            notes=self.extract.notes,
            declared=declared,
            proposals=_proposals(self.facts, self.extract.process),
        )
        if declared or new or changed or any(one.counts.changed for one in self.poured.values()):
            entry = entry_of(self.call, letter)
            change.file(journal.FILE).write_bytes(journal.with_entry(self.directory, entry, at=self.call.at))
        return letter

    def _write_table(self, change: storing.Change, table: Table) -> None:
        self._name_sources(table)
        rows = merge(self.connection, table, self._meeting(table.name))
        stored = self.stored[table.name]
        target = stored.target(table.name, rows)
        relation = f"merged_{table.name}"
        columns = self.columns[table.name]
        write_rows(self.connection, table, relation, columns, file=change.file(target), target=target)
        for file in stored.files:
            if file != target:
                change.remove(file)

    def _name_sources(self, table: Table) -> None:
        """Say on each row read from which source and row it came, unless the row itself says so."""
        cases = " ".join(
            f"WHEN {literal(path)} THEN {literal(file.source_id)}" for path, file in self.read.items()
        )
        self.connection.execute(
            f"UPDATE {quoted('judged_' + table.name)} SET source_id = CASE {FILE} {cases} END, "
            f"source_row = CAST({ROW} AS VARCHAR) WHERE source_id = '' AND {ROW} > 0"
        )

    def _may_stay(self, file: Received) -> bool:
        """A file stays in the dossier as it came only where nobody stands in it."""
        if self.call.keep_originals or file is self.call.mapping:
            return True
        if self.extract.streamed:
            # Nobody has looked at each cell that was not read, and it would double what the dossier takes.
            return False
        blotted = self.kept_out.screened or self.kept_out.pseudonyms
        unread = [heading for headings in self.extract.unknown.values() for heading in headings]
        return self.call.keeps_originals and not blotted and not looks_personal(unread)

    def _default_coverage(self) -> dict[str, object]:
        names = ", ".join(file.name for file in self.sources if file is not self.call.mapping)
        return {"complete": "unknown", "source": names}


def _attribute(body: Mapping[str, object]) -> Attribute:
    categories = body.get("categories", ())
    listed: Sequence[object] = categories if isinstance(categories, list | tuple) else ()
    return Attribute(label=str(body.get("label", "")), categories=tuple(str(item) for item in listed))


def _proposals(facts: Facts, proposed: Mapping[str, object]) -> dict[str, str]:
    return {
        key: f'"{value}"' if isinstance(value, str) else str(value)
        for key, value in proposed.items()
        if not getattr(facts.process, key, None)
    }
