"""E5.2: whether what was gained went to better-off areas, and what was lost was lost by the poorer ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.e5_inequalities.e5_2_where_benefits_and_losses_fall.areas import (
    UNPLACED,
    Areas,
    Floats,
    Ints,
    Spread,
    areas_in_order,
    furthest_index,
)
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.clusters import clustered_mean
from obverse.statistics.concentration_index import concentration_index, concentration_interval
from obverse.statistics.ratios import rate_ratio, risk_ratio

WHOLE_SHARE = (0.0, 1.0)
BOTH_ENDS = (-1.0, 1.0)
MANY_PLACES = 12
FIFTHS = tuple(f"fifth_{number}" for number in range(1, 6))


class WhereBenefitsAndLossesFall(Indicator):
    """Ratio of the most to the least deprived fifth, and concentration index, of losses and of benefits."""

    id = "E5.2"
    version = 2
    question = (
        "Do the benefits go to the less deprived areas, and do the losses fall on the more deprived ones?"
    )
    serves = ("E5", "Q2")
    claims = ("S6", "S7", "S100", "S106", "S110")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"losses": 15, "projects": 15, "areas": 5}
    references = (
        "benefit incidence after Demery 2000; marginal incidence after Lanjouw & Ravallion 1999",
        "horizontal inequity after Wagstaff & van Doorslaer 2000",
        "O'Donnell, O'Neill, Van Ourti & Walsh 2016 (conindex)",
        "Hastings 2009 on services in deprived neighbourhoods",
    )
    needs = (
        {"benefit": ("area", "amount"), "neighbourhood": ("deprivation_rank",)},
        {"service_volume": ("site", "area"), "neighbourhood": ("deprivation_rank",)},
    )

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Losses service by service, then benefits unit by unit; a silence for the one nobody recorded."""
        areas = self._areas(samples["areas"])
        results: dict[str, Result] = {}
        for service, rows in _services(samples):
            results |= dict(self._losses(service, rows, areas))
        if not len(samples["sites"]):
            results["closed"] = _silence("service_volume", samples)
        for subject, rows in _gains(samples):
            results |= dict(self._benefits(subject, rows, areas))
        if not len(samples["benefits"]):
            results["benefit"] = _silence("benefit", samples)
        return results

    def _areas(self, rows: Reduction) -> Areas | NotEstimable:
        have, need = len(rows), self.minimum["areas"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="areas")
        unknown, counted = int(rows["population_unknown"].sum()), int(rows["areas"].sum())
        if 0 < unknown < counted:
            have = counted - unknown
            return NotEstimable(
                why=Why.NOT_COLLECTED, remedy="populations", have=have, need=counted, of="areas"
            )
        return areas_in_order(rows) or NotEstimable(why=Why.UNDEFINED, remedy="smaller_areas", of="areas")

    def _losses(
        self, service: str, rows: Reduction, areas: Areas | NotEstimable
    ) -> Iterator[tuple[str, Result]]:
        if isinstance(areas, NotEstimable):
            yield f"{service}.closed.ratio", areas
            return
        yield from self._falls(
            f"{service}.closed",
            areas,
            happened=areas.spread(rows, "closed"),
            possible=areas.spread(rows, "lost_undated"),
            at_risk=areas.spread(rows, "at_risk"),
            happened_at_risk=areas.spread(rows, "closed_at_risk"),
        )
        handed_over = areas.spread(rows, "handed_over")
        if handed_over.anywhere:
            yield from self._falls(
                f"{service}.handed_over",
                areas,
                happened=handed_over,
                possible=areas.spread(rows, "end_unknown"),
                at_risk=areas.spread(rows, "public_at_risk"),
                happened_at_risk=handed_over,
            )

    def _falls(
        self,
        subject: str,
        areas: Areas,
        *,
        happened: Spread,
        possible: Spread,
        at_risk: Spread,
        happened_at_risk: Spread,
    ) -> Iterator[tuple[str, Result]]:
        """Ratio per head, ratio per site and index of what happened to sites, with what the records leave open."""
        have, need = int(happened.placed.sum()), self.minimum["losses"]
        if not happened.anywhere + possible.anywhere:
            yield f"{subject}.ratio", NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_event", have=0)
            return
        if have < need:
            yield f"{subject}.ratio", NotEstimable(why=Why.TOO_FEW, remedy="events", have=have, need=need)
            return
        poorest, richest = areas.poorest, areas.richest
        most, least = happened.within(poorest), happened.within(richest)
        many, few = areas.population(poorest), areas.population(richest)
        anywhere = happened.unplaced + possible.unplaced
        yield (
            f"{subject}.ratio",
            _left_open(
                rate_ratio(most, many, least, few),
                _over(most, least + possible.within(richest) + anywhere) * few / many,
                _over(most + possible.within(poorest) + anywhere, least) * few / many,
            ),
        )
        yield (
            f"{subject}.rate_ratio",
            risk_ratio(
                happened_at_risk.within(poorest),
                at_risk.within(poorest),
                happened_at_risk.within(richest),
                at_risk.within(richest),
            ),
        )
        ends = [furthest_index(areas.side, happened, possible, end) for end in BOTH_ENDS]
        yield f"{subject}.index", _left_open(concentration_interval(happened.placed, areas.people), *ends)

    def _benefits(
        self, subject: str, rows: Reduction, areas: Areas | NotEstimable
    ) -> Iterator[tuple[str, Result]]:
        if isinstance(areas, NotEstimable):
            yield f"{subject}.index", areas
            return
        known = rows["place"] != UNPLACED
        _, project = np.unique(rows["project"][known].astype(str), return_inverse=True)
        have, need = int(project.max(initial=-1)) + 1, self.minimum["projects"]
        if have < need:
            yield (
                f"{subject}.index",
                NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="projects"),
            )
            return
        amount = rows["hundredths"][known].astype(np.float64) / 100
        place = np.searchsorted(areas.place, rows["place"][known])

        def by_project(weight: npt.NDArray[np.generic]) -> Floats:
            return np.bincount(project, amount * weight[place], have).astype(np.float64)

        total, sided = by_project(np.ones_like(areas.side)), by_project(areas.side)
        index = clustered_mean(sided, total, unit=Unit.INDEX, limits=BOTH_ENDS, cases=have)
        if isinstance(index, NotEstimable):
            yield f"{subject}.index", index
            return
        unplaced = float(rows["hundredths"][~known].sum()) / 100
        ends = [
            (sided.sum() + side * unplaced) / (total.sum() + unplaced)
            for side in (areas.side.min(), areas.side.max())
        ]
        index = replace(index, missing=_missing(index.value, *ends))
        yield f"{subject}.index", index
        if areas.need is not None:
            needed = concentration_index(areas.need / areas.people, areas.people)
            if isinstance(needed, Estimate):
                yield f"{subject}.index_beyond_need", _moved(index, -needed.value)
        mover = int(np.argmax(np.abs((sided.sum() - sided) / (total.sum() - total) - index.value)))
        yield (
            f"{subject}.index_without_one",
            clustered_mean(
                np.delete(sided, mover),
                np.delete(total, mover),
                unit=Unit.INDEX,
                limits=BOTH_ENDS,
                cases=have - 1,
            ),
        )
        poorest, richest = by_project(areas.poorest), by_project(areas.richest)
        share = clustered_mean(poorest, total, unit=Unit.SHARE, limits=WHOLE_SHARE, cases=have)
        yield f"{subject}.poorest_share", share
        yield f"{subject}.ratio", _ratio_of_parts(richest, poorest, areas, have)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """What closed and what was handed over, from the most to the least deprived areas; money by fifth."""
        areas = self._areas(samples["areas"])
        if isinstance(areas, NotEstimable):
            return {}
        charts = {}
        for service, rows in _services(samples):
            if isinstance(results.get(f"{service}.closed.ratio"), Estimate):
                counts = {name: areas.spread(rows, name).placed for name in ("closed", "handed_over")}
                charts[f"{service}.closed.ratio"] = _bars(areas, counts)
        for subject, rows in _gains(samples):
            if isinstance(results.get(f"{subject}.index"), Estimate):
                charts[f"{subject}.index"] = _shares(areas, areas.spread(rows, "hundredths").placed)
        return charts


def _services(samples: Samples) -> Iterator[tuple[str, Reduction]]:
    """Each service by a name without dots, which separate the parts of a subject."""
    for (service,), rows in samples["sites"].groups("service"):
        yield str(service).replace(".", " "), rows


def _gains(samples: Samples) -> Iterator[tuple[str, Reduction]]:
    """Benefits by their unit, which is part of the subject only where there are several."""
    units = list(samples["benefits"].groups("unit"))
    for (unit,), rows in units:
        name = str(unit).replace(".", " ") or "unnamed_unit"
        yield "benefit" if len(units) == 1 else f"benefit.{name}", rows


def _silence(table: str, samples: Samples) -> NotEstimable:
    if table in samples.facts.coverage:
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_recorded", of=table)
    return NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_register", of=table)


def _over(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("inf")


def _missing(value: float, low: float, high: float) -> Interval | None:
    """What incomplete records leave possible, where they leave anything open."""
    return None if low == high else bounds(min(low, value), max(high, value))


def _left_open(result: Result, low: float, high: float) -> Result:
    if isinstance(result, NotEstimable):
        return result
    return replace(result, missing=_missing(result.value, low, high))


def _moved(result: Result, by: float) -> Result:
    if isinstance(result, NotEstimable):
        return result

    def moved(value: float) -> float:
        return min(1.0, max(-1.0, value + by))

    def move(interval: Interval) -> Interval:
        return replace(interval, low=moved(interval.low), high=moved(interval.high))

    return replace(
        result,
        value=moved(result.value),
        interval=move(result.interval),
        missing=result.missing and move(result.missing),
    )


def _ratio_of_parts(richest: Floats, poorest: Floats, areas: Areas, projects: int) -> Result:
    """Benefit per head of the richest against the poorest fifth: the odds of their parts in what both got."""
    part = clustered_mean(richest, richest + poorest, unit=Unit.SHARE, limits=WHOLE_SHARE, cases=projects)
    if isinstance(part, NotEstimable):
        return part
    if part.value >= 1:
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_for_the_poorest")
    scale = areas.population(areas.poorest) / areas.population(areas.richest)

    def odds(share: float) -> float:
        return _over(share, 1 - share) * scale

    ends = replace(part.interval, low=odds(part.interval.low), high=odds(part.interval.high))
    return replace(part, value=odds(part.value), interval=ends, unit=Unit.RATIO)


def _bars(areas: Areas, counts: Mapping[str, Ints]) -> Chart:
    few = len(areas.place) <= MANY_PLACES
    if few:
        categories = tuple(str(place) for place in areas.place.tolist())
        drawn = {name: values.astype(np.float64) for name, values in counts.items()}
    else:
        categories = FIFTHS
        drawn = {name: areas.by_fifth(values) for name, values in counts.items()}
    series = tuple(Series(name=name, values=tuple(values.tolist())) for name, values in drawn.items())
    return Chart(
        kind="bars", unit=Unit.COUNT, categories=categories, series=series, along="along" if few else ""
    )


def _shares(areas: Areas, amounts: Ints) -> Chart:
    gained, people = areas.by_fifth(amounts), areas.by_fifth(areas.people)
    series = (
        Series(name="benefit", values=tuple((gained / gained.sum()).tolist())),
        Series(name="people", values=tuple((people / people.sum()).tolist())),
    )
    return Chart(kind="bars", unit=Unit.SHARE, categories=FIFTHS, series=series)
