"""The one walk through all rooms: a dossier in, a report out. This is the Python interface.

>>> import obverse
>>> report = obverse.audit(obverse.open("examples/libraries-england"))  # doctest: +SKIP
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.disclosure.guarding import guarded_measurements
from obverse.disclosure.ledger import Release
from obverse.disclosure.measurements import Disclosed, measured
from obverse.disclosure.released import Released
from obverse.disclosure.reporting import safe_import, safe_report
from obverse.evidence.counter_statements import counter_statements
from obverse.evidence.dossier import Dossier, open_dossier
from obverse.evidence.engines.engine import Engine
from obverse.evidence.evidence import Evidence
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean
from obverse.findings.comparison_entry import comparison_entry
from obverse.findings.finding import Finding, findings_of
from obverse.findings.report import Report, compose
from obverse.findings.wording import Wording
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import VERSION, Indicator, Measurement
from obverse.quantities import NotEstimable
from obverse.vocabulary import planned_indicators


@dataclass(frozen=True, slots=True)
class Step:
    """How far an audit has come: the ``number``-th of ``total`` indicators begins.

    ``done`` is the share of all rows that have to be read which have been read: the honest measure of what is left,
    because a few indicators look at a hundred million rows and most at a hundred.
    """

    number: int
    total: int
    name: str
    done: float


Progress = Callable[[Step], None]


def audit(
    dossier: Dossier | Path | str,
    *,
    language: str = "en",
    only: Iterable[str] | None = None,
    beside: Dossier | Path | str | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
    earlier: Sequence[Release] = (),
) -> Report:
    """Audit a dossier.

    Args:
        dossier: an opened dossier, or the folder that holds one.
        language: the language of the report's texts, ``en`` or ``fr``.
        only: ids of indicators to measure; all of them by default.
        beside: the dossier of a comparable decision without co-creation, measured by the same yardstick.
        engine: where the queries run; an embedded engine by default. A dossier that is opened has its own.
        progress: called before each indicator.
        earlier: what was released about people before: figures that would tell too much beside it stay as they
            were published, or are withheld.

    Raises:
        EvidenceProblems: the dossier has to be mended first.
    """
    opened = dossier if isinstance(dossier, Dossier) else open_dossier(dossier, engine=engine)
    found, released = _findings(opened, only, progress, exact=False, earlier=earlier)
    wording = Wording(language, opened.facts, _methods())
    comparison = None
    if beside is not None:
        other = beside if isinstance(beside, Dossier) else open_dossier(beside)
        comparison = comparison_entry(
            found,
            findings(other, only=only, progress=progress),
            other.facts,
            wording,
            Wording(language, other.facts, _methods()),
        )
    wanted = {one.indicator.id for one in found}
    report = compose(
        found,
        opened.facts,
        opened.coverage,
        wording,
        VERSION,
        comparison=comparison,
        imports=[safe_import(one, opened.coverage) for one in opened.imports],
        statements=[one for one in counter_statements(opened) if only is None or one.indicator in wanted],
    )
    return safe_report(report, released, opened.coverage)


def findings(
    dossier: Dossier,
    *,
    only: Iterable[str] | None = None,
    progress: Progress | None = None,
    exact: bool = False,
) -> list[Finding]:
    """Measure and judge, without putting anything into words.

    Figures about people are made from safe counts, as in every report. With ``exact`` they stay as they were
    counted, for an auditor who has the rows and keeps to what may leave: such findings must not be published.

    Raises:
        EvidenceProblems: dossier.toml names an indicator that does not exist.
    """
    return _findings(dossier, only, progress, exact=exact)[0]


def _findings(
    dossier: Dossier,
    only: Iterable[str] | None,
    progress: Progress | None,
    *,
    exact: bool,
    earlier: Sequence[Release] = (),
) -> tuple[list[Finding], tuple[Released, ...]]:
    _refuse_unknown_indicators(dossier)
    wanted = None if only is None else set(only)
    chosen = [one for one in indicators() if wanted is None or one.id in wanted]
    evidence, sharing = Evidence(dossier), dossier.sharing
    asked = [one for one in chosen if one.gap(evidence) is None]
    sharing.announce(one.statements.values() for one in asked)
    rows = {name: coverage.rows for name, coverage in dossier.coverage.items()}
    work = {one.id: sharing.rows_to_read(one.statements.values(), rows) for one in asked}
    all_work, done = max(sum(work.values()), 1), 0
    # Those that share the largest reductions come first, so that these soon leave their room to others.
    held = {one.id: sharing.rows_shared(one.statements.values(), rows) for one in asked}
    in_turn = sorted(chosen, key=lambda one: -held.get(one.id, 0))
    found: dict[str, Disclosed] = {}
    for number, indicator in enumerate(in_turn, start=1):
        if progress is not None:
            progress(Step(number, len(chosen), indicator.id, done / all_work))
        found[indicator.id] = (
            Disclosed(indicator.measure(evidence))
            if exact
            else measured(indicator, evidence, dossier.coverage)
        )
        if indicator.id in work:
            sharing.finished(indicator.statements.values())
            done += work[indicator.id]
    if wanted is None:
        sharing.tidy()
    disclosed = [found[one.id] for one in chosen]
    if not exact:
        disclosed = guarded_measurements(disclosed, evidence, earlier)
    released = tuple(number for one in disclosed for number in one.released)
    return findings_of([one.measurement for one in disclosed], dossier.facts), released


def measure(dossier: Dossier, identifier: str) -> tuple[Indicator, Measurement, Evidence]:
    """Measure one indicator and keep its selected rows at hand, for a reader who asks where a figure comes from.

    Its figures about people are safe ones, its numbers of rows about people are rounded.

    Raises:
        EvidenceProblems: there is no such indicator.
    """
    found = next((one for one in indicators() if one.id == identifier), None)
    if found is None:
        hint = did_you_mean(identifier, [one.id for one in indicators()])
        raise EvidenceProblems([Problem("no_such_indicator", identifier, details={"hint": hint})])
    evidence = Evidence(dossier)
    (safe,) = guarded_measurements([measured(found, evidence, dossier.coverage)], evidence)
    return found, safe.measurement, evidence


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a dossier's registers allow to be asked: indicators that can count, and what each of the others lacks first.

    That an indicator can count does not promise a figure: there may still be too few cases.
    """

    possible: tuple[str, ...]
    gaps: Mapping[str, NotEstimable]

    def worth_getting(self) -> tuple[tuple[NotEstimable, tuple[str, ...]], ...]:
        """The gaps that stand first before most indicators, with the ids of those indicators, the most useful first."""
        opens: dict[tuple[str, str], list[str]] = {}
        first: dict[tuple[str, str], NotEstimable] = {}
        for identifier, gap in self.gaps.items():
            opens.setdefault((gap.remedy, gap.of), []).append(identifier)
            first.setdefault((gap.remedy, gap.of), gap)
        ordered = sorted(opens.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((first[key], tuple(ids)) for key, ids in ordered)


def readiness(dossier: Dossier | Path | str) -> Readiness:
    """Look which indicators find the registers and columns that they need, without counting anything.

    Raises:
        EvidenceProblems: the dossier has to be mended first.
    """
    opened = dossier if isinstance(dossier, Dossier) else open_dossier(dossier)
    evidence = Evidence(opened)
    found = {one.id: one.gap(evidence) for one in indicators()}
    return Readiness(
        possible=tuple(identifier for identifier, gap in found.items() if gap is None),
        gaps={identifier: gap for identifier, gap in found.items() if gap is not None},
    )


def _refuse_unknown_indicators(dossier: Dossier) -> None:
    named = [threshold.indicator for threshold in dossier.facts.thresholds]
    named += [pattern.partition(":")[0] for pattern in dossier.facts.audit.primary]
    named += list(dossier.facts.audit.not_applicable)
    existing = {one.id for one in indicators()}
    known = existing | set(planned_indicators())
    unknown = [
        _unknown_indicator(name) for name in dict.fromkeys(named) if name not in known and "*" not in name
    ]
    # What is not measured yet has no line that could be changed.
    amended = dict.fromkeys(one.indicator for one in dossier.facts.amendments)
    unknown += [_unknown_indicator(name) for name in amended if name not in existing]
    if unknown:
        raise EvidenceProblems(unknown)


def _unknown_indicator(name: str) -> Problem:
    hint = did_you_mean(name, [one.id for one in indicators()])
    return Problem("unknown_indicator", "dossier.toml", details={"word": name, "hint": hint})


@cache
def _methods() -> dict[str, dict[str, str]]:
    file = resources.files("obverse.statistics").joinpath("methods.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
