"""One export being read: its tables, and what is to be said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.connectors.consul.graphql import Answers
from obverse.connectors.consul.reading_cells import listed
from obverse.connectors.consul.relations import WRITTEN
from obverse.connectors.consul.rows import NAMES_A_PARENT, Rows
from obverse.evidence.importing.extract import FILE, Extract
from obverse.evidence.importing.stored import literal
from obverse.evidence.receiving.fields import Match, lacking_everywhere
from obverse.evidence.typed_cells import quoted
from obverse.vocabulary.text import Text

_TABLES = ("contribution", "actor", "neighbourhood", "document")
_UNREAD = ("tags", "notifications")


class Export:
    """Takes the files one after the other into a database, then makes the extract."""

    def __init__(
        self,
        say: Callable[..., Text],
        connection: duckdb.DuckDBPyConnection,
        answers: Answers,
        options: Mapping[str, str],
    ) -> None:
        self.say = say
        self.connection = connection
        self.answers = answers
        self.options = options
        self.unknown: dict[str, tuple[str, ...]] = {}
        self.matches: dict[str, list[Match]] = {}
        self.hides_authors = False

    def load(self, match: Match, rows: pa.Table, *, of_answers: bool = False) -> None:
        """Add the rows of one kind; they carry the column FILE beside those of the file."""
        kind = match.kind.name
        told = literal(f" {' '.join(match.columns)} ")
        self.connection.register("arriving", rows)
        cells, _, relation = match.select("arriving").rpartition(" FROM ")
        select = f"{cells}, {FILE} AS file, {told} AS told FROM {relation}"
        exists = kind in self.matches
        self.connection.execute(
            f"INSERT INTO {quoted(kind)} {select}" if exists else f"CREATE TABLE {quoted(kind)} AS {select}"
        )
        self.connection.unregister("arriving")
        self.matches.setdefault(kind, []).append(match)
        if of_answers and kind in WRITTEN and "author_id" in match.columns:
            blank = self._count(f"SELECT count(*) FROM {quoted(kind)} WHERE author_id = '' AND author = ''")
            self.hides_authors = self.hides_authors or blank > 0

    def extract(self, kept: tuple[Path, ...]) -> Extract:
        """The rows of the evidence and the letter's notes."""
        present = tuple(self.matches)
        areas = self.options.get("headings", "area") != "topic"
        ended = self.options.get("ended") == "yes"
        rows = Rows(self.connection, present, areas=areas, ended=ended)
        tables: dict[str, pa.Table] = {}
        if set(WRITTEN) & set(present):
            tables["contribution"] = rows.contributions()
        people_and_places = {"actor": rows.actors(), "neighbourhood": rows.neighbourhoods()}
        tables |= {name: made for name, made in people_and_places.items() if made.num_rows}
        if "milestones" in present:
            tables["document"] = rows.notices()
        notes, left_out = self._said(present, areas=areas, ended=ended)
        return Extract(
            tables=tables,
            files=kept,
            headings=self._headings(),
            left_out=left_out,
            notes=tuple(notes),
            coverage=self._coverage(tables),
            process=self._process(),
            unknown={name: found for name, found in self.unknown.items() if found},
            hidden={"contribution": ("author",)} if self.hides_authors else {},
            not_exported=self._not_exported(tables),
        )

    def _count(self, statement: str) -> int:
        return int(self.connection.execute(statement).fetchall()[0][0] or 0)

    def _headings(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {name: {} for name in _TABLES}
        for matches in self.matches.values():
            for match in matches:
                for name, columns in found.items():
                    for column, heading in match.headings(name).items():
                        columns.setdefault(column, heading)
        return found

    def _coverage(self, tables: Mapping[str, pa.Table]) -> dict[str, dict[str, object]]:
        """Never complete: what moderators hid is in no export, and nothing tells how many pages there were."""
        kinds = {"contribution": tuple(WRITTEN), "document": ("milestones",)}
        found: dict[str, dict[str, object]] = {}
        for name in tables:
            torn = any(self.answers.unfinished(kind) for kind in kinds.get(name, ()))
            found[name] = {
                "complete": "no" if torn else "unknown",
                "grade": "A",
                "source": "Consul Democracy, export",
            }
        return found

    def _process(self) -> dict[str, object]:
        if "budgets" not in self.matches:
            return {}
        names = self.connection.execute(
            "SELECT DISTINCT trim(name) FROM budgets WHERE trim(name) <> ''"
        ).fetchall()
        return {"title": str(names[0][0])} if len(names) == 1 else {}

    def _not_exported(self, tables: Mapping[str, pa.Table]) -> dict[str, tuple[str, ...]]:
        """What no file tells; where several kinds fill one column, a column that one of them fills is exported."""
        every = (match for matches in self.matches.values() for match in matches)
        return lacking_everywhere(every, tables)

    def _said(
        self, present: tuple[str, ...], *, areas: bool, ended: bool
    ) -> tuple[list[Text], dict[str, dict[Text, int]]]:
        notes: list[Text] = []
        left_out: dict[str, dict[Text, int]] = {}
        kinds = sorted(set(present))
        if self.answers.items:
            notes.append(self.say("whole_hours"))
        torn = sorted({kind for kind, _, _ in self.answers.pages if self.answers.unfinished(kind)})
        notes += [self.say("pages_missing", kind=kind) for kind in torn]
        for kind, count in sorted(self.answers.nameless.items()):
            left_out.setdefault("contribution", {})[self.say("without_id", kind=kind)] = count
        if self.hides_authors:
            notes.append(self.say("authors_hidden"))
        if "votes" in present:
            left_out["vote"] = {self.say("no_voters"): self._count("SELECT count(*) FROM votes")}
            notes.append(self.say("votes_counted"))
        if "milestones" in present:
            left_out["milestone"] = {self.say("no_plan"): self._count("SELECT count(*) FROM milestones")}
        notes += [self.say("unread", kind=kind) for kind in kinds if kind in _UNREAD]
        notes += self._about_times(kinds)
        if "investments" in present:
            notes += self._about_investments(areas=areas, ended=ended)
        if "comments" in present:
            lost = self._count(f"SELECT count(*) FROM comments AS item WHERE {NAMES_A_PARENT}")
            notes += [self.say("parents_missing", count=str(lost))] if lost else []
        return notes, left_out

    def _about_times(self, kinds: list[str]) -> list[Text]:
        if self.options.get("timezone"):
            return []
        dated = [kind for kind in kinds if kind in WRITTEN]
        without = sum(
            self._count(
                f"SELECT count(*) FROM {kind} WHERE regexp_matches(created_at, '[0-9]{{2}}:[0-9]{{2}}') "
                "AND NOT regexp_matches(created_at, '(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})\\s*$')"
            )
            for kind in dated
        )
        return [self.say("no_time_zone", count=str(without))] if without else []

    def _about_investments(self, *, areas: bool, ended: bool) -> list[Text]:
        notes = []
        columns = {name for match in self.matches["investments"] for name in match.columns}
        if "heading" in columns:
            notes.append(self.say("headings_are_areas" if areas else "headings_are_topics"))
        if "selected" in columns and "winner" not in columns and not ended:
            notes.append(self.say("selected_is_not_won"))
        unread: Counter[str] = Counter()
        for column, known in (
            ("regexp_replace(feasibility, '\\s*\\(.*$', '')", ("feasible", "unfeasible", "undecided")),
            ("valuation_finished", ("yes", "no")),
            ("selected", ("yes", "no")),
            ("winner", ("yes", "no")),
        ):
            lists = " AND ".join(f"lower(trim({column})) NOT IN {listed(meaning)}" for meaning in known)
            found = self.connection.execute(
                f"SELECT trim({column}) AS word, count(*) FROM investments "
                f"WHERE trim({column}) NOT IN ('', '-') AND {lists} GROUP BY word ORDER BY count(*) DESC, word LIMIT 5"
            ).fetchall()
            unread.update({str(word)[:40]: int(count) for word, count in found})
        for word, count in unread.items():
            notes.append(self.say("word_not_known", word=word, count=str(count)))
        return notes
