"""What the rows of an export are joined with: people by their accounts, zones, counted votes, ids that were written."""

from __future__ import annotations

import duckdb

from obverse.connectors.consul.reading_cells import listed
from obverse.evidence.reading import ROW

WRITTEN = {"proposals": "proposal", "debates": "debate", "comments": "comment", "investments": "investment"}
_NO_VOTES = "(SELECT '' AS votable_type, '' AS votable_id, '' AS vote_flag)"


def create_relations(connection: duckdb.DuckDBPyConnection, present: tuple[str, ...], *, areas: bool) -> None:
    """Create ``written``, ``counted``, ``accounts``, ``people`` and ``zones`` from the kinds that are there."""
    ids = [
        f"SELECT '{word}-' || trim(id) AS id FROM {kind}" for kind, word in WRITTEN.items() if kind in present
    ]
    nothing = "SELECT '' AS id WHERE false"
    connection.execute(f"CREATE TABLE written AS {' UNION ALL '.join(ids) or nothing}")
    _count_votes(connection, present)
    _people(connection, present)
    _zones(connection, present, areas=areas)


def zone_id(identity: str, name: str) -> str:
    """The SQL of a zone's id: of its own number where there is one, else of its name."""
    return (
        f"CASE WHEN trim({identity}) <> '' THEN 'geozone-' || trim({identity}) "
        f"WHEN trim({name}) NOT IN ('', '-') THEN 'zone:' || trim({name}) ELSE '' END"
    )


def _count_votes(connection: duckdb.DuckDBPyConnection, present: tuple[str, ...]) -> None:
    """Votes by what they are for; the platform does not tell whose they are."""
    connection.execute(f"""
        CREATE TABLE counted AS
        SELECT CASE WHEN regexp_matches(lower(votable_type), 'budget.*investment') THEN 'investment'
                    ELSE lower(trim(votable_type)) END || '-' || trim(votable_id) AS id,
               count(*) FILTER (lower(trim(vote_flag)) IN ('true', 't', '1', 'yes')) AS ups,
               count(*) FILTER (lower(trim(vote_flag)) IN ('false', 'f', '0', 'no')) AS downs
        FROM {"votes" if "votes" in present else _NO_VOTES} WHERE trim(votable_id) <> '' GROUP BY 1
    """)


def _people(connection: duckdb.DuckDBPyConnection, present: tuple[str, ...]) -> None:
    """People by their id; a name alone is the account of that name where the export tells it."""
    told = [
        f"SELECT author_id, trim(author), true, false, 1, file, {ROW} FROM {kind}"
        for kind in WRITTEN
        if kind in present
    ]
    if "users" in present:
        told.append(f"SELECT id, trim(username), false, false, 0, file, {ROW} FROM users")
    if "investments" in present:
        told += [
            f"SELECT '', name, false, true, 2, file, {ROW} FROM "
            f"(SELECT trim({cell}) AS name, file, {ROW} FROM investments) "
            f"WHERE name <> '' AND lower(name) NOT IN {listed('nobody')}"
            for cell in ("administrator", "unnest(string_split(valuators, ', '))")
        ]
    nobody = "SELECT '', '', false, false, 0, '', 0 WHERE false"
    connection.execute(
        f"CREATE TABLE told(own, name, wrote, staff, turn, file, row_in_file) AS {' UNION ALL '.join(told) or nobody}"
    )
    connection.execute("""
        CREATE TABLE accounts AS SELECT name, 'user-' || min(trim(own)) AS account FROM told
        WHERE trim(own) <> '' AND name <> '' GROUP BY name HAVING count(DISTINCT trim(own)) = 1
    """)
    connection.execute("""
        CREATE TABLE people AS
        SELECT COALESCE(CASE WHEN trim(own) = '' THEN account END, person(own, told.name)) AS id,
               CASE WHEN contains(told.name, '@') THEN '' ELSE told.name END AS name,
               CASE WHEN contains(told.name, '@') THEN told.name ELSE '' END AS email,
               wrote, staff, turn, file, row_in_file
        FROM told LEFT JOIN accounts ON accounts.name = told.name
    """)


def _zones(connection: duckdb.DuckDBPyConnection, present: tuple[str, ...], *, areas: bool) -> None:
    parts = []
    if "geozones" in present:
        parts.append(f"SELECT 'geozone-' || trim(id), trim(name), file, {ROW} FROM geozones")
    if "proposals" in present:
        parts.append(f"SELECT {zone_id('geozone_id', 'geozone')}, trim(geozone), file, {ROW} FROM proposals")
    if "investments" in present and areas:
        no_number = "''"
        parts.append(f"SELECT {zone_id(no_number, 'heading')}, trim(heading), file, {ROW} FROM investments")
    nothing = "SELECT '', '', '', 0 WHERE false"
    connection.execute(
        f"CREATE TABLE zones(id, name, file, row_in_file) AS {' UNION ALL '.join(parts) or nothing}"
    )
