"""G-4: how often the goals were renegotiated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.rates import poisson_rate
from obverse.statistics.shares import share_of_register

DAYS_IN_A_QUARTER = 365.25 / 4


class GoalsRenegotiated(Indicator):
    """Occasions per quarter on which goals were replaced, and the share of goals replaced."""

    id = "G-4"
    version = 1
    question = "How often were the goals renegotiated?"
    serves = ("Q4",)
    claims = ("S40",)
    unit = Unit.RATIO
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"quarters": 2}
    references = (
        "after Huxham & Vangen 2005: constantly re-seeking common aims wears partners out",
        "Garwood 1936, Biometrika 28, for the interval",
    )
    needs = ({"goal": ("recorded_on",)},)
    headline = ("rate",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """A Poisson rate over the process, and a full count of goals."""
        counted = {name: int(column[0]) for name, column in samples["goals"].columns.items()}
        declared = samples.facts.coverage.get("goal")
        if not counted["renegotiations"] and (declared is None or declared.complete != "yes"):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_replacements", of="goal.replaces")
        results: dict[str, Result] = {"rate": self._rate(counted)}
        if counted["goals"]:
            results["replaced"] = share_of_register(counted["was_replaced"], counted["goals"])
        return results

    def _rate(self, counted: Mapping[str, int]) -> Result:
        quarters, need = counted["days"] / DAYS_IN_A_QUARTER, self.minimum["quarters"]
        if quarters < need:
            have = max(0, int(quarters))
            return NotEstimable(why=Why.TOO_FEW, remedy="longer_process", have=have, need=need, of="periods")
        rate = poisson_rate(counted["occasions"], quarters)
        if not counted["undated"] or not isinstance(rate, Estimate):
            return rate
        most = (counted["occasions"] + counted["undated"]) / quarters
        return replace(rate, missing=bounds(rate.value, most))
