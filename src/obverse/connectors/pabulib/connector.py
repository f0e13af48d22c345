"""Participatory budgets in the .pb format: projects, voters, ballots, and what was selected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.pabulib import ballots
from obverse.connectors.pabulib.election import POINTS, VOTE_TYPES, Choices, Election
from obverse.connectors.pabulib.remarks import notes
from obverse.connectors.pabulib.sections import looks_like, read_sections
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.receiving.fields import read_fields
from obverse.vocabulary.text import Text

_BOUNDS = "16,25,40,65"
_SELECTED = "1"
_SEXES = {"F": "women", "M": "men", "O": "others"}
# What a town knows and no .pb file tells.
_NEVER = {"vote": ("at",), "contribution": ("created_at", "answered_at")}


class Pabulib(Connector):
    """Files of the Participatory Budgeting Library, and of platforms that write its format."""

    name = "pabulib"
    options: ClassVar[tuple[str, ...]] = ("prefix", "ages", "selected")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where every file begins with META and its pairs of key and value."""
        heads = [looks_like(file) for file in files]
        own = [meta for meta in heads if meta is not None]
        if not own:
            return UNKNOWN
        kinds = ", ".join(sorted({meta.get("vote_type", "").lower() for meta in own} - {""}))
        return Recognition(1.0 if len(own) == len(heads) else 0.6, kinds)

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files, one election each.

        ``options``: ``ages`` are the ages at which bands begin (16,25,40,65 if not given); ``selected`` the codes of
        the column selected that mean that a project won (1 if not given); ``prefix`` stands before all ids.
        """
        try:
            return self._read(files, options)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            details = {"error": type(error).__name__}
            return Extract(
                tables={},
                files=tuple(files),
                problems=tuple(Problem("unreadable", file.name, details=details) for file in files),
            )

    def _read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        problems = _not_ages(options.get("ages", ""))
        elections: list[Election] = []
        unknown: dict[str, tuple[str, ...]] = {}
        choices = Choices(
            bounds=_bounds(options.get("ages", "")),
            selected=tuple(part.strip() for part in options.get("selected", _SELECTED).split(",")),
            prefix=options.get("prefix", "").strip(),
        )
        for file in files:
            election, wrong, strange = self._open(file, choices)
            problems += wrong
            unknown |= {file.name: strange} if strange else {}
            if election is not None:
                elections.append(election)
        problems += self._same(elections)
        if problems or not elections:
            return Extract(tables={}, files=tuple(files), problems=tuple(problems), unknown=unknown)
        return self._extract(elections, files, unknown)

    def _open(self, file: Path, choices: Choices) -> tuple[Election | None, list[Problem], tuple[str, ...]]:
        if looks_like(file) is None:
            return None, [Problem("strange_file", file.name, details={"connector": self.name})], ()
        sections, problems = read_sections(file)
        if sections is None:
            return None, problems, ()
        fields = read_fields(__package__)
        kinds = {
            "meta": list(sections.meta),
            "projects": sections.projects.column_names[:-1],
            "votes": sections.votes.column_names[:-1],
        }
        matches = {kind: fields.match(header, kinds=(kind,)) for kind, header in kinds.items()}
        meta, projects, votes = (matches[kind] for kind in kinds)
        for kind, match in (("projects", projects), ("votes", votes)):
            if match is None:
                named = {name.lower() for name in kinds[kind]}
                problems += [
                    Problem("missing_column", file.name, column=name)
                    for name in fields.kinds[kind].needed
                    if name not in named
                ]
        if meta is None:
            details = {"word": "vote_type", "example": "vote_type;approval"}
            problems.append(self.problem("meta_missing", file.name, details=details))
        elif (found := sections.meta["vote_type"]).lower() not in VOTE_TYPES:
            details = {"value": f"'{found}'", "hint": did_you_mean(found, VOTE_TYPES)}
            problems.append(Problem("not_a_code", file.name, column="vote_type", details=details))
        if problems or meta is None or projects is None or votes is None:
            return None, problems, ()
        strange = (*meta.unknown, *projects.unknown, *votes.unknown)
        return Election(sections, projects, votes, choices, self.say), [], strange

    def _same(self, elections: Sequence[Election]) -> list[Problem]:
        first: dict[str, str] = {}
        found = []
        for election in elections:
            other = first.setdefault(election.prefix, election.name)
            if other != election.name or list(first.values()).count(other) > 1:
                found.append(self.problem("same_election", election.name, details={"other": other}))
        return found

    def _extract(
        self, elections: Sequence[Election], files: Sequence[Path], unknown: Mapping[str, tuple[str, ...]]
    ) -> Extract:
        read = [election.tables() for election in elections]
        tables = {name: pa.concat_tables([each[name] for each in read]) for name in read[0]}
        for name in ("neighbourhood", "stakeholder_group"):
            tables[name] = _once(tables[name])
        attributes = _attributes(tables["actor"], elections[0].choices.bounds)
        untold = [f"attr_{name}" for name in ("age_band", "sex", "education") if name not in attributes]
        tables["actor"] = tables["actor"].drop_columns(untold)
        left_out: dict[Text, int] = {}
        for election in elections:
            for reason, count in election.left_out().items():
                left_out[reason] = left_out.get(reason, 0) + count
        kept = {name: rows for name, rows in tables.items() if rows.num_rows or name in ("actor", "vote")}
        return Extract(
            tables=kept,
            files=tuple(files),
            headings={
                name: {
                    column: heading
                    for election in reversed(elections)
                    for match in (election.projects, election.votes)
                    for column, heading in match.headings(name).items()
                }
                for name in kept
            },
            left_out={"vote": left_out} if left_out else {},
            notes=tuple(note for election in elections for note in notes(election)),
            coverage={name: _coverage(name, elections) for name in kept},
            attributes=attributes,
            process=_process(elections),
            unknown=unknown,
            not_exported=_not_exported(elections),
        )


def _bounds(stated: str) -> tuple[int, ...]:
    numbers = sorted(
        {int(part) for part in stated.replace(" ", "").split(",") if part.isdecimal() and len(part) < 4} - {0}
    )
    return tuple(numbers) or _bounds(_BOUNDS)


def _not_ages(stated: str) -> list[Problem]:
    wrong = [part.strip() for part in stated.split(",") if part.strip() and not part.strip().isdecimal()]
    return [Problem("not_an_int", "ages", details={"value": f"'{part[:40]}'"}) for part in wrong]


def _once(rows: pa.Table) -> pa.Table:
    """The first row of each id: places and groups of which several files speak are the same ones."""
    first: dict[str, int] = {}
    for number, identifier in enumerate(rows["id"].to_pylist()):
        first.setdefault(str(identifier), number)
    return rows.take(list(first.values())) if first else rows


def _coverage(table: str, elections: Sequence[Election]) -> dict[str, object]:
    names = ", ".join(election.name for election in elections)
    # Who could have voted and did not, and what was proposed and never came to the vote, is in no file of this format.
    complete = {"vote": "unknown", "contribution": "unknown"}.get(table, "no")
    if table == "vote" and all(election.has_all_ballots for election in elections):
        complete = "yes"
    # The library's files are made from what towns publish or send: a copy, not the register itself.
    return {"complete": complete, "grade": "B", "source": f"Pabulib, {names}"}


def _attributes(actors: pa.Table, bounds: Sequence[int]) -> dict[str, dict[str, object]]:
    def found(column: str, known: Iterable[str]) -> list[str]:
        there = sorted(str(value) for value in pc.unique(actors[column]).to_pylist() if value)
        return [*known, *(value for value in there if value not in set(known))] if there else []

    ages = found("attr_age_band", ballots.bands(bounds))
    sexes = found("attr_sex", _SEXES)
    levels = found("attr_education", ())
    declared: dict[str, dict[str, object]] = {}
    if ages:
        declared["age_band"] = {"label": "Age", "categories": ages, "order": "none"}
    if sexes:
        labels = {code: _SEXES.get(code, code) for code in sexes}
        declared["sex"] = {"label": "Sex", "categories": sexes, "order": "none", "labels": labels}
    if levels:
        declared["education"] = {"label": "Education", "categories": levels, "order": "none"}
    return declared


def _process(elections: Sequence[Election]) -> dict[str, object]:
    """What the files say about the process: its last day of all, the rest where they agree."""
    proposed: dict[str, object] = {}
    words = {"description": "title", "unit": "body", "currency": "currency"}
    if len({election.prefix for election in elections}) == 1 and elections[0].meta.get("district"):
        words["district"] = "territory"
    for key, ours in words.items():
        said = {election.meta.get(key, "") for election in elections}
        if len(said) == 1 and (value := said.pop()):
            proposed[ours] = value
    editions = {" ".join(filter(None, map(each.meta.get, ("unit", "instance")))) for each in elections}
    if len(editions) == 1 and (edition := editions.pop()):
        proposed.setdefault("title", edition)
    # The vote begins long after the process did; its last day is the last that a file tells of.
    days = [day for election in elections if (day := election.day("date_end")) is not None]
    if len(days) == len(elections):
        proposed["end"] = max(days)
    budgets = [budget for election in elections if (budget := election.amount("budget")) is not None]
    if len(budgets) == len(elections) and len({election.meta.get("currency") for election in elections}) == 1:
        proposed["budget"] = sum(budgets)
    return proposed


def _not_exported(elections: Sequence[Election]) -> dict[str, tuple[str, ...]]:
    """Columns that no file of the import can fill."""
    lacking: dict[str, set[str]] = {}
    for place, election in enumerate(elections):
        mine: dict[str, set[str]] = {table: set(columns) for table, columns in _NEVER.items()}
        for match in (election.projects, election.votes):
            for table, columns in match.not_exported().items():
                mine.setdefault(table, set()).update(columns)
        if election.meta.get("district"):
            mine["contribution"].discard("area")
        if election.vote_type not in POINTS:
            mine["vote"].discard("value")
        lacking = (
            mine
            if place == 0
            else {name: columns & mine.get(name, set()) for name, columns in lacking.items()}
        )
    return {table: tuple(sorted(columns)) for table, columns in sorted(lacking.items()) if columns}
