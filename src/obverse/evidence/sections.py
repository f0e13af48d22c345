"""A section of dossier.toml read into its dataclass, with every key that is unknown, missing or of the wrong kind."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from obverse.evidence.problems import Problem, did_you_mean

FILE = "dossier.toml"
_EXAMPLES = {
    str: '"..."',
    int: "12000",
    float: "0.8",
    bool: "true",
    dt.date: "2026-03-09",
    tuple: '["...", "..."]',
    Mapping: '{ name = "..." }',
}


def _accepts(hint: Any) -> tuple[type, ...]:
    if isinstance(hint, types.UnionType):
        return tuple(
            kind for part in typing.get_args(hint) for kind in _accepts(part) if kind is not type(None)
        )
    return (typing.get_origin(hint) or hint,)


def _fits(value: object, wanted: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in wanted
    if float in wanted and isinstance(value, int):
        return True
    if dt.date in wanted:
        return type(value) is dt.date
    if tuple in wanted:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if any(kind.__name__ == "Mapping" for kind in wanted):
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return isinstance(value, wanted)


def read_section(kind: type, name: str, body: Mapping[str, Any], problems: list[Problem]) -> Any:
    """The section as ``kind``, None where it cannot be; what is wrong with it is added to ``problems``."""
    hints = typing.get_type_hints(kind)
    known = {item.name: item for item in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in body.items():
        if key not in known:
            problems.append(problem_of("unknown_key", section=name, word=key, hint=did_you_mean(key, known)))
            continue
        wanted = _accepts(hints[key])
        example = _EXAMPLES.get(wanted[0], '"..."')
        if not _fits(value, wanted):
            problems.append(
                problem_of(
                    "wrong_kind",
                    section=name,
                    word=key,
                    wanted=_in_words(wanted[0]),
                    found=repr(value),
                    example=example,
                )
            )
            continue
        choices = kind.choices.get(key) if hasattr(kind, "choices") else None
        if choices and value and value not in choices:
            hint = did_you_mean(str(value), choices)
            problems.append(problem_of("wrong_choice", section=name, word=key, found=repr(value), hint=hint))
            continue
        values[key] = tuple(value) if isinstance(value, list) else value
    for key, item in known.items():
        required = item.default is MISSING and item.default_factory is MISSING
        if required and key not in body:
            example = _EXAMPLES.get(_accepts(hints[key])[0], '"..."')
            problems.append(problem_of("missing_key", section=name, word=key, example=example))
    try:
        return kind(**values)
    except TypeError:
        return None


def _in_words(kind: type) -> str:
    words = {
        "str": "a text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "date": "a date without quotation marks",
        "tuple": "a list of texts",
        "Mapping": "a table of texts",
    }
    return words.get(kind.__name__, kind.__name__)


def problem_of(kind: str, **details: str) -> Problem:
    """A problem of dossier.toml as a whole."""
    return Problem(kind, FILE, details=details)
