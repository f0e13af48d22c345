"""L6.1: which legal obligations were met, and which breached; never averaged."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count

STATES = ("met_with_evidence", "met_without_evidence", "open", "overdue", "unknown")
PERHAPS_BREACHED = ("met_without_evidence", "overdue", "unknown")


class LegalObligationsMet(Indicator):
    """Number of legal obligations breached, each of them by name, and of those in every other state."""

    id = "L6.1"
    version = 1
    question = "Were all legal obligations that apply met, and does a document show it?"
    serves = ("L6", "E4")
    claims = ("S60", "S73")
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"obligations": 1}
    references = ("Leach 2006, the ideal of lawfulness: all existing statutes and regulations are upheld",)
    needs = ({"obligation": ("state",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A full count; what may be a breach, for all that is on record, leaves bounds."""
        obligations = samples["obligations"]
        applying = len(obligations)
        if applying < self.minimum["obligations"]:
            need = self.minimum["obligations"]
            return {
                "breached": NotEstimable(why=Why.TOO_FEW, remedy="list_obligations", have=applying, need=need)
            }
        states: list[str] = obligations["state"].tolist()
        breached = states.count("breached")
        perhaps = sum(states.count(state) for state in PERHAPS_BREACHED)
        results: dict[str, Result] = {"breached": _count(breached, applying, perhaps)}
        for kind, state in (("breach", "breached"), ("late", "overdue")):
            named = obligations.where("state", state)
            for number, norm in zip(named["obligation"].tolist(), named["norm"].tolist(), strict=True):
                results[".".join((kind, _spelled(number), _spelled(norm)))] = _count(1, 1)
        return results | {f"state.{state}": _count(states.count(state), applying) for state in STATES}


def _spelled(words: str) -> str:
    return words.replace(".", "·")


def _count(value: int, n: int, perhaps: int = 0) -> Estimate:
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.COUNT,
        n=n,
        method="count_of_register",
        missing=bounds(value, value + perhaps) if perhaps else None,
    )
