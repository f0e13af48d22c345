"""Reading an export as a whole: files, states, spaces, then table by table, with what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from obverse.connectors.decidim import contributions, meetings, people, results, survey
from obverse.connectors.decidim.dialect import learn_states
from obverse.connectors.decidim.export import (
    BEFORE,
    NOW,
    Export,
    empty_export,
    gather,
    keep_gone,
    last_date,
    take,
)
from obverse.connectors.decidim.files import UNREAD, Part, open_file
from obverse.connectors.decidim.remarks import Remarks
from obverse.connectors.decidim.snapshots import find_earlier, find_revisions
from obverse.connectors.decidim.spaces import (
    about_process,
    choose_spaces,
    count_spaces,
    in_words,
    keep_spaces,
)
from obverse.connectors.decidim.themes import areas, tell_themes
from obverse.connectors.texts import FolderTexts
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.problems import Problem
from obverse.vocabulary import roles
from obverse.vocabulary.text import Text

Say = Callable[..., Text]
_NEVER_REPORTED = ("survey", *UNREAD)
_problem = FolderTexts(__package__).problem
_ROWS_OF = {
    "contribution": ("proposals", "comments", "projects", "debates", "moderations"),
    "actor": ("users", "user_groups", "proposals", "comments", "debates"),
    "event": ("meetings",),
    "commitment": ("results",),
    "milestone": ("milestones",),
}
# What the platform has of contributions, or would have to have, and a file of that kind has no heading for.
_NEVER_TOLD = {
    "projects": ("author", "origin", "state", "answered_at"),
    "comments": ("state", "answered_at", "support"),
    "debates": ("state", "answered_at", "support"),
}


class Reading:
    """The reading of some files with some options."""

    def __init__(self, say: Say, options: Mapping[str, str]) -> None:
        self.say = say
        self.options = options
        self.notes: list[Text] = []
        self.problems: list[Problem] = []
        self.left_out: dict[str, dict[Text, int]] = {}

    def read(self, files: Sequence[Path]) -> Extract:
        """The rows of all files; problems instead, where something forbids to read them."""
        with TemporaryDirectory(prefix="obverse-") as folder:
            export = empty_export(Path(folder))
            try:
                return self._read(export, files)
            finally:
                export.connection.close()

    def _read(self, export: Export, files: Sequence[Path]) -> Extract:
        has_more = self._open(export, files)
        parts = export.parts
        kept = tuple(dict.fromkeys(part.file for part in parts if part.kind not in UNREAD))
        if self.problems or not kept:
            return self._refused(kept)
        export.earlier, wrong = find_earlier(export, self.options.get("earlier", ""))
        self.problems += wrong
        if not wrong:
            gather(export)
            self._choose(export)
        wrong_words = learn_states(export.connection, self.options.get("states", ""))
        self.problems += [self._wrong_option("states", word) for word in wrong_words]
        decisions = self._words("decisions", {"results", "projects"})
        scopes = self._words("scopes", {"areas", "topics"})
        role = self._role()
        if self.problems:
            return self._refused(kept)
        export.seen = {
            side: last_date(export, [n for kind in _kinds(parts) for n in export.sides(kind, side)])
            for side in (NOW, BEFORE)
        }
        keep_gone(export)
        read = [part for part in parts if part.kind not in UNREAD]
        as_areas = tell_themes(export, next(iter(scopes), ""))
        contributions.read_contributions(export)
        people.read_actors(export)
        meetings.read_meetings(export)
        results.read_results(export, decisions)
        survey.read_answers(export)
        queries = _queries()
        if export.compares:
            queries["revision"] = find_revisions(export)
        if role:
            queries["survey_answer"] = survey.survey_rows(role, self.options.get("wave", "") or "survey")
        tables = {name: export.arrow(query) for name, query in queries.items() if query}
        tables = {name: table for name, table in tables.items() if table.num_rows}
        remarks = Remarks(self.say, export, as_areas=as_areas, decisions=decisions, role=role)
        self.notes += remarks.notes(tables)
        for table, reasons in remarks.left_out().items():
            self.left_out.setdefault(table, {}).update(reasons)
        if has_more:
            self.notes.append(self.say("more_pages"))
        return Extract(
            tables=tables,
            files=kept,
            headings=_headings(read),
            left_out=self.left_out,
            notes=tuple(self.notes),
            coverage={name: self._coverage(name, read, has_more) for name in tables},
            process=about_process(export, count_spaces(export)),
            unknown=_unknown(read),
            hidden={"contribution": ("support",)} if remarks.hides_votes else {},
            not_exported=_not_exported(export, read),
        )

    def _open(self, export: Export, files: Sequence[Path]) -> bool:
        has_more = False
        for file in files:
            opened = open_file(file, self.options.get("language", ""))
            self.problems += opened.problems
            has_more = has_more or opened.has_more
            if opened.prose:
                self.notes.append(self.say("prose", file=file.name))
            elif not opened.parts and not opened.problems:
                self.problems.append(Problem("strange_file", file.name, details={"connector": "decidim"}))
            for part in opened.parts:
                take(export, part)
                if part.kind in UNREAD:
                    self.notes.append(self.say("unread", file=file.name))
        return has_more

    def _choose(self, export: Export) -> None:
        told = self.options.get("space", "")
        spaces = count_spaces(export)
        if not told:
            if len(spaces) > 1:
                self.notes.append(self.say("many_spaces", count=str(len(spaces)), spaces=in_words(spaces)))
            return
        chosen, nothing = choose_spaces(export, told)
        if nothing:
            known = in_words(spaces)
            self.problems += [
                _problem("no_such_space", export.parts[0].file.name, details={"word": word, "known": known})
                for word in nothing
            ]
            return
        elsewhere = keep_spaces(export, chosen)
        reason = self.say("other_space")
        for table in ("contribution", "event", "commitment", "milestone"):
            count = sum(elsewhere.get(kind, 0) for kind in _ROWS_OF[table])
            if count:
                self.left_out[table] = {reason: count}

    def _words(self, option: str, allowed: set[str]) -> frozenset[str]:
        words = {word.strip() for word in self.options.get(option, "").split("|") if word.strip()}
        self.problems += [self._wrong_option(option, word) for word in sorted(words - allowed)]
        return frozenset(words & allowed)

    def _role(self) -> str:
        role = self.options.get("role", "")
        if role and role not in roles():
            self.problems.append(self._wrong_option("role", role))
        return role

    def _wrong_option(self, option: str, word: str) -> Problem:
        return _problem("wrong_option_value", "decidim", details={"option": option, "word": word})

    def _refused(self, kept: tuple[Path, ...]) -> Extract:
        return Extract(tables={}, files=kept, notes=tuple(self.notes), problems=tuple(self.problems))

    def _coverage(self, table: str, parts: Sequence[Part], has_more: bool) -> dict[str, object]:
        kinds = _ROWS_OF.get(table, ())
        names = sorted(
            {part.file.name for part in parts if part.kind in kinds} or {p.file.name for p in parts}
        )
        shown = ", ".join(names[:8])
        complete = "no" if has_more else "unknown"
        return {"complete": complete, "grade": "A", "source": f"Decidim, {shown}"}


def _queries() -> dict[str, str]:
    columns = {
        "contribution": contributions.COLUMNS,
        "actor": people.COLUMNS,
        "event": meetings.COLUMNS,
        "commitment": results.COMMITMENT,
        "milestone": results.MILESTONE,
        "decision": results.DECISION,
        "trace": results.TRACE,
    }
    queries = {
        name: f"SELECT {', '.join([*names, FILE, ROW])} FROM {name}" for name, names in columns.items()
    }
    # Sorting long texts would take twice their room, and the order of rows says nothing.
    queries["contribution"] = queries["contribution"].replace("FROM ", "FROM worded_")
    return {"neighbourhood": areas()} | queries


def _kinds(parts: Sequence[Part]) -> set[str]:
    return {part.kind for part in parts if part.kind not in UNREAD}


def _headings(parts: Sequence[Part]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        for table in ("contribution", "actor", "event", "commitment", "milestone", "neighbourhood"):
            for column, theirs in part.match.headings(table).items():
                found.setdefault(table, {}).setdefault(column, theirs)
    return found


def _unknown(parts: Sequence[Part]) -> dict[str, tuple[str, ...]]:
    return {
        part.file.name: tuple(heading for heading in part.match.unknown if heading not in part.questions)
        for part in parts
        if set(part.match.unknown) - set(part.questions)
    }


def _not_exported(export: Export, parts: Sequence[Part]) -> dict[str, tuple[str, ...]]:
    """Columns that files of these kinds can fill and none of those given does."""
    lacking: dict[str, set[str]] = {}
    filled: dict[str, set[str]] = {}
    for place, part in enumerate(export.parts):
        if part.kind in _NEVER_REPORTED or place in export.earlier:
            continue
        for table, columns in part.match.not_exported().items():
            lacking.setdefault(table, set()).update(columns)
        if part.kind in _NEVER_TOLD:
            lacking.setdefault("contribution", set()).update(_NEVER_TOLD[part.kind])
    for part in parts:
        for name in part.match.columns:
            for target in part.match.kind.fields[name].ours:
                table, _, column = target.partition(".")
                filled.setdefault(table, set()).add(column)
    found = {
        table: tuple(sorted(columns - filled.get(table, set()) - {"read_name"}))
        for table, columns in lacking.items()
    }
    return {table: columns for table, columns in found.items() if columns and table != "trace"}
