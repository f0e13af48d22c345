"""The same yardstick for the decision that was not co-created: two audits side by side, ideal by ideal.

The comparator is the last comparable decision of the same body that was taken without co-creation. It has its own
small dossier in the same tables, so that the same indicators measure both. Without it nothing is said about more
or less democracy; with it, only figures that both dossiers have are compared, one by one, and never added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from obverse.findings.finding import Finding
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, Interval


class Comparison(StrEnum):
    """How a figure of the process stands to the same figure of the comparator."""

    WORSE = "worse"
    BETTER = "better"
    NOT_TOLD_APART = "not_told_apart"
    NO_DIRECTION = "no_direction"
    ONE_SIDE_ONLY = "one_side_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One figure of the process beside the same figure of its comparator; None where an audit has no such figure."""

    key: str
    own: Finding | None
    other: Finding | None

    @property
    def comparison(self) -> Comparison:
        """Worse or better only where the two envelopes do not meet and the figure has a worrying side."""
        own, other = _figure(self.own), _figure(self.other)
        if own is None or other is None or self.own is None:
            return Comparison.ONE_SIDE_ONLY
        line = self.own.threshold
        direction = line.direction if line else self.own.indicator.direction
        if direction is Direction.NONE:
            return Comparison.NO_DIRECTION
        mine, theirs = own.envelope, other.envelope
        if direction is Direction.AWAY_IS_BAD:
            if line is None:
                return Comparison.NO_DIRECTION
            mine, theirs = _distance(mine, line.value), _distance(theirs, line.value)
        if mine.low <= theirs.high and theirs.low <= mine.high:
            return Comparison.NOT_TOLD_APART
        higher = mine.low > theirs.high
        return Comparison.BETTER if higher is (direction is Direction.LOW_IS_BAD) else Comparison.WORSE


def side_by_side(
    own: Iterable[Finding], comparator: Iterable[Finding], targets: Iterable[str]
) -> dict[str, tuple[Pair, ...]]:
    """The figures of two audits in pairs, for each of ``targets`` (ideals, or whatever indicators serve).

    A target for which no figure exists on both sides has no pair that compares, and no comparative sentence may
    be made of it.
    """
    ours = {finding.key: finding for finding in own}
    theirs = {finding.key: finding for finding in comparator}
    pairs = [Pair(key=key, own=ours.get(key), other=theirs.get(key)) for key in ours | theirs]
    return {target: tuple(pair for pair in pairs if _serves(pair, target)) for target in targets}


def _serves(pair: Pair, target: str) -> bool:
    finding = pair.own or pair.other
    return finding is not None and target in finding.indicator.serves


def _figure(finding: Finding | None) -> Estimate | None:
    return finding.result if finding is not None and isinstance(finding.result, Estimate) else None


def _distance(envelope: Interval, line: float) -> Interval:
    """How far from the line a value within the envelope can lie."""
    ends = abs(envelope.low - line), abs(envelope.high - line)
    nearest = 0.0 if envelope.low <= line <= envelope.high else min(ends)
    return Interval(nearest, max(ends), envelope.level, envelope.basis)
