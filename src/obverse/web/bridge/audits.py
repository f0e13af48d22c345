"""Audits of composed dossiers, what they lack, and the rows behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obverse import auditing
from obverse.disclosure.people import is_about_people, is_protected
from obverse.disclosure.reporting import rounded
from obverse.evidence.declarations import tables
from obverse.evidence.dossier import open_dossier
from obverse.evidence.problems import EvidenceProblems
from obverse.reports.formats import formats
from obverse.vocabulary.text import LANGUAGES
from obverse.vocabulary.texts import texts
from obverse.web.bridge.faults import Refused

Show = Callable[[float, str], None]
_REPORTS = ("json", "html", "csv")


def audit(folder: Path, language: str = "en", show: Show | None = None) -> dict[str, bytes]:
    """Audit a dossier: the finished report by file name, such as ``report.en.json``.

    Raises:
        Refused: the dossier has to be mended first.
    """
    return audit_in(folder, (language,), show)


def audit_in(folder: Path, languages: Sequence[str], show: Show | None = None) -> dict[str, bytes]:
    """Audit a dossier in several languages; what was counted for the first is not counted again.

    Raises:
        Refused: the dossier has to be mended first.
    """
    found = {}
    try:
        dossier = open_dossier(folder)
        for number, language in enumerate(languages):

            def far(step: auditing.Step, begun: int = number) -> None:
                if show is not None:
                    show((begun + step.done) / len(languages), step.name)

            report = auditing.audit(dossier, language=language, progress=far)
            for form in _REPORTS:
                found[f"report.{language}.{form}"] = formats()[form].render(report)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: what to get, by language, the register that it is about, and what it would open."""

    remedy: Mapping[str, str]
    table: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The indicators that find what they need, and what stands first before the others, the most useful first."""

    possible: tuple[str, ...]
    gaps: tuple[Gap, ...]


def readiness(folder: Path) -> Readiness:
    """Look what a dossier allows to be asked, without counting anything.

    Raises:
        Refused: the dossier has to be mended first.
    """
    try:
        found = auditing.readiness(folder)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    gaps = []
    for gap, opens in found.worth_getting():
        remedy = {language: texts(language).remedy(gap.remedy, of=gap.of) for language in LANGUAGES}
        table = gap.of.partition(".")[0]
        gaps.append(Gap(remedy, table if table in tables() else "", opens))
    return Readiness(found.possible, tuple(gaps))


@dataclass(frozen=True, slots=True)
class Behind:
    """A row behind a figure: its register, its number in the register's file (the header is row 1), whether it counted.

    ``others`` rows count just alike; ``values`` are empty where the register tells of single people. Rows of such a
    register are there only where the dossier says that it is public.
    """

    table: str
    row: int
    others: int
    left_out: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a figure comes from: registers with their rows and files, what was left out and why, the first rows.

    Numbers of rows about people are rounded; None stands for fewer than ten. Where any are ``protected``, rows about
    people are left out.
    """

    registers: tuple[tuple[str, int | None, str], ...]
    left_out: Mapping[str, int | None]
    total: int | None
    rows: tuple[Behind, ...]
    protected: bool = False


def explain(folder: Path, figure: str, language: str, limit: int = 200) -> Explanation:
    """The way back from a figure, by its key such as ``E2.3:reasoned.in_time``, to its rows.

    Raises:
        Refused: there is no such indicator, or the dossier has to be mended first.
    """
    identifier, _, subject = figure.partition(":")
    try:
        dossier = open_dossier(folder)
        indicator, measurement, evidence = auditing.measure(dossier, identifier)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    provenance = measurement.provenance
    if not provenance.tables:
        return Explanation((), {}, 0, ())
    reasons = indicator.texts(language).left_out
    total, behind = evidence.rows_behind(subject.split(".") if subject else (), limit)
    protected = {use.table for use in provenance.tables if is_protected(use.table, dossier.coverage)}
    return Explanation(
        registers=tuple((use.table, use.rows, use.file) for use in provenance.tables),
        left_out={reasons.get(reason, reason): rows for reason, rows in provenance.left_out.items()},
        total=rounded(total) if protected else total,
        protected=bool(protected),
        rows=tuple(
            _behind(row, reasons) for row in behind.to_pylist() if row["source_table"] not in protected
        ),
    )


def _behind(row: dict[str, Any], reasons: Mapping[str, str]) -> Behind:
    table, number = str(row.pop("source_table")), int(row.pop("source_row"))
    others = int(row.pop("source_rows", 1) or 1) - 1
    reason = str(row.pop("left_out") or "")
    values = (
        {} if is_about_people(table) else {key: str(value) for key, value in row.items() if value is not None}
    )
    return Behind(table, number, others, reasons.get(reason, reason), values)
