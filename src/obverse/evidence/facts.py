"""What dossier.toml declares about the process, the audit, the registers and the thresholds."""

from __future__ import annotations

import datetime as dt
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar

from obverse.evidence.declarations import GRADES, tables
from obverse.evidence.problems import Problem, did_you_mean

FILE = "dossier.toml"
STAGES = ("before", "during", "after")
CLASSES = ("law", "promise", "baseline", "null_model", "convention", "set_locally")
ORDERS = ("worst_to_best", "best_to_worst", "none")
DIRECTIONS = ("high_is_bad", "low_is_bad", "away_is_bad")
AUDITOR_ROLES = ("body", "association", "citizen", "researcher", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """The process under audit, as its papers describe it; empty texts are unknown."""

    id: str
    title: str
    body: str = ""
    sector: str = ""
    territory: str = ""
    population: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    stage: str = ""
    participation_level_promised: int | None = None
    sponsor: str = ""
    facilitator: str = ""
    evaluator: str = ""
    synthesis_by: str = ""
    budget: float | None = None
    currency: str = ""
    problem: str = ""
    alternative_considered: str = ""
    requested_by: str = ""
    comparator: str = ""
    rationale: str = ""
    synthetic: bool = False
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"stage": STAGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Who audits, who pays, and the day from which the audit looks."""

    as_of: dt.date
    auditor: str = ""
    auditor_role: str = ""
    payer: str = ""
    stake: str = ""
    data_access: str = ""
    primary: tuple[str, ...] = ()
    exploratory_rate: float = 0.10
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"auditor_role": AUDITOR_ROLES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What [coverage.<table>] says about a register: kept from when until when, by whom, how complete."""

    kept_from: dt.date | None = None
    kept_until: dt.date | None = None
    complete: str = "unknown"
    grade: str = ""
    source: str = ""
    declared_by: str = ""
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"complete": ("yes", "no", "unknown"), "grade": GRADES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What [platform.<table>] says: columns that the platform hides, and those that its export leaves out.

    ``*`` stands for the whole table. A cell that is withheld is neither a zero nor something that nobody recorded.
    """

    hidden: tuple[str, ...] = ()
    not_exported: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A variable by which people or areas are grouped, its categories in order."""

    label: str
    categories: tuple[str, ...]
    order: str = "none"
    labels: Mapping[str, str] = field(default_factory=dict)
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"order": ORDERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalThreshold:
    """A threshold that the dossier itself fixes for an indicator, before the audit."""

    indicator: str
    value: float
    klass: str
    source: str
    frozen_on: dt.date
    subject: str = "*"
    smallest_difference: float = 0.0
    unit: str = ""
    direction: str = ""
    set_by: str = ""
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"klass": CLASSES, "direction": DIRECTIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """What those concerned agreed beforehand that unpaid time and quality are worth, in the process's currency.

    ``minimum_wage`` and ``replacement_wage`` value one unpaid hour; ``quality`` is what one more point of a
    service's quality is worth to one user. None where nobody agreed on it.
    """

    minimum_wage: float | None = None
    replacement_wage: float | None = None
    quality: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that dossier.toml declares; ``location`` says where a register lies that is not in the dossier's folder."""

    process: Process
    audit: Audit
    coverage: Mapping[str, Declared] = field(default_factory=dict)
    platform: Mapping[str, Withheld] = field(default_factory=dict)
    location: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    thresholds: tuple[LocalThreshold, ...] = ()
    valuation: Valuation = field(default_factory=Valuation)


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


def _read_section(kind: type, name: str, body: Mapping[str, Any], problems: list[Problem]) -> Any:
    hints = typing.get_type_hints(kind)
    known = {item.name: item for item in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in body.items():
        if key not in known:
            problems.append(_problem("unknown_key", section=name, word=key, hint=did_you_mean(key, known)))
            continue
        wanted = _accepts(hints[key])
        example = _EXAMPLES.get(wanted[0], '"..."')
        if not _fits(value, wanted):
            problems.append(
                _problem(
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
            problems.append(_problem("wrong_choice", section=name, word=key, found=repr(value), hint=hint))
            continue
        values[key] = tuple(value) if isinstance(value, list) else value
    for key, item in known.items():
        required = item.default is MISSING and item.default_factory is MISSING
        if required and key not in body:
            example = _EXAMPLES.get(_accepts(hints[key])[0], '"..."')
            problems.append(_problem("missing_key", section=name, word=key, example=example))
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


def _problem(kind: str, **details: str) -> Problem:
    return Problem(kind, FILE, details=details)


def read_facts(directory: Path) -> tuple[Facts | None, list[Problem]]:
    """Read ``dossier.toml``; returns the facts (None where they cannot be used) and all problems found."""
    file = directory / FILE
    if not file.is_file():
        return None, [_problem("no_dossier", directory=directory.name or ".")]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [_problem("not_toml", error=str(error))]
    problems: list[Problem] = []
    sections = (
        "process",
        "audit",
        "coverage",
        "platform",
        "location",
        "attributes",
        "threshold",
        "valuation",
    )
    problems += [
        _problem("unknown_section", word=word, hint=did_you_mean(word, sections))
        for word in content
        if word not in sections
    ]
    process = _read_section(Process, "process", content.get("process", {}), problems)
    audit = _read_section(Audit, "audit", content.get("audit", {}), problems)
    coverage = _by_table(Declared, "coverage", content, problems)
    platform = _by_table(Withheld, "platform", content, problems)
    location = _locations(content.get("location", {}), problems)
    attributes = {
        variable: _read_section(Attribute, f"attributes.{variable}", body, problems)
        for variable, body in content.get("attributes", {}).items()
    }
    thresholds = [
        _read_section(LocalThreshold, "[threshold]", body, problems) for body in content.get("threshold", [])
    ]
    valuation = _read_section(Valuation, "valuation", content.get("valuation", {}), problems)
    problems += _dates(process, audit, coverage, thresholds)
    if problems:
        return None, problems
    return Facts(
        process=process,
        audit=audit,
        coverage=coverage,
        platform=platform,
        location=location,
        attributes=attributes,
        thresholds=tuple(thresholds),
        valuation=valuation,
    ), []


def _locations(content: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Where registers lie: paths or addresses of Parquet datasets by table."""
    found = {}
    for table, place in content.items():
        if table not in tables():
            hint = did_you_mean(table, tables())
            problems.append(_problem("unknown_key", section="location", word=table, hint=hint))
        elif not isinstance(place, str) or not place:
            details = {"wanted": "a text", "found": repr(place), "example": '"votes/"'}
            problems.append(_problem("wrong_kind", section="location", word=table, **details))
        else:
            found[table] = place
    return found


def _by_table(
    kind: type, section: str, content: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    found = {}
    for table, body in content.get(section, {}).items():
        if table not in tables():
            hint = did_you_mean(table, tables())
            problems.append(_problem("unknown_section", word=f"{section}.{table}", hint=hint))
            continue
        found[table] = _read_section(kind, f"{section}.{table}", body, problems)
    return found


def _dates(
    process: Process | None,
    audit: Audit | None,
    coverage: Mapping[str, Declared | None],
    thresholds: list[LocalThreshold | None],
) -> list[Problem]:
    found = []
    if process and process.start and process.end and process.start > process.end:
        found.append(_problem("dates_reversed", section="process", first="start", second="end"))
    for table, declared in coverage.items():
        if (
            declared
            and declared.kept_from
            and declared.kept_until
            and declared.kept_from > declared.kept_until
        ):
            section = f"coverage.{table}"
            found.append(_problem("dates_reversed", section=section, first="kept_from", second="kept_until"))
    for threshold in thresholds:
        if threshold and audit and threshold.frozen_on > audit.as_of:
            late = {"frozen_on": threshold.frozen_on.isoformat(), "as_of": audit.as_of.isoformat()}
            found.append(_problem("threshold_late", indicator=threshold.indicator, **late))
    return found
