"""The parts of an export as relations of texts: the columns that somebody looks at, the others told."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from obverse.connectors.polis.api import read_groups, read_part
from obverse.connectors.polis.parts import Export, fields
from obverse.evidence.checking import SHOWN
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.delimited import read_delimited

TABLES = ("votes", "comments", "participants")
# Parts that only say more about what stands in the others.
_BESIDE = ("importance", "groups", "clusters")
_VOTES = ("-1", "0", "1")


def load(
    connection: duckdb.DuckDBPyConnection, export: Export
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Make a table of each part; returns, per file, the headings that nobody looks at, and what is wrong."""
    unknown: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for part in (*TABLES, *_BESIDE):
        left, wrong = _load(connection, part, export)
        if left:
            unknown[export.parts[part].name] = tuple(left)
        problems += wrong
    if not problems:
        problems += _not_votes(connection, export)
    return dict(sorted(unknown.items())), problems


def _load(
    connection: duckdb.DuckDBPyConnection, part: str, export: Export
) -> tuple[Sequence[str], Sequence[Problem]]:
    file = export.parts.get(part)
    problems: Sequence[Problem]
    if part == "participants" and file is None and "math" in export.parts:
        table, problems = read_groups(export.parts["math"])
    elif file is None:
        return (), ()
    elif part in export.interface:
        table, problems = read_part(part, file)
    else:
        read = read_delimited(file, delimiter=export.delimiters[part])
        table, problems = read.rows, read.problems
    if table is None:
        return (), problems
    # A column that is not of Polis may be called like anything, and meets no statement of ours.
    taken = [name for name in table.column_names if name == ROW or fields()[part].claims(name)]
    connection.register("arriving", table.select(taken))
    connection.execute(f"CREATE TABLE {part} AS SELECT * FROM arriving")
    connection.unregister("arriving")
    return [name for name in table.column_names if name not in taken], problems


def _not_votes(connection: duckdb.DuckDBPyConnection, export: Export) -> list[Problem]:
    file = export.parts.get("votes")
    if file is None:
        return []
    rows = connection.execute(
        f"SELECT {ROW}, vote, count(*) OVER () FROM votes WHERE vote NOT IN {_VOTES} ORDER BY {ROW} LIMIT {SHOWN}"
    ).fetchall()
    problems = [
        Problem(
            "not_a_code",
            file.name,
            int(row),
            "vote",
            details={"value": f"'{vote}'", "hint": did_you_mean(str(vote), _VOTES)},
        )
        for row, vote, _ in rows
    ]
    if rows and rows[0][2] > SHOWN:
        more = {"count": str(rows[0][2] - SHOWN)}
        problems.append(Problem("more_like_this", file.name, 0, "vote", details=more))
    return problems
