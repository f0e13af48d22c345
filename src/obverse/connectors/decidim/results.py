"""What an organisation says it will do, and does: results, their milestones, and what they took up."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.evidence.importing.extract import FILE, ROW

COMMITMENT = ("id", "text", "kind", "announced_on", "due_on", "state")
MILESTONE = ("id", "planned_on", "certainty")
DECISION = ("id", "date")
TRACE = ("contribution", "decision", "kind")
# The progress of a result that has others below it is computed from theirs.
_GATHERS = (
    "(id IN (SELECT parent_id FROM now_results WHERE parent_id <> '') "
    "OR COALESCE(TRY_CAST(children_count AS BIGINT), 0) > 0)"
)


def read_results(export: Export, decisions: frozenset[str]) -> None:
    """Make ``commitment`` and ``milestone``; ``decision`` and ``trace`` from what ``decisions`` says are such."""
    progress = "TRY_CAST(progress AS DOUBLE)"
    export.connection.execute(f"""
        CREATE TABLE commitment AS
        SELECT 'result-' || rows.id AS id,
               trim(concat_ws(chr(10), NULLIF(plain(title), ''), NULLIF(plain(description), ''))) AS text,
               'action' AS kind, day(created_at) AS announced_on, day(end_date) AS due_on,
               CASE WHEN COALESCE(by_key.code, by_name.code) = 'cancelled' THEN 'cancelled'
                    WHEN {progress} >= 100 THEN 'done' WHEN {progress} > 0 THEN 'partly'
                    WHEN {progress} = 0 THEN 'not_done'
                    ELSE COALESCE(by_key.code, by_name.code, '') END AS state,
               {FILE}, {ROW}
        FROM now_results AS rows
        LEFT JOIN state_words AS by_key ON by_key.kind = 'result' AND by_key.word = token(status_key)
        LEFT JOIN state_words AS by_name ON by_name.kind = 'result' AND by_name.word = token(status)
        WHERE NOT {_GATHERS} AND one_line(title) <> '' ORDER BY {FILE}, {ROW}
    """)
    noted = "day(created_at)"
    export.connection.execute(f"""
        CREATE TABLE milestone AS
        SELECT 'milestone-' || id AS id, day(entry_date) AS planned_on,
               CASE WHEN created_at <> '' THEN 'known' ELSE 'unknown' END AS certainty, {FILE}, {ROW}
        FROM now_milestones WHERE entry_date <> '' AND (created_at = '' OR {noted} <= day(entry_date))
        ORDER BY {FILE}, {ROW}
    """)
    _read_decisions(export, decisions)


def _read_decisions(export: Export, decisions: frozenset[str]) -> None:
    sources = {
        "results": f"SELECT 'result-' || id AS thing, day(created_at) AS date, proposal_urls AS urls, {FILE}, {ROW} "
        f"FROM now_results WHERE created_at <> '' AND NOT {_GATHERS}",
        "projects": f"SELECT 'project-' || id, day(selected_at), related_urls, {FILE}, {ROW} FROM now_projects "
        "WHERE selected_at <> ''",
    }
    empty = (
        f"SELECT '' AS thing, '' AS date, '' AS urls, '' AS {FILE}, CAST(0 AS BIGINT) AS {ROW} WHERE FALSE"
    )
    union = " UNION ALL ".join([empty, *(sources[name] for name in sorted(decisions & set(sources)))])
    export.connection.execute(f"""
        CREATE TABLE taken AS SELECT * FROM ({union})
    """)
    export.connection.execute(f"""
        CREATE TABLE decision AS
        SELECT 'decision-' || thing AS id, date, {FILE}, {ROW} FROM taken ORDER BY {FILE}, {ROW}
    """)
    export.connection.execute(f"""
        CREATE TABLE trace AS
        SELECT DISTINCT ON (contribution, decision) contribution, decision, 'adopted' AS kind, {FILE}, {ROW}
        FROM (
            SELECT thing_at(trim(unnest(string_split(urls, ',')))) AS contribution, 'decision-' || thing AS decision,
                   {FILE}, {ROW} FROM taken
        )
        WHERE contribution IN (SELECT id FROM contribution) ORDER BY contribution, decision, {FILE}, {ROW}
    """)


def gathering_results(export: Export) -> int:
    """How many results only gather others."""
    return export.count(f"SELECT count(*) FROM now_results WHERE {_GATHERS}")


def untitled_results(export: Export) -> int:
    """How many results have no title."""
    return export.count(f"SELECT count(*) FROM now_results WHERE NOT {_GATHERS} AND one_line(title) = ''")


def noted_afterwards(export: Export) -> int:
    """How many entries of timelines were written after their date: they say what happened, not what was planned."""
    return export.count(
        "SELECT count(*) FROM now_milestones WHERE entry_date = '' OR "
        "(created_at <> '' AND day(created_at) > day(entry_date))"
    )


def linked_results(export: Export) -> int:
    """How many results name proposals that they include."""
    return export.count("SELECT count(*) FROM now_results WHERE proposal_urls <> ''")
