"""One conversation held on Polis: its files as relations of texts, turned into rows of the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.polis.api import NAMES
from obverse.connectors.polis.beside import Beside, not_exported
from obverse.connectors.polis.checks import columns, topics
from obverse.connectors.polis.loading import TABLES
from obverse.connectors.polis.moments import moment
from obverse.connectors.polis.opening import Opening
from obverse.connectors.polis.parts import Export, headings
from obverse.connectors.polis.sign import AGREE, TURNED, Fit
from obverse.connectors.polis.wholeness import Wholeness
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted
from obverse.vocabulary.text import Text

# A record that a machine made of everything, and that its keeper can change unseen: no sealed document.
_GRADE = "B"
_UNGROUPED = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a conversation is read: the sign of agreement, and what the options say.

    ``fits`` compare the counts of the files with the votes; ``staff`` are numbers of participants.
    """

    sign: int
    fits: tuple[Fit, ...]
    prefix: str = ""
    infers_seeds: bool = True
    staff: tuple[str, ...] = ()


class Conversation:
    """One conversation being read: its files as relations of texts."""

    def __init__(
        self,
        say: Callable[..., Text],
        connection: duckdb.DuckDBPyConnection,
        export: Export,
        reading: Reading,
    ) -> None:
        self.say = say
        self.connection = connection
        self.export = export
        self.sign = reading.sign
        self.prefix = reading.prefix
        self.staff = reading.staff
        # Groups are found anew in each conversation: group 0 of one is not group 0 of another.
        self.variable = "_".join(
            part for part in ("opinion_group", re.sub(r"\W+", "_", reading.prefix).strip("_")) if part
        )
        files = {**export.parts, **({"participants": export.parts["math"]} if "math" in export.parts else {})}
        self.files = files
        self.present = tuple(part for part in TABLES if part in files)
        self.opening = Opening(connection, self.present, infers=reading.infers_seeds)
        self.wholeness = Wholeness(say, connection, export, self.present, reading.fits)

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
            said += self.opening.remarks(self.say, self.staff)
        if "votes" in self.present:
            tables["vote"], about = self._votes()
            said += about
        said += Beside(self.say, self.connection, self.export, self.present, self.sign).remarks()
        attributes = {self.variable: _attribute(groups)} if groups else {}
        complete, about = self.wholeness.told()
        said += [*about, *self.wholeness.tail()]
        return Extract(
            tables=tables,
            files=kept,
            headings=self._headings(),
            notes=tuple(said),
            coverage={
                name: {"complete": complete[name], "grade": _GRADE, "source": self._source(name)}
                for name in tables
            },
            attributes=attributes,
            process=self._process(),
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
            "ORDER BY TRY_CAST(found AS BIGINT) NULLS LAST, found"
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
                   {self._staff("person")} AS staff_or_test,
                   opinion AS {quoted("attr_" + self.variable)}, {FILE}, {ROW}
            FROM placed WHERE place = first_place ORDER BY place, {ROW}
        """)

    def _staff(self, column: str) -> str:
        listed = ", ".join(map(literal, self.staff))
        return f"CASE WHEN {column} IN ({listed}) THEN 'yes' ELSE '' END" if listed else "''"

    def _statements(self) -> pa.Table:
        topic, joined = topics(self.connection, "clusters" in self.export.parts)
        return self._arrow(f"""
            SELECT {self._id("statement-", '"comment-id"')} AS id, 'statement' AS kind,
                   {self._id("participant-", '"author-id"')} AS author,
                   {moment()} AS created_at, "comment-body" AS text,
                   CASE moderated WHEN '1' THEN 'in' WHEN '-1' THEN 'out' WHEN '0' THEN 'not_moderated'
                        ELSE moderated END AS moderated,
                   {self.opening.seed} AS seed, {topic},
                   {self._file("comments")} AS {FILE}, comments.{ROW_IN_FILE} AS {ROW}
            FROM comments {joined} ORDER BY comments.{ROW_IN_FILE}
        """)

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
                   {value} AS value, {moment("later")} AS at, later > 0 AS moved,
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

    def _source(self, table: str) -> str:
        part = {"vote": "votes", "contribution": "comments"}.get(table, "participants")
        file = self.export.parts.get(part) or next(iter(self.export.parts.values()))
        place = self.export.summary.get("url", "")
        return f"Polis, {file.name}" + (f", {place}" if place else "")

    def _process(self) -> dict[str, object]:
        proposed: dict[str, object] = {}
        if topic := self.export.summary.get("topic", "").strip():
            proposed["title"] = topic
        if (first := self.wholeness.first_day()) is not None:
            proposed["start"] = first
        return proposed


def _attribute(groups: Sequence[str]) -> dict[str, object]:
    labels = {group: f"opinion group {chr(ord('A') + place)}" for place, group in enumerate(groups[:26])}
    return {
        "label": "Opinion group found by Polis",
        "categories": [*groups, _UNGROUPED],
        "order": "none",
        "labels": {**labels, _UNGROUPED: "in no opinion group"},
    }
