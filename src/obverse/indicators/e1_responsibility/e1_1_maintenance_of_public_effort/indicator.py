"""E1.1: whether the public body keeps up what it does for each person who may need the service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, full_count
from obverse.statistics.changes import net_relative_level, placebo_rank, relative_level

YEARS_BEFORE = (-2, -1)
TWO_YEARS, ONE_YEAR = 700, 350
FEWEST_COMPARATORS = 3


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort per eligible person before and now; the ends are those that an uncertain number of persons leaves.

    ``part_level`` tells whether the service was recorded as a whole (1) or in parts.
    """

    before: float
    now: float
    records: int
    before_ends: tuple[float, float] | None = None
    now_ends: tuple[float, float] | None = None
    part_level: int = 0


class MaintenanceOfPublicEffort(Indicator):
    """Ratio of real outturn, paid hours and public sites now to those of the two years before the process."""

    id = "E1.1"
    version = 1
    question = "Does the public body keep up its own effort for the service, per person who may need it?"
    serves = ("E1",)
    claims = ("S15", "S20")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"years_before": 2, "years_after": 1, "comparators": 9}
    references = (
        "maintenance-of-effort tests of United States law: 45 CFR 96.134, 42 USC 12633, state aid to schools",
        "placebo rank after Abadie, Diamond & Hainmueller 2010",
    )
    needs = (
        {"budget_line": ("outturn",)},
        {"service_volume": ("paid_hours",)},
        {"service_volume": ("site", "operator")},
    )
    also_reads = ("service_volume", "budget_line")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Money, hours and sites of each service, alone and against the comparison services."""
        if samples.facts.process.start is None:
            return {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="start_of_process")}
        results: dict[str, Result] = {}
        for measure, table, read in (
            ("outturn_per_eligible", "money", _money),
            ("paid_hours_per_eligible", "hours", _hours),
        ):
            others = [
                effort
                for _, rows in samples[table].where("is_comparison", value=True).groups("service")
                if isinstance(effort := read(rows), Effort)
            ]
            for service, rows in _services(samples[table]):
                results |= dict(self._compared(f"{service}.{measure}", read(rows), others))
        for service, rows in _services(samples["sites"]):
            results |= dict(_sites(service, rows))
        return results or {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="effort")}

    def _compared(
        self, subject: str, own: Effort | NotEstimable, others: list[Effort]
    ) -> Iterator[tuple[str, Result]]:
        if isinstance(own, NotEstimable):
            yield subject, own
            return
        yield (
            subject,
            relative_level(
                own.now, own.before, now_bounds=own.now_ends, before_bounds=own.before_ends, n=own.records
            ),
        )
        pairs = np.array([(other.now, other.before) for other in others if other.now and other.before])
        few = len(pairs) < self.minimum["comparators"]
        if len(pairs) < FEWEST_COMPARATORS or not own.now or not own.before:
            yield (
                f"{subject}.net",
                NotEstimable(
                    why=Why.TOO_FEW,
                    remedy="more_cases",
                    have=len(pairs),
                    need=self.minimum["comparators"],
                    of="comparators",
                ),
            )
            return
        now, before = pairs.T
        yield f"{subject}.net{'_of_few' if few else ''}", net_relative_level(own.now, own.before, now, before)
        rank = placebo_rank(own.now / own.before, now / before)
        if not isinstance(rank, NotEstimable):
            yield (
                f"{subject}.rank",
                Estimate(
                    value=float(rank.rank),
                    interval=full_count(float(rank.rank)),
                    unit=Unit.COUNT,
                    n=rank.of,
                    method="placebo_rank",
                ),
            )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Real outturn per eligible person year by year, against the two years before."""
        others = samples["money"].where("is_comparison", value=True)
        charts = {}
        for service, rows in _services(samples["money"]):
            if isinstance(results.get(f"{service}.outturn_per_eligible"), Estimate):
                own = _course(rows)
                courses = [_course(other) for _, other in others.groups("service")]
                charts[f"{service}.outturn_per_eligible"] = _curve(own, courses)
        return charts


def _services(rows: Reduction) -> Iterator[tuple[str, Reduction]]:
    """Each service under audit by a name without dots, which separate the parts of a subject."""
    own = rows.where("is_comparison", value=False) if "is_comparison" in rows.columns else rows
    for (service,), part in own.groups("service"):
        yield str(service).replace(".", " "), part


def _money(rows: Reduction) -> Effort | NotEstimable:
    """Real outturn per eligible person, in the two years before and in the last year after the start."""
    found: Effort | NotEstimable | None = None
    for _, level in sorted(rows.groups("part_level"), key=lambda pair: int(pair[0][0])):
        effort = _money_at(level)
        if isinstance(effort, Effort):
            return effort
        found = found or effort
    return found or NotEstimable(why=Why.NOT_COLLECTED, remedy="years")


def _money_at(rows: Reduction) -> Effort | NotEstimable:
    after = rows["years_after"]
    before, later = np.isin(after, YEARS_BEFORE), after >= 1
    if before.sum() < len(YEARS_BEFORE) or not later.any():
        return NotEstimable(
            why=Why.TOO_FEW, remedy="years", have=int(before.sum()), need=len(YEARS_BEFORE), of="years"
        )
    now = after == after[later].max()
    used = before | now
    for column, remedy in (("deflated", "deflator"), ("eligible_known", "eligible")):
        have, need = int(rows[column][used].sum()), int(rows["entries"][used].sum())
        if have < need:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, have=have, need=need)
    money, persons = rows["real_cents"] / 100, rows["eligible"]
    if money[before].sum() < 0 or money[now].sum() < 0:
        # an outturn net of receipts: a ratio of such amounts says nothing
        return NotEstimable(why=Why.REJECTED, remedy="negative_outturn", of="budget_line.outturn")
    if not persons[before].sum() or not persons[now].sum() or not money[before].sum():
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_before")
    return Effort(
        before=float(money[before].sum() / persons[before].sum()),
        now=float(money[now].sum() / persons[now].sum()),
        records=int(rows["entries"][used].sum()),
        part_level=int(rows["part_level"][0]),
    )


def _hours(rows: Reduction) -> Effort | NotEstimable:
    """Paid hours per eligible person and day, over two years before and over the last year."""
    found: Effort | NotEstimable | None = None
    for _, level in sorted(rows.groups("part_level"), key=lambda pair: int(pair[0][0])):
        effort = _hours_at(level)
        if isinstance(effort, Effort):
            return effort
        found = found or effort
    return found or NotEstimable(why=Why.NOT_COLLECTED, remedy="years")


def _hours_at(rows: Reduction) -> Effort | NotEstimable:
    before, now = rows.where("era", "before"), rows.where("era", "now")
    days = int(before["days"].sum())
    if days < TWO_YEARS or int(now["days"].sum()) < ONE_YEAR:
        return NotEstimable(
            why=Why.TOO_FEW, remedy="years", have=days // 365, need=len(YEARS_BEFORE), of="years"
        )
    entries = int(rows["entries"].sum())
    for column, remedy in (("known", "paid_hours"), ("eligible_known", "eligible")):
        have = int(rows[column].sum())
        if have < entries:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, have=have, need=entries)
    if not before["person_days_low"][0] or not now["person_days_low"][0] or not before["paid_hours"][0]:
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_before")

    def per_person(era: Reduction) -> tuple[float, tuple[float, float] | None]:
        hours = float(era["paid_hours"][0]) / 100
        low, middle, high = (
            float(era[name][0]) for name in ("person_days_low", "person_days", "person_days_high")
        )
        return hours / middle, (hours / high, hours / low) if low < high else None

    (then, then_ends), (today, today_ends) = per_person(before), per_person(now)
    return Effort(before=then, now=today, records=entries, before_ends=then_ends, now_ends=today_ends)


def _sites(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    before, now = int(rows["before"][0]), int(rows["now"][0])
    maybe_before, maybe_now = int(rows["maybe_before"][0]), int(rows["maybe_now"][0])
    if not rows["first_recorded"][0] or not rows["last_recorded"][0]:
        have = sum(bool(rows[name][0]) for name in ("first_recorded", "last_recorded"))
        yield f"{service}.sites", NotEstimable(why=Why.TOO_FEW, remedy="periods", have=have, need=2)
        return
    if not before:
        yield f"{service}.sites", NotEstimable(why=Why.NOT_APPLICABLE, remedy="nothing_before")
        return
    unsure = maybe_now or maybe_before
    yield (
        f"{service}.sites",
        relative_level(
            now,
            before,
            now_bounds=(now, now + maybe_now) if unsure else None,
            before_bounds=(before, before + maybe_before) if unsure else None,
            n=before,
        ),
    )


def _course(rows: Reduction) -> dict[int, float]:
    """Real outturn per eligible person by year, against the mean of the two years before."""
    effort = _money(rows)
    if isinstance(effort, NotEstimable):
        return {}
    part = rows.where("part_level", effort.part_level)
    complete = (part["deflated"] == part["entries"]) & (part["eligible_known"] == part["entries"])
    return {
        int(year): float(cents) / 100 / float(persons) / effort.before
        for year, cents, persons, whole in zip(
            part["year"], part["real_cents"], part["eligible"], complete, strict=True
        )
        if whole and persons
    }


def _curve(own: Mapping[int, float], others: list[dict[int, float]]) -> Chart:
    years = sorted(own)
    lines = [Series(name="this_service", values=tuple(own[year] for year in years))]
    present = [other for other in others if other]
    if present:
        means = [[other[year] for other in present if year in other] for year in years]
        lines.append(
            Series(
                name="comparison_services",
                values=tuple(float(np.mean(values)) if values else None for values in means),
                low=tuple(min(values) if values else None for values in means),
                high=tuple(max(values) if values else None for values in means),
            )
        )
    return Chart(
        kind="curve",
        unit=Unit.RATIO,
        categories=tuple(str(year) for year in years),
        series=tuple(lines),
        reference=1.0,
        along="along",
    )
