"""A proposed mapping as a text: TOML, with what is unsure marked ``# ?`` and listed as open."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.connectors.mapping.declaration import FileForm
from obverse.connectors.mapping.drafting import Drafting
from obverse.connectors.mapping.forming import Draft, Rule
from obverse.connectors.mapping.placing import Fit
from obverse.connectors.mapping.profiling import Profile, Table
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import LANGUAGES

# Below this no table is proposed, only named.
ENOUGH = 0.2
_OTHERS = 3
_TWO = 2


@cache
def _texts(language: str) -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(language: str, key: str, **details: str) -> str:
    """A sentence of a proposal, on one line."""
    return " ".join(_texts(language)[key].format_map(details).split())


class Writing:
    """The mapping as a text."""

    def __init__(self, language: str, source: Table, drafting: Drafting, form: FileForm) -> None:
        self.language = language
        self.source = source
        self.drafting = drafting
        self.form = form
        self.asked: list[str] = []

    def say(self, key: str, **details: str) -> str:
        """A sentence in the language of the mapping."""
        return say(self.language, key, **details)

    def text(
        self,
        file: Path,
        drafts: Sequence[Draft],
        fits: Sequence[Fit],
        chosen: Sequence[Fit],
        problems: Sequence[Problem],
    ) -> str:
        """All of it: what it is about, the file, the sections, and the columns without a place."""
        lines = [*self._file()]
        lines += [line for draft in drafts for line in self._attributes(draft)]
        lines += [line for draft in drafts for line in self._codes(draft)]
        lines += [line for draft in drafts for line in self._section(draft)]
        head = [
            f"# {self.say('title', file=file.name, rows=str(self.source.rows))}",
            f"# {self.say('how_to')}",
            f"# {self.say('questions', count=str(len(self.asked)))}",
        ]
        head += [f"# {_safe(problem.letter(self.language))}" for problem in problems[:5]]
        others = [fit for fit in fits if fit not in chosen and fit.sure >= ENOUGH / 2][:_OTHERS]
        if others:
            named = ", ".join(f"{fit.table} ({fit.sure:.2f})" for fit in others)
            head.append(f"# {self.say('other_tables', tables=named, first=others[0].table)}")
        if not chosen:
            head.append(f"# {self.say('no_table')}")
        return "\n".join([*head, "", *self._open(), *lines, *self._unplaced()]) + "\n"

    def _asks(self, place: str, question: str) -> str:
        """The mark of an open question, which is kept for the list of all of them."""
        self.asked.append(f"{_safe(place)}: {_safe(question)}")
        return f"# ? {_safe(question)}"

    def _open(self) -> list[str]:
        """All questions as a list, so that they are not lost when the comments are."""
        if not self.asked:
            return []
        listed = [f"  {_toml(question)}," for question in self.asked]
        return [f"# {self.say('open')}", "open = [", *listed, "]", ""]

    def _file(self) -> list[str]:
        form = self.form
        lines = ["[file]", f"format = {_toml(form.format)}"]
        if form.format == "csv":
            lines += [f"delimiter = {_toml(form.delimiter)}", f"encoding = {_toml(form.encoding)}"]
            if form.encoding not in {"utf-8", "utf-16"}:
                lines[-1] += "  " + self._asks("encoding", self.say("which_encoding"))
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
            # Two groups have no order that says more, and neither have the sexes.
            categories = body["categories"]
            if isinstance(categories, list) and len(categories) > _TWO and name != "sex":
                lines[-1] += "  " + self._asks(f"attributes.{name}", self.say("which_order"))
            lines.append("")
        return lines

    def _codes(self, draft: Draft) -> list[str]:
        lines: list[str] = []
        for name, pairs in draft.codes.items():
            lines.append(f"[codes.{name}]")
            for cell, (code, question) in pairs.items():
                asked = "  " + self._asks(f"codes.{name}, {_toml(cell)}", question) if question else ""
                lines.append(f"{_toml(cell)} = {_toml(code)}{asked}")
            lines.append("")
        return lines

    def _section(self, draft: Draft) -> list[str]:
        lines = [f"# {remark}" for remark in draft.remarks]
        lines += [self._asks(draft.name, question) for question in draft.questions]
        lines += ["[[table]]", f"name = {_toml(draft.name)}"]
        if draft.distinct:
            lines.append("distinct = true")
        lines.append("")
        for column, key, value, reason in draft.keep:
            said = {lang: say(lang, reason, column=column) for lang in LANGUAGES}
            escaped = column.replace("{", "{{").replace("}", "}}")
            lines += ["[[table.keep]]", f"column = {_toml(escaped)}", f"{key} = {_toml(value)}"]
            lines += [f"reason = {_toml(said)}", ""]
        lines.append("[table.columns]")
        lines += [self._rule(draft, rule) for rule in draft.rules]
        lines.append("")
        for year in draft.years:
            lines += ["[[table.period]]", f"name = {_toml(year)}", ""]
        return lines

    def _rule(self, draft: Draft, rule: Rule) -> str:
        said = [_safe(remark) for remark in rule.remarks]
        said += [self._asks(f"{draft.name}.{rule.target}", question) for question in rule.questions]
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
