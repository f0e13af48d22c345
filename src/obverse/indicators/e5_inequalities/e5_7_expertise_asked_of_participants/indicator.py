"""E5.7: whether calls to take part ask for expertise, and more and more of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, full_count
from obverse.statistics.ratios import rate_ratio


class ExpertiseAsked(Indicator):
    """Share of calls that ask for expertise, and the requirements of later calls over those of earlier ones."""

    id = "E5.7"
    version = 2
    question = "Do calls to take part ask for expertise, and more and more of it?"
    serves = ("E5",)
    claims = ("S83", "S98", "S99")
    unit = Unit.RATIO
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"calls": 1, "calls_for_the_rise": 4}
    references = ("Dodge 2012, as the founding text cites it: professionalisation of participation",)
    needs = ({"access_rule": ("call", "kind")},)
    headline = ("requirements.rise",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The share of calls with expertise, the requirements of each call, and their rise."""
        calls = samples["calls"]
        counted = len(calls)
        unsure, among_them = (int(samples["unsure"][name].sum()) for name in ("calls", "counted"))
        if not counted:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="name_calls", of="access_rule.call")
        asking = int((calls["expertise"] > 0).sum())
        results: dict[str, Result] = {
            "requirements.rise": self._rise(calls),
            "calls.expertise": share_of_known(
                asking,
                counted - asking - among_them,
                unsure,
                remedy="name_calls",
                of="access_rule.expertise_required",
            ),
            "requirements.per_call": _counted(float(calls["requirements"].mean()), counted, Unit.RATIO),
        }
        for place in _in_order(calls):
            address = f"requirements.of.{str(calls['term'][place]).replace('.', '·')}"
            results[address] = _counted(float(calls["requirements"][place]), 1, Unit.COUNT)
        return results

    def _rise(self, calls: Reduction) -> Result:
        dated = [place for place in _in_order(calls) if calls["day_number"][place] >= 0]
        have, need = len(dated), self.minimum["calls_for_the_rise"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="dated_calls", have=have, need=need, of="cases")
        half = have // 2
        asked = calls["requirements"][dated]
        return rate_ratio(int(asked[-half:].sum()), half, int(asked[:half].sum()), half)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The requirements of each call, in the order of their dates."""
        calls = samples["calls"]
        if "requirements.rise" not in results or len(calls) < 2:
            return {}
        places = _in_order(calls)
        values = tuple(float(calls["requirements"][place]) for place in places)
        return {
            "requirements.rise": Chart(
                kind="bars",
                unit=Unit.COUNT,
                categories=tuple(str(calls["term"][place]) for place in places),
                series=(Series(name="requirements", values=values),),
                along="along",
            )
        }


def _in_order(calls: Reduction) -> list[int]:
    """The places of the calls by date, undated ones last, then by name."""
    day = np.where(calls["day_number"] < 0, np.iinfo(np.int64).max, calls["day_number"])
    return [int(place) for place in np.lexsort((calls["term"].astype(str), day))]


def _counted(value: float, n: int, unit: Unit) -> Result:
    method = "count_of_register" if unit is Unit.COUNT else "mean_of_register"
    return Estimate(value=value, interval=full_count(value), unit=unit, n=n, method=method)
