"""Settling an import: what is wrong with its rows, which of them are new, and what the change writes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence import storing
from obverse.evidence.checking import check_cells, check_columns, check_references
from obverse.evidence.declarations import Table
from obverse.evidence.facts import FILE as DOSSIER_FILE
from obverse.evidence.facts import Attribute, Facts
from obverse.evidence.importing import journal
from obverse.evidence.importing.call import entry_of
from obverse.evidence.importing.declaring import with_declarations, withheld
from obverse.evidence.importing.desk import DOCUMENT, NOT_OURS, Desk
from obverse.evidence.importing.extract import FILE, ROW, in_their_words
from obverse.evidence.importing.joining import contradictions, judge, merge
from obverse.evidence.importing.keys import keep_key
from obverse.evidence.importing.letter import Letter, Received
from obverse.evidence.importing.people import looks_personal
from obverse.evidence.importing.referring import referable
from obverse.evidence.importing.stored import literal, write_rows
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.reading import ROW as ROW_TO_CHECK
from obverse.evidence.typed_cells import Source, quoted


def check_rows(desk: Desk) -> None:
    """Refuse the rows that are not what their table declares, or that refer to nothing.

    Raises:
        EvidenceProblems: all that is wrong.
    """
    attributes = desk.attributes
    present = referable(desk)
    problems: list[Problem] = []
    for table in desk.tables:
        if table.name in desk.held and table.name not in desk.long:
            for file in _files_of(desk, table.name):
                problems += _check_rows_of(desk, table, file, attributes, present)
    if problems:
        raise EvidenceProblems(problems)


def _files_of(desk: Desk, table: str) -> list[str]:
    found = desk.connection.execute(
        f"SELECT DISTINCT {FILE} FROM {quoted('arriving_' + table)} WHERE {ROW} > 0 ORDER BY {FILE}"
    ).fetchall()
    return [str(row[0]) for row in found]


def _check_rows_of(
    desk: Desk, table: Table, file: str, attributes: Mapping[str, Attribute], present: set[str]
) -> list[Problem]:
    found = desk.extract.tables[table.name].column_names
    columns = tuple(name for name in found if name not in NOT_OURS)
    desk.connection.execute(
        f"CREATE OR REPLACE TEMPORARY VIEW rows_to_check AS SELECT {ROW} AS {ROW_TO_CHECK}, "
        f"{', '.join(quoted(name) for name in columns)} FROM {quoted('arriving_' + table.name)} "
        f"WHERE {FILE} = {literal(file)} AND {ROW} > 0"
    )
    source = Source(
        "rows_to_check", desk.labels.get(file, file), columns, desk.extract.sheets.get(table.name, "")
    )
    problems = check_columns(table, source)
    if not problems:
        problems += check_cells(desk.connection, table, source, attributes)
        problems += check_references(desk.connection, table, source, present)
    headings = desk.extract.headings.get(table.name, {})
    return [in_their_words(problem, headings) for problem in problems]


def judge_rows(desk: Desk) -> None:
    """Tell which rows are new, there already, or to be replaced.

    Raises:
        EvidenceProblems: rows contradict the dossier or each other.
    """
    problems: list[Problem] = []
    desk.counts.update({name: one.counts for name, one in desk.poured.items()})
    for table in (table for table in desk.tables if table.name not in desk.long):
        columns = desk.columns[table.name]
        desk.counts[table.name] = judge(
            desk.connection, table, desk.meeting(table.name), replace=desk.call.replace
        )
        sheet = desk.extract.sheets.get(table.name, "")
        headings = desk.extract.headings.get(table.name, {})
        found = contradictions(desk.connection, table, columns, desk.labels, sheet)
        problems += [in_their_words(problem, headings) for problem in found]
    if problems:
        raise EvidenceProblems(problems)


def write(desk: Desk, change: storing.Change) -> Letter:
    """Prepare all files of the change and say what it will do."""
    changed = [
        table
        for table in (table for table in desk.tables if table.name not in desk.long)
        if desk.counts[table.name].changed or (table.name == DOCUMENT and desk.new_documents)
    ]
    for table in changed:
        _write_table(desk, change, table)
    for name, poured in desk.poured.items():
        if desk.pail is not None:
            desk.pail.keep(name, poured)
    text = (desk.directory / DOSSIER_FILE).read_text(encoding="utf-8")
    coverage = {name: desk.extract.coverage.get(name, _default_coverage(desk)) for name in desk.told}
    text, declared = with_declarations(
        text,
        coverage,
        desk.extract.attributes,
        withheld(desk.call.connector, desk.extract.hidden, desk.extract.not_exported),
    )
    if declared:
        change.file(DOSSIER_FILE).write_text(text, encoding="utf-8")
    keeping = [file for file in desk.sources if _may_stay(desk, file)]
    new = [file for file in keeping if not (desk.directory / "sources" / file.sha256).exists()]
    for file in {file.sha256: file for file in new}.values():
        shutil.copyfile(file.path, change.file(f"sources/{file.sha256}"))
    # A key under which nobody stands is not worth keeping.
    key = desk.key if desk.kept_out.pseudonyms else None
    if key is not None and desk.call.secret is None:
        keep_key(key, desk.directory)
    kept = {file.path for file in keeping}
    letter = Letter(
        connector=desk.call.connector,
        generation=desk.call.generation,
        sureness=desk.call.sureness,
        files=tuple(replace(file, kept=file.path in kept) for file in desk.call.given),
        sources=tuple(replace(file, kept=file.path in kept) for file in desk.sources),
        tables={name: desk.counts[name] for name in desk.told},
        left_out=desk.extract.left_out,
        unknown=desk.extract.unknown,
        kept_out=desk.kept_out,
        key=key.fingerprint if key else "",
        notes=desk.extract.notes,
        declared=declared,
        proposals=_proposals(desk.facts, desk.extract.process),
    )
    if declared or new or changed or any(one.counts.changed for one in desk.poured.values()):
        entry = entry_of(desk.call, letter)
        change.file(journal.FILE).write_bytes(journal.with_entry(desk.directory, entry, at=desk.call.at))
    return letter


def _write_table(desk: Desk, change: storing.Change, table: Table) -> None:
    _name_sources(desk, table)
    rows = merge(desk.connection, table, desk.meeting(table.name))
    stored = desk.stored[table.name]
    target = stored.target(table.name, rows)
    relation = f"merged_{table.name}"
    columns = desk.columns[table.name]
    write_rows(desk.connection, table, relation, columns, file=change.file(target), target=target)
    for file in stored.files:
        if file != target:
            change.remove(file)


def _name_sources(desk: Desk, table: Table) -> None:
    """Say on each row read from which source and row it came, unless the row itself says so."""
    cases = " ".join(
        f"WHEN {literal(path)} THEN {literal(file.source_id)}" for path, file in desk.read.items()
    )
    desk.connection.execute(
        f"UPDATE {quoted('judged_' + table.name)} SET source_id = CASE {FILE} {cases} END, "
        f"source_row = CAST({ROW} AS VARCHAR) WHERE source_id = '' AND {ROW} > 0"
    )


def _may_stay(desk: Desk, file: Received) -> bool:
    """A file stays in the dossier as it came only where nobody stands in it."""
    if desk.call.keep_originals or file is desk.call.mapping:
        return True
    if desk.extract.streamed:
        # Nobody has looked at each cell that was not read, and it would double what the dossier takes.
        return False
    blotted = desk.kept_out.screened or desk.kept_out.pseudonyms
    unread = [heading for headings in desk.extract.unknown.values() for heading in headings]
    return desk.call.keeps_originals and not blotted and not looks_personal(unread)


def _default_coverage(desk: Desk) -> dict[str, object]:
    names = ", ".join(file.name for file in desk.sources if file is not desk.call.mapping)
    return {"complete": "unknown", "source": names}


def _proposals(facts: Facts, proposed: Mapping[str, object]) -> dict[str, str]:
    return {
        key: f'"{value}"' if isinstance(value, str) else str(value)
        for key, value in proposed.items()
        if not getattr(facts.process, key, None)
    }
