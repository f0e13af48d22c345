"""A mapping as its TOML file declares it, read and checked: what the file looks like, and which rows come of it."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from obverse.connectors.texts import FolderTexts
from obverse.evidence.declarations import tables
from obverse.evidence.problems import Problem, did_you_mean
from obverse.vocabulary.text import Text

_problem = FolderTexts(__package__).problem

FORMATS = ("csv", "xlsx")
# Of whom a column may hold ids, names or addresses that keyed pseudonyms have to take the place of.
PSEUDONYMS = ("person",)
_SECTIONS = ("open", "file", "attributes", "codes", "table")
_ORDERS = ("none", "worst_to_best", "best_to_worst")
_WAYS = ("from", "constant", "join", "row_number")
_TEXT, _WHOLE, _TRUTH, _LIST, _TABLE = (
    "a text",
    "a whole number",
    "true or false",
    "a list of texts",
    "a table",
)
_EXAMPLES = {_TEXT: '"..."', _WHOLE: "4", _TRUTH: "true", _LIST: '["...", "..."]', _TABLE: "{ ... }"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How the source file is written."""

    format: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""
    header_row: int = 1
    empty: tuple[str, ...] = ()
    trim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """How one column of the evidence comes about; exactly one of source, constant, join and row_number says whence."""

    target: str
    source: str = ""
    constant: str | None = None
    join: tuple[str, ...] = ()
    separator: str = " "
    row_number: bool = False
    minus: str = ""
    codes: Mapping[str, str] | None = None
    dates: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    zone: str = ""
    decimal: str = ""
    thousands: str = ""
    unit: str = ""
    whole: bool = False
    pseudonym: str = ""
    empty: tuple[str, ...] = ()
    digits: int = 0
    prefix: str = ""
    suffix: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Which rows are kept, and why the others are not."""

    column: str
    reason: Text
    filled: bool | None = None
    among: tuple[str, ...] = ()
    not_among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpivot:
    """Columns of the source that become rows: ``heading`` and ``cell`` name what was a column's name and content."""

    columns: tuple[str, ...]
    heading: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """The rows of one evidence table."""

    name: str
    columns: tuple[ColumnRule, ...]
    keep: tuple[Condition, ...] = ()
    distinct: bool = False
    periods: tuple[Mapping[str, str], ...] = ()
    unpivot: Unpivot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A whole mapping; ``open`` are the questions that nobody has answered yet."""

    file: FileForm
    tables: tuple[TableRule, ...] = field(default_factory=tuple)
    attributes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    open: tuple[str, ...] = ()


# What each part of a mapping may say: key -> kind of its value. The order is that of the manual.
_OWN_KEYS = {"open": _LIST}
_FILE_KEYS = {
    "format": _TEXT,
    "delimiter": _TEXT,
    "encoding": _TEXT,
    "sheet": _TEXT,
    "header_row": _WHOLE,
    "empty": _LIST,
    "trim": _TRUTH,
}
_COLUMN_KEYS = {
    "from": _TEXT,
    "constant": _TEXT,
    "join": _LIST,
    "with": _TEXT,
    "row_number": _TRUTH,
    "minus": _TEXT,
    "codes": f"{_TEXT} or {_TABLE}",
    "dates": _LIST,
    "moments": _LIST,
    "zone": _TEXT,
    "decimal": _TEXT,
    "thousands": _TEXT,
    "unit": _TEXT,
    "whole": _TRUTH,
    "pseudonym": _TEXT,
    "empty": _LIST,
    "digits": _WHOLE,
    "prefix": _TEXT,
    "suffix": _TEXT,
    "only": _LIST,
}
_KEEP_KEYS = {
    "column": _TEXT,
    "filled": _TRUTH,
    "is": _LIST,
    "is_not": _LIST,
    "reason": f"{_TEXT} or {_TABLE}",
}
_ATTRIBUTE_KEYS = {"label": _TEXT, "categories": _LIST, "order": _TEXT, "labels": _TABLE}
_UNPIVOT_KEYS = {"columns": _LIST, "heading": _TEXT, "cell": _TEXT}
_OTHER_NAMES = {"from": "source", "with": "separator", "is": "among", "is_not": "not_among"}


class DeclarationReader:
    """Reads a mapping and gathers all that is wrong with it."""

    def __init__(self, file: Path) -> None:
        self.name = file.name
        self.file = file
        self.problems: list[Problem] = []
        self._codes: Mapping[str, Any] = {}

    def read(self) -> Declaration:
        """The mapping, as far as it can be understood; look at ``problems`` before using it."""
        try:
            content = tomllib.loads(self.file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self._wrong("not_toml", error=str(error))
            return Declaration(file=FileForm())
        for word in content:
            if word not in _SECTIONS:
                self._wrong("unknown_section", word=word, hint=did_you_mean(word, _SECTIONS))
        self._codes = content.get("codes", {})
        asked = self._checked(
            "mapping", {key: content[key] for key in ("open",) if key in content}, _OWN_KEYS
        )
        form = self._file_form(content.get("file", {}))
        listed = content.get("table", [])
        if not isinstance(listed, list) or not listed:
            self._wrong("missing_key", section="mapping", word="[[table]]", example='[[table]] name = "..."')
            listed = []
        rules = [self._table(body) for body in listed]
        attributes = {
            name: self._attribute(name, body) for name, body in content.get("attributes", {}).items()
        }
        return Declaration(
            file=form,
            tables=tuple(rule for rule in rules if rule is not None),
            attributes=attributes,
            open=asked.get("open", ()),
        )

    def _wrong(self, kind: str, **details: str) -> None:
        self.problems.append(_problem(kind, self.name, details=details))

    def _checked(self, section: str, body: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
        """The keys of a part that are known and of the right kind, under the names of our fields."""
        result: dict[str, Any] = {}
        for key, value in body.items():
            if key not in keys:
                self._wrong("unknown_key", section=section, word=key, hint=did_you_mean(key, keys))
            elif not _fits(value, keys[key]):
                example = _EXAMPLES.get(keys[key], '"..."')
                self._wrong(
                    "wrong_kind",
                    section=section,
                    word=key,
                    wanted=keys[key],
                    found=repr(value),
                    example=example,
                )
            else:
                result[_OTHER_NAMES.get(key, key)] = tuple(value) if isinstance(value, list) else value
        return result

    def _file_form(self, body: Mapping[str, Any]) -> FileForm:
        form = FileForm(**self._checked("file", body, _FILE_KEYS))
        self._one_of("file", "format", form.format, FORMATS)
        if len(form.delimiter) != 1:
            self._wrong(
                "wrong_kind",
                section="file",
                word="delimiter",
                wanted="one character",
                found=repr(form.delimiter),
                example='";"',
            )
        try:
            codecs.lookup(form.encoding)
        except LookupError:
            known = ("utf-8", "cp1252", "latin-1", "utf-16")
            hint = did_you_mean(form.encoding, known)
            self._wrong("wrong_choice", section="file", word="encoding", found=repr(form.encoding), hint=hint)
        return form

    def _attribute(self, name: str, body: Mapping[str, Any]) -> dict[str, object]:
        section = f"attributes.{name}"
        values = self._checked(section, body, _ATTRIBUTE_KEYS)
        for key, example in (("label", '"..."'), ("categories", '["...", "..."]')):
            if key not in values:
                self._wrong("missing_key", section=section, word=key, example=example)
        self._one_of(section, "order", str(values.get("order", "none")), _ORDERS)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}

    def _one_of(self, section: str, word: str, found: str, known: Sequence[str]) -> None:
        if found not in known:
            hint = did_you_mean(found, known)
            self._wrong("wrong_choice", section=section, word=word, found=repr(found), hint=hint)

    def _table(self, body: Mapping[str, Any]) -> TableRule | None:
        name = body.get("name")
        known = tables()
        if not isinstance(name, str) or name not in known:
            hint = did_you_mean(str(name or ""), known)
            self._wrong("no_such_table", word=str(name or ""), hint=hint)
            return None
        section = f"table {name}"
        keys = ("name", "distinct", "keep", "columns", "period", "unpivot")
        for word in body:
            if word not in keys:
                self._wrong("unknown_key", section=section, word=word, hint=did_you_mean(word, keys))
        periods = self._periods(section, body.get("period", []))
        columns = [
            self._column(name, target, rule, periods) for target, rule in body.get("columns", {}).items()
        ]
        if not columns:
            example = '[table.columns] id = "..."'
            self._wrong("missing_key", section=section, word="columns", example=example)
        for word in known[name].required:
            if word not in body.get("columns", {}):
                self._wrong("missing_key", section=section, word=word, example='{ from = "..." }')
        keep = [self._condition(section, rule) for rule in body.get("keep", [])]
        return TableRule(
            name=name,
            columns=tuple(rule for rule in columns if rule is not None),
            keep=tuple(rule for rule in keep if rule is not None),
            distinct=bool(body.get("distinct", False)),
            periods=periods,
            unpivot=self._unpivot(section, body.get("unpivot")),
        )

    def _periods(self, section: str, listed: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, str], ...]:
        periods = []
        for period in listed:
            words = {key: str(value) for key, value in period.items()}
            if not words.get("name"):
                self._wrong("missing_key", section=f"{section} period", word="name", example='name = "2023"')
            else:
                periods.append(words)
        return tuple(periods)

    def _column(
        self, table: str, target: str, rule: Any, periods: Sequence[Mapping[str, str]]
    ) -> ColumnRule | None:
        section = f"{table}.{target}"
        if tables()[table].column(target) is None:
            hint = did_you_mean(target, tables()[table].columns)
            self._wrong("no_such_target", word=target, table=table, hint=hint)
            return None
        body = {"from": rule} if isinstance(rule, str) else rule
        if not isinstance(body, dict):
            self._wrong(
                "wrong_kind",
                section=table,
                word=target,
                wanted=_TABLE,
                found=repr(rule),
                example='{ from = "..." }',
            )
            return None
        if len([way for way in _WAYS if way in body]) != 1:
            self._wrong("one_way", section=section, ways=", ".join(_WAYS))
            return None
        values = self._checked(section, body, _COLUMN_KEYS)
        self._one_of(section, "pseudonym", values.get("pseudonym", PSEUDONYMS[0]), PSEUDONYMS)
        codes = values.get("codes")
        if isinstance(codes, str):
            if codes not in self._codes:
                self._wrong(
                    "no_such_codes", section=section, word=codes, hint=did_you_mean(codes, self._codes)
                )
            codes = self._codes.get(codes, {})
        if codes is not None:
            values["codes"] = {str(key): str(value) for key, value in codes.items()}
        names = {period["name"] for period in periods}
        for word in values.get("only", ()):
            if word not in names:
                self._wrong(
                    "no_such_period", section=section, word=word, hint=did_you_mean(word, sorted(names))
                )
        self._placeholders(section, values, periods)
        return ColumnRule(target=target, **values)

    def _placeholders(
        self, section: str, values: Mapping[str, Any], periods: Sequence[Mapping[str, str]]
    ) -> None:
        """Every placeholder in braces has to be given by all periods in which the column is filled."""
        only = values.get("only", ())
        wanted = [period for period in periods if not only or period["name"] in only] or [{}]
        for key in ("source", "constant", "prefix", "suffix", "minus"):
            for period in wanted:
                try:
                    str(values.get(key) or "").format_map(period)
                except (KeyError, ValueError, IndexError) as error:
                    self._wrong("no_placeholder", section=section, word=str(values[key]), error=str(error))
                    break

    def _condition(self, section: str, rule: Mapping[str, Any]) -> Condition | None:
        section = f"{section} keep"
        values = self._checked(section, rule, _KEEP_KEYS)
        for key, example in (("column", '"..."'), ("reason", '"why the other rows are left out"')):
            if key not in values:
                self._wrong("missing_key", section=section, word=key, example=example)
                return None
        if not {"filled", "among", "not_among"} & set(values):
            self._wrong("missing_key", section=section, word="filled", example="true")
            return None
        reason = values.pop("reason")
        said = {"en": reason, "fr": reason} if isinstance(reason, str) else dict(reason)
        if set(said) != {"en", "fr"}:
            example = '{ en = "...", fr = "..." }'
            self._wrong("missing_key", section=section, word="reason", example=example)
            return None
        return Condition(reason=Text(**said), **values)

    def _unpivot(self, section: str, body: Mapping[str, Any] | None) -> Unpivot | None:
        if body is None:
            return None
        section = f"{section} unpivot"
        values = self._checked(section, body, _UNPIVOT_KEYS)
        for item in fields(Unpivot):
            if item.name not in values:
                self._wrong("missing_key", section=section, word=item.name, example='"..."')
                return None
        return Unpivot(**values)


def _fits(value: object, wanted: str) -> bool:
    if wanted == _TRUTH:
        return isinstance(value, bool)
    if wanted == _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted == _LIST:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(value, dict):
        return _TABLE in wanted and all(isinstance(item, str) for item in value.values())
    return isinstance(value, str)
