"""What dossier.toml declares about the process, the audit, the registers and the thresholds."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, ClassVar

from obverse.evidence import sections
from obverse.evidence.declarations import GRADES, tables
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.sections import problem_of, read_section

FILE = sections.FILE
STAGES = ("before", "during", "after")
CLASSES = ("law", "promise", "baseline", "null_model", "convention", "set_locally")
ORDERS = ("worst_to_best", "best_to_worst", "none")
DIRECTIONS = ("high_is_bad", "low_is_bad", "away_is_bad")
_LOCAL_ID = re.compile(r"local:[a-z0-9]+(_[a-z0-9]+)*")
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
    """What [coverage.<table>] says about a register: kept when and by whom, how complete, what makes it public."""

    kept_from: dt.date | None = None
    kept_until: dt.date | None = None
    complete: str = "unknown"
    grade: str = ""
    source: str = ""
    declared_by: str = ""
    public_by: str = ""
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
class Amendment:
    """A threshold that was changed after it had been frozen, with the reason.

    Nothing is judged by it: the report tells beside the finding what the verdict would be by this line.
    """

    indicator: str
    value: float
    klass: str
    source: str
    reason: str
    amended_on: dt.date
    subject: str = "*"
    smallest_difference: float = 0.0
    unit: str = ""
    set_by: str = ""
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"klass": CLASSES}


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
class LocalValue:
    """A [[local_value]]: a public value that the survey of this place asked about and that no vocabulary names.

    ``id`` is what stands in ``survey_answer.public_value``: ``local:`` and a short word.
    """

    id: str
    label_en: str
    label_fr: str
    definition_en: str = ""
    definition_fr: str = ""

    def label(self, language: str) -> str:
        """Its name in ``language``."""
        return {"en": self.label_en, "fr": self.label_fr}[language]


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
    amendments: tuple[Amendment, ...] = ()
    valuation: Valuation = field(default_factory=Valuation)
    local_values: tuple[LocalValue, ...] = ()


def read_facts(directory: Path) -> tuple[Facts | None, list[Problem]]:
    """Read ``dossier.toml``; returns the facts (None where they cannot be used) and all problems found."""
    file = directory / FILE
    if not file.is_file():
        return None, [problem_of("no_dossier", directory=directory.name or ".")]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [problem_of("not_toml", error=str(error))]
    problems: list[Problem] = []
    known = (
        "process",
        "audit",
        "coverage",
        "platform",
        "location",
        "attributes",
        "threshold",
        "amendment",
        "valuation",
        "local_value",
    )
    problems += [
        problem_of("unknown_section", word=word, hint=did_you_mean(word, known))
        for word in content
        if word not in known
    ]
    process = read_section(Process, "process", content.get("process", {}), problems)
    audit = read_section(Audit, "audit", content.get("audit", {}), problems)
    coverage = _by_table(Declared, "coverage", content, problems)
    platform = _by_table(Withheld, "platform", content, problems)
    location = _locations(content.get("location", {}), problems)
    attributes = {
        variable: read_section(Attribute, f"attributes.{variable}", body, problems)
        for variable, body in content.get("attributes", {}).items()
    }
    thresholds = _lines(LocalThreshold, "threshold", content, problems)
    amendments = _lines(Amendment, "amendment", content, problems)
    local_values = _repeated(LocalValue, "local_value", content, problems)
    valuation = read_section(Valuation, "valuation", content.get("valuation", {}), problems)
    problems += _dates(process, audit, coverage, thresholds)
    problems += _amended(amendments, thresholds)
    problems += _named(local_values)
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
        amendments=tuple(amendments),
        valuation=valuation,
        local_values=tuple(local_values),
    ), []


def _locations(content: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Where registers lie: paths or addresses of Parquet datasets by table."""
    found = {}
    for table, place in content.items():
        if table not in tables():
            hint = did_you_mean(table, tables())
            problems.append(problem_of("unknown_key", section="location", word=table, hint=hint))
        elif not isinstance(place, str) or not place:
            details = {"wanted": "a text", "found": repr(place), "example": '"votes/"'}
            problems.append(problem_of("wrong_kind", section="location", word=table, **details))
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
            problems.append(problem_of("unknown_section", word=f"{section}.{table}", hint=hint))
            continue
        found[table] = read_section(kind, f"{section}.{table}", body, problems)
    return found


def _dates(
    process: Process | None,
    audit: Audit | None,
    coverage: Mapping[str, Declared | None],
    thresholds: Iterable[LocalThreshold],
) -> list[Problem]:
    found = []
    if process and process.start and process.end and process.start > process.end:
        found.append(problem_of("dates_reversed", section="process", first="start", second="end"))
    for table, declared in coverage.items():
        if declared and declared.public_by and tables()[table].privacy == "P3":
            # what people answered under a promise is never published row by row
            found.append(problem_of("never_public", section=f"coverage.{table}", table=table))
        if (
            declared
            and declared.kept_from
            and declared.kept_until
            and declared.kept_from > declared.kept_until
        ):
            section = f"coverage.{table}"
            found.append(
                problem_of("dates_reversed", section=section, first="kept_from", second="kept_until")
            )
    for threshold in thresholds:
        if audit and threshold.frozen_on > audit.as_of:
            late = {"frozen_on": threshold.frozen_on.isoformat(), "as_of": audit.as_of.isoformat()}
            found.append(problem_of("threshold_late", indicator=threshold.indicator, **late))
    return found


def _lines(kind: type, section: str, content: Mapping[str, Any], problems: list[Problem]) -> list[Any]:
    """All thresholds or amendments; those that cannot be read are left out."""
    found = _repeated(kind, section, content, problems)
    problems += [
        problem_of("no_line", section=f"[{section}]", indicator=one.indicator)
        for one in found
        if not (math.isfinite(one.value) and 0 <= one.smallest_difference < math.inf)
    ]
    return found


def _repeated(kind: type, section: str, content: Mapping[str, Any], problems: list[Problem]) -> list[Any]:
    """All sections of a kind that may stand there several times; those that cannot be read are left out."""
    bodies = content.get(section, [])
    if not isinstance(bodies, list) or not all(isinstance(body, dict) for body in bodies):
        problems.append(problem_of("not_repeated", section=section))
        return []
    read = [read_section(kind, f"[{section}]", body, problems) for body in bodies]
    return [one for one in read if one is not None]


def _named(local_values: Sequence[LocalValue]) -> Iterator[Problem]:
    seen: set[str] = set()
    for value in local_values:
        # a figure's subject is cut at its dots
        if not _LOCAL_ID.fullmatch(value.id) or value.id in seen:
            yield problem_of("local_value_id", word=value.id)
        seen.add(value.id)
        for word in ("label_en", "label_fr"):
            if not getattr(value, word).strip():
                yield problem_of("empty_text", section="[local_value]", word=word)


def _amended(amendments: Iterable[Amendment], thresholds: Sequence[LocalThreshold]) -> Iterator[Problem]:
    for amendment in amendments:
        for word in ("source", "reason"):
            if not getattr(amendment, word).strip():
                yield problem_of("empty_text", section="[amendment]", word=word)
        own = _amended_threshold(amendment, thresholds)
        if own is not None and amendment.amended_on < own.frozen_on:
            days = {"amended_on": amendment.amended_on.isoformat(), "frozen_on": own.frozen_on.isoformat()}
            yield problem_of("amendment_early", indicator=amendment.indicator, **days)


def _amended_threshold(amendment: Amendment, thresholds: Iterable[LocalThreshold]) -> LocalThreshold | None:
    """The dossier's own threshold that an amendment changes: the first that means the same figures or more of them."""
    return next(
        (
            one
            for one in thresholds
            if one.indicator == amendment.indicator and fnmatchcase(amendment.subject, one.subject)
        ),
        None,
    )
