"""Everyone an export of Go Vocal names: who wrote, reacted, voted, signed up, and who works for the organiser."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted

# back/app/models/user.rb: the roles that work for the organiser.
_STAFF = "(admin|project_moderator|project_folder_moderator|space_moderator)"
_ORDER = f"turn, file, {ROW_IN_FILE}"


def create_people(
    connection: duckdb.DuckDBPyConnection, variables: Sequence[str], *, with_signups: bool, with_list: bool
) -> None:
    """Create ``accounts`` (an address and its account) and ``people_told``, one row for each mention.

    Whoever signed up took part ``with_signups`` only; of those on a list of attendees only ``with_list`` too.
    """
    connection.execute("""
        CREATE TABLE accounts AS SELECT address, 'user-' || min(account_id) AS account FROM (
            SELECT trim(id) AS account_id, lower(trim(email)) AS address FROM one_of_users
            UNION ALL SELECT trim(author_id), lower(trim(author_email)) FROM one_of_ideas)
        WHERE account_id <> '' AND contains(address, '@') GROUP BY address HAVING count(DISTINCT account_id) = 1
    """)
    known = [quoted(f"attr_{variable}") for variable in variables]
    carried = "".join(f", {name}" for name in known)
    nothing = "".join(f", '' AS {name}" for name in known)
    full_name = "trim(trim(first_name) || ' ' || trim(last_name))"
    invited = "trim(status) = 'invited' OR (trim(status) = 'incomplete' AND trim(registered_at) = '')"
    named = "CASE WHEN starts_with(person('', '', author_name), 'name:') THEN trim(author_name) ELSE '' END"
    signed_up, on_list = str(with_signups).lower(), str(with_signups and with_list).lower()
    by_account = {"one_of_comments": "author_id", "reactions": "user_id"}
    parts = [
        _mention("one_of_users", "person(id, '', '')", 0, carried, name=full_name, email="trim(email)", did="false",
                 staff=f"regexp_matches(roles, '\\b{_STAFF}\\b')", outside=invited,
                 joined="left(instant(registered_at), 10)", area="trim(domicile)"),
        _mention("one_of_ideas", person("author_id", "author_email", "author_name"), 1, carried,
                 name=named, email="trim(author_email)"),
        *(_mention(table, f"person({account}, '', '')", 2, nothing) for table, account in by_account.items()),
        _mention("event_attendances", "person(user_id, '', '')", 2, nothing, did=signed_up),
        _mention("baskets", "person(user_id, '', '')", 3, nothing, did="trim(submitted_at) <> ''"),
        _mention("ballots", "voter", 4, carried),
        _mention("attendees", person("''", "email", full_name), 4, carried, name=full_name, email="trim(email)",
                 did=on_list, joined="left(registered_at, 10)"),
        _mention("one_of_ideas", person("assignee_id", "assignee_email", "assignee_name"), 5, nothing,
                 name="trim(assignee_name)", email="trim(assignee_email)", did="false", staff="true"),
    ]  # fmt: skip
    connection.execute(
        f"CREATE TABLE people_told AS SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE id <> ''"
    )


def _mention(
    table: str,
    identity: str,
    turn: int,
    attributes: str,
    *,
    name: str = "''",
    email: str = "''",
    did: str = "true",
    staff: str = "false",
    outside: str = "false",
    joined: str = "''",
    area: str = "''",
) -> str:
    return (
        f"SELECT {identity} AS id, {name} AS name, {email} AS email, {did} AS did, {staff} AS staff, "
        f"{outside} AS outside, {joined} AS joined, {area} AS area, {turn} AS turn, file, {ROW_IN_FILE}{attributes} "
        f"FROM {table}"
    )


def person(identity: str, email: str, name: str) -> str:
    """The SQL of a person's id: their account, also where only its address or nothing but a name is told."""
    account = f"(SELECT account FROM accounts WHERE trim({identity}) = '' AND accounts.address = lower(trim({email})))"
    return f"COALESCE({account}, person({identity}, {email}, {name}))"


def actors(connection: duckdb.DuckDBPyConnection, variables: Sequence[str]) -> pa.Table:
    """One row for each person; whoever only works for the organiser, or never joined, is no participant.

    Somebody whom the files call by several names has them all, one a line, so that texts can be screened for each.
    """
    first = f"COALESCE(first({{0}} ORDER BY {_ORDER}) FILTER ({{0}} <> ''), '')"
    told = "".join(
        f", CASE WHEN count(DISTINCT NULLIF({quoted('attr_' + name)}, '')) = 1 "
        f"THEN max({quoted('attr_' + name)}) ELSE '' END AS {quoted('attr_' + name)}"
        for name in variables
    )
    return connection.sql(f"""
        SELECT id, CASE WHEN starts_with(id, 'ballot-') THEN 'person' ELSE 'platform_account' END AS kind,
               CASE WHEN {first.format("area")} IN (SELECT trim(id) FROM areas)
                    THEN 'area-' || {first.format("area")} ELSE '' END AS area,
               CASE WHEN bool_or(staff) THEN 'yes' ELSE '' END AS staff_or_test,
               {first.format("joined")} AS joined_on,
               CASE WHEN bool_or(did) THEN 'yes' WHEN bool_or(outside) OR bool_and(turn = 5) THEN 'no' ELSE '' END
                   AS participant,
               COALESCE(string_agg(DISTINCT name, chr(10) ORDER BY name) FILTER (name <> ''), '') AS {NAME},
               {first.format("email")} AS {EMAIL}{told},
               first(file ORDER BY {_ORDER}) AS {FILE}, first({ROW_IN_FILE} ORDER BY {_ORDER}) AS {ROW}
        FROM people_told GROUP BY id ORDER BY {FILE}, {ROW}, id
    """).to_arrow_table()
