"""What people wrote on Decidim: proposals and amendments, comments, projects, debates, and what was hidden."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.connectors.decidim.snapshots import IDS
from obverse.evidence.importing.extract import FILE, ROW

COLUMNS = (
    "id",
    "kind",
    "author",
    "origin",
    "parent",
    "topic",
    "area",
    "created_at",
    "text",
    "alignment",
    "support",
    "support_observed",
    "cost",
    "state",
    "answered_at",
    "withdrawn_at",
    "moderated",
    "moderation_reason",
    "seed",
    "selected",
)
# What an author is stands only in the address: a profile, a meeting, or the front page of the organisation itself.
_AUTHORS = """
CREATE MACRO written_by(author, called, address) AS CASE
    WHEN regexp_matches(address, '/meetings/\\d') THEN 'meeting' WHEN first_of(author) = '' AND called = '' THEN ''
    WHEN address = '' OR regexp_matches(address, '/profiles/') THEN 'user' ELSE 'organisation' END;
CREATE MACRO author_ref(author, called, address) AS CASE
    WHEN written_by(author, called, address) IN ('', 'meeting') THEN ''
    WHEN first_of(author) = '' THEN 'name:' || one_line(called)
    ELSE written_by(author, called, address) || '-' || first_of(author) END;
CREATE MACRO origin_of(author, called, address, in_meeting) AS CASE
    WHEN written_by(author, called, address) = 'meeting' OR truth(in_meeting) THEN 'meeting'
    WHEN written_by(author, called, address) = 'organisation' THEN 'official'
    WHEN first_of(author) IN (SELECT id FROM now_user_groups WHERE id <> '') THEN 'association'
    WHEN regexp_matches(address, '/profiles/') THEN 'citizen' ELSE '' END
"""


def read_contributions(export: Export) -> None:
    """Make ``worded_contribution``, all contributions, and ``contribution``, the same without their texts."""
    for statement in _AUTHORS.split(";\n"):
        export.connection.execute(statement)
    known = " UNION ALL ".join(
        f"SELECT '{prefix}' || id AS id FROM all_{kind}" for kind, prefix in IDS.items()
    )
    export.connection.execute(f"CREATE TABLE known_things AS SELECT DISTINCT id FROM ({known})")
    export.connection.execute("""
        CREATE TABLE hidden_things AS
        SELECT thing(reportable_type) || reportable_id AS id,
               first(array_to_string(list_sort(list_distinct(
                   list_transform(string_split(reasons, ','), lambda word: label(word)))), ', ')) AS reasons
        FROM now_moderations WHERE thing(reportable_type) <> '' GROUP BY 1
    """)
    selects = [_proposals(export), _comments(), _projects(export), _debates(), _hidden()]
    union = " UNION ALL BY NAME ".join(selects)
    cells = ", ".join(
        f"COALESCE({name}, '') AS {name}"
        for name in COLUMNS
        if name not in {"moderated", "moderation_reason"}
    )
    visible = "not_moderated" if export.given("moderations") else ""
    export.connection.execute(f"""
        CREATE VIEW worded_contribution AS
        SELECT {cells},
               CASE WHEN hidden_things.id IS NOT NULL THEN 'out' WHEN is_gone THEN '' ELSE '{visible}' END AS moderated,
               COALESCE(hidden_things.reasons, '') AS moderation_reason, {FILE}, {ROW}
        FROM ({union}) AS rows LEFT JOIN hidden_things USING (id)
    """)
    # What is counted needs no words, and words are what is long.
    export.connection.execute("CREATE TABLE contribution AS SELECT * EXCLUDE (text) FROM worded_contribution")


def _proposals(export: Export) -> str:
    state = "''"
    if export.has("proposals", "state"):
        # What has no published answer has an empty state in the files of most versions.
        state = (
            "CASE WHEN truth(withdrawn) THEN 'withdrawn' WHEN state = '' THEN 'open' "
            "ELSE COALESCE(state_words.code, '') END"
        )
    decided = f"{state} NOT IN ('open', 'evaluating', 'withdrawn')"
    told = "greatest(moment(answered_at), moment(state_published_at))"
    return f"""
        SELECT 'proposal-' || rows.id AS id,
               CASE WHEN truth(is_amend) THEN 'amendment' ELSE 'proposal' END AS kind,
               author_ref(author_id, author_name, author_url) AS author,
               origin_of(author_id, author_name, author_url, created_in_meeting) AS origin,
               CASE WHEN truth(is_amend)
                         AND 'proposal-' || last_number(original_url) IN (SELECT id FROM known_things)
                    THEN 'proposal-' || last_number(original_url) END AS parent,
               topic, area, moment(COALESCE(NULLIF(published_at, ''), created_at)) AS created_at,
               trim(concat_ws(chr(10), NULLIF(plain(title), ''), NULLIF(plain(body), ''))) AS text,
               number(votes) AS support, {_observed(export, "proposals")} AS support_observed,
               number(cost) AS cost, {state} AS state,
               CASE WHEN answered_at <> '' AND {decided} THEN {told} END AS answered_at,
               moment(withdrawn_at) AS withdrawn_at, rows.{FILE}, rows.{ROW}, {_gone("proposals")} AS is_gone
        FROM all_proposals AS rows
        LEFT JOIN themes_proposals AS themes
            ON themes.id = rows.id AND themes.{FILE} = rows.{FILE} AND themes.{ROW} = rows.{ROW}
        LEFT JOIN state_words ON state_words.kind = 'proposal' AND state_words.word = token(rows.state)
    """


def _comments() -> str:
    """A comment on something that is no contribution (a meeting, a result) or is not in the files is a statement."""
    direct, root = "thing(commentable_type) || commentable_id", "thing_at(url)"
    known = "(SELECT id FROM known_things)"
    parent = f"CASE WHEN {direct} IN {known} THEN {direct} WHEN {root} IN {known} THEN {root} ELSE '' END"
    return f"""
        SELECT 'comment-' || id AS id, CASE WHEN {parent} = '' THEN 'statement' ELSE 'comment' END AS kind,
               CASE WHEN group_id <> '' THEN 'user-' || group_id WHEN author_id <> '' THEN 'user-' || author_id
                    WHEN author_name <> '' THEN 'name:' || one_line(author_name) END AS author,
               CASE WHEN group_id <> '' THEN 'association' END AS origin, {parent} AS parent,
               moment(created_at) AS created_at, plain(body) AS text,
               CASE WHEN {parent} <> '' THEN number(alignment) END AS alignment,
               {FILE}, {ROW}, {_gone("comments")} AS is_gone
        FROM all_comments AS rows
    """


def _projects(export: Export) -> str:
    # Where nothing of a budget was selected, nobody has decided yet.
    decided = (
        "budget_id || component IN (SELECT budget_id || component FROM all_projects "
        "WHERE selected_at <> '' OR truth(selected))"
    )
    return f"""
        SELECT 'project-' || rows.id AS id, 'project' AS kind, topic, area, moment(created_at) AS created_at,
               trim(concat_ws(chr(10), NULLIF(plain(title), ''), NULLIF(plain(description), ''))) AS text,
               number(votes) AS support, {_observed(export, "projects")} AS support_observed,
               number(budget_amount) AS cost,
               CASE WHEN selected_at <> '' OR truth(selected) THEN 'yes' WHEN {decided} THEN 'no' END AS selected,
               rows.{FILE}, rows.{ROW}, {_gone("projects")} AS is_gone
        FROM all_projects AS rows
        LEFT JOIN themes_projects AS themes
            ON themes.id = rows.id AND themes.{FILE} = rows.{FILE} AND themes.{ROW} = rows.{ROW}
    """


def _debates() -> str:
    """A debate opens a conversation and asks for no answer; one that the organisation opens is a seed."""
    return f"""
        SELECT 'debate-' || rows.id AS id, 'statement' AS kind,
               author_ref(author_id, author_name, author_url) AS author,
               origin_of(author_id, author_name, author_url, '') AS origin,
               CASE WHEN written_by(author_id, author_name, author_url) = 'organisation' THEN 'yes' END AS seed,
               topic, area, moment(created_at) AS created_at,
               trim(concat_ws(chr(10), NULLIF(plain(title), ''), NULLIF(plain(description), ''))) AS text,
               rows.{FILE}, rows.{ROW}, {_gone("debates")} AS is_gone
        FROM all_debates AS rows
        LEFT JOIN themes_debates AS themes
            ON themes.id = rows.id AND themes.{FILE} = rows.{FILE} AND themes.{ROW} = rows.{ROW}
    """


def _hidden() -> str:
    """What moderators hid stands in no other file: only its text, and why."""
    stem = "thing(reportable_type)"
    own = f"{stem} || reportable_id"
    return f"""
        SELECT DISTINCT ON ({own}) {own} AS id,
               CASE WHEN reportable_type LIKE '%::Debate' THEN 'statement' ELSE rtrim({stem}, '-') END AS kind,
               plain(text) AS text, {FILE}, {ROW}, FALSE AS is_gone
        FROM now_moderations
        WHERE thing(reportable_type) <> '' AND {own} NOT IN (SELECT id FROM known_things)
        ORDER BY {own}, {FILE}, {ROW}
    """


def _observed(export: Export, kind: str) -> str:
    """An empty cell in a column of votes is a number that the platform hides; it is never zero."""
    return "CASE WHEN votes = '' THEN 'no' ELSE 'yes' END" if export.has(kind, "votes") else "''"


def _gone(kind: str) -> str:
    return f"rows.id IN (SELECT id FROM gone_{kind})"
