"""The rows of the evidence, made of the items of an export that stand as texts in a database."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from obverse.connectors.consul.relations import WRITTEN, create_relations, zone_id
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW
from obverse.evidence.reading import ROW as ROW_IN_FILE

# Without tags, forks write a dash.
_TAGS = "CASE WHEN trim(item.tags) = '-' THEN '' ELSE trim(item.tags) END"
PLACE = f"file AS {FILE}, {ROW_IN_FILE} AS {ROW}"


class Rows:
    """Makes rows of the kinds that ``present`` names; each is a table of texts with all fields of the kind.

    ``areas`` tells whether the headings of a budget are areas, or topics; ``ended`` that the budget is over, so that
    what was not selected for the final vote has not won.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, present: tuple[str, ...], *, areas: bool, ended: bool
    ) -> None:
        self.connection = connection
        self.present = present
        self.areas = areas
        self.ended = ended
        create_relations(connection, present, areas=areas)

    def actors(self) -> pa.Table:
        """Everyone who wrote, and the administrators and valuators of the budget, who are no participants."""
        return self._arrow(f"""
            SELECT id, 'platform_account' AS kind,
                   CASE WHEN bool_or(staff) THEN 'yes' ELSE '' END AS staff_or_test,
                   CASE WHEN bool_or(wrote) THEN 'yes' WHEN bool_or(staff) THEN 'no' ELSE '' END AS participant,
                   COALESCE(first(name ORDER BY turn, file, row_in_file) FILTER (name <> ''), '') AS {NAME},
                   COALESCE(first(email ORDER BY turn, file, row_in_file) FILTER (email <> ''), '') AS {EMAIL},
                   first(file ORDER BY turn, file, row_in_file) AS {FILE},
                   first(row_in_file ORDER BY turn, file, row_in_file) AS {ROW}
            FROM people WHERE id <> '' GROUP BY id ORDER BY {FILE}, {ROW}, id
        """)

    def contributions(self) -> pa.Table:
        """Proposals, debates, comments and investments."""
        selects = [getattr(self, f"_{kind}")() for kind in WRITTEN if kind in self.present]
        return self._arrow(" UNION ALL ".join(selects))

    def neighbourhoods(self) -> pa.Table:
        """The zones, and the headings of budgets where they are areas."""
        return self._arrow(f"""
            SELECT id, COALESCE(first(name ORDER BY file, {ROW_IN_FILE}) FILTER (name <> ''), '') AS name,
                   first(file ORDER BY file, {ROW_IN_FILE}) AS {FILE}, min({ROW_IN_FILE}) AS {ROW}
            FROM zones WHERE id <> '' GROUP BY id ORDER BY id
        """)

    def notices(self) -> pa.Table:
        """Milestones: what the body made known about an item, and when."""
        return self._arrow(f"""
            SELECT 'milestone-' || id AS id, 'notice' AS kind, trim(title) AS title,
                   left(trim(published_on), 10) AS date, left(trim(published_on), 10) AS published_on,
                   'yes' AS public, {PLACE}
            FROM milestones
        """)

    def count(self, statement: str) -> int:
        """The number that a SELECT yields."""
        return int(self.connection.execute(statement).fetchall()[0][0] or 0)

    def _arrow(self, statement: str) -> pa.Table:
        return self.connection.sql(statement).to_arrow_table()

    def _author(self) -> str:
        return (
            "COALESCE((SELECT account FROM accounts WHERE item.author_id = '' AND accounts.name = trim(item.author)), "
            "person(item.author_id, item.author))"
        )

    def _support(self, kind: str, column: str) -> str:
        counted = "ups" if column == "supports" else "downs"
        return (
            f"COALESCE(NULLIF(trim(item.{column}), ''), (SELECT CAST({counted} AS VARCHAR) FROM counted "
            f"WHERE counted.id = '{WRITTEN[kind]}-' || trim(item.id)), '')"
        )

    def _select(self, kind: str, columns: dict[str, str]) -> str:
        every = {
            "id": f"'{WRITTEN[kind]}-' || trim(item.id)",
            "author": self._author(),
            "created_at": "instant(item.created_at)",
            "support": self._support(kind, "supports"),
        } | columns
        order = (
            "id", "kind", "author", "parent", "topic", "area", "created_at", "text", "support", "against", "cost",
            "feasible", "state", "reasoned", "withdrawn_at", "selected",
        )  # fmt: skip
        cells = ", ".join(f"{every.get(name, chr(39) * 2)} AS {name}" for name in order)
        return f"SELECT {cells}, {PLACE} FROM {kind} AS item"

    def _proposals(self) -> str:
        retired = "trim(item.retired_at) <> '' OR trim(item.retired_reason) <> ''"
        return self._select("proposals", {
            "kind": "'proposal'",
            "topic": _TAGS,
            "area": zone_id("item.geozone_id", "item.geozone"),
            "text": _text("title", "summary", "description"),
            "state": f"CASE WHEN {retired} THEN 'withdrawn' ELSE '' END",
            "withdrawn_at": "instant(item.retired_at)",
        })  # fmt: skip

    def _debates(self) -> str:
        return self._select("debates", {
            "kind": "'statement'",
            "topic": _TAGS,
            "text": _text("title", "description"),
            "against": self._support("debates", "against"),
        })  # fmt: skip

    def _comments(self) -> str:
        return self._select("comments", {
            "kind": "'comment'",
            "parent": f"CASE WHEN ({_PARENT}) IN (SELECT id FROM written) THEN ({_PARENT}) ELSE '' END",
            "text": "item.body",
            "against": self._support("comments", "against"),
        })  # fmt: skip

    def _investments(self) -> str:
        finished = "yes_no(item.valuation_finished)"
        feasible = "judged(item.feasibility)"
        selected = "yes_no(item.winner)"
        if self.ended:
            selected = f"COALESCE(NULLIF({selected}, ''), CASE WHEN yes_no(item.selected) = 'no' THEN 'no' ELSE '' END)"
        explained = "CASE WHEN trim(item.explanation) IN ('', '-') THEN 'no' ELSE 'yes' END"
        heading = zone_id("''", "item.heading") if self.areas else "''"
        return self._select("investments", {
            "kind": "'project'",
            "area": heading,
            "topic": _TAGS if self.areas else "trim(item.heading)",
            "text": _text("title", "description"),
            "cost": f"COALESCE(NULLIF(amount(item.price), ''), CASE WHEN {feasible} = 'yes' "
                    r"THEN amount(regexp_extract(item.feasibility, '\((.*)\)', 1)) ELSE '' END)",
            "feasible": f"CASE {feasible} WHEN 'undecided' THEN '' ELSE {feasible} END",
            "state": f"CASE WHEN {feasible} = 'no' AND {finished} <> 'no' THEN 'rejected' "
                     f"WHEN {feasible} = 'no' THEN 'evaluating' WHEN yes_no(item.winner) = 'yes' THEN 'accepted' "
                     f"WHEN {feasible} = 'undecided' AND {finished} <> 'yes' THEN 'open' ELSE '' END",
            "reasoned": f"CASE WHEN {feasible} = 'no' AND {finished} <> 'no' AND contains(item.told, ' explanation ') "
                        f"THEN {explained} ELSE '' END",
            "selected": selected,
        })  # fmt: skip


def _text(*columns: str) -> str:
    parts = ", ".join(f"NULLIF(plain(item.{column}), '')" for column in columns)
    return f"concat_ws(chr(10) || chr(10), {parts})"


# A reply names the comments above it, the nearest last; other comments name what they are about.
_PARENT = """
    CASE WHEN trim(item.ancestry) <> '' THEN 'comment-' || regexp_extract(trim(item.ancestry), '([0-9]+)$', 1)
         WHEN trim(item.debate_id) <> '' THEN 'debate-' || trim(item.debate_id)
         WHEN trim(item.proposal_id) <> '' THEN 'proposal-' || trim(item.proposal_id)
         WHEN trim(item.commentable_id) <> '' AND regexp_matches(lower(item.commentable_type), 'budget.*investment')
             THEN 'investment-' || trim(item.commentable_id)
         WHEN trim(item.commentable_id) <> '' AND lower(trim(item.commentable_type)) IN ('proposal', 'debate')
             THEN lower(trim(item.commentable_type)) || '-' || trim(item.commentable_id)
         WHEN item.under_kind = 'proposals' THEN 'proposal-' || item.under_id
         WHEN item.under_kind = 'debates' THEN 'debate-' || item.under_id
         WHEN item.under_kind = 'investments' THEN 'investment-' || item.under_id
         ELSE '' END
"""
NAMES_A_PARENT = f"({_PARENT}) NOT IN (SELECT id FROM written)"
