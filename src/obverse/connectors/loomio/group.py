"""One group held on Loomio: its tables as relations of texts, turned into rows of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.fields import Kind, Match
from obverse.evidence.typed_cells import quoted

# Words for a participant of an anonymous poll; the number beside them would undo the anonymity.
_ANONYMOUS = "lower(trim(author_name)) IN ('anonymous', 'anonyme', 'anonym')"
_POSITIONS = {"yes": "1", "abstain": "0", "no": "-1", "block": "-1"}
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "''", "&amp;": "&"}
_CONTRIBUTION = (
    "id, kind, author, parent, topic, created_at, text, support, against, answered_at, moderated, alignment"
)


class Group:
    """The tables of one export; those that it lacks are empty."""

    def __init__(self, file: Path, kinds: Mapping[str, Kind]) -> None:
        self.file = literal(str(file))
        self.connection = duckdb.connect(":memory:")
        for name, kind in kinds.items():
            fields = ", ".join(f"'' AS {quoted(field)}" for field in kind.fields)
            self.connection.execute(
                f"CREATE TABLE {quoted(name)} AS SELECT {fields}, CAST(0 AS BIGINT) AS {ROW_IN_FILE} WHERE FALSE"
            )

    def load(self, match: Match, rows: pa.Table) -> None:
        """Take one table of the export under our names of its fields."""
        self.connection.register("arriving", rows)
        self.connection.execute(f"INSERT INTO {quoted(match.kind.name)} {match.select('arriving')}")
        self.connection.unregister("arriving")

    def count(self, table: str, condition: str) -> int:
        """How many rows of a table fulfil a condition."""
        found = self.connection.execute(f"SELECT count(*) FROM {quoted(table)} WHERE {condition}").fetchone()
        return int(found[0]) if found else 0

    def actors(self, *, accepts: bool) -> pa.Table:
        """Members and everyone who wrote; ``accepts`` says that the export tells who accepted an invitation."""
        joined = "accepted_at" if accepts else "created_at"
        writers = [
            f"SELECT {_person('author')} AS id, author_name AS name, {ROW_IN_FILE} AS place FROM {table}"
            for table in ("discussions", "comments", "polls", "proposals")
        ]
        writers.append(f"SELECT {_person('user', 'user_name')}, user_name, {ROW_IN_FILE} FROM votes")
        writers.append(f"SELECT {_person('author', '')}, '', {ROW_IN_FILE} FROM outcomes")
        writers.append(
            f"SELECT {_stance_author()}, author_name, {ROW_IN_FILE} FROM stances WHERE {_said('reason')} <> ''"
        )
        return self._arrow(f"""
            WITH wrote AS (SELECT id, max(name) AS name, min(place) AS place
                           FROM ({" UNION ALL ".join(writers)}) WHERE id <> '' GROUP BY id),
                 member AS (SELECT {_person("user", "user_name")} AS id, max(user_name) AS name,
                                   max(user_email) AS email, max({_flag("admin")}) AS admin,
                                   COALESCE(min(NULLIF(left({joined}, 10), '')), '') AS joined,
                                   min({ROW_IN_FILE}) AS place
                            FROM memberships GROUP BY ALL HAVING id <> '')
            SELECT COALESCE(member.id, wrote.id) AS id, 'platform_account' AS kind,
                   COALESCE(joined, '') AS joined_on, COALESCE(admin, '') AS attr_group_admin,
                   CASE WHEN wrote.id IS NOT NULL THEN 'yes'
                        WHEN {"joined = ''" if accepts else "FALSE"} THEN 'no' ELSE '' END AS participant,
                   COALESCE(NULLIF(member.name, ''), wrote.name, '') AS {NAME},
                   COALESCE(member.email, '') AS {EMAIL},
                   {self.file} AS {FILE}, COALESCE(member.place, wrote.place) AS {ROW}
            FROM member FULL JOIN wrote ON member.id = wrote.id ORDER BY {ROW}
        """)

    def contributions(self) -> pa.Table:
        """Discussions, comments, polls, reasons given with a vote, outcomes, and what older groups called proposals."""
        thread = """COALESCE(
            CASE WHEN {0}.discussion <> '' THEN 'discussion-' || {0}.discussion END,
            (SELECT min('discussion-' || id) FROM discussions WHERE topic <> '' AND topic = {0}.topic), {1}, '')"""
        own_poll = "(SELECT min('poll-' || id) FROM polls WHERE topic <> '' AND topic = comments.topic)"
        below = {
            "comments": thread.format("comments", own_poll),
            "polls": thread.format("polls", "''"),
            "proposals": "CASE WHEN discussion <> '' THEN 'discussion-' || discussion ELSE '' END",
        }
        answered = f"""COALESCE((SELECT min({_moment("outcomes.created_at")}) FROM outcomes
                       WHERE outcomes.poll = polls.id), '')"""
        removed = f"CASE WHEN {_said('body')} = '' THEN 'unknown' ELSE '' END"
        opposed = 'COALESCE(TRY_CAST("no" AS BIGINT), 0) + COALESCE(TRY_CAST(block AS BIGINT), 0)'
        parts = [
            _select(
                *("discussions", "discussion", "'statement'"),
                text=_texts("title", "description"),
                topic=_group(),
            ),
            _select(
                *("comments", "comment", "'comment'"),
                text=_said("body"),
                parent=below["comments"],
                topic=_group(),
                moderated=removed,
            ),
            _select(
                *("polls", "poll", "CASE poll_type WHEN 'proposal' THEN 'proposal' ELSE 'question' END"),
                text=_texts("title", "details"),
                parent=below["polls"],
                topic=_group(),
                answered_at=answered,
            ),
            _select(
                *("proposals", "proposal", "'proposal'"),
                text=_texts("title", "description"),
                parent=below["proposals"],
                topic=_group(),
                support="yes",
                against=f"""CASE WHEN "no" <> '' OR block <> '' THEN CAST({opposed} AS VARCHAR) ELSE '' END""",
            ),
            _select(
                *("stances", "stance", "'statement'"),
                text=_said("reason"),
                parent="'poll-' || poll",
                author=_stance_author(),
                where=f"{_said('reason')} <> '' AND lower(latest) <> 'false'",
            ),
            _select(
                *("outcomes", "outcome", "'statement'"),
                text=_said("statement"),
                parent="'poll-' || poll",
                author=_person("author", ""),
            ),
            _select(
                *("votes", "vote-statement", "'statement'"),
                text=_said("statement"),
                parent="'proposal-' || motion",
                author=_person("user", "user_name"),
                alignment=_position("position"),
                where=f"{_said('statement')} <> ''",
            ),
        ]
        return self._arrow(f"""
            WITH every({_CONTRIBUTION}, {ROW}) AS ({" UNION ALL ".join(parts)})
            SELECT * REPLACE (CASE WHEN parent IN (SELECT id FROM every) THEN parent ELSE '' END AS parent),
                   {self.file} AS {FILE} FROM every ORDER BY {ROW}
        """)

    def votes(self) -> pa.Table:
        """The votes of the years in which they were exported; blocking is a vote against."""
        return self._arrow(f"""
            SELECT {_person("user", "user_name")} AS actor, 'proposal-' || motion AS contribution,
                   {_position("position")} AS value, {_moment("created_at")} AS at,
                   {self.file} AS {FILE}, {ROW_IN_FILE} AS {ROW}
            FROM votes WHERE motion IN (SELECT id FROM proposals)
              AND {_person("user", "user_name")} <> '' ORDER BY {ROW}
        """)

    def first_day(self) -> str:
        """The day of the first discussion or poll; empty where there is none."""
        found = self.connection.execute(
            "SELECT min(left(created_at, 10)) FROM (SELECT created_at FROM discussions UNION ALL "
            "SELECT created_at FROM polls UNION ALL SELECT created_at FROM proposals) WHERE created_at <> ''"
        ).fetchone()
        return str(found[0] or "") if found else ""

    def _arrow(self, statement: str) -> pa.Table:
        return self.connection.sql(statement).to_arrow_table()


def _select(table: str, kind_of_id: str, kind: str, *, where: str = "TRUE", **cells: str) -> str:
    told = {
        "author": _person("author") if table in {"discussions", "comments", "polls", "proposals"} else "''",
        "parent": "''",
        "topic": "''",
        "created_at": _moment(f"{table}.created_at"),
        **cells,
    }
    columns = [told.get(name.strip(), "''") for name in _CONTRIBUTION.split(",")[2:]]
    return (
        f"SELECT '{kind_of_id}-' || {table}.id, {kind}, {', '.join(columns)}, {table}.{ROW_IN_FILE} "
        f"FROM {table} WHERE {where}"
    )


def _person(column: str, name: str = "author_name") -> str:
    named = f"WHEN {name} <> '' THEN 'name:' || {name} " if name else ""
    return f"CASE WHEN {quoted(column)} <> '' THEN 'user-' || {quoted(column)} {named}ELSE '' END"


def _stance_author() -> str:
    return f"CASE WHEN {_ANONYMOUS} THEN '' ELSE {_person('participant')} END"


def _flag(column: str) -> str:
    return f"CASE lower({column}) WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE '' END"


def _group() -> str:
    return "COALESCE((SELECT min(name) FROM groups WHERE groups.id = \"group\"), '')"


def _position(column: str) -> str:
    cases = " ".join(f"WHEN '{word}' THEN '{value}'" for word, value in _POSITIONS.items())
    return f"CASE lower({column}) {cases} ELSE {column} END"


def _said(column: str) -> str:
    """A text without the markup in which Loomio keeps it."""
    plain = f"regexp_replace({column}, '</?[a-zA-Z][^>]*>', ' ', 'g')"
    for entity, sign in (
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#39;", "''"),
        ("&amp;", "&"),
    ):
        plain = f"replace({plain}, '{entity}', '{sign}')"
    return f"trim(regexp_replace({plain}, '[ \\t]+', ' ', 'g'))"


def _texts(*columns: str) -> str:
    parts = ", ".join(f"NULLIF({_said(column)}, '')" for column in columns)
    return f"concat_ws(chr(10), {parts})"


def _moment(column: str) -> str:
    """A moment as Ruby writes it: ``2023-05-01 10:00:00 UTC``, or with an offset instead of the word."""
    hours, minutes = (f"TRY_CAST(substr({column}, {place}, 2) AS INTEGER)" for place in (22, 24))
    ahead = f"CASE substr({column}, 21, 1) WHEN '-' THEN -1 ELSE 1 END * ({hours} * 60 + {minutes})"
    moved = f"TRY_CAST(left({column}, 19) AS TIMESTAMP) - to_minutes({ahead})"
    return (
        f"CASE WHEN regexp_full_match({column}, '.{{10}} .{{8}} UTC') "
        f"THEN replace(left({column}, 19), ' ', 'T') || 'Z' "
        f"WHEN regexp_full_match({column}, '.{{10}} .{{8}} [+-][0-9]{{4}}') "
        f"THEN COALESCE(strftime({moved}, '%Y-%m-%dT%H:%M:%SZ'), {column}) ELSE {column} END"
    )
