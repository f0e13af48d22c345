"""What the parts of an export say about the same thing: sums by group, marks of importance, clusters of statements."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from obverse.evidence.typed_cells import quoted

_LAST = """
    SELECT "voter-id" AS person, "comment-id" AS statement, vote, row_number() OVER (
        PARTITION BY "voter-id", "comment-id"
        ORDER BY TRY_CAST("timestamp" AS BIGINT) DESC, row_in_file DESC) AS turn
    FROM votes
"""


@dataclass(frozen=True, slots=True)
class GroupCheck:
    """Of how many sums (agreements and disagreements of a group on a statement) so many are those of the votes."""

    fitting: int
    sums: int


def columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The headings of a part, in its order."""
    return [str(row[0]) for row in connection.execute(f"DESCRIBE {quoted(table)}").fetchall()]


def check_groups(connection: duckdb.DuckDBPyConnection, sign: int) -> GroupCheck:
    """Compare the sums by group in ``groups`` with the last votes of the members in ``participants``.

    Group a is the first number, b the second. The export writes its sums with agreement as agreement, whatever the
    ``sign`` of the votes is.
    """
    letters = [
        found[1]
        for name in columns(connection, "groups")
        if (found := re.fullmatch(r"group-(\w+)-agrees", name))
    ]
    known = connection.execute(
        'SELECT DISTINCT TRY_CAST("group-id" AS BIGINT) AS number FROM participants WHERE "group-id" <> \'\' ORDER BY 1'
    ).fetchall()
    selects = []
    for letter, (number,) in zip(letters, known, strict=False):
        agrees, disagrees = quoted(f"group-{letter}-agrees"), quoted(f"group-{letter}-disagrees")
        selects.append(
            f"SELECT \"comment-id\" AS statement, '{number}' AS own, TRY_CAST({agrees} AS BIGINT) AS agreed, "
            f"TRY_CAST({disagrees} AS BIGINT) AS disagreed FROM groups"
        )
    if not selects:
        return GroupCheck(0, 0)
    row = connection.execute(f"""
        WITH told AS ({" UNION ALL ".join(selects)}),
             cast_votes AS (
                SELECT statement, "group-id" AS own, count(*) FILTER (WHERE vote = '{sign}') AS agreed,
                       count(*) FILTER (WHERE vote = '{-sign}') AS disagreed
                FROM ({_LAST}) JOIN participants ON participant = person WHERE turn = 1 GROUP BY ALL)
        SELECT count(*) FILTER (WHERE told.agreed = COALESCE(cast_votes.agreed, 0)
                                  AND told.disagreed = COALESCE(cast_votes.disagreed, 0)), count(*)
        FROM told LEFT JOIN cast_votes USING (statement, own)
        WHERE told.agreed IS NOT NULL AND told.disagreed IS NOT NULL
    """).fetchall()[0]
    return GroupCheck(int(row[0]), int(row[1]))


def count_important(connection: duckdb.DuckDBPyConnection, present: list[str]) -> int | None:
    """How many votes are marked important; None where no part of the export tells."""
    if "votes" in present and "important" in columns(connection, "votes"):
        query = "SELECT count(*) FROM votes WHERE important = '1'"
    elif "importance" in present:
        query = 'SELECT COALESCE(sum(TRY_CAST("n-important" AS BIGINT)), 0) FROM importance'
    elif "comments" in present and "importance" in columns(connection, "comments"):
        query = "SELECT COALESCE(sum(TRY_CAST(importance AS BIGINT)), 0) FROM comments"
    else:
        return None
    return int(connection.execute(query).fetchall()[0][0])


def coarsest_layer(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """The layer of clusters with the fewest in it, but several, and how many these are; -1 where there is none."""
    best, fewest = -1, 0
    for name in columns(connection, "clusters"):
        if found := re.fullmatch(r"layer(\d+)-cluster-id", name):
            # -1 marks statements that no cluster took.
            query = (
                f"SELECT count(DISTINCT {quoted(name)}) FROM clusters WHERE {quoted(name)} NOT IN ('', '-1')"
            )
            count = int(connection.execute(query).fetchall()[0][0])
            if count > 1 and (best < 0 or count <= fewest):
                best, fewest = int(found[1]), count
    return best, fewest


def topics(connection: duckdb.DuckDBPyConnection, found: bool) -> tuple[str, str]:
    """The cluster of each statement in the coarsest layer, as SQL for the topic and what is to be joined for it.

    The export does not say the names of clusters; nothing is told where none were ``found``.
    """
    layer, count = coarsest_layer(connection) if found else (-1, 0)
    if not count:
        return "'' AS topic", ""
    clusters = (
        f'SELECT "comment-id" AS clustered, any_value({quoted(f"layer{layer}-cluster-id")}) AS number '
        "FROM clusters GROUP BY clustered"
    )
    topic = f"CASE WHEN COALESCE(number, '') IN ('', '-1') THEN '' ELSE 'cluster {layer}/' || number END"
    return f"{topic} AS topic", f'LEFT JOIN ({clusters}) ON clustered = "comment-id"'
