"""E5.3: whether what is given moved towards less deprived areas since the process began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.ranked_groups import RankedGroups
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.cluster_differences import clustered_mean_difference
from obverse.statistics.clusters import clustered_mean
from obverse.statistics.comparisons import difference_in_differences
from obverse.statistics.concentration_index import concentration_index

ERAS = ("before", "now")
BOTH_ENDS = (-1.0, 1.0)


class ChangeInInequality(Indicator):
    """Concentration index over areas since the process, less the index before it and the change elsewhere."""

    id = "E5.3"
    version = 2
    question = "Did the gap between less and more deprived areas widen since the process began?"
    serves = ("E5", "Q2")
    claims = ("S105", "S107")
    unit = Unit.COEFFICIENT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum = {"projects": 15, "areas": 5, "comparators": 3}
    references = (
        "Kakwani, Wagstaff & van Doorslaer 1997: the concentration index",
        "Zou & Donner 2008: the difference of two estimates",
    )
    needs = (
        {"benefit": ("area", "amount"), "neighbourhood": ("deprivation_rank",)},
        {"service_volume": ("area", "volume"), "neighbourhood": ("deprivation_rank",)},
    )

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The change for benefits unit by unit, then for the volume of services with the comparison services."""
        areas = self._areas(samples["areas"])
        if isinstance(areas, NotEstimable):
            return areas
        results: dict[str, Result] = {}
        units = list(samples["benefits"].groups("unit"))
        for (unit,), rows in units:
            name = str(unit).replace(".", " ") or "unnamed_unit"
            address = "benefit" if len(units) == 1 else f"benefit.{name}"
            results |= {f"{address}.{word}": result for word, result in self._benefits(rows, areas).items()}
        results |= dict(self._services(samples["volumes"], areas))
        if not results:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="before_too", have=0, need=self.minimum["projects"], of="projects"
            )
        return results

    def _areas(self, rows: Reduction) -> RankedGroups | NotEstimable:
        have, need = len(rows), self.minimum["areas"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_areas", have=have, need=need, of="areas")
        unknown, counted = int(rows["population_unknown"].sum()), int(rows["areas"].sum())
        if 0 < unknown < counted:
            have = counted - unknown
            return NotEstimable(
                why=Why.NOT_COLLECTED, remedy="populations", have=have, need=counted, of="areas"
            )
        return RankedGroups(rows["place"], rows["areas" if unknown else "population"])

    def _benefits(self, rows: Reduction, areas: RankedGroups) -> dict[str, Result]:
        need = self.minimum["projects"]
        sides = {era: _by_project(rows.where("era", era), areas) for era in ERAS}
        counted = {era: len(totals) for era, (_, totals) in sides.items()}
        have = min(counted.values())
        if have < need:
            gap = NotEstimable(why=Why.TOO_FEW, remedy="before_too", have=have, need=need, of="projects")
            return {"change": gap}
        results: dict[str, Result] = {
            era: clustered_mean(sided, totals, unit=Unit.INDEX, limits=BOTH_ENDS, cases=counted[era])
            for era, (sided, totals) in sides.items()
        }
        ends = {era: _ends(rows.where("era", era), areas) for era in ERAS}
        results = {era: _left_open(result, *ends[era]) for era, result in results.items()}
        change = clustered_mean_difference(
            *sides["now"],
            *sides["before"],
            unit=Unit.COEFFICIENT,
            limits=BOTH_ENDS,
            cases=sum(counted.values()),
        )
        low, high = (ends["now"][end] - ends["before"][1 - end] for end in (0, 1))
        return {"change": _left_open(change, low, high)} | results

    def _services(self, rows: Reduction, areas: RankedGroups) -> Iterator[tuple[str, Result]]:
        own: dict[str, tuple[float, float]] = {}
        compared: list[tuple[float, float]] = []
        for (service, comparison), part in rows.groups("service", "comparison"):
            indices = tuple(_index(part.where("era", era), areas) for era in ERAS)
            if None in indices:
                if not comparison:
                    yield (
                        f"{_word(service)}.shift",
                        NotEstimable(why=Why.NOT_COLLECTED, remedy="both_times", of="service_volume.volume"),
                    )
                continue
            before, now = (float(index) for index in indices if index is not None)
            if comparison:
                compared.append((before, now))
            else:
                own[service] = (before, now)
        for service, (before, now) in own.items():
            shift = now - before
            yield (
                f"{_word(service)}.shift",
                Estimate(
                    value=shift,
                    interval=full_count(shift),
                    unit=Unit.COEFFICIENT,
                    n=len(areas.place),
                    method="concentration_index",
                ),
            )
            yield f"{_word(service)}.net", self._net(before, now, compared)

    def _net(self, before: float, now: float, compared: list[tuple[float, float]]) -> Result:
        have, need = len(compared), self.minimum["comparators"]
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="comparison_services", have=have, need=need, of="comparators"
            )
        befores, nows = zip(*compared, strict=True)
        return difference_in_differences(
            before, now, befores, nows, unit=Unit.COEFFICIENT, worse="higher"
        ).effect


def _by_project(rows: Reduction, areas: RankedGroups) -> tuple[Any, Any]:
    """For each project its amount times the side of its places, and its amount."""
    known = np.isin(rows["place"], areas.place)
    names, project = np.unique(rows["project"][known].astype(str), return_inverse=True)
    amount = rows["hundredths"][known].astype(np.float64) / 100
    side = areas.side[np.searchsorted(areas.place, rows["place"][known])]
    return np.bincount(project, amount * side, len(names)), np.bincount(project, amount, len(names))


def _ends(rows: Reduction, areas: RankedGroups) -> tuple[float, float]:
    """The index if all amounts of unknown place lay in the most, or all in the least deprived area."""
    sided, totals = _by_project(rows, areas)
    unplaced = float(rows["hundredths"][~np.isin(rows["place"], areas.place)].sum()) / 100
    most, least = (
        (float(sided.sum()) + side * unplaced) / (float(totals.sum()) + unplaced)
        for side in (float(areas.side.min()), float(areas.side.max()))
    )
    return most, least


def _left_open(result: Result, low: float, high: float) -> Result:
    if isinstance(result, NotEstimable) or high - low < 1e-9:
        return result
    return replace(result, missing=bounds(min(low, result.value), max(high, result.value)))


def _index(rows: Reduction, areas: RankedGroups) -> float | None:
    volume = areas.amounts(rows["place"], rows["hundredths"])
    index = concentration_index(volume / areas.people, areas.people)
    return index.value if isinstance(index, Estimate) else None


def _word(service: object) -> str:
    """A service as part of a subject, whose parts are separated by dots."""
    return str(service).replace(".", "·")
