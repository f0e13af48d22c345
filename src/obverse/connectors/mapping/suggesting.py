"""A mapping proposed for a table that nobody described, by looking at its headings and cells."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.connectors.mapping.declaration import FileForm
from obverse.connectors.mapping.drafting import Drafting
from obverse.connectors.mapping.forming import Draft, Rule
from obverse.connectors.mapping.placing import Fit, fit_tables, said_kind
from obverse.connectors.mapping.profiling import Profile, Table
from obverse.connectors.mapping.sniffing import find_form
from obverse.connectors.mapping.source import read_source
from obverse.connectors.texts import FolderTexts
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.vocabulary.text import LANGUAGES, known_language

# Below this no table is proposed, only named.
_ENOUGH = 0.2
_OTHERS = 3
_problem = FolderTexts(__package__).problem


def suggest(file: Path, language: str = "en", *, tables: Sequence[str] = ()) -> str:
    """A mapping (TOML) for a CSV or XLSX file, with what is unsure marked ``# ?``.

    ``tables`` asks for certain tables of the evidence; without it the likeliest is taken and others are named. Cells
    are shown as examples, but never of columns that look as if they told of people, and never of long texts.

    Raises:
        EvidenceProblems: the file cannot be read at all, or a table that is asked for is none.
        UnknownId: the texts do not exist in that language.
    """
    language = known_language(language)
    _check_tables(tables)
    form = find_form(file)
    rows, sheet, problems = read_source(file, form)
    if rows is None:
        raise EvidenceProblems(problems)
    source = Table(rows)
    names = [file.stem, sheet]
    fits = fit_tables(source, names, tables)
    chosen = [fit for fit in fits if tables or fit.sure >= _ENOUGH][: len(tables) or 1]
    kind = said_kind([*names, *source.headings])
    drafting = Drafting(lambda key, **details: _say(language, key, **details), source, kind)
    drafts = _once(draft for fit in chosen for draft in drafting.draft(fit))
    return _Writing(language, source, drafting, form).text(file, drafts, fits, chosen, problems)


def _check_tables(wanted: Sequence[str]) -> None:
    from obverse.evidence.declarations import tables as declared  # noqa: PLC0415 - the argument has the name
    from obverse.evidence.problems import did_you_mean  # noqa: PLC0415

    unknown = [name for name in wanted if name not in declared()]
    if unknown:
        details = {"word": unknown[0], "hint": did_you_mean(unknown[0], declared())}
        raise EvidenceProblems([_problem("no_such_table", "--table", details=details)])


@cache
def _texts(language: str) -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _say(language: str, key: str, **details: str) -> str:
    return " ".join(_texts(language)[key].format_map(details).split())


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without those that an earlier one makes already from the same column."""
    seen: list[tuple[str, object]] = []
    kept = []
    for draft in drafts:
        mark = (draft.name, [rule.body for rule in draft.rules if rule.target == "id"])
        if not draft.distinct or mark not in seen:
            kept.append(draft)
        seen.append(mark)
    return kept


class _Writing:
    """The mapping as a text."""

    def __init__(self, language: str, source: Table, drafting: Drafting, form: FileForm) -> None:
        self.language = language
        self.source = source
        self.drafting = drafting
        self.form = form

    def say(self, key: str, **details: str) -> str:
        """A sentence in the language of the mapping."""
        return _say(self.language, key, **details)

    def text(
        self,
        file: Path,
        drafts: Sequence[Draft],
        fits: Sequence[Fit],
        chosen: Sequence[Fit],
        problems: Sequence[Problem],
    ) -> str:
        """All of it: what it is about, the file, the sections, and the columns without a place."""
        lines = [line for draft in drafts for line in self._section(draft)]
        codes = [line for draft in drafts for line in self._codes(draft)]
        attributes = [line for draft in drafts for line in self._attributes(draft)]
        open_questions = sum(line.count("# ?") for line in [*lines, *codes])
        head = [
            f"# {self.say('title', file=file.name, rows=str(self.source.rows))}",
            f"# {self.say('how_to')}",
            f"# {self.say('questions', count=str(open_questions))}",
        ]
        head += [f"# {_safe(problem.letter(self.language))}" for problem in problems[:5]]
        others = [fit for fit in fits if fit not in chosen and fit.sure >= _ENOUGH / 2][:_OTHERS]
        if others:
            named = ", ".join(f"{fit.table} ({fit.sure:.2f})" for fit in others)
            head.append(f"# {self.say('other_tables', tables=named)}")
        if not chosen:
            head.append(f"# {self.say('no_table')}")
        return "\n".join([*head, "", *self._file(), *attributes, *codes, *lines, *self._unplaced()]) + "\n"

    def _file(self) -> list[str]:
        form = self.form
        lines = ["[file]", f"format = {_toml(form.format)}"]
        if form.format == "csv":
            lines += [f"delimiter = {_toml(form.delimiter)}", f"encoding = {_toml(form.encoding)}"]
            lines[-1] += (
                f"  # ? {self.say('which_encoding')}" if form.encoding not in {"utf-8", "utf-16"} else ""
            )
        else:
            lines.append(f"sheet = {_toml(form.sheet)}")
        lines.append(f"header_row = {form.header_row}")
        if self.source.nothing:
            lines.append(f"empty = {_toml(list(self.source.nothing))}")
        if self.source.spaced:
            lines.append("trim = true")
        return [*lines, ""]

    def _attributes(self, draft: Draft) -> list[str]:
        lines: list[str] = []
        for name, body in draft.attributes.items():
            lines += [f"[attributes.{name}]", *(f"{key} = {_toml(value)}" for key, value in body.items())]
            lines[-1] += f"  # ? {self.say('which_order')}"
            lines.append("")
        return lines

    def _codes(self, draft: Draft) -> list[str]:
        lines: list[str] = []
        for name, pairs in draft.codes.items():
            lines.append(f"[codes.{name}]")
            for cell, (code, question) in pairs.items():
                lines.append(f"{_toml(cell)} = {_toml(code)}" + (f"  # ? {question}" if question else ""))
            lines.append("")
        return lines

    def _section(self, draft: Draft) -> list[str]:
        lines = [*(f"# {remark}" for remark in draft.remarks), "[[table]]", f"name = {_toml(draft.name)}"]
        if draft.distinct:
            lines.append("distinct = true")
        lines.append("")
        for column, key, value, reason in draft.keep:
            said = {lang: _say(lang, reason, column=column) for lang in LANGUAGES}
            escaped = column.replace("{", "{{").replace("}", "}}")
            lines += ["[[table.keep]]", f"column = {_toml(escaped)}", f"{key} = {_toml(value)}"]
            lines += [f"reason = {_toml(said)}", ""]
        lines.append("[table.columns]")
        lines += [self._rule(rule) for rule in draft.rules]
        lines.append("")
        for year in draft.years:
            lines += ["[[table.period]]", f"name = {_toml(year)}", ""]
        return lines

    def _rule(self, rule: Rule) -> str:
        said = [_safe(remark) for remark in rule.remarks] + [
            f"# ? {_safe(question)}" for question in rule.questions
        ]
        if not rule.body:
            return f'# {rule.target} = {{ from = "..." }}  ' + "  ".join(said)
        plainly = list(rule.body) == ["from"]
        line = f"{rule.target} = {_toml(rule.body['from'] if plainly else rule.body)}"
        if said:
            line += "  " + ("" if said[0].startswith("#") else "# ") + "  ".join(said)
        return line

    def _unplaced(self) -> list[str]:
        used = self.drafting.used
        gathered = {
            profile.heading.replace("{name}", year)
            for profile in self.source.by_year
            for year in profile.years
            if profile.heading in used
        }
        left = [item for item in self.source.profiles if item.heading not in used | gathered]
        lines = [f"# {self.say('unplaced')}"] if left else []
        return lines + [f"#   {_safe(item.heading)}: {self._seen(item)}" for item in left]

    def _seen(self, profile: Profile) -> str:
        return self.say("empty_column") if not profile.filled else _safe(self.drafting.shown(profile))


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(key))} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _toml(key)


def _safe(text: str) -> str:
    """A text that may stand in a comment: on one line, without signs that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
