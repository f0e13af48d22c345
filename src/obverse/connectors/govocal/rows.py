"""The rows of the evidence, made of the lists and sheets of an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from obverse.connectors.govocal.people import person
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted

_PLACE = f"file AS {FILE}, {ROW_IN_FILE} AS {ROW}"
_IS_INPUT = "trim(type) <> 'survey' AND trim(publication_status) <> 'draft'"
_COST = "COALESCE(NULLIF(trim(budget), ''), NULLIF(trim(cost), ''), NULLIF(trim(proposed_budget), ''), '')"
# People who chose an input count before the points that they gave it, and votes before likes.
_CHOSEN = (
    "COALESCE(NULLIF(trim(picks), ''), NULLIF(trim(participants), ''), "
    "CASE WHEN trim(baskets) NOT IN ('', '0') OR trim(budget) <> '' THEN NULLIF(trim(baskets), '') END, "
    "CASE WHEN trim(likes) = '' THEN NULLIF(trim(votes), '') END)"
)
_ABOVE = (
    "CASE WHEN trim(parent_id) <> '' THEN 'comment-' || trim(parent_id) "
    "WHEN trim(idea_id) <> '' THEN 'idea-' || trim(idea_id) ELSE '' END"
)
ANSWERS_NOTHING = f"SELECT count(*) FROM one_of_comments WHERE {_ABOVE} NOT IN (SELECT id FROM written)"


def contributions(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Inputs and comments; what is voted on with a price is a project."""
    connection.execute(f"""
        CREATE TABLE written AS SELECT 'idea-' || id AS id FROM one_of_ideas WHERE {_IS_INPUT}
        UNION ALL SELECT 'comment-' || id FROM one_of_comments
    """)
    topics = (
        "(SELECT string_agg(DISTINCT trim(topics.title), ', ' ORDER BY trim(topics.title)) FROM idea_topics "
        "JOIN topics ON trim(topics.id) = trim(idea_topics.topic_id) WHERE trim(idea_topics.idea_id) = item.id)"
    )
    return _arrow(connection, f"""
        SELECT 'idea-' || id AS id, CASE WHEN {_COST} <> '' THEN 'project' ELSE 'proposal' END AS kind,
               {person("author_id", "author_email", "author_name")} AS author, '' AS parent,
               COALESCE(NULLIF(trim(unguarded(tags)), ''), {topics}, '') AS topic,
               COALESCE(NULLIF(instant(submitted_at), ''), NULLIF(instant(published_at), ''), instant(created_at))
                   AS created_at,
               concat_ws(chr(10) || chr(10), NULLIF(plain(title), ''), NULLIF(plain(body), '')) AS text,
               COALESCE({_CHOSEN}, trim(likes)) AS support,
               CASE WHEN {_CHOSEN} IS NULL THEN trim(dislikes) ELSE '' END AS against,
               {_COST} AS cost, state_of(status) AS state, {_PLACE}
        FROM one_of_ideas AS item WHERE {_IS_INPUT}
        UNION ALL
        SELECT 'comment-' || id, 'comment', person(author_id, '', ''),
               CASE WHEN {_ABOVE} IN (SELECT id FROM written) THEN {_ABOVE} ELSE '' END, '',
               instant(created_at), plain(body), trim(likes), trim(dislikes), '', '', {_PLACE}
        FROM one_of_comments ORDER BY {FILE}, {ROW}
    """)  # fmt: skip


def create_votes(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``cast_votes`` from reactions, baskets and ballots, each with why it gives no row, if so.

    Where money is given out, a basket holds the price of what was chosen: then it is chosen, and not 500 times over.
    """
    kind = "lower(trim(target_type))"
    target = f"CASE WHEN {kind} LIKE '%comment%' THEN 'comment-' ELSE 'idea-' END || trim(target_id)"
    value = "CASE WHEN {0} = {1} AND TRY_CAST({1} AS DOUBLE) > 1 THEN '1' ELSE {0} END"
    price = f"(SELECT {_COST} FROM one_of_ideas AS priced WHERE priced.id = {{0}})"
    in_basket = value.format("trim(chosen.votes)", price.format("trim(chosen.idea_id)"))
    on_ballot = value.format("ballots.value", price.format("ballots.idea"))
    connection.execute(f"""
        CREATE TABLE cast_votes AS
        SELECT *, CASE WHEN unfinished THEN 'unsubmitted' WHEN actor = '' THEN 'without_person'
                       WHEN contribution NOT IN (SELECT id FROM written) THEN 'without_target' ELSE '' END AS reason
        FROM (SELECT person(user_id, '', '') AS actor, {target} AS contribution,
                     CASE lower(trim(mode)) WHEN 'up' THEN '1' WHEN 'down' THEN '-1' WHEN 'neutral' THEN '0'
                          ELSE trim(mode) END AS value,
                     instant(created_at) AS moment, false AS unfinished, file, {ROW_IN_FILE} FROM reactions
              UNION ALL
              SELECT person(baskets.user_id, '', ''), 'idea-' || trim(chosen.idea_id), {in_basket},
                     instant(baskets.submitted_at), trim(baskets.submitted_at) = '', chosen.file, chosen.{ROW_IN_FILE}
              FROM basket_ideas AS chosen JOIN (SELECT DISTINCT ON (trim(id)) * FROM baskets) AS baskets
                   ON trim(baskets.id) = trim(chosen.basket_id)
              UNION ALL
              SELECT voter, 'idea-' || idea, {on_ballot}, moment, false, file, {ROW_IN_FILE} FROM ballots
              WHERE TRY_CAST(value AS DOUBLE) > 0)
    """)


def votes(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Every vote that was cast by somebody for something that is there."""
    return _arrow(connection, f"""
        SELECT actor, contribution, value, moment AS "at", 'online' AS channel, {_PLACE} FROM cast_votes
        WHERE reason = '' ORDER BY {FILE}, {ROW}
    """)  # fmt: skip


def votes_left_out(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many votes give no row, by reason."""
    rows = connection.execute(
        "SELECT reason, count(*) FROM cast_votes WHERE reason <> '' GROUP BY reason ORDER BY reason"
    )
    found = {str(reason): int(count) for reason, count in rows.fetchall()}
    lost = connection.execute(
        "SELECT count(*) FROM basket_ideas WHERE trim(basket_id) NOT IN (SELECT trim(id) FROM baskets)"
    ).fetchall()[0][0]
    if lost:
        found["without_person"] = found.get("without_person", 0) + int(lost)
    return found


def events(connection: duckdb.DuckDBPyConnection, listed_for: str) -> pa.Table:
    """Meetings, phases and mailings; an event that is only referred to is there too."""
    start, end = "TRY_CAST(instant(start_at) AS TIMESTAMP)", "TRY_CAST(instant(end_at) AS TIMESTAMP)"
    hours = f"COALESCE(CAST(round(epoch({end} - {start}) / 3600, 2) AS VARCHAR), '')"
    return _arrow(connection, f"""
        SELECT id, max(kind) AS kind, max(start) AS start, max(hours) AS hours, first(file ORDER BY file, row_in_file)
               AS {FILE}, min(row_in_file) AS {ROW}
        FROM (SELECT 'event-' || trim(id) AS id, 'meeting' AS kind, instant(start_at) AS start,
                     CASE WHEN {end} > {start} THEN {hours} ELSE '' END AS hours, file, {ROW_IN_FILE} FROM events
              UNION ALL SELECT 'event-' || trim(event_id), 'meeting', '', '', file, {ROW_IN_FILE} FROM event_attendances
              UNION ALL SELECT {literal("event-" + listed_for)}, 'meeting', '', '', file, {ROW_IN_FILE} FROM attendees
                        WHERE {literal(listed_for)} <> ''
              UNION ALL SELECT 'phase-' || trim(id), 'online', instant(start_at), '', file, {ROW_IN_FILE} FROM phases
              UNION ALL SELECT 'mailing-' || trim(id), 'mailing', COALESCE((SELECT min(instant(sent_at))
                        FROM email_campaign_deliveries AS sent WHERE trim(sent.email_campaign_id) = trim(campaign.id)
                        AND trim(sent_at) <> ''), ''), '', file, {ROW_IN_FILE} FROM email_campaigns AS campaign)
        GROUP BY id ORDER BY id
    """)  # fmt: skip


def participations(connection: duckdb.DuckDBPyConnection, listed_for: str) -> pa.Table:
    """Those who signed up for an event; whether they came is not recorded."""
    full_name = "trim(trim(first_name) || ' ' || trim(last_name))"
    return _arrow(connection, f"""
        SELECT actor, event, 'unknown' AS certainty, first(file ORDER BY file, row_in_file) AS {FILE},
               min(row_in_file) AS {ROW}
        FROM (SELECT person(user_id, '', '') AS actor, 'event-' || trim(event_id) AS event, file, {ROW_IN_FILE}
              FROM event_attendances
              UNION ALL
              SELECT {person(chr(39) * 2, "email", full_name)}, {literal("event-" + listed_for)}, file, {ROW_IN_FILE}
              FROM attendees WHERE {literal(listed_for)} <> '')
        WHERE actor <> '' GROUP BY actor, event ORDER BY {FILE}, {ROW}
    """)  # fmt: skip


def neighbourhoods(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The areas of the platform."""
    return _arrow(
        connection, f"SELECT DISTINCT 'area-' || trim(id) AS id, trim(title) AS name, {_PLACE} FROM areas"
    )


def informed(
    connection: duckdb.DuckDBPyConnection, categories: Mapping[str, Sequence[str]]
) -> pa.Table | None:
    """How many people of each category an e-mail was sent to and not returned; None where no attribute is known."""
    counts = [
        f"SELECT 'informed' AS stage, 'any' AS activity, {literal(variable)} AS variable, "
        f"people.{quoted('attr_' + variable)} AS category, CAST(count(DISTINCT people.id) AS VARCHAR) AS count, "
        f"first(sent.file ORDER BY sent.file, sent.{ROW_IN_FILE}) AS {FILE}, min(sent.{ROW_IN_FILE}) AS {ROW} "
        "FROM email_campaign_deliveries AS sent JOIN one_of_users AS people ON people.id = trim(sent.user_id) "
        f"WHERE people.{quoted('attr_' + variable)} <> '' "
        "AND lower(trim(delivery_status)) NOT IN ('bounced', 'failed') GROUP BY category"
        for variable in categories
    ]
    return _arrow(connection, " UNION ALL ".join(counts)) if counts else None


def _arrow(connection: duckdb.DuckDBPyConnection, statement: str) -> pa.Table:
    return connection.sql(statement).to_arrow_table()
