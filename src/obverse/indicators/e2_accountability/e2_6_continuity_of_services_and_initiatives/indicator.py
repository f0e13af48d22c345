"""E2.6: whether services and initiatives last, and whether they last as well in other hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.e2_accountability.e2_6_continuity_of_services_and_initiatives.courses import (
    Courses,
    courses_of,
    on_common_days,
)
from obverse.indicators.e2_accountability.e2_6_continuity_of_services_and_initiatives.people import (
    people_factor,
)
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.competing import aalen_johansen, incidence_at
from obverse.statistics.restricted_mean import difference_restricted_mean
from obverse.statistics.shares import difference_of_shares, share_of_register
from obverse.statistics.survival import SurvivalCurve, kaplan_meier

OPERATORS = ("public", "commissioned", "association", "volunteers", "unknown_operator")
COMMUNITY = ("association", "volunteers")
PUBLIC = ("public",)
TWO_YEARS = 730
PLACES_OF_CURVE = 24


class Continuity(Indicator):
    """Share of sites and initiatives that last, by operator, and the difference between community and public."""

    id = "E2.6"
    version = 2
    question = "Do services and initiatives last, and do they last as well in the hands of associations and volunteers?"
    serves = ("E2",)
    claims = ("S9", "S35", "S36", "S37", "S39")
    unit = Unit.DIFFERENCE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"sites": 10, "initiatives": 10, "people": 5}
    references = (
        "Brandsen, Cattacin, Evers & Zimmer 2016 on social innovations that stay local and temporary",
        "Kaplan & Meier 1958; Aalen & Johansen 1978; Newcombe 1998",
    )
    about_things = ("*.survival.*", "*.survival_gap", "*.unplanned_days.*", "initiatives.*")
    needs = (
        {"initiative": ("start",)},
        {"service_volume": ("site", "operator")},
        {"participation": ("hours",)},
    )
    also_reads = ("participation",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Sites service by service, initiatives by operator; a silence for the register that nobody kept."""
        results: dict[str, Result] = {}
        for service, rows in _services(samples["sites"]):
            results |= dict(self._sites(service, rows))
        for service, rows in _services(samples["days"]):
            results |= dict(_unplanned(service, rows))
        if len(samples["initiatives"]):
            results |= dict(self._initiatives(samples["initiatives"]))
            results |= dict(_outlook(samples["outlook"]))
        for table, units in (("service_volume", "sites"), ("initiative", "initiatives")):
            if not len(samples[units]):
                results[units] = _silence(table, samples)
        results["people_factor"] = people_factor(samples["people"], self.minimum["people"])
        return results

    def _sites(self, service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
        horizon = int(rows["days_observed"].min())
        if horizon < 1:
            yield f"{service}.survival", NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=1, need=2)
            return
        groups = {name: courses_of(rows, "sites", (name,), ("closed",)) for name in OPERATORS}
        for operator, courses in groups.items():
            if courses.known + courses.unknown.sum():
                yield f"{service}.survival.{operator}", share_of_register(*courses.lasting(horizon))
        community = courses_of(rows, "sites", COMMUNITY, ("closed",))
        yield f"{service}.survival_gap", self._gap_of_sites(community, groups["public"], horizon)

    def _gap_of_sites(self, community: Courses, public: Courses, horizon: int) -> Result:
        have = min(community.known, public.known)
        if not have:
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="one_kind_of_operator", have=0)
        if have < self.minimum["sites"]:
            need = self.minimum["sites"]
            return NotEstimable(why=Why.TOO_FEW, remedy="both_groups", have=have, need=need, of="sites")
        (x1, n1, unknown1), (x0, n0, unknown0) = community.lasting(horizon), public.lasting(horizon)
        gap = difference_of_shares(x1, n1, x0, n0)
        if isinstance(gap, NotEstimable) or not unknown1 + unknown0:
            return gap
        lowest = x1 / (n1 + unknown1) - (x0 + unknown0) / (n0 + unknown0)
        highest = (x1 + unknown1) / (n1 + unknown1) - x0 / (n0 + unknown0)
        return replace(gap, missing=bounds(lowest, highest))

    def _initiatives(self, rows: Reduction) -> Iterator[tuple[str, Result]]:
        present = [name for name in OPERATORS if (rows["operator"] == name).any()]
        for subject, operators in (
            ("initiatives.abandoned", OPERATORS),
            *((f"initiatives.abandoned.{name}", (name,)) for name in present),
        ):
            yield subject, self._abandoned(rows, operators)
        community, public = (
            courses_of(rows, "initiatives", names, ("abandoned",)) for names in (COMMUNITY, PUBLIC)
        )
        yield "initiatives.survival_gap", self._gap_of_initiatives(community, public)

    def _abandoned(self, rows: Reduction, operators: tuple[str, ...]) -> Result:
        """Share abandoned within two years; planned ends and take-overs compete, running ones are censored."""
        ways = {way: courses_of(rows, "initiatives", operators, (way,)) for way in ("abandoned", "planned")}
        abandoned, stopped = ways["abandoned"], ways["planned"]
        have, need = abandoned.known, self.minimum["initiatives"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="initiatives")
        curve = aalen_johansen(
            abandoned.days, np.stack([abandoned.ended, stopped.ended]), abandoned.left - stopped.ended
        )
        share = curve if isinstance(curve, NotEstimable) else incidence_at(curve, 0, TWO_YEARS)
        lost = int(abandoned.unknown.sum())
        if isinstance(share, NotEstimable) or not lost:
            return share
        known, whole = share.n, share.n + lost
        low, high = share.value * known / whole, (share.value * known + lost) / whole
        return replace(share, missing=bounds(low, high))

    def _gap_of_initiatives(self, community: Courses, public: Courses) -> Result:
        """Share of the first two years in which initiatives went on, community less public."""
        have = min(community.known, public.known)
        if not have:
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="one_kind_of_operator", have=0)
        if have < self.minimum["initiatives"]:
            need = self.minimum["initiatives"]
            return NotEstimable(why=Why.TOO_FEW, remedy="both_groups", have=have, need=need, of="initiatives")
        days, groups = on_common_days(community, public)
        ended, left = (np.stack([getattr(group, name) for group in groups]) for name in ("ended", "left"))
        gap = difference_restricted_mean(days, ended, left, TWO_YEARS)
        if isinstance(gap, NotEstimable):
            return gap
        ends = gap.interval
        share = replace(
            gap,
            value=gap.value / TWO_YEARS,
            interval=replace(ends, low=ends.low / TWO_YEARS, high=ends.high / TWO_YEARS),
            unit=Unit.DIFFERENCE,
        )
        # each unknown course may have lasted no day or all of them
        open_to = sum(int(group.unknown.sum()) / (group.known + int(group.unknown.sum())) for group in groups)
        if not open_to:
            return share
        return replace(
            share, missing=bounds(max(-1.0, share.value - open_to), min(1.0, share.value + open_to))
        )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Kaplan-Meier curves by operator, of sites and of initiatives."""
        charts = {}
        sources = [(name, "sites", rows) for name, rows in _services(samples["sites"])]
        sources.append(("initiatives", "initiatives", samples["initiatives"]))
        for name, count, rows in sources:
            subject = f"{name}.survival_gap"
            chart = _curves(rows, count) if isinstance(results.get(subject), Estimate) else None
            if chart is not None:
                charts[subject] = chart
        return charts


def _services(rows: Reduction) -> Iterator[tuple[str, Reduction]]:
    """Each service by a name without dots, which separate the parts of a subject."""
    for (service,), part in rows.groups("service"):
        yield str(service).replace(".", " "), part


def _silence(table: str, samples: Samples) -> NotEstimable:
    if table in samples.facts.coverage:
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_recorded", of=table)
    return NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_register", of=table)


def _unplanned(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    for operator, entries, unplanned, planned in zip(
        *(rows[name].tolist() for name in ("operator", "entries", "unplanned_days", "planned_days")),
        strict=True,
    ):
        subject = f"{service}.unplanned_days.{operator}"
        if not 0 <= unplanned <= planned or not planned:
            yield (
                subject,
                NotEstimable(why=Why.REJECTED, remedy="days_do_not_fit", have=unplanned, need=planned),
            )
            continue
        share = unplanned / planned
        yield (
            subject,
            Estimate(
                value=share,
                interval=full_count(share),
                unit=Unit.SHARE,
                n=entries,
                method="share_of_register",
            ),
        )


def _outlook(rows: Reduction) -> Iterator[tuple[str, Result]]:
    count = {name: int(rows[name][0]) for name in rows.columns}
    for name, yes, known, whole in (
        ("funded_a_year", "funded_a_year", "funding_known", "running"),
        ("spread", "spread_elsewhere", "spread_known", "initiatives"),
    ):
        if count[known]:
            yield (
                f"initiatives.{name}",
                share_of_register(count[yes], count[known], count[whole] - count[known]),
            )


def _curves(rows: Reduction, count: str) -> Chart | None:
    curves: dict[str, SurvivalCurve] = {}
    for operator in OPERATORS:
        courses = courses_of(rows, count, (operator,), ("closed", "abandoned"))
        if courses.known:
            curve = kaplan_meier(courses.days, courses.ended, courses.left)
            if isinstance(curve, SurvivalCurve):
                curves[operator] = curve
    if not curves:
        return None
    days = np.unique(np.concatenate([[0.0], *(curve.times for curve in curves.values())]))
    if len(days) > PLACES_OF_CURVE:
        days = np.unique(np.linspace(0, days[-1], PLACES_OF_CURVE).round())
    return Chart(
        kind="curve",
        unit=Unit.SHARE,
        categories=tuple(f"{day:.0f}" for day in days),
        series=tuple(_line(operator, curve, days) for operator, curve in curves.items()),
        along="along",
    )


def _line(
    operator: str, curve: SurvivalCurve, days: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> Series:
    place = np.searchsorted(curve.times, days, side="right") - 1
    seen = days <= curve.times[-1]

    def at(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float | None, ...]:
        return tuple(
            (float(values[step]) if step >= 0 else 1.0) if shown else None
            for step, shown in zip(place.tolist(), seen.tolist(), strict=True)
        )

    return Series(name=operator, values=at(curve.survival), low=at(curve.low), high=at(curve.high))
