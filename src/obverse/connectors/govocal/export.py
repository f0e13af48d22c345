"""One export of Go Vocal being read: its rows, and what is to be said about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from obverse.connectors.govocal import rows
from obverse.connectors.govocal.people import actors, create_people
from obverse.connectors.govocal.reading_cells import known_statuses
from obverse.connectors.govocal.tables import Tables
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.fields import Match, lacking_everywhere
from obverse.vocabulary.text import Text

# An attribute with more categories than this is a free text or a birthday.
_CATEGORIES = 40


@dataclass(slots=True)
class Told:
    """What the files said besides their rows: kinds that were seen, pages, headings that nobody reads."""

    matches: dict[str, list[Match]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[str, tuple[set[int], int]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    surveys: int = 0
    ballots_without_title: int = 0
    sheets: set[str] = field(default_factory=set)

    def torn(self, kind: str) -> bool:
        """Whether pages of a list are missing."""
        seen, total = self.pages.get(kind, (set(), 0))
        return len(seen) < total


class Export:
    """Makes the extract of what stands in ``tables``; ``ballots`` must have been laid out."""

    def __init__(
        self, say: Callable[..., Text], tables: Tables, told: Told, options: Mapping[str, str]
    ) -> None:
        self.say = say
        self.tables = tables
        self.connection = tables.connection
        self.told = told
        self.listed_for = options.get("event", "").strip()
        self.with_signups = options.get("signups", "count") != "leave"
        self.timezone = options.get("timezone", "")

    def extract(self, kept: tuple[Path, ...], conflicts: Sequence[Problem]) -> Extract:
        """The rows of the evidence and the letter's notes; nothing where rows contradict each other."""
        if conflicts:
            return Extract(tables={}, files=kept, problems=tuple(conflicts))
        create_people(
            self.connection,
            tuple(self.tables.attributes),
            with_signups=self.with_signups,
            with_list=bool(self.listed_for),
        )
        found = self.tables.categories()
        categories = {name: known for name, known in found.items() if len(known) <= _CATEGORIES}
        made = self._tables(categories)
        written = {name: table for name, table in made.items() if table.num_rows or name in self._empty()}
        return Extract(
            tables=written,
            files=kept,
            headings=self._headings(written),
            sheets=dict.fromkeys(written, next(iter(self.told.sheets))) if len(self.told.sheets) == 1 else {},
            left_out=self._left_out(),
            notes=tuple(self._notes(found)),
            coverage={name: self._covered(name) for name in written},
            attributes={
                name: {"label": self.tables.attributes[name], "categories": known, "order": "none"}
                for name, known in categories.items()
            },
            process=self._process(),
            unknown={name: tuple(dict.fromkeys(names)) for name, names in self.told.unknown.items() if names},
            not_exported=self._not_exported(written),
        )

    def _tables(self, categories: Mapping[str, Sequence[str]]) -> dict[str, pa.Table]:
        connection = self.connection
        made = {"contribution": rows.contributions(connection)}
        rows.create_votes(connection)
        made |= {
            "vote": rows.votes(connection),
            "actor": actors(connection, tuple(categories)),
            "event": rows.events(connection, self.listed_for),
            "neighbourhood": rows.neighbourhoods(connection),
        }
        if self.with_signups:
            made["participation"] = rows.participations(connection, self.listed_for)
        counted = rows.informed(connection, categories)
        return made | ({} if counted is None else {"group_count": counted})

    def _empty(self) -> set[str]:
        """Tables of which the files say that there is nothing in them."""
        lists = {"contribution": ("ideas", "comments"), "vote": ("reactions",)}
        return {name for name, kinds in lists.items() if any(kind in self.told.pages for kind in kinds)}

    def _count(self, statement: str) -> int:
        return int(self.connection.execute(statement).fetchall()[0][0] or 0)

    def _headings(self, written: Mapping[str, pa.Table]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for matches in self.told.matches.values():
            for match in matches:
                for name in written:
                    for column, heading in match.headings(name).items():
                        found.setdefault(name, {}).setdefault(column, heading)
        return found

    def _covered(self, table: str) -> dict[str, object]:
        kinds = {
            "contribution": ("ideas", "comments"),
            "vote": ("reactions", "baskets", "basket_ideas"),
            "actor": ("users",),
            "participation": ("event_attendances",),
        }
        torn = any(self.told.torn(kind) for kind in kinds.get(table, ()))
        return {"complete": "no" if torn else "unknown", "grade": "A", "source": "Go Vocal, export"}

    def _process(self) -> dict[str, object]:
        titles = self.connection.execute(
            "SELECT DISTINCT trim(project_title) FROM phases WHERE trim(project_title) <> '' "
            "UNION SELECT trim(title) FROM projects WHERE trim(title) <> ''"
        ).fetchall()
        if len(titles) != 1:
            return {}
        phases = self.connection.execute(
            "SELECT left(instant(start_at), 10), left(instant(end_at), 10) FROM phases"
        ).fetchall()
        starts, ends = (
            ([_day(str(told)) for told in days] for days in zip(*phases, strict=True)) if phases else ([], [])
        )
        found: dict[str, object] = {"title": titles[0][0]}
        # A phase without an end is still open, and so is the process.
        for key, days, among in (("start", starts, min), ("end", ends, max)):
            known = [day for day in days if day is not None]
            if known and len(known) == len(days):
                found[key] = among(known)
        return found

    def _not_exported(self, written: Mapping[str, pa.Table]) -> dict[str, tuple[str, ...]]:
        every = (match for matches in self.told.matches.values() for match in matches)
        return lacking_everywhere(every, written)

    def _left_out(self) -> dict[str, dict[Text, int]]:
        found: dict[str, dict[Text, int]] = {}
        surveys = self.told.surveys + self._count(
            "SELECT count(*) FROM one_of_ideas WHERE trim(type) = 'survey'"
        )
        drafts = self._count("SELECT count(*) FROM one_of_ideas WHERE trim(publication_status) = 'draft'")
        deleted = self.connection.execute(
            "SELECT trim(type), count(DISTINCT trim(id)) FROM deleted_items GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        contributions = {
            **({self.say("surveys"): surveys} if surveys else {}),
            **({self.say("drafts"): drafts} if drafts else {}),
            **{self.say("deleted", kind=str(kind)[:40] or "?"): int(count) for kind, count in deleted},
        }
        if contributions:
            found["contribution"] = contributions
        votes = {self.say(reason): count for reason, count in rows.votes_left_out(self.connection).items()}
        if votes:
            found["vote"] = votes
        return found

    def _notes(self, found: Mapping[str, Sequence[str]]) -> list[Text]:
        notes = [
            self.say("pages_missing", kind=kind) for kind in sorted(self.told.pages) if self.told.torn(kind)
        ]
        notes += [self.say("unread", kind=kind, count=str(n)) for kind, n in sorted(self.told.unread.items())]
        answered = self._count("SELECT count(*) FROM one_of_ideas WHERE TRY_CAST(feedbacks AS BIGINT) > 0")
        counts = {
            "feedback_without_date": answered,
            "several_counts": self.tables.several_counts(),
            "nobody_named": self._count(
                "SELECT count(*) FROM one_of_ideas WHERE trim(author_id) = '' AND trim(type) <> 'survey'"
            ),
            "ballots_without_title": self.told.ballots_without_title,
            "ballots_of_nobody": self._count("SELECT count(DISTINCT voter) FROM ballots"),
            "parents_missing": self._count(rows.ANSWERS_NOTHING),
            "mails": self._count("SELECT count(*) FROM email_campaign_deliveries"),
        }
        notes += [self.say(key, count=str(count)) for key, count in counts.items() if count]
        if self._count("SELECT (SELECT count(*) FROM event_attendances) + (SELECT count(*) FROM attendees)"):
            notes.append(self.say("signed_up"))
        if self._count("SELECT count(*) FROM attendees") and not self.listed_for:
            notes.append(self.say("which_event"))
        if self.told.sheets and not self.timezone:
            notes.append(self.say("local_times"))
        unknown = self.connection.execute(
            "SELECT trim(status) AS word, count(*) FROM one_of_ideas WHERE trim(status) <> '' "
            f"AND lower(trim(status)) NOT IN {known_statuses()} GROUP BY word ORDER BY count(*) DESC, word LIMIT 10"
        ).fetchall()
        notes += [
            self.say("status_not_known", word=str(word)[:40], count=str(count)) for word, count in unknown
        ]
        notes += [
            self.say("too_many_categories", word=self.tables.attributes[name], count=str(len(known)))
            for name, known in found.items()
            if len(known) > _CATEGORIES
        ]
        missing = [
            heading for name, heading in self.tables.attributes.items() if name not in self.tables.found
        ]
        return notes + [self.say("no_such_attribute", word=word) for word in missing]


def _day(told: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return None
