"""A finding: one figure (or silence) about one subject, judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import numpy as np

from obverse.evidence.facts import Amendment, Facts, LocalThreshold
from obverse.evidence.provenance import Provenance
from obverse.findings.verdict import Judgement, Reason, Standing, Verdict, judge
from obverse.indicators.indicator import Indicator, Measurement
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Basis, Chart, Estimate, Result
from obverse.statistics.multiplicity import benjamini_hochberg, holm, p_value_from_interval

PRIMARY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Amended:
    """What the verdict would be by a line that was changed after the freeze."""

    amendment: Amendment
    threshold: Threshold
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One judged result, with everything that a reader needs to contest it.

    ``family`` is ``primary`` (declared beforehand in dossier.toml) or ``exploratory``; ``p_adjusted`` is the
    p-value of the figure against its threshold after the correction for having looked more than once, None
    where the verdict does not rest on a sample. ``amendments`` change neither the threshold nor the verdict: they
    stand beside them.
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
    amendments: tuple[Amended, ...] = ()

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
    looked_at = [(measurement, subject) for measurement in measurements for subject in measurement.results]
    judged = [
        _judged(measurement, subject, threshold_for(measurement.indicator, subject, facts), facts)
        for measurement, subject in looked_at
    ]
    corrected = _corrected(judged, facts)
    for amendment in sorted(facts.amendments, key=lambda one: one.amended_on):
        # Judged as if this line had been there from the start: the whole audit is corrected for its looks anew.
        moved = {
            place: _judged(measurement, subject, _line(amendment, judged[place]), facts)
            for place, (measurement, subject) in enumerate(looked_at)
            if _is_amended(judged[place], amendment, facts)
        }
        again = _corrected([moved.get(place, finding) for place, finding in enumerate(judged)], facts)
        for place, finding in moved.items():
            if finding.threshold is not None:
                amended = Amended(amendment, finding.threshold, again[place].judgement)
                corrected[place] = replace(
                    corrected[place], amendments=(*corrected[place].amendments, amended)
                )
    return corrected


def threshold_for(indicator: Indicator, subject: str, facts: Facts) -> Threshold | None:
    """The threshold of a figure: the dossier's own where it fixes one, else the indicator's default."""
    default = _default(indicator, subject)
    local = _own(indicator, subject, facts)
    if local is None:
        return default
    return _local(local, default.direction if default else indicator.direction)


def _default(indicator: Indicator, subject: str) -> Threshold | None:
    return next((item for item in indicator.thresholds if item.fits(subject)), None)


def _own(indicator: Indicator, subject: str, facts: Facts) -> LocalThreshold | None:
    return next((local for local in facts.thresholds if _meant(local, indicator, subject)), None)


def _meant(local: LocalThreshold | Amendment, indicator: Indicator, subject: str) -> bool:
    if local.indicator != indicator.id:
        return False
    # Without a subject a threshold is meant for the main figures, not for every description beside them.
    if local.subject != "*":
        return fnmatchcase(subject, local.subject)
    if indicator.headline:
        return any(fnmatchcase(subject, pattern) for pattern in indicator.headline)
    return _default(indicator, subject) is not None or not indicator.thresholds


def _is_amended(finding: Finding, amendment: Amendment, facts: Facts) -> bool:
    own = _own(finding.indicator, finding.subject, facts)
    if own is not None and own.subject != "*" and amendment.subject == "*":
        # A figure that has a line of its own is not touched when the line for all the others is changed.
        return False
    return _meant(amendment, finding.indicator, finding.subject)


def _line(amendment: Amendment, finding: Finding) -> Threshold:
    """The amended line of a finding; which side is the worrying one stays as it was."""
    frozen = finding.threshold
    return Threshold(
        value=amendment.value,
        smallest_difference=amendment.smallest_difference,
        direction=frozen.direction if frozen else finding.indicator.direction,
        klass=Klass(amendment.klass),
        source={"en": amendment.source, "fr": amendment.source},
        frozen_on=amendment.amended_on,
        subject=amendment.subject,
        set_by=amendment.set_by,
    )


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


def _judged(measurement: Measurement, subject: str, threshold: Threshold | None, facts: Facts) -> Finding:
    indicator, result = measurement.indicator, measurement.results[subject]
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
