"""Projects held on adhocracy+: ideas, proposals, topics, subjects, comments and polls, from Excel exports or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from obverse.connectors.adhocracy.harvest import Harvest
from obverse.connectors.adhocracy.items import not_exported, read_comments, read_items
from obverse.connectors.adhocracy.parts import COMMENTS, ITEMS, POLLS, PROJECT, Part, look, read_rows
from obverse.connectors.adhocracy.polls import read_poll
from obverse.connectors.adhocracy.project import Project
from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.json_document import read_json
from obverse.vocabulary.text import Text

EXCEL, JSON = "Excel", "JSON"
# A status label is short, and there are few; anything else in that column may be what somebody wrote.
_LABEL, _SHOWN = 40, 5


class Adhocracy(Connector):
    """Exports of adhocracy+: one Excel sheet for each kind of content of a module, or one JSON file of a project."""

    name = "adhocracy"
    keeps_back: ClassVar[tuple[str, ...]] = ("vote",)
    options: ClassVar[tuple[str, ...]] = ("topic", "accepted", "rejected", "evaluating")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where headings or keys are those of adhocracy+ and nothing strange is among the files."""
        parts = [look(file) for file in files]
        found = [part for part in parts if part is not None]
        if not found:
            return UNKNOWN
        generation = JSON if all(part.kind == PROJECT for part in found) else EXCEL
        return Recognition(1.0 if len(found) == len(parts) else 0.6, generation)

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one project.

        ``options``: ``topic`` is the heading under which a module calls its categories something of its own;
        ``accepted``, ``rejected`` and ``evaluating`` are the status labels of a language that is not known here.
        """
        reading = _Reading(self, options)
        # Sheets say more about an item than the JSON does (author, moment, status): they are read first.
        parts = [(file, look(file)) for file in files]
        for file, part in sorted(parts, key=lambda pair: (_order(pair[1]), pair[0].name)):
            reading.file(file, part)
        return reading.extract()


def _order(part: Part | None) -> int:
    return -1 if part is None else (ITEMS, COMMENTS, POLLS, PROJECT).index(part.kind)


class _Reading:
    """One export being read, file by file."""

    def __init__(self, connector: Connector, options: Mapping[str, str]) -> None:
        self.connector = connector
        self.options = options
        self.harvest = Harvest()
        self.problems: list[Problem] = []
        self.files: list[Path] = []
        self.unknown: dict[str, tuple[str, ...]] = {}
        self.lacking: dict[str, set[str]] = {}
        self.headings: dict[str, dict[str, str]] = {}
        self.facts: dict[str, object] = {}
        self.filtered = False

    def file(self, file: Path, part: Part | None) -> None:
        """Read one file."""
        if part is None:
            self.problems.append(Problem("strange_file", file.name, details={"connector": Adhocracy.name}))
            return
        self.files.append(file)
        if part.kind == PROJECT:
            self._project(file)
            return
        rows, problems = read_rows(part)
        self.problems += problems
        if rows is None:
            return
        if part.kind == POLLS:
            self.problems += read_poll(rows, file, self.harvest)
            self._lacks("vote", ("at",))
            return
        left = (
            read_items(part, rows, self.harvest, self.options)
            if part.kind == ITEMS
            else read_comments(part, rows, self.harvest)
        )
        if left:
            self.unknown[file.name] = tuple(left)
        self._lacks("contribution", not_exported(part))
        if part.match is not None:
            for table in ("contribution", "actor"):
                self.headings.setdefault(table, {}).update(part.match.headings(table))
        self.harvest.counts[part.kind] += 1

    def _project(self, file: Path) -> None:
        content, problems = read_json(file)
        self.problems += problems
        if not isinstance(content, Mapping) or not isinstance(content.get("phases"), Mapping):
            if not problems:
                details = {"connector": Adhocracy.name}
                self.problems.append(Problem("strange_file", file.name, details=details))
            return
        project = Project(content, file, self.harvest)
        self.facts |= project.read()
        self.filtered = self.filtered or not project.told_removals
        lacking = {"author", "state", "answered_at", "created_at"}
        if project.told_removals:
            lacking.discard("created_at")
        self._lacks("contribution", lacking)
        self.harvest.counts[PROJECT] += 1

    def _lacks(self, table: str, columns: Sequence[str] | set[str]) -> None:
        self.lacking.setdefault(table, set()).update(columns)

    def extract(self) -> Extract:
        """The rows, and what is to be said about them."""
        if self.problems:
            return Extract(tables={}, files=tuple(self.files), problems=tuple(self.problems))
        counts = self.harvest.counts
        counts["missing_parents"] = self.harvest.forget_missing_parents()
        tables = self.harvest.tables()
        names = ", ".join(file.name for file in self.files)
        coverage = {
            name: {"complete": "unknown", "grade": "A", "source": f"adhocracy+, {names}"} for name in tables
        }
        if self.filtered and "contribution" in coverage:
            coverage["contribution"]["complete"] = "no"
        left_out = {"contribution": {self.connector.say("repeated"): counts["repeated"]}}
        hidden = {"contribution": ("text", "moderated")} if counts["emptied"] else {}
        return Extract(
            tables=tables,
            files=tuple(self.files),
            headings=self.headings,
            left_out=left_out if counts["repeated"] else {},
            notes=tuple(self._notes()),
            coverage=coverage,
            process=self.facts,
            unknown=self.unknown,
            hidden=hidden,
            not_exported={
                table: tuple(sorted(columns)) for table, columns in self.lacking.items() if columns
            },
        )

    def _notes(self) -> list[Text]:
        say, counts = self.connector.say, self.harvest.counts
        told = ("emptied", "feedback", "default_budget", "missing_parents", "poll_voters")
        notes = [say(key, count=str(counts[key])) for key in told if counts[key]]
        if self.filtered:
            notes.append(say("filtered"))
        if counts[ITEMS] and not counts[COMMENTS]:
            notes.append(say("no_comments"))
        if self.harvest.statuses:
            short = sorted(label for label in self.harvest.statuses if len(label) <= _LABEL)
            labels = ", ".join(
                [*short[:_SHOWN], "…"] if len(short) < len(self.harvest.statuses) else short[:_SHOWN]
            )
            notes.append(say("unknown_status", labels=labels))
        return notes
