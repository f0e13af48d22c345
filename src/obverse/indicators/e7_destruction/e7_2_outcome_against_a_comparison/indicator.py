"""E7.2: whether a service does less, or less well, than would have been expected without the process."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why, full_count
from obverse.statistics.changes import FEWEST_COMPARATORS, net_relative_level, placebo_rank, relative_level
from obverse.statistics.interrupted_series import interrupted_series

MEASURES = ("volume", "quality")
FEWEST_BEFORE = 8
YEAR = 366


@dataclass(frozen=True, slots=True)
class Course:
    """One measure of one service over its periods: when each starts, what it amounts to, and which lie before."""

    starts: tuple[int, ...]
    periods: tuple[str, ...]
    values: tuple[float, ...]
    before: tuple[bool, ...]

    def mean(self, *, before: bool) -> float | None:
        """The mean level before the process, or over the last year; None where no period belongs there."""
        times = [start for start, earlier in zip(self.starts, self.before, strict=True) if earlier == before]
        chosen = [
            value
            for start, value, earlier in zip(self.starts, self.values, self.before, strict=True)
            if earlier == before and (before or start > max(times) - YEAR)
        ]
        return float(np.mean(chosen)) if chosen else None


class OutcomeAgainstAComparison(Indicator):
    """Quantity and quality since the process began over what earlier trend and other services make expect."""

    id = "E7.2"
    version = 2
    question = "Does the service do less, or less well, than would have been expected without the process?"
    serves = ("E7",)
    claims = ("S151", "S169", "S170", "S171")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"periods_before": FEWEST_BEFORE, "periods_after": 3, "comparators": 9}
    references = (
        "Wagner et al. 2002: segmented regression of interrupted time series",
        "Abadie, Diamond & Hainmueller 2010: the place among placebos",
        "Potz & Serval 2023: doing less, and less well",
    )
    needs = ({"service_volume": ("volume",)}, {"service_volume": ("quality",)})

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each service and measure: level, series and comparison with other services."""
        if samples.facts.process.start is None:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="start_of_process")
        results: dict[str, Result] = {}
        for service, measure, own, others in _compared(samples["periods"]):
            results |= dict(self._figures(f"{service}.{measure}", own, others))
        return results or NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=0, need=2, of="periods")

    def _figures(self, subject: str, own: Course, others: list[Course]) -> Iterator[tuple[str, Result]]:
        before, now = own.mean(before=True), own.mean(before=False)
        if before is None or now is None:
            gap = NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=1, need=2, of="periods")
            yield f"{subject}.level", gap
            return
        yield f"{subject}.level", relative_level(now, before, n=len(own.values))
        yield f"{subject}.series", self._series(own, others)
        pairs = [
            (other.mean(before=False), other.mean(before=True)) for other in others if min(other.values) > 0
        ]
        known = np.array([pair for pair in pairs if None not in pair], dtype=np.float64)
        if len(known) < FEWEST_COMPARATORS or not before or not now:
            yield (
                f"{subject}.net",
                NotEstimable(
                    why=Why.TOO_FEW,
                    remedy="comparators",
                    have=len(known),
                    need=self.minimum["comparators"],
                    of="comparators",
                ),
            )
            return
        name = "net" if len(known) >= self.minimum["comparators"] else "net_of_few"
        yield f"{subject}.{name}", net_relative_level(now, before, known[:, 0], known[:, 1])
        rank = placebo_rank(now / before, known[:, 0] / known[:, 1])
        if not isinstance(rank, NotEstimable):
            value = float(rank.rank)
            yield (
                f"{subject}.rank",
                Estimate(
                    value=value, interval=full_count(value), unit=Unit.COUNT, n=rank.of, method="placebo_rank"
                ),
            )

    def _series(self, own: Course, others: list[Course]) -> Result:
        before = sum(own.before)
        if before < FEWEST_BEFORE:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="eight_periods", have=before, need=FEWEST_BEFORE, of="periods"
            )
        if min(own.values) <= 0:
            return NotEstimable(why=Why.UNDEFINED, remedy="zero_level")
        logs = np.log(own.values)
        alike = [_at(other, own.starts) for other in others]
        whole = [values for values in alike if values is not None]
        if whole:
            logs = logs - np.mean(np.log(whole), axis=0)
        first_after = own.starts[own.before.index(False)]
        change = interrupted_series(own.starts, logs, first_after, unit=Unit.COEFFICIENT).average_change
        return _as_ratio(change) if isinstance(change, Estimate) else change

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The course of each measure against its mean before, beside the mean of the comparison services."""
        charts = {}
        for service, measure, own, others in _compared(samples["periods"]):
            subject = f"{service}.{measure}.level"
            before = own.mean(before=True)
            if not isinstance(results.get(subject), Estimate) or not before:
                continue
            lines = [Series(name="this_service", values=tuple(value / before for value in own.values))]
            means = [(_at(other, own.starts), other.mean(before=True)) for other in others]
            shown = [np.array(values) / level for values, level in means if values is not None and level]
            if shown:
                lines.append(
                    Series(name="comparison_services", values=tuple(np.mean(shown, axis=0).tolist()))
                )
            yearly = all(period.endswith("-01-01") for period in own.periods)
            charts[subject] = Chart(
                kind="curve",
                unit=Unit.RATIO,
                categories=tuple(period[:4] if yearly else period for period in own.periods),
                series=tuple(lines),
                reference=1.0,
                along="along",
            )
        return charts


def _compared(periods: Reduction) -> Iterator[tuple[str, str, Course, list[Course]]]:
    """Each service under audit and measure, by a name without dots, with the comparison services' courses."""
    for measure in MEASURES:
        others = [
            course
            for _, rows in periods.where("is_comparison", value=True).groups("service")
            if (course := _course(rows, measure)) is not None
        ]
        for (service,), rows in periods.where("is_comparison", value=False).groups("service"):
            own = _course(rows, measure)
            if own is not None:
                yield str(service).replace(".", " "), measure, own, others


def _course(rows: Reduction, measure: str) -> Course | None:
    """The measure over time at the coarsest level of recording that has it; periods with gaps are left out."""
    for _, level in sorted(rows.groups("part_level"), key=lambda pair: int(pair[0][0])):
        whole = level["quality_known"] > 0
        amounts, base = level["quality"], level["quality_known"]
        if measure == "volume":
            whole = level["volume_known"] == level["entries"]
            amounts, base = level["volume"], level["days"]
            if (base[whole] <= 0).any():
                base = np.ones_like(base)
        whole = whole & (level["before_process"] >= 0)
        if not whole.any():
            continue
        return Course(
            starts=tuple(level["starts"][whole].tolist()),
            periods=tuple(level["period"][whole].tolist()),
            values=tuple((amounts[whole] / base[whole]).tolist()),
            before=tuple((level["before_process"][whole] == 1).tolist()),
        )
    return None


def _at(course: Course, starts: tuple[int, ...]) -> tuple[float, ...] | None:
    """The positive values of a course at given periods, None where one of them is missing."""
    found = dict(zip(course.starts, course.values, strict=True))
    values = tuple(found.get(start, 0.0) for start in starts)
    return values if min(values) > 0 else None


def _as_ratio(change: Estimate) -> Estimate:
    """A change of the logarithm as a ratio."""
    interval = change.interval
    return Estimate(
        value=math.exp(change.value),
        interval=Interval(
            math.exp(interval.low), math.exp(min(interval.high, 700.0)), interval.level, interval.basis
        ),
        unit=Unit.RATIO,
        n=change.n,
        method=change.method,
    )
