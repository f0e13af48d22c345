"""Who wrote: accounts, groups, the organisation itself; nobody who only has an account."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW

COLUMNS = ("id", "kind", "staff_or_test", NAME, EMAIL)


def read_actors(export: Export) -> None:
    """Make ``actor`` from the authors of what was read; names come from the lists of accounts where there are any."""
    listed = " UNION ALL ".join(_listed(kind) for kind in ("proposals", "debates"))
    export.connection.execute(f"""
        CREATE TABLE actor AS
        WITH authors AS (
            {listed}
            UNION ALL
            SELECT CASE WHEN group_id <> '' THEN 'user-' || group_id WHEN author_id <> '' THEN 'user-' || author_id
                        WHEN author_name <> '' THEN 'name:' || one_line(author_name) ELSE '' END,
                   one_line(CASE WHEN group_id <> '' THEN group_name ELSE author_name END),
                   group_id <> '', {FILE}, {ROW}
            FROM all_comments
        ),
        placed AS (
            SELECT id, bool_or(is_group) AS is_group, first(name ORDER BY name = '', {FILE}, {ROW}) AS name,
                   first({FILE} ORDER BY {FILE}, {ROW}) AS {FILE}, first({ROW} ORDER BY {FILE}, {ROW}) AS {ROW}
            FROM authors WHERE id <> '' GROUP BY id
        ),
        accounts AS (
            SELECT 'user-' || id AS id, first(one_line(name) ORDER BY name = '') AS name,
                   bool_or(truth(deleted)) AS is_deleted, bool_or(is_group) AS is_group
            FROM (
                SELECT id, name, deleted, FALSE AS is_group FROM now_users
                UNION ALL SELECT id, name, deleted, TRUE FROM now_user_groups
            ) GROUP BY id
        )
        SELECT placed.id,
               CASE WHEN starts_with(placed.id, 'organisation-') OR placed.is_group
                         OR COALESCE(accounts.is_group, FALSE)
                    THEN 'organisation' ELSE 'platform_account' END AS kind,
               CASE WHEN starts_with(placed.id, 'organisation-') THEN 'yes' ELSE '' END AS staff_or_test,
               CASE WHEN COALESCE(accounts.is_deleted, FALSE) THEN ''
                    ELSE COALESCE(NULLIF(accounts.name, ''), placed.name) END AS {NAME},
               '' AS {EMAIL}, placed.{FILE}, placed.{ROW}
        FROM placed LEFT JOIN accounts ON accounts.id = placed.id ORDER BY {FILE}, {ROW}, placed.id
    """)


def silent_accounts(export: Export) -> int:
    """How many accounts are listed that wrote nothing of what was read."""
    return export.count(
        "SELECT count(*) FROM (SELECT id FROM now_users UNION SELECT id FROM now_user_groups) "
        "WHERE 'user-' || id NOT IN (SELECT id FROM actor)"
    )


def _listed(kind: str) -> str:
    """Several authors stand in one cell; a name is given to one of them only where there are as many names as ids."""
    ids, names = "string_split(author_id, ',')", "string_split(author_name, ', ')"
    return f"""
        SELECT CASE WHEN writer IN ('', 'meeting') THEN '' WHEN id = '' THEN 'name:' || one_line(name)
                    ELSE writer || '-' || id END AS id,
               one_line(name) AS name, FALSE AS is_group, {FILE}, {ROW}
        FROM (
            SELECT trim(unnest({ids})) AS id,
                   unnest(CASE WHEN len({names}) = len({ids}) THEN {names}
                          ELSE list_transform({ids}, lambda one: author_name) END) AS name,
                   written_by(author_id, author_name, author_url) AS writer, {FILE}, {ROW}
            FROM all_{kind}
        )
    """
