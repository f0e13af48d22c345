"""A finding: one figure (or silence) about one subject, judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import numpy as np

from obverse.evidence.facts import Facts, LocalThreshold
from obverse.evidence.provenance import Provenance
from obverse.findings.verdict import Judgement, Reason, Standing, Verdict, judge
from obverse.indicators.indicator import Indicator, Measurement
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Basis, Chart, Estimate, Result
from obverse.statistics.multiplicity import benjamini_hochberg, holm, p_value_from_interval

PRIMARY_RATE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One judged result, with everything that a reader needs to contest it.

    ``family`` is ``primary`` (declared beforehand in dossier.toml) or ``exploratory``; ``p_adjusted`` is the
    p-value of the figure against its threshold after the correction for having looked more than once, None
    where the verdict does not rest on a sample.
    """

    indicator: Indicator
    subject: str
    result: Result
    threshold: Threshold | None
    judgement: Judgement
    provenance: Provenance
    family: str = "exploratory"
    p_adjusted: float | None = None
    chart: Chart | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict, one of five."""
        return self.judgement.verdict

    @property
    def key(self) -> str:
        """The address of the figure, for example ``E5.2:static library.closed.ratio``."""
        return f"{self.indicator.id}:{self.subject}" if self.subject else self.indicator.id


def findings_of(measurements: Iterable[Measurement], facts: Facts) -> list[Finding]:
    """Judge all results of an audit, and correct for the number of looks."""
    judged = [
        _judged(measurement, subject, result, facts)
        for measurement in measurements
        for subject, result in measurement.results.items()
    ]
    return _corrected(judged, facts)


def threshold_for(indicator: Indicator, subject: str, facts: Facts) -> Threshold | None:
    """The threshold of a figure: the dossier's own where it fixes one, else the indicator's default."""
    default = next((item for item in indicator.thresholds if item.fits(subject)), None)
    for local in facts.thresholds:
        if local.indicator == indicator.id and _meant(local, indicator, subject, default):
            return _local(local, default.direction if default else indicator.direction)
    return default


def _meant(local: LocalThreshold, indicator: Indicator, subject: str, default: Threshold | None) -> bool:
    # Without a subject a threshold is meant for the main figures, not for every description beside them.
    if local.subject != "*":
        return fnmatchcase(subject, local.subject)
    if indicator.headline:
        return any(fnmatchcase(subject, pattern) for pattern in indicator.headline)
    return default is not None or not indicator.thresholds


def _local(local: LocalThreshold, direction: Direction) -> Threshold:
    return Threshold(
        value=local.value,
        smallest_difference=local.smallest_difference,
        direction=Direction(local.direction) if local.direction else direction,
        klass=Klass(local.klass),
        source={"en": local.source, "fr": local.source},
        frozen_on=local.frozen_on,
        subject=local.subject,
        set_by=local.set_by,
    )


def _judged(measurement: Measurement, subject: str, result: Result, facts: Facts) -> Finding:
    indicator = measurement.indicator
    threshold = threshold_for(indicator, subject, facts)
    provenance = measurement.provenance
    standing = Standing(
        grade=provenance.grade,
        sources=len({use.source for use in provenance.tables if use.source}),
        stage=facts.process.stage,
        stages=indicator.stage,
        declared_not_applicable=indicator.id in facts.audit.not_applicable,
        needs_two_sources=indicator.two_sources,
    )
    primary = any(
        fnmatchcase(address, pattern)
        for pattern in facts.audit.primary
        for address in (indicator.id, f"{indicator.id}:{subject}")
    )
    return Finding(
        indicator=indicator,
        subject=subject,
        result=result,
        threshold=threshold,
        judgement=judge(result, threshold, standing),
        provenance=provenance,
        family="primary" if primary else "exploratory",
        chart=measurement.charts.get(subject),
    )


def _p_value(finding: Finding) -> float | None:
    """The p-value of a figure against its line, 1 where it lies on the good side; None without a sample."""
    result, threshold = finding.result, finding.threshold
    decided = finding.judgement.reason not in {Reason.DESCRIBED, Reason.DECLARED, Reason.TOO_EARLY}
    if not isinstance(result, Estimate) or threshold is None or not decided:
        return None
    interval = result.interval
    if interval.basis is not Basis.SAMPLING:
        return None
    bad = {
        Direction.HIGH_IS_BAD: result.value > threshold.value,
        Direction.LOW_IS_BAD: result.value < threshold.value,
        Direction.AWAY_IS_BAD: result.value != threshold.value,
        Direction.NONE: False,
    }[threshold.direction]
    if not bad:
        return 1.0
    return p_value_from_interval(
        result.value, interval.low, interval.high, interval.level, threshold.value, scale=result.unit.scale
    )


def _corrected(findings: list[Finding], facts: Facts) -> list[Finding]:
    corrected = list(findings)
    for family, adjust, rate in (
        ("primary", holm, PRIMARY_RATE),
        ("exploratory", benjamini_hochberg, facts.audit.exploratory_rate),
    ):
        tested = [
            (place, p)
            for place, finding in enumerate(findings)
            if finding.family == family and (p := _p_value(finding)) is not None
        ]
        if not tested:
            continue
        adjusted = adjust(np.array([p for _, p in tested]))
        for (place, _), p in zip(tested, adjusted.tolist(), strict=True):
            finding = findings[place]
            judgement = finding.judgement
            if judgement.verdict is Verdict.CONCERN and p > rate:
                judgement = Judgement(Verdict.NOT_ENOUGH_EVIDENCE, Reason.MULTIPLICITY)
            corrected[place] = replace(finding, judgement=judgement, p_adjusted=p)
    return corrected
