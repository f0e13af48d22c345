"""E5.13: whether the same problem is reported sooner in less deprived areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.ranked_groups import RankedGroups
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.concentration_index import concentration_interval
from obverse.statistics.ratios import rate_ratio
from obverse.statistics.wild_bootstrap import ClusterSums, wild_cluster_slope

MANY_BLOCKS = 200
MANY_PLACES = 12
FIFTHS = tuple(f"fifth_{number}" for number in range(1, 6))


class ReportsThatMissTheNeed(Indicator):
    """Concentration index of repeated reports of the same problems, less that of the days they were open."""

    id = "E5.13"
    version = 1
    question = (
        "Is the same problem reported sooner in less deprived areas, so that reports do not show the need?"
    )
    serves = ("E5",)
    claims = ("S106",)
    unit = Unit.COEFFICIENT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"repeated_reports": 30, "areas": 5}
    references = (
        "Liu, Bhandaram & Garg, arXiv 2204.08620: reporting speed from duplicate reports",
        "Clark, Brudney & Jang 2013: who reports, by area",
    )
    needs = ({"contribution": ("kind", "area", "created_at"), "neighbourhood": ("deprivation_rank",)},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The index of speed, the ratio of the two ends, and the index of all reports."""
        rows = samples["areas"]
        areas = self._areas(rows)
        if isinstance(areas, NotEstimable):
            return areas
        results = {"speed.index": self._speed(samples, areas)}
        place, repeated, days = rows["place"], rows["duplicates"], rows["problem_days"]
        if not isinstance(results["speed.index"], NotEstimable):
            counts = [
                int(areas.amounts(place, amount)[end].sum())
                for end in (areas.richest, areas.poorest)
                for amount in (repeated, days)
            ]
            if counts[1] and counts[3] and counts[0] + counts[2]:
                results["speed.ratio"] = rate_ratio(*counts)
        reports = areas.amounts(place, rows["reports"])
        if not (rows["population"] < 0).any():
            results["reports.index"] = concentration_interval(reports, areas.people)
        return results

    def _areas(self, rows: Reduction) -> RankedGroups | NotEstimable:
        have, need = int((rows["problems"] > 0).sum()), self.minimum["areas"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_areas", have=have, need=need, of="areas")
        unknown = int((rows["population"] < 0).sum())
        if 0 < unknown < len(rows):
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="populations",
                have=len(rows) - unknown,
                need=len(rows),
                of="areas",
            )
        place, first = np.unique(rows["place"], return_inverse=True)
        people = np.ones(len(rows)) if unknown else rows["population"]
        return RankedGroups(place, np.bincount(first, people, len(place)).astype(np.int64))

    def _speed(self, samples: Samples, areas: RankedGroups) -> Result:
        rows = samples["areas"]
        if not int(samples["merged"]["merged"].sum()):
            return NotEstimable(
                why=Why.NOT_COLLECTED, remedy="keep_duplicates", of="contribution.merged_into"
            )
        have, need = int(rows["duplicates"].sum()), self.minimum["repeated_reports"]
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_duplicates", have=have, need=need, of="contributions"
            )
        side = areas.side[np.searchsorted(areas.place, rows["place"])]
        days, repeated = (rows[name].astype(np.float64) for name in ("problem_days", "duplicates"))
        watched = float(days.sum())
        spread = float(days @ (side - float(days @ side) / watched) ** 2) / watched
        # the slope of the relative speed along the places, times their spread, is one index less the other
        scale = spread * watched / have
        sums = [days, days * side, scale * repeated, days * side**2, scale * repeated * side]
        # neighbours in the order of deprivation are taken together where areas are very many
        blocks = np.arange(len(side)) * min(len(side), MANY_BLOCKS) // len(side)
        cases, x, y, xx, xy = (np.bincount(blocks, amount).astype(np.float64) for amount in sums)
        clusters = ClusterSums(cases=cases, x=x, y=y, xx=xx, xy=xy)
        slope = wild_cluster_slope(clusters, samples.rng(), unit=Unit.COEFFICIENT)
        return replace(slope, n=have) if isinstance(slope, Estimate) else slope

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Repeated reports for each hundred open days, from the most to the least deprived areas."""
        if isinstance(results.get("speed.index", results.get("")), NotEstimable):
            return {}
        rows = samples["areas"]
        areas = self._areas(rows)
        if isinstance(areas, NotEstimable):
            return {}
        repeated = areas.amounts(rows["place"], rows["duplicates"]).astype(np.float64)
        days = areas.amounts(rows["place"], rows["problem_days"]).astype(np.float64)
        few = len(areas.place) <= MANY_PLACES
        if not few:
            repeated, days = (
                np.bincount(areas.fifth, amount, 5).astype(np.float64) for amount in (repeated, days)
            )
        values = tuple(
            100 * float(count) / float(open_days) if open_days else None
            for count, open_days in zip(repeated, days, strict=True)
        )
        return {
            "speed.index": Chart(
                kind="bars",
                unit=Unit.COEFFICIENT,
                categories=tuple(str(place) for place in areas.place.tolist()) if few else FIFTHS,
                series=(Series(name="speed", values=values),),
                along="along" if few else "",
            )
        }
