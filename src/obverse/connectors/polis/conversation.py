"""One conversation held on Polis: its files as relations of texts, turned into rows of the evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.polis.api import NAMES
from obverse.connectors.polis.beside import Beside, not_exported, unknown_columns
from obverse.connectors.polis.checks import coarsest_layer, columns
from obverse.connectors.polis.parts import Export, headings
from obverse.connectors.polis.sign import AGREE, TURNED
from obverse.evidence.checking import quoted
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.vocabulary.text import Text

TABLES = ("votes", "comments", "participants")
# A number of seconds above this lies beyond the year 5000; one of milliseconds below it, before 1974.
_MILLISECONDS_FROM = 100_000_000_000
_LAST_MOMENT = 253_402_300_799_999
_UNGROUPED = "none"


class Conversation:
    """One conversation being read: its files as relations of texts."""

    def __init__(
        self,
        say: Callable[..., Text],
        connection: duckdb.DuckDBPyConnection,
        export: Export,
        sign: int,
        prefix: str,
    ) -> None:
        self.say = say
        self.connection = connection
        self.export = export
        self.sign = sign
        self.prefix = prefix
        # Groups are found anew in each conversation: group 0 of one is not group 0 of another.
        self.variable = "_".join(
            part for part in ("opinion_group", re.sub(r"\W+", "_", prefix).strip("_")) if part
        )
        files = {**export.parts, **({"participants": export.parts["math"]} if "math" in export.parts else {})}
        self.files = files
        self.present = tuple(part for part in TABLES if part in files)

    def extract(self, kept: tuple[Path, ...], notes: Sequence[Text]) -> Extract:
        """The rows of the conversation."""
        said = list(notes)
        missing = {"votes": "no_votes", "comments": "no_statements", "participants": "no_participants"}
        said += [self.say(key) for part, key in missing.items() if part not in self.present]
        said += [self.say("unread", file=file.name) for file in self.export.unread]
        tables = {}
        groups = self._groups()
        if "participants" in self.present:
            said += self._about_participants(groups)
        tables["actor"] = self._actors(groups)
        if "comments" in self.present:
            tables["contribution"] = self._statements()
        if "votes" in self.present:
            tables["vote"], about = self._votes()
            said += about
        said += Beside(self.say, self.connection, self.export, self.present, self.sign).remarks()
        attributes = {self.variable: _attribute(groups)} if groups else {}
        complete, about = self._against_summary()
        said += about
        return Extract(
            tables=tables,
            files=kept,
            headings=self._headings(),
            notes=tuple(said),
            coverage={
                name: {"complete": complete[name], "grade": "A", "source": self._source(name)}
                for name in tables
            },
            attributes=attributes,
            process=self._process(),
            unknown=unknown_columns(self.connection, self.export),
            not_exported=not_exported(self.connection, self.export),
        )

    def _headings(self) -> dict[str, dict[str, str]]:
        return {
            "vote": self._named("votes", "vote"),
            "contribution": self._named("comments", "contribution"),
            "actor": {
                f"attr_{self.variable}" if column.startswith("attr_") else column: theirs
                for column, theirs in headings("participants", "actor").items()
            },
        }

    def _named(self, part: str, table: str) -> dict[str, str]:
        theirs = NAMES[part] if part in self.export.interface else {}
        return {ours: theirs.get(name, (name,))[0] for ours, name in headings(part, table).items()}

    def _file(self, part: str) -> str:
        return literal(str(self.files[part]))

    def _id(self, kind: str, column: str) -> str:
        return f"CASE WHEN {column} = '' THEN '' ELSE {literal(self.prefix + kind)} || {column} END"

    def _arrow(self, statement: str) -> pa.Table:
        return self.connection.sql(statement).to_arrow_table()

    def _count(self, statement: str) -> int:
        return int(self.connection.execute(statement).fetchall()[0][0])

    def _groups(self) -> list[str]:
        if "participants" not in self.present:
            return []
        rows = self.connection.execute(
            'SELECT DISTINCT "group-id" AS found FROM participants WHERE "group-id" <> \'\' '
            "ORDER BY TRY_CAST(found AS BIGINT), found"
        ).fetchall()
        return [str(row[0]) for row in rows]

    def _about_participants(self, groups: list[str]) -> list[Text]:
        said = [] if groups else [self.say("no_groups")]
        identified = "SELECT count(*) FROM participants WHERE xid <> ''"
        if "xid" in columns(self.connection, "participants") and self._count(identified):
            said.append(self.say("identities", file=self.files["participants"].name))
        return said

    def _actors(self, groups: list[str]) -> pa.Table:
        """Everyone who took part, where they stand first: among the participants, the voters, the authors."""
        group = f"CASE WHEN \"group-id\" = '' THEN '{_UNGROUPED}' ELSE \"group-id\" END" if groups else "''"
        active = 'CASE WHEN TRY_CAST("n-votes" AS BIGINT) = 0 AND TRY_CAST("n-comments" AS BIGINT) = 0'
        selects = {
            "participants": f"participant, {group}, {active} THEN 'no' ELSE 'yes' END, 1, {ROW_IN_FILE}",
            "votes": f"\"voter-id\", '', 'yes', 2, min({ROW_IN_FILE})",
            "comments": f"\"author-id\", '', 'yes', 3, min({ROW_IN_FILE})",
        }
        grouped = {
            "votes": 'WHERE "voter-id" <> \'\' GROUP BY "voter-id"',
            "comments": 'WHERE "author-id" <> \'\' GROUP BY "author-id"',
        }
        chosen = " UNION ALL ".join(
            f"SELECT {selects[part]}, {self._file(part)} FROM {part} {grouped.get(part, '')}"
            for part in self.present
        )
        return self._arrow(f"""
            WITH people(person, opinion, active, place, {ROW}, {FILE}) AS ({chosen}),
                 placed AS (SELECT *, min(place) OVER (PARTITION BY person) AS first_place FROM people)
            SELECT {self._id("participant-", "person")} AS id, 'platform_account' AS kind, active AS participant,
                   opinion AS {quoted("attr_" + self.variable)}, {FILE}, {ROW}
            FROM placed WHERE place = first_place ORDER BY place, {ROW}
        """)

    def _statements(self) -> pa.Table:
        found = columns(self.connection, "comments")
        seed = "CASE lower(\"is-seed\") WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE \"is-seed\" END"
        topic, joined = self._topics()
        return self._arrow(f"""
            SELECT {self._id("statement-", '"comment-id"')} AS id, 'statement' AS kind,
                   {self._id("participant-", '"author-id"')} AS author,
                   {_moment("0")} AS created_at, "comment-body" AS text,
                   CASE moderated WHEN '1' THEN 'in' WHEN '-1' THEN 'out' WHEN '0' THEN 'not_moderated'
                        ELSE moderated END AS moderated,
                   {seed if "is-seed" in found else "''"} AS seed, {topic},
                   {self._file("comments")} AS {FILE}, comments.{ROW_IN_FILE} AS {ROW}
            FROM comments {joined} ORDER BY comments.{ROW_IN_FILE}
        """)

    def _topics(self) -> tuple[str, str]:
        """The cluster of each statement in the coarsest layer, as the topic; the export does not say their names."""
        if "clusters" not in self.export.parts:
            return "'' AS topic", ""
        layer, count = coarsest_layer(self.connection)
        if not count:
            return "'' AS topic", ""
        clusters = (
            f'SELECT "comment-id" AS clustered, any_value({quoted(f"layer{layer}-cluster-id")}) AS number '
            "FROM clusters GROUP BY clustered"
        )
        topic = f"CASE WHEN COALESCE(number, '') IN ('', '-1') THEN '' ELSE 'cluster {layer}/' || number END"
        return f"{topic} AS topic", f'LEFT JOIN ({clusters}) ON clustered = "comment-id"'

    def _votes(self) -> tuple[pa.Table, list[Text]]:
        """Every vote event; events of the same moment are told apart by millionths of a second."""
        unordered, last = self._last_of_ties()
        value = (
            "vote" if self.sign == AGREE else "CASE vote WHEN '1' THEN '-1' WHEN '-1' THEN '1' ELSE vote END"
        )
        rows = self._arrow(f"""
            WITH ordered AS (
                SELECT votes.*, row_number() OVER (
                    PARTITION BY "voter-id", "comment-id", "timestamp"
                    ORDER BY CASE WHEN vote = last_vote THEN 1 ELSE 0 END, {ROW_IN_FILE}) - 1 AS later
                FROM votes LEFT JOIN ({last}) ON person = "voter-id" AND statement = "comment-id")
            SELECT {self._id("participant-", '"voter-id"')} AS actor,
                   {self._id("statement-", '"comment-id"')} AS contribution,
                   {value} AS value, {_moment("later")} AS at, later > 0 AS moved,
                   {self._file("votes")} AS {FILE}, {ROW_IN_FILE} AS {ROW}
            FROM ordered ORDER BY {ROW_IN_FILE}
        """)
        self.connection.register("read_votes", rows)
        moved = self._count("SELECT count(*) FROM read_votes WHERE moved")
        said = [self.say("same_moment", count=str(moved))] if moved else []
        if unordered:
            said.append(self.say("same_moment_unordered", count=str(unordered)))
        return rows.drop_columns(["moved"]), said

    def _last_of_ties(self) -> tuple[int, str]:
        """How many ties stay open, and a query for the last vote where different votes carry the same moment."""
        nobody = "SELECT '' AS person, '' AS statement, '' AS last_vote WHERE FALSE"
        ties = self.connection.execute(
            'SELECT "voter-id", "comment-id" FROM votes GROUP BY "voter-id", "comment-id", "timestamp" '
            "HAVING count(DISTINCT vote) > 1 ORDER BY 1, 2"
        ).fetchall()
        # Where the sign of the votes had to be turned, that of the cells per participant is not known either.
        if not ties or "participants" not in self.present or self.sign == TURNED:
            return len(ties), nobody
        statements = sorted(
            {str(statement) for _, statement in ties} & set(columns(self.connection, "participants"))
        )
        cells = [
            f"SELECT participant AS person, {literal(statement)} AS statement, {quoted(statement)} AS last_vote "
            f"FROM participants WHERE {quoted(statement)} <> ''"
            for statement in statements
        ]
        return sum(1 for _, statement in ties if statement not in statements), " UNION ALL ".join(
            cells
        ) or nobody

    def _against_summary(self) -> tuple[dict[str, str], list[Text]]:
        """Whether the files hold what summary.csv counts: per table yes or unknown, and what differs."""
        counted = {
            "vote": ("voters", "voters", 'SELECT count(DISTINCT "voter-id") FROM votes', "votes"),
            "contribution": ("comments", "statements", "SELECT count(*) FROM comments", "comments"),
            "actor": (
                "commenters",
                "authors",
                'SELECT count(DISTINCT "author-id") FROM comments',
                "comments",
            ),
        }
        complete = dict.fromkeys(counted, "unknown")
        said = []
        for table, (key, words, query, part) in counted.items():
            told = self.export.summary.get(key, "")
            if part not in self.present or not told.isdigit():
                continue
            found = self._count(query)
            if found >= int(told):
                complete[table] = "yes"
            if found != int(told):
                what = self.say(words)
                english = self.say("counts_differ", told=told, what=what.en, found=str(found)).en
                french = self.say("counts_differ", told=told, what=what.fr, found=str(found)).fr
                said.append(Text(en=english, fr=french))
        if complete["vote"] != "yes":
            complete["actor"] = "unknown"
        return complete, said

    def _source(self, table: str) -> str:
        part = {"vote": "votes", "contribution": "comments"}.get(table, "participants")
        file = self.export.parts.get(part) or next(iter(self.export.parts.values()))
        place = self.export.summary.get("url", "")
        return f"Polis, {file.name}" + (f", {place}" if place else "")

    def _process(self) -> dict[str, object]:
        proposed: dict[str, object] = {}
        if topic := self.export.summary.get("topic", "").strip():
            proposed["title"] = topic
        if "votes" in self.present:
            first = self.connection.execute(f"SELECT left(min({_moment('0')}), 10) FROM votes").fetchall()[0][
                0
            ]
            if first:
                proposed["start"] = dt.date.fromisoformat(str(first))
        return proposed


def _moment(later: str) -> str:
    """The moment of the column timestamp, seconds or milliseconds; ``later`` millionths of a second are added."""
    # Beyond the year 9999, or before 1970, it is no moment: it stays as it is, and the check names its row.
    read = 'TRY_CAST("timestamp" AS BIGINT)'
    number = f"CASE WHEN {read} BETWEEN 0 AND {_LAST_MOMENT} THEN {read} END"
    millionths = (
        f"({number} * CASE WHEN {number} >= {_MILLISECONDS_FROM} THEN 1000 ELSE 1000000 END + {later})"
    )
    moment = f"make_timestamp({millionths})"
    return f"""COALESCE(CASE WHEN {later} > 0 THEN strftime({moment}, '%Y-%m-%dT%H:%M:%S.%fZ')
        WHEN {number} >= {_MILLISECONDS_FROM} THEN strftime({moment}, '%Y-%m-%dT%H:%M:%S.%gZ')
        ELSE strftime({moment}, '%Y-%m-%dT%H:%M:%SZ') END, "timestamp")"""


def _attribute(groups: Sequence[str]) -> dict[str, object]:
    labels = {group: f"opinion group {chr(ord('A') + place)}" for place, group in enumerate(groups[:26])}
    return {
        "label": "Opinion group found by Polis",
        "categories": [*groups, _UNGROUPED],
        "order": "none",
        "labels": {**labels, _UNGROUPED: "in no opinion group"},
    }
