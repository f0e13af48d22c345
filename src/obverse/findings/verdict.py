"""The five verdicts, and the rule that gives them: a whole interval on one side of a line fixed before.

The rule follows the logic of equivalence testing. With a threshold T and a smallest difference d that matters
(for a figure whose high values are worrying):

* ``concern``: all that the evidence leaves possible lies above T, and not all of it is below T + d;
* ``no_sign``: all that the evidence leaves possible lies below T + d, so nothing that matters is left possible;
* ``not_enough_evidence``: everything else.

The mirror image holds where low values are worrying. Where both sides are (``away_is_bad``), the band around T
reaches from T - d to T + d, on a logarithmic scale for ratios: from T * T / (T + d) to T + d.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import Basis, Interval, NotEstimable, Result, Unit, Why


class Verdict(StrEnum):
    """How a finding ends: never a score."""

    CONCERN = "concern"
    NO_SIGN = "no_sign"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    TOO_EARLY = "too_early"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why the verdict is what it is, where the interval alone does not say so."""

    INTERVAL = "interval"
    SMALLER_THAN_MATTERS = "smaller_than_matters"
    BOTH_SIDES_POSSIBLE = "both_sides_possible"
    NO_FIGURE = "no_figure"
    DESCRIBED = "described"
    DECLARED = "declared"
    TOO_EARLY = "too_early"
    FOLLOW_UP = "follow_up"
    CONVENTION_ONLY = "convention_only"
    NO_CHANCE_MODEL = "no_chance_model"
    SINGLE_TESTIMONY = "single_testimony"
    SECOND_SOURCE = "second_source"
    MULTIPLICITY = "multiplicity"


@dataclass(frozen=True, slots=True)
class Flip:
    """The value of the threshold at which the verdict would become another one."""

    threshold: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, the thresholds at which it would flip, and whether it rests on self-report."""

    verdict: Verdict
    reason: Reason
    flips: tuple[Flip, ...] = ()
    self_reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known about a figure's evidence and time before its interval is looked at.

    ``grade`` is the worst necessary link (empty where nobody graded it), ``sources`` counts the independent
    sources behind it, ``stages`` the stages in which the indicator can be judged, ``stage`` the process's own.
    """

    grade: str = ""
    sources: int = 0
    stage: str = ""
    stages: frozenset[str] = frozenset()
    declared_not_applicable: bool = False
    needs_two_sources: bool = False


_STAGES = ("before", "during", "after")


def judge(result: Result, threshold: Threshold | None, standing: Standing) -> Judgement:
    """The verdict on one result."""
    if standing.declared_not_applicable:
        return Judgement(Verdict.NOT_APPLICABLE, Reason.DECLARED)
    if isinstance(result, NotEstimable):
        described = threshold is None or threshold.direction is Direction.NONE
        if result.why is Why.WITHHELD and described:
            # nothing would have been judged: protecting people leaves no question open
            return Judgement(Verdict.NOT_APPLICABLE, Reason.NO_FIGURE)
        return _without_figure(result)
    if threshold is None or threshold.direction is Direction.NONE:
        return Judgement(Verdict.NOT_APPLICABLE, Reason.DESCRIBED)
    if standing.stage and _lies_before(standing.stage, standing.stages):
        return Judgement(Verdict.TOO_EARLY, Reason.TOO_EARLY)
    if threshold.klass is Klass.NULL_MODEL and result.interval.basis is not Basis.SAMPLING:
        return Judgement(Verdict.NOT_ENOUGH_EVIDENCE, Reason.NO_CHANCE_MODEL)
    return _capped(by_interval(result.envelope, threshold, result.unit), threshold, standing)


def by_interval(envelope: Interval, threshold: Threshold, unit: Unit) -> Judgement:
    """The verdict that the interval alone gives.

    >>> import datetime as dt
    >>> line = Threshold(value=0.8, smallest_difference=0.0, direction=Direction.LOW_IS_BAD,
    ...     klass=Klass.PROMISE, source={"en": "charter"}, frozen_on=dt.date(2024, 1, 1))
    >>> by_interval(Interval(0.40, 0.55, 0.95, Basis.SAMPLING), line, Unit.SHARE).verdict
    <Verdict.CONCERN: 'concern'>
    """
    judgement = _by_interval(envelope, threshold, unit)
    flips = tuple(flip for flip in judgement.flips if _reachable(flip, judgement, envelope, threshold, unit))
    return replace(judgement, flips=flips)


def _reachable(
    flip: Flip, judgement: Judgement, envelope: Interval, threshold: Threshold, unit: Unit
) -> bool:
    """Whether a threshold that the unit allows would bring the flip about."""
    if unit.lowest < flip.threshold < unit.highest:
        return True
    if flip.threshold not in {unit.lowest, unit.highest}:
        return False
    # At the end of what is possible nothing lies beyond: the verdict has to change at the end itself.
    there = replace(threshold, value=flip.threshold)
    return _by_interval(envelope, there, unit).verdict is not judgement.verdict


def _by_interval(envelope: Interval, threshold: Threshold, unit: Unit) -> Judgement:
    if threshold.direction is Direction.AWAY_IS_BAD:
        return _away(envelope, threshold, unit)
    mirrored = threshold.direction is Direction.LOW_IS_BAD
    sign = -1.0 if mirrored else 1.0
    low, high = (-envelope.high, -envelope.low) if mirrored else (envelope.low, envelope.high)
    line, smallest = sign * threshold.value, threshold.smallest_difference
    clear = high - smallest  # lines above this one leave nothing that matters possible
    if _below(high, line, smallest):
        reason = Reason.SMALLER_THAN_MATTERS if low > line else Reason.INTERVAL
        flips = _flips((clear, Verdict.CONCERN if clear <= low else Verdict.NOT_ENOUGH_EVIDENCE), sign=sign)
        return Judgement(Verdict.NO_SIGN, reason, flips)
    if low > line:
        after = Verdict.NOT_ENOUGH_EVIDENCE if low < clear else Verdict.NO_SIGN
        return Judgement(Verdict.CONCERN, Reason.INTERVAL, _flips((min(low, clear), after), sign=sign))
    flips = _flips((low, Verdict.CONCERN), (clear, Verdict.NO_SIGN), sign=sign)
    return Judgement(Verdict.NOT_ENOUGH_EVIDENCE, Reason.BOTH_SIDES_POSSIBLE, flips)


def _below(high: float, line: float, smallest: float) -> bool:
    # With a smallest difference of zero the line itself is still good: a promise kept to the letter is kept.
    return high <= line if smallest == 0 else high < line + smallest


def _away(envelope: Interval, threshold: Threshold, unit: Unit) -> Judgement:
    line, smallest = threshold.value, threshold.smallest_difference
    upper = line + smallest
    lower = line * line / upper if unit.scale == "log" and upper > 0 else line - smallest
    low, high = envelope.low, envelope.high
    if lower < low and high < upper:
        outside = low > line or high < line
        reason = Reason.SMALLER_THAN_MATTERS if outside else Reason.INTERVAL
        highest = low + smallest
        if unit.scale == "log":
            highest = (low + math.sqrt(low * low + 4 * low * smallest)) / 2
        return Judgement(
            Verdict.NO_SIGN,
            reason,
            _flips((high - smallest, Verdict.NOT_ENOUGH_EVIDENCE), (highest, Verdict.NOT_ENOUGH_EVIDENCE)),
        )
    if low > line:
        return Judgement(Verdict.CONCERN, Reason.INTERVAL, _flips((low, Verdict.NOT_ENOUGH_EVIDENCE)))
    if high < line:
        return Judgement(Verdict.CONCERN, Reason.INTERVAL, _flips((high, Verdict.NOT_ENOUGH_EVIDENCE)))
    flips = _flips((low, Verdict.CONCERN), (high, Verdict.CONCERN))
    return Judgement(Verdict.NOT_ENOUGH_EVIDENCE, Reason.BOTH_SIDES_POSSIBLE, flips)


def _flips(*points: tuple[float, Verdict], sign: float = 1.0) -> tuple[Flip, ...]:
    return tuple(
        Flip(sign * threshold + 0.0, verdict) for threshold, verdict in points if math.isfinite(threshold)
    )


def _without_figure(result: NotEstimable) -> Judgement:
    if result.why is Why.NOT_APPLICABLE:
        return Judgement(Verdict.NOT_APPLICABLE, Reason.NO_FIGURE)
    if result.remedy == "longer_follow_up":
        return Judgement(Verdict.TOO_EARLY, Reason.FOLLOW_UP)
    return Judgement(Verdict.NOT_ENOUGH_EVIDENCE, Reason.NO_FIGURE)


def _lies_before(stage: str, stages: frozenset[str]) -> bool:
    return bool(stages) and _STAGES.index(stage) < min(_STAGES.index(one) for one in stages)


def _into(verdict: Verdict, flips: tuple[Flip, ...]) -> tuple[Flip, ...]:
    # Behind a cap only the way into another verdict is worth telling.
    return tuple(flip for flip in flips if flip.verdict is verdict)


def _without_concern(judgement: Judgement) -> tuple[Flip, ...]:
    # Where no threshold can give a concern, beyond the point there is no more than a doubt.
    undecided = Verdict.NOT_ENOUGH_EVIDENCE
    flips = [
        replace(flip, verdict=undecided) if flip.verdict is Verdict.CONCERN else flip
        for flip in judgement.flips
    ]
    return tuple(flip for flip in flips if flip.verdict is not judgement.verdict)


def _capped(judgement: Judgement, threshold: Threshold, standing: Standing) -> Judgement:
    undecided = Verdict.NOT_ENOUGH_EVIDENCE
    decided = judgement.verdict in {Verdict.CONCERN, Verdict.NO_SIGN}
    if decided and standing.grade == "D":
        return Judgement(undecided, Reason.SINGLE_TESTIMONY)
    convention = threshold.klass is Klass.CONVENTION
    single = standing.needs_two_sources and standing.sources < 2
    if judgement.verdict is Verdict.CONCERN and (convention or single):
        reason = Reason.CONVENTION_ONLY if convention else Reason.SECOND_SOURCE
        return Judgement(undecided, reason, _into(Verdict.NO_SIGN, judgement.flips))
    flips = _without_concern(judgement) if convention or single else judgement.flips
    # Grade C is the organiser's word; a figure that nobody graded cannot claim to be better.
    self_reported = standing.grade in {"C", ""}
    return Judgement(judgement.verdict, judgement.reason, flips, self_reported)
