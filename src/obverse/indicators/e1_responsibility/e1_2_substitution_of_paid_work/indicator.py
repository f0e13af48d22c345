"""E1.2: whether the hours of volunteers came on top of paid work or in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register
from obverse.statistics.substitution import substitution_share

Floats: TypeAlias = npt.NDArray[np.float64]
YEAR = 12


@dataclass(frozen=True, slots=True)
class Change:
    """Month by month after less before, in hours of one task: of volunteers and of paid staff."""

    task: str
    volunteer: Floats
    paid: Floats

    @property
    def extra(self) -> float:
        """The additional volunteer hours of all months."""
        return float(self.volunteer.sum())

    @property
    def replaced(self) -> float:
        """How many of them stand where paid hours fell."""
        return min(max(0.0, self.extra), max(0.0, -float(self.paid.sum())))


class SubstitutionOfPaidWork(Indicator):
    """Share of additional volunteer hours that replaced paid ones: min(dV, max(0, -dP)) / dV, task by task."""

    id = "E1.2"
    version = 3
    question = "Did volunteers' work come on top of paid work, or in its place?"
    serves = ("E1",)
    claims = ("S20",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"months_before": 6, "months_after": 6}
    references = (
        "Handy, Mook & Quarter 2008 on the interchangeability of paid staff and volunteers",
        "Mook, Handy & Quarter 2014 on volunteers who replaced a paid person",
        "after Brudney & Gazley 2002",
    )
    needs = (
        {"task_hours": ("task", "period_start", "paid", "hours")},
        {"service_volume": ("paid_hours", "volunteer_hours")},
        {"service_volume": ("site", "operator")},
    )
    also_reads = ("service_volume",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Each task, then all tasks; where there are no tasks, what totals allow; then newly community-run sites."""
        if samples.facts.process.start is None:
            return {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="start_of_process")}
        results: dict[str, Result] = {}
        with_tasks = set()
        for service, rows in _services(samples["tasks"]):
            of_tasks = dict(self._tasks(service, rows))
            results |= of_tasks
            if any(isinstance(result, Estimate) for result in of_tasks.values()):
                with_tasks.add(service)
        for service, rows in _services(samples["totals"]):
            if service not in with_tasks:
                results[f"{service}.totals"] = _totals(rows)
        for service, rows in _services(samples["sites"]):
            were_public, not_there, unknown = (
                int(rows[name][0]) for name in ("were_public", "were_not_there", "origin_unknown")
            )
            results[f"{service}.community_sites"] = share_of_register(
                were_public, were_public + not_there, unknown
            )
        return results or {"": NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_extra_hours")}

    def _tasks(self, service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
        before, after, _ = _months(rows)
        for side, have, remedy in (
            ("months_before", len(before), "months_before"),
            ("months_after", len(after), "longer_follow_up"),
        ):
            if have < self.minimum[side]:
                yield (
                    f"{service}.all_tasks",
                    NotEstimable(
                        why=Why.TOO_FEW, remedy=remedy, have=have, need=self.minimum[side], of="months"
                    ),
                )
                return
        changes = _changes(rows)
        for change in changes:
            subject = f"{service}.task.{change.task}"
            if change.extra <= 0:
                yield subject, NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_extra_hours", have=0)
            else:
                yield subject, substitution_share(change.volunteer, change.paid)
        extra = sum(max(0.0, change.extra) for change in changes)
        if extra > 0:
            share = sum(change.replaced for change in changes) / extra
            yield (
                f"{service}.all_tasks",
                Estimate(
                    value=share,
                    interval=full_count(share),
                    unit=Unit.SHARE,
                    n=len(changes),
                    method="substitution_in_register",
                ),
            )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Additional volunteer hours beside the change in paid hours, a month, task by task."""
        charts = {}
        for service, rows in _services(samples["tasks"]):
            if isinstance(results.get(f"{service}.all_tasks"), Estimate):
                charts[f"{service}.all_tasks"] = _bars(rows)
        return charts


def _services(rows: Reduction) -> Iterator[tuple[str, Reduction]]:
    """Each service by a name without dots, which separate the parts of a subject."""
    for (service,), part in rows.groups("service"):
        yield str(service).replace(".", " ") or "unnamed_service", part


def _months(rows: Reduction) -> tuple[list[int], list[int], dict[int, int]]:
    """The months recorded before and after the start, and the calendar month of each."""
    calendar = dict(zip(rows["months_after"].tolist(), rows["calendar_month"].tolist(), strict=True))
    months = sorted(calendar)
    return [month for month in months if month < 0], [month for month in months if month > 0], calendar


def _changes(rows: Reduction) -> list[Change]:
    pairs = _paired(*_months(rows))
    return [_change(str(task), part, pairs) for (task,), part in rows.groups("task")]


def _paired(before: list[int], after: list[int], calendar: Mapping[int, int]) -> list[tuple[int, int]]:
    """As many months before as after, each with its like: the same calendar month where whole years allow it."""
    size = min(len(before), len(after))
    years = size // YEAR * YEAR
    if years:
        late, early = before[-years:], after[:years]
        places = {month: sorted(part for part in late if calendar[part] == month) for month in range(1, 13)}
        if all(len(found) == years // YEAR for found in places.values()) and all(
            sum(calendar[part] == month for part in early) == years // YEAR for month in range(1, 13)
        ):
            return [(places[calendar[month]].pop(0), month) for month in early]
    return list(zip(before[-size:], after[:size], strict=True))


def _change(task: str, rows: Reduction, pairs: list[tuple[int, int]]) -> Change:
    def series(name: str) -> Floats:
        # the register was kept in these months: a task without an entry took no hours
        hours = dict(zip(rows["months_after"].tolist(), rows[name].tolist(), strict=True))
        return np.array([(hours.get(late, 0) - hours.get(early, 0)) / 100 for early, late in pairs])

    return Change(task.replace(".", " "), series("volunteer_hours"), series("paid_hours"))


def _totals(rows: Reduction) -> Result:
    """Substitution at most, from totals without tasks, if no paid hours moved between tasks."""
    for _, level in sorted(rows.groups("part_level"), key=lambda pair: int(pair[0][0])):
        before, now = level.where("era", "before"), level.where("era", "now")
        if not len(before) or not len(now):
            continue
        known, entries = int(level["known"].sum()), int(level["entries"].sum())
        if known < entries:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="both_hours", have=known, need=entries)

        def per_day(name: str, before: Reduction = before, now: Reduction = now) -> float:
            return float(now[name][0] / now["days"][0] - before[name][0] / before["days"][0])

        extra, fewer = per_day("volunteer_hours"), -per_day("paid_hours")
        if extra <= 0:
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_extra_hours", have=0)
        share = min(extra, max(0.0, fewer)) / extra
        return Estimate(
            value=share,
            interval=bounds(0.0, share),
            unit=Unit.SHARE,
            n=entries,
            method="substitution_at_most",
        )
    return NotEstimable(why=Why.TOO_FEW, remedy="periods", have=1, need=2)


def _bars(rows: Reduction) -> Chart:
    changes = _changes(rows)
    return Chart(
        kind="bars",
        unit=Unit.HOURS,
        categories=tuple(change.task for change in changes),
        series=(
            Series(
                name="volunteer_change", values=tuple(float(change.volunteer.mean()) for change in changes)
            ),
            Series(name="paid_change", values=tuple(float(change.paid.mean()) for change in changes)),
        ),
        reference=0.0,
    )
