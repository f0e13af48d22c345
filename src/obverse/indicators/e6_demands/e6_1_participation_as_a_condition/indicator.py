"""E6.1: on how many services people had to take part in order to be served, without a reason on record."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.shares import share_of_register


class ParticipationAsACondition(Indicator):
    """Share of reviewed services that made taking part a condition which nobody justified."""

    id = "E6.1"
    version = 1
    question = "Do people have to take part in order to be served, and is the reason on record?"
    serves = ("E6",)
    claims = ("S135", "S137")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"services": 1, "cases_for_a_number": 5}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: pay-back pressure in order to be able to claim a service",
        "the rule that one unjustified case is enough for a service is this program's own",
    )
    about_things = ("unjustified", "conditional")
    needs = ({"access_case": ("service", "condition_stated")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Services with an unjustified condition among those reviewed, then each such service by itself."""
        services = samples["services"]
        reviewed = len(services)
        if reviewed < self.minimum["services"]:
            return NotEstimable(
                why=Why.TOO_FEW,
                remedy="review_services",
                have=0,
                need=self.minimum["services"],
                of="services",
            )
        unjustified = services["unjustified"] > 0
        undecided = ~unjustified & (services["undecided"] > 0)
        known = reviewed - int(undecided.sum())
        results: dict[str, Result] = {
            "unjustified": share_of_register(int(unjustified.sum()), known, int(undecided.sum()))
            if known
            else NotEstimable(why=Why.NOT_COLLECTED, remedy="record_the_reason", of="access_case.justified"),
            "conditional": share_of_register(int((services["conditional"] > 0).sum()), reviewed),
        }
        for place in (unjustified | undecided).nonzero()[0].tolist():
            row = {name: int(services[name][place]) for name in ("cases", "unjustified", "undecided")}
            results[f"cases.{services['service'][place].replace('.', '·')}"] = self._cases(**row)
        return results

    def _cases(self, cases: int, unjustified: int, undecided: int) -> Result:
        need = self.minimum["cases_for_a_number"]
        if cases < need:
            return NotEstimable(why=Why.WITHHELD, remedy="more_cases_of_this_service", need=need, of="cases")
        if cases == undecided:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_the_reason", of="access_case.justified")
        return share_of_register(unjustified, cases - undecided, undecided)
