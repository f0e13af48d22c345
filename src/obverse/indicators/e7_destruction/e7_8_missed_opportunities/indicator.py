"""E7.8: how many feasible, widely supported contributions got no reasoned decision."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.shares import share_of_register


class MissedOpportunities(Indicator):
    """Share of feasible and widely supported contributions without a reasoned decision."""

    id = "E7.8"
    version = 2
    question = "How many feasible, widely supported contributions got no reasoned decision?"
    serves = ("E7",)
    claims = ("S144", "S147")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 5}
    references = (
        "after Williams, Kang & Johnson 2016: co-contamination and missed opportunities",
        "what counts as widely supported is this program's own rule",
    )
    needs = ({"contribution": ("support", "feasible", "state")},)
    also_reads = ("commitment",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """A full count with bounds for unknown fates; beside it what nobody judged."""
        fates = samples["fates"]
        missed, decided, unknown, not_judged, supported = (
            int(fates[name][0]) for name in ("missed", "decided", "unknown", "not_judged", "supported")
        )
        need = self.minimum["contributions"]
        if supported < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="judge_feasibility", have=supported, need=need, of="contributions"
            )
        judged = missed + decided + unknown
        share: Result
        if judged < need:
            share = NotEstimable(
                why=Why.TOO_FEW, remedy="judge_feasibility", have=judged, need=need, of="contributions"
            )
        else:
            share = share_of_known(
                missed, decided, unknown, remedy="record_fates", of="contribution.reasoned"
            )
        return {"missed": share, "not_judged": share_of_register(not_judged, supported)}
