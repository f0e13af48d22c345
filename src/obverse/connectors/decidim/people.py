"""Who wrote: accounts, groups, the organisation itself; nobody who only has an account."""

from __future__ import annotations

from obverse.connectors.decidim.export import BEFORE, NOW, Export
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW

COLUMNS = ("id", "kind", "staff_or_test", NAME, EMAIL)


def read_actors(export: Export) -> None:
    """Make ``actor`` from the authors of what was read, with all that any of the files call them, one name a line.

    An account that was deleted since is still called by its name in what others write; and whoever wrote for a group
    is no actor, but is one of the people behind the group, whose names no text of others may keep.
    """
    called = " UNION ALL ".join(
        f"SELECT 'user-' || id AS id, one_line(name) AS name FROM {side}_{kind}"
        for side in (NOW, BEFORE)
        for kind in ("users", "user_groups")
    )
    export.connection.execute(f"""
        CREATE TABLE actor AS
        WITH authors AS ({_authors("all")}),
        placed AS (
            SELECT id, bool_or(is_group) AS is_group,
                   first({FILE} ORDER BY {FILE}, {ROW}) AS {FILE}, first({ROW} ORDER BY {FILE}, {ROW}) AS {ROW}
            FROM authors WHERE id <> '' GROUP BY id
        ),
        called AS (
            SELECT id, string_agg(DISTINCT name, chr(10) ORDER BY name) AS names
            FROM ({called} UNION ALL SELECT id, name FROM authors
                  UNION ALL SELECT id, name FROM ({_authors(BEFORE)})) AS told
            WHERE name <> '' GROUP BY id
        )
        SELECT placed.id,
               CASE WHEN starts_with(placed.id, 'organisation-') OR placed.is_group
                         OR placed.id IN (SELECT 'user-' || id FROM now_user_groups)
                    THEN 'organisation' ELSE 'platform_account' END AS kind,
               CASE WHEN starts_with(placed.id, 'organisation-') THEN 'yes' ELSE '' END AS staff_or_test,
               COALESCE(called.names, '') AS {NAME}, '' AS {EMAIL}, placed.{FILE}, placed.{ROW}
        FROM placed LEFT JOIN called ON called.id = placed.id ORDER BY {FILE}, {ROW}, placed.id
    """)


def silent_accounts(export: Export) -> int:
    """How many accounts are listed that wrote nothing of what was read."""
    return export.count(
        "SELECT count(*) FROM (SELECT id FROM now_users UNION SELECT id FROM now_user_groups) "
        "WHERE 'user-' || id NOT IN (SELECT id FROM actor)"
    )


def _authors(rows: str) -> str:
    """The query for authors by id, one row for each name: of a group also that of the account that wrote for it."""
    in_comments = f"""
        SELECT CASE WHEN group_id <> '' THEN 'user-' || group_id WHEN author_id <> '' THEN 'user-' || author_id
                    WHEN author_name <> '' THEN 'name:' || one_line(author_name) ELSE '' END AS id,
               one_line(unnest(CASE WHEN group_id <> '' THEN [group_name, author_name] ELSE [author_name] END)) AS name,
               group_id <> '' AS is_group, {FILE}, {ROW}
        FROM {rows}_comments
    """
    return " UNION ALL ".join(
        [in_comments, *(_listed(f"{rows}_{kind}") for kind in ("proposals", "debates"))]
    )


def _listed(relation: str) -> str:
    """Several authors stand in one cell; a name is given to one of them only where there are as many names as ids.

    Otherwise each may be any of them: a part of the cell, or all of it where a name holds a comma itself.
    """
    ids, names = "string_split(author_id, ',')", "string_split(author_name, ', ')"
    return f"""
        SELECT CASE WHEN writer IN ('', 'meeting') THEN '' WHEN id = '' THEN 'name:' || one_line(name)
                    ELSE writer || '-' || id END AS id,
               one_line(unnest(list_distinct(list_concat([name], string_split(name, ', '))))) AS name,
               FALSE AS is_group, {FILE}, {ROW}
        FROM (
            SELECT trim(unnest({ids})) AS id,
                   unnest(CASE WHEN len({names}) = len({ids}) THEN {names}
                          ELSE list_transform({ids}, lambda one: author_name) END) AS name,
                   written_by(author_id, author_name, author_url) AS writer, {FILE}, {ROW}
            FROM {relation}
        )
    """
