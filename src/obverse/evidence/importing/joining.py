"""Joining rows that arrive to those that a dossier holds: which are new, already there, or contradict it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from obverse.evidence.checking import SHOWN
from obverse.evidence.declarations import Table
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.letter import Counts
from obverse.evidence.problems import Problem
from obverse.evidence.typed_cells import TYPES, quoted, typed

FATES = ("added", "replaced", "already_there")
# Where a row came from is not what it says: the same row from a later export is no other row.
ORIGIN = ("source_id", "source_row")
_MEASURED = frozenset(TYPES) - {"flag"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """The columns of rows that meet: of both sides, those that the files ``told``, those that were ``stored``."""

    columns: Sequence[str]
    told: Collection[str]
    stored: Collection[str]


def judge(connection: duckdb.DuckDBPyConnection, table: Table, meeting: Meeting, *, replace: bool) -> Counts:
    """Create ``judged_<table>`` (the arriving rows, each with its fate) and count the fates of those read from files.

    A row is the same row when its key is the same; tables without a key tell rows apart by all they say. A file says
    nothing about columns that it does not have; a column that nobody had yet completes the rows that are there. Reads
    ``arriving_<table>`` and ``stored_<table>``, both with the columns of the meeting.
    """
    columns = meeting.columns
    content = [name for name in columns if name not in ORIGIN]
    key = [name for name in table.key if name in columns]
    same_content = _say_the_same(table, content, "earlier") if key else "TRUE"
    both = [name for name in content if name in meeting.told and name in meeting.stored]
    agrees = (_say_the_same(table, both, "stored") or "TRUE") if key else "TRUE"
    new = [
        f"arriving.{quoted(name)} = ''"
        for name in content
        if name in meeting.told and name not in meeting.stored
    ]
    nothing_new = (" AND ".join(new) or "TRUE") if key else "TRUE"
    names = ", ".join(quoted(name) for name in key or content)
    turn = f"row_number() OVER (PARTITION BY {names} ORDER BY {FILE}, {ROW})"
    stored_turn = "1" if key else f"row_number() OVER (PARTITION BY {names})"
    differs = "replaced" if replace else "conflict"
    repeated = "arriving.turn > 1" if key else "FALSE"
    on_turn = "" if key else " AND stored.turn = arriving.turn"
    connection.execute(f"""
        CREATE TABLE {quoted("judged_" + table.name)} AS
        WITH arriving AS (SELECT *, {turn} AS turn FROM {quoted("arriving_" + table.name)}),
             earlier AS (SELECT * FROM arriving WHERE turn = 1),
             stored AS (SELECT *, {stored_turn} AS turn FROM {quoted("stored_" + table.name)})
        SELECT arriving.*,
               CASE WHEN {repeated} AND {same_content} THEN 'already_there'
                    WHEN {repeated} THEN 'contradiction'
                    WHEN stored.turn IS NULL THEN 'added'
                    WHEN {agrees} AND {nothing_new} THEN 'already_there'
                    WHEN {agrees} THEN 'replaced'
                    ELSE '{differs}' END AS fate,
               earlier.{FILE} AS earlier_file, earlier.{ROW} AS earlier_row
        FROM arriving
        JOIN earlier ON {_equal(key or content, "earlier")}
        LEFT JOIN stored ON {_equal(key or content, "stored")}{on_turn}
    """)
    counted = dict(
        connection.execute(
            f"SELECT fate, count(*) FROM {quoted('judged_' + table.name)} WHERE {ROW} > 0 GROUP BY fate"
        ).fetchall()
    )
    return Counts(read=sum(counted.values()), **{fate: int(counted.get(fate, 0)) for fate in FATES})


def _equal(names: Sequence[str], other: str) -> str:
    return " AND ".join(f"arriving.{quoted(name)} = {other}.{quoted(name)}" for name in names)


def _say_the_same(table: Table, names: Sequence[str], other: str) -> str:
    """Equal cells, or different spellings of one number, date or moment (2 and 2.0)."""
    parts = []
    for name in names:
        first, second = f"arriving.{quoted(name)}", f"{other}.{quoted(name)}"
        same = f"{first} = {second}"
        column = table.column(name)
        if column is not None and column.kind in _MEASURED:
            same = f"({same} OR COALESCE(({typed(column, first)}) = ({typed(column, second)}), FALSE))"
        parts.append(same)
    return " AND ".join(parts)


def contradictions(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    columns: Sequence[str],
    labels: dict[str, str],
    sheet: str,
) -> list[Problem]:
    """A problem for each arriving row that says something else than a row with the same key."""
    key = [name for name in table.key if name in columns]
    if not key:
        return []
    names = ", ".join(quoted(name) for name in key)
    rows = connection.execute(
        f"SELECT fate, {FILE}, {ROW}, earlier_file, earlier_row, {names} FROM {quoted('judged_' + table.name)} "
        f"WHERE fate IN ('conflict', 'contradiction') ORDER BY {FILE}, {ROW} LIMIT {SHOWN}"
    ).fetchall()
    problems = []
    for fate, file, row, earlier_file, earlier_row, *parts in rows:
        details = {"value": ", ".join(f"'{part}'" for part in parts), "table": table.name}
        if fate == "contradiction":
            details |= {"first_file": labels[earlier_file], "first": str(earlier_row)}
        kind = "conflicting_row" if fate == "conflict" else "contradicting_rows"
        problems.append(Problem(kind, labels[file], int(row), ", ".join(key), sheet, details))
    total = connection.execute(
        f"SELECT count(*) FROM {quoted('judged_' + table.name)} WHERE fate IN ('conflict', 'contradiction')"
    ).fetchall()[0][0]
    if total > SHOWN:
        more = {"count": str(total - SHOWN)}
        problems.append(Problem("more_like_this", problems[-1].file, 0, ", ".join(key), sheet, more))
    return problems


def merge(connection: duckdb.DuckDBPyConnection, table: Table, meeting: Meeting) -> int:
    """Create ``merged_<table>`` from the stored rows and the judged ones; returns how many rows it has."""
    columns = meeting.columns
    names = ", ".join(quoted(name) for name in columns)
    filled, beside = names, ""
    judged, merged = quoted("judged_" + table.name), quoted("merged_" + table.name)
    key = [name for name in table.key if name in columns]
    kept = "TRUE"
    if key:
        same = " AND ".join(f"judged.{quoted(name)} = stored.{quoted(name)}" for name in key)
        kept = f"NOT EXISTS (SELECT 1 FROM {judged} AS judged WHERE judged.fate = 'replaced' AND {same})"
        told = {*meeting.told, *key, *ORIGIN}
        filled = ", ".join(
            f"judged.{quoted(name)}"
            if name in told
            else f"COALESCE(stored.{quoted(name)}, judged.{quoted(name)}) AS {quoted(name)}"
            for name in columns
        )
        beside = (
            f"LEFT JOIN {quoted('stored_' + table.name)} AS stored ON judged.fate = 'replaced' AND {same} "
        )
    connection.execute(
        f"CREATE TABLE {merged} AS "
        f"SELECT {names} FROM {quoted('stored_' + table.name)} AS stored WHERE {kept} "
        f"UNION ALL SELECT {filled} FROM {judged} AS judged {beside}WHERE judged.fate IN ('added', 'replaced')"
    )
    return int(connection.execute(f"SELECT count(*) FROM {merged}").fetchall()[0][0])
