"""SV-1: which services grew, shrank or were lost, and who runs what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.changes import net_relative_level, relative_level

OPERATORS = ("public", "commissioned", "association", "volunteers", "unknown_operator")
MEASURES = (
    "volume",
    "recipients",
    "coverage",
    "quality",
    "wait_days",
    "paid_hours",
    "volunteer_hours",
    "price",
)
AVERAGES = ("coverage", "quality", "wait_days", "price")
HOURS_OF_A_WEEK = 168
FEWEST_COMPARATORS = 3


@dataclass(frozen=True, slots=True)
class Level:
    """What a measure amounted to in one era, per day or per unit, and how much of it was recorded."""

    amount: float
    base: float
    known: int
    entries: int
    days_known: bool
    before_process: bool

    @property
    def rate(self) -> float:
        """Amount per day, or the mean."""
        return self.amount / self.base


class ServicesGrownShrunkAndLost(Indicator):
    """Ratio of now to before of each service's sites, volume, users, quality, hours and price, by operator."""

    id = "SV-1"
    version = 1
    question = "Which services grew, shrank or were lost, and who runs them now?"
    serves = ("Q5",)
    claims = ("S14", "S15", "S32", "S130", "S170")
    unit = Unit.RATIO
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"periods": 2, "comparators": FEWEST_COMPARATORS}
    references = (
        "Steen, Brandsen & Verschuere 2018: which services are scaled up and which slimmed down",
        "the ratio against other services is a difference in differences of logarithms",
    )
    needs = ({"service_volume": ("service", "period_start")},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Sites, opening hours and every measure that was recorded, service by service."""
        results: dict[str, Result] = {}
        for name, rows in _services(samples["sites"]):
            results |= dict(_sites(name, rows))
        for name, rows in _services(samples["hours"]):
            results |= dict(_hours(name, rows))
        measures = samples["measures"]
        for name, rows in _services(measures):
            results |= dict(self._measures(name, rows, measures.where("is_comparison", value=True)))
        results |= dict(_begun_and_ended(samples["services"]))
        return results or {
            "services": NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_column", of="service_volume.volume")
        }

    def _measures(self, service: str, rows: Reduction, others: Reduction) -> Iterator[tuple[str, Result]]:
        for measure in MEASURES:
            recorded = rows.where("measure", measure)
            if not len(recorded):
                continue
            before, now = _levels(recorded, measure)
            subject = f"{service}.{measure}"
            gap = _gap(before, now)
            if gap is not None or before is None or now is None:
                yield subject, gap or _one_period()
                continue
            yield subject, relative_level(now.rate, before.rate, n=now.entries)
            # a service that began with the process has no before to set against that of other services
            if measure == "volume" and len(others) and before.before_process:
                yield f"{subject}.net", self._against_others(before, now, others.where("measure", measure))

    def _against_others(self, before: Level, now: Level, others: Reduction) -> Result:
        pairs = []
        for _, rows in others.groups("service"):
            then, today = _levels(rows, "volume")
            if then is None or today is None or _gap(then, today) is not None:
                continue
            if then.before_process and today.amount:
                pairs.append((today.rate, then.rate))
        if len(pairs) < FEWEST_COMPARATORS:
            return NotEstimable(
                why=Why.TOO_FEW,
                remedy="more_cases",
                have=len(pairs),
                need=FEWEST_COMPARATORS,
                of="comparators",
            )
        if not now.amount:
            return NotEstimable(why=Why.UNDEFINED, remedy="nothing_left")
        today_rates, then_rates = np.array(pairs).T
        return net_relative_level(now.rate, before.rate, today_rates, then_rates)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Open sites by operator over the periods."""
        charts = {}
        for name, rows in _services(samples["course"]):
            if isinstance(results.get(f"{name}.sites"), Estimate):
                charts[f"{name}.sites"] = _by_operator(rows)
        return charts


def _services(rows: Reduction) -> Iterator[tuple[str, Reduction]]:
    """Each service under audit by a name without dots, which separate the parts of a subject."""
    own = rows.where("is_comparison", value=False) if "is_comparison" in rows.columns else rows
    for (service,), part in own.groups("service"):
        yield str(service).replace(".", " "), part


def _one_period() -> NotEstimable:
    return NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=1, need=2)


def _sites(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    sites, first, last = rows["sites"], rows["at_first"], rows["at_last"]

    def count(chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
        return int(sites[chosen].sum())

    open_first, open_last = np.isin(first, OPERATORS), np.isin(last, OPERATORS)
    before, now = count(open_first), count(open_last)
    if not (now or count(last == "closed")):
        yield f"{service}.sites", _one_period()
        return
    maybe_before, maybe_now = count(first == "absent"), count((last == "absent") & open_first)
    yield f"{service}.sites", _ratio(now, before, maybe_now, maybe_before)
    unknown_before, unknown_now = count(first == "unknown_operator"), count(last == "unknown_operator")
    for operator in OPERATORS[:-1]:
        then, today = count(first == operator), count(last == operator)
        if then:
            yield (
                f"{service}.sites.{operator}",
                _ratio(today, then, unknown_now + maybe_now, unknown_before + maybe_before),
            )


def _ratio(now: int, before: int, maybe_now: int, maybe_before: int) -> Result:
    """Sites now against before, with those that may have been there as well; n counts the sites before."""
    if not before:
        return NotEstimable(why=Why.UNDEFINED, remedy="none_before")
    return relative_level(
        now,
        before,
        now_bounds=(now, now + maybe_now) if maybe_now or maybe_before else None,
        before_bounds=(before, before + maybe_before) if maybe_before else None,
        n=before,
    )


def _hours(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    if not rows["reporting"].any():
        return
    for operator, sites, reporting, minutes in zip(
        rows["operator"].tolist(),
        rows["sites"].tolist(),
        rows["reporting"].tolist(),
        rows["open_minutes"].tolist(),
        strict=True,
    ):
        subject = f"{service}.open_hours.{operator}"
        if not reporting:
            yield (
                subject,
                NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_column", of="service_volume.open_hours"),
            )
            continue
        mean, silent = minutes / 60 / reporting, sites - reporting
        least, most = minutes / 60 / sites, (minutes / 60 + silent * HOURS_OF_A_WEEK) / sites
        yield (
            subject,
            Estimate(
                value=mean,
                interval=full_count(mean),
                unit=Unit.HOURS_A_WEEK,
                n=reporting,
                method="mean_of_register",
                missing=bounds(least, most) if silent else None,
            ),
        )


def _levels(rows: Reduction, measure: str) -> tuple[Level | None, Level | None]:
    """Before and now, at the coarsest level of recording that has both, else at the coarsest that there is."""
    levels: dict[int, dict[str, Level]] = {}
    for level, era, amount, base, known, entries, days, settled in zip(
        *(
            rows[name].tolist()
            for name in (
                "part_level",
                "era",
                "amount",
                "base",
                "known",
                "entries",
                "shortest_days",
                "before_process",
            )
        ),
        strict=True,
    ):
        complete = entries if measure not in AVERAGES else known
        days_known = measure in AVERAGES or days > 0
        levels.setdefault(level, {})[era] = Level(
            float(amount), float(base), known, complete, days_known, bool(settled)
        )
    both = [eras for _, eras in sorted(levels.items()) if len(eras) == 2]
    chosen = both[0] if both else levels[min(levels)]
    return chosen.get("before"), chosen.get("now")


def _gap(before: Level | None, now: Level | None) -> NotEstimable | None:
    """Why a measure cannot be compared between the two eras, if so."""
    if before is None or now is None:
        return _one_period()
    for era in (before, now):
        if era.known < era.entries:
            return NotEstimable(
                why=Why.NOT_COLLECTED, remedy="complete_amounts", have=era.known, need=era.entries
            )
        if not era.days_known:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_column", of="service_volume.period_end")
    if not before.amount or not before.base or not now.base:
        return NotEstimable(why=Why.UNDEFINED, remedy="none_before")
    return None


def _begun_and_ended(rows: Reduction) -> Iterator[tuple[str, Result]]:
    services = int(rows["services"][0])
    if not services:
        return
    numbers = {"ended": int(rows["ended"][0])}
    if rows["there_before"][0]:
        numbers["begun"] = int(rows["begun"][0])
    for name, number in numbers.items():
        yield (
            f"services.{name}",
            Estimate(
                value=float(number),
                interval=full_count(float(number)),
                unit=Unit.COUNT,
                n=services,
                method="count_of_register",
            ),
        )


def _by_operator(rows: Reduction) -> Chart:
    periods = list(dict.fromkeys(rows["period"].tolist()))
    counted = {
        (period, operator): float(sites)
        for period, operator, sites in zip(rows["period"], rows["operator"], rows["open_sites"], strict=True)
    }
    shown = [operator for operator in OPERATORS if any(counted.get((period, operator)) for period in periods)]
    yearly = all(period.endswith("-01-01") for period in periods)
    series = tuple(
        Series(name=operator, values=tuple(counted.get((period, operator), 0.0) for period in periods))
        for operator in shown
    )
    categories = tuple(period[:4] if yearly else period for period in periods)
    return Chart(kind="bars", unit=Unit.COUNT, categories=categories, series=series)
