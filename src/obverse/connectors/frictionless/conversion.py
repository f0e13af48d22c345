"""A cell as the package's schema means it, in the form of the evidence: expressions of SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from obverse.connectors.frictionless.package import Field, missing_values
from obverse.evidence.declarations import Column
from obverse.evidence.importing.stored import literal
from obverse.evidence.typed_cells import quoted

# Table Schema: what counts as true and false where a field does not say it.
_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z"


@dataclass(frozen=True, slots=True)
class Cell:
    """The expression of a cell, the condition in which it is not what its field declares, and what that is."""

    expression: str
    wrong: str = ""
    declared: str = ""


def filled(field: Field, missing: Sequence[str]) -> str:
    """The cell as it stands, empty where it is one of the words for nothing."""
    words = ", ".join(literal(word) for word in missing_values(field.body, tuple(missing)))
    name = quoted(field.name)
    return f"CASE WHEN {name} IN ({words}) THEN '' ELSE {name} END" if words else name


def converted(field: Field, column: Column, missing: Sequence[str]) -> Cell:
    """The cell of a field in the form of one of our columns."""
    cell = f"({filled(field, missing)})"
    form = field.text("format", "default")
    if field.type in ("number", "integer"):
        return _number(field, cell)
    if field.type == "boolean" and column.kind == "flag":
        return _flag(field, cell)
    if field.type in ("date", "datetime") and form not in ("default", "any"):
        return _by_pattern(field.type, form.removeprefix("fmt:"), cell)
    if field.type == "date" and form == "default":
        return Cell(cell, f"{cell} <> '' AND TRY_CAST({cell} AS DATE) IS NULL", "date")
    if field.type == "datetime" and form == "default":
        return _moment(cell)
    if field.type == "list" and column.kind == "text":
        return Cell(f"replace({cell}, {literal(field.text('delimiter', ','))}, '|')")
    if column.kind == "code":
        return Cell(_labelled(field, column, cell))
    return Cell(cell)


def _number(field: Field, cell: str) -> Cell:
    point, group = field.text("decimalChar", "."), field.text("groupChar")
    text = f"trim({cell})"
    if field.body.get("bareNumber") is False:
        # Signs and words around a number (95 %, -€ 95) are taken away, but not what makes it negative.
        sign = f"CASE WHEN regexp_matches({text}, '^[^0-9]*-') THEN '-' ELSE '' END"
        text = f"{sign} || regexp_extract({text}, '[0-9].*[0-9]|[0-9]')"
    whole = f"[0-9]{{1,3}}({re.escape(group)}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
    fraction = f"({re.escape(point)}[0-9]+)?([eE][+-]?[0-9]+)?" if field.type == "number" else ""
    shape = literal(f"[+-]?({whole}){fraction}")
    plain = f"replace({text}, {literal(group)}, '')" if group else text
    if point and point != ".":
        plain = f"replace({plain}, {literal(point)}, '.')"
    said = [
        f"{key} {value!r}"
        for key, value in (("decimalChar", point), ("groupChar", group))
        if value not in (".", "")
    ]
    return Cell(
        f"CASE WHEN {cell} = '' THEN '' ELSE ltrim({plain}, '+') END",
        f"{cell} <> ''" + ("" if point == group else f" AND NOT regexp_full_match({text}, {shape})"),
        ", ".join([field.type, *said]),
    )


def _flag(field: Field, cell: str) -> Cell:
    true, false = _words(field, "trueValues", _TRUE), _words(field, "falseValues", _FALSE)
    yes, no = (", ".join(literal(word) for word in words) or "NULL" for words in (true, false))
    return Cell(
        f"CASE WHEN {cell} IN ({yes}) THEN 'yes' WHEN {cell} IN ({no}) THEN 'no' ELSE {cell} END",
        f"{cell} <> '' AND {cell} NOT IN ({yes}, {no})",
        f"boolean, {', '.join(true)} / {', '.join(false)}",
    )


def _by_pattern(kind: str, pattern: str, cell: str) -> Cell:
    moment = f"try_strptime({cell}, {literal(pattern)})"
    ours = "%Y-%m-%d" if kind == "date" else "%Y-%m-%dT%H:%M:%SZ"
    text = f"strftime(CAST({moment} AS TIMESTAMP), '{ours}')"
    return Cell(f"COALESCE({text}, '')", f"{cell} <> '' AND {moment} IS NULL", f"{kind}, {pattern}")


def _moment(cell: str) -> Cell:
    """ISO 8601; a moment in another zone is turned into universal time, one without a zone is none."""
    zoned = f"regexp_full_match({cell}, '.*[T ].*(Z|[+-][0-9]{{2}}:?[0-9]{{2}})')"
    moment = f"TRY_CAST({cell} AS TIMESTAMPTZ)"
    text = f"strftime({moment}, '%Y-%m-%dT%H:%M:%SZ')"
    return Cell(
        f"CASE WHEN {cell} = '' OR regexp_full_match({cell}, '{_MOMENT}') THEN {cell} ELSE COALESCE({text}, '') END",
        f"{cell} <> '' AND ({moment} IS NULL OR NOT {zoned})",
        "datetime, ISO 8601 with a zone",
    )


def _labelled(field: Field, column: Column, cell: str) -> str:
    """The label of a category where our column knows it and not its value (version 2)."""
    pairs = [
        (str(one["value"]), str(one["label"]))
        for one in categories(field)
        if str(one["value"]) not in column.codes and str(one["label"]) in column.codes
    ]
    cases = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in pairs)
    return f"CASE {cell} {cases} ELSE {cell} END" if cases else cell


def categories(field: Field) -> list[dict[str, Any]]:
    """The categories of a field with value and label, in their order; from version 1 those of its enum."""
    constraints = field.body.get("constraints")
    listed = field.body.get("categories") or (
        constraints.get("enum") if isinstance(constraints, dict) else None
    )
    found = []
    for one in listed if isinstance(listed, list) else []:
        value = one.get("value") if isinstance(one, dict) else one
        label = one.get("label", value) if isinstance(one, dict) else one
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            found.append({"value": value, "label": label})
    return found


def _words(field: Field, key: str, default: Sequence[str]) -> tuple[str, ...]:
    listed = field.body.get(key)
    return tuple(str(word) for word in listed) if isinstance(listed, list) and listed else tuple(default)
