"""Groups held on Loomio: members, discussions, comments, polls, the reasons given with a vote, outcomes."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.loomio.group import Group
from obverse.connectors.loomio.sections import Section, looks_like_export, read_sections
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.fields import Match, read_fields
from obverse.vocabulary.text import Text

MOTIONS, DISCUSSIONS, TOPICS = "proposals and votes", "discussions and polls", "topics"
ADMIN = "group_admin"


class Loomio(Connector):
    """The CSV export of one group, with its several tables below one another."""

    name = "loomio"
    keeps_back: ClassVar[tuple[str, ...]] = ("participation", "vote")
    options: ClassVar[tuple[str, ...]] = ()

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where every file begins like a group export."""
        found = [file for file in files if looks_like_export(file)]
        if not found:
            return UNKNOWN
        return Recognition(1.0 if len(found) == len(files) == 1 else 0.6, _generation(found[0]))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:  # noqa: ARG002 - there are none
        """Read the export of one group with all its subgroups."""
        problems = [
            Problem("strange_file", file.name, details={"connector": self.name})
            for file in files
            if not looks_like_export(file)
        ]
        own = [file for file in files if looks_like_export(file)]
        problems += [Problem("repeated_part", file.name) for file in own[1:]]
        if problems or not own:
            return Extract(tables={}, files=tuple(own), problems=tuple(problems))
        file = own[0]
        title, sections, problems = read_sections(file)
        kinds = read_fields(__package__).kinds
        group = Group(file, kinds)
        matches: dict[str, Match] = {}
        unknown: list[str] = []
        for section in sections:
            match = read_fields(__package__).match(section.rows.column_names[:-1], kinds=(section.name,))
            if match is None:
                unknown.append(f"{section.name} ({section.told})")
                continue
            matches[section.name] = match
            unknown += [f"{section.name}: {heading}" for heading in match.unknown]
            group.load(match, section.rows)
        if problems:
            return Extract(tables={}, files=(file,), problems=tuple(problems))
        return self._extract(file, group, matches, sections, {"title": title, "unknown": unknown})

    def _extract(
        self,
        file: Path,
        group: Group,
        matches: Mapping[str, Match],
        sections: Sequence[Section],
        told: Mapping[str, object],
    ) -> Extract:
        members = matches.get("memberships")
        accepts = members is not None and "accepted_at" in members.columns
        found = {"actor": group.actors(accepts=accepts), "contribution": group.contributions()}
        found["vote"] = group.votes()
        tables = {name: rows for name, rows in found.items() if rows.num_rows}
        cut = [section for section in sections if section.rows.num_rows < section.told]
        coverage = {
            name: {
                "complete": "no" if cut else "unknown",
                "grade": "A",
                "source": f"Loomio, {file.name}",
            }
            for name in tables
        }
        # Votes of before 2017 are exported, the choices in polls that followed them are not.
        polls, stances = group.count("polls", "TRUE"), group.count("stances", "TRUE")
        if stances and "vote" in coverage:
            coverage["vote"]["complete"] = "no"
        emptied = found["contribution"].column("moderated").to_pylist().count("unknown")
        process: dict[str, object] = {"title": told["title"]} if told["title"] else {}
        with contextlib.suppress(ValueError):
            process["start"] = dt.date.fromisoformat(group.first_day())
        unknown = told["unknown"]
        return Extract(
            tables=tables,
            files=(file,),
            headings={name: _headings(matches, name) for name in tables},
            left_out=self._left_out(group),
            notes=tuple(self._notes(group, cut, emptied)),
            coverage=coverage,
            attributes={ADMIN: _attribute()} if "actor" in tables and members is not None else {},
            process=process,
            unknown={file.name: tuple(unknown)} if isinstance(unknown, list) and unknown else {},
            hidden={"contribution": ("text", "moderated")} if emptied else {},
            not_exported=_not_exported(
                matches, polls=bool(polls), choices=bool(stances and "vote" not in tables)
            ),
        )

    def _left_out(self, group: Group) -> dict[str, dict[Text, int]]:
        counted = {
            "contribution": {
                "superseded": group.count("stances", "lower(latest) = 'false'"),
                "silent_stance": group.count(
                    "stances",
                    "lower(latest) <> 'false' AND trim(regexp_replace(reason, '<[^>]*>', '', 'g')) = ''",
                ),
            },
            "actor": {"invitation": group.count("invitations", "TRUE")},
            "vote": {
                "lost_motion": group.count(
                    "votes", "motion NOT IN (SELECT id FROM proposals) OR \"user\" = ''"
                )
            },
        }
        told = {
            table: {self.say(key): count for key, count in reasons.items() if count}
            for table, reasons in counted.items()
        }
        return {table: reasons for table, reasons in told.items() if reasons}

    def _notes(self, group: Group, cut: Sequence[Section], emptied: int) -> list[Text]:
        notes = []
        if group.count("stances", "TRUE"):
            notes.append(self.say("no_choices"))
        if emptied:
            notes.append(self.say("emptied", count=str(emptied)))
        if blocks := group.count("votes", "lower(position) = 'block'"):
            notes.append(self.say("block", count=str(blocks)))
        notes += [
            self.say("cut_off", table=part.name, told=str(part.told), found=str(part.rows.num_rows))
            for part in cut
        ]
        return notes


def _generation(file: Path) -> str:
    """Which years the export is of: only the oldest has votes, only the newest threads that are called topics."""
    found = DISCUSSIONS
    before = ""
    with file.open(encoding="utf-8", errors="ignore") as stream:
        for line in stream:
            if line.startswith("Votes ("):
                return MOTIONS
            if before.startswith("Discussions (") and "Topic" in line:
                found = TOPICS
            before = line
    return found


def _headings(matches: Mapping[str, Match], table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in matches.values():
        for column, heading in match.headings(table).items():
            found.setdefault(column, heading.strip())
    return found


def _not_exported(matches: Mapping[str, Match], *, polls: bool, choices: bool) -> dict[str, tuple[str, ...]]:
    """What a group has and its export leaves out: the counts and choices of polls, in older exports their outcomes."""
    lacking: dict[str, tuple[str, ...]] = {}
    if polls:
        outcomes = () if "outcomes" in matches else ("answered_at",)
        lacking["contribution"] = ("support", "against", *outcomes)
    if choices:
        lacking["vote"] = ("actor", "contribution", "value", "at")
    return lacking


def _attribute() -> dict[str, object]:
    return {"label": "Administrator of the group on Loomio", "categories": ["yes", "no"], "order": "none"}
