"""E6.9: whether people who declined to contribute were served like the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.matched_cases import odds_within_strata
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.shares import exact_share


class SayingNoWithoutLoss(Indicator):
    """Share of people who declined and went unserved, and their odds of a refusal or a delay."""

    id = "E6.9"
    version = 2
    question = "Were people who declined to contribute served like the others?"
    serves = ("E6",)
    claims = ("S135",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people_who_declined": 5, "cases_on_each_side": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: participation in order to claim a service",
        "Clopper & Pearson 1934; Mantel & Haenszel 1959",
    )
    needs = (
        {"access_case": ("declined_to_contribute", "served")},
        {"access_case": ("declined_to_contribute", "served_on")},
    )

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The share that went without, and the comparison with those who contribute."""
        cases = samples["cases"]
        declined = cases.where("declined", 1)
        known = cases["worse"] >= 0
        compared = Reduction({name: column[known] for name, column in cases.columns.items()})
        return {
            "not_served": self._share(declined),
            "against_contributors": odds_within_strata(
                compared,
                by=("service", "need_class"),
                group="declined",
                outcome="worse",
                need=self.minimum["cases_on_each_side"],
                remedy="both_sides",
            ),
        }

    def _share(self, declined: Reduction) -> Result:
        lost, served, unknown = (
            int(declined["cases"][declined["not_served"] == outcome].sum()) for outcome in (1, 0, -1)
        )
        known, need = lost + served, self.minimum["people_who_declined"]
        if known < need:
            why = Why.WITHHELD if known else Why.TOO_FEW
            return NotEstimable(
                why=why, remedy="record_refusals", have=None if known else 0, need=need, of="persons"
            )
        share = exact_share(lost, known)
        if isinstance(share, Estimate) and unknown:
            everything = known + unknown
            return replace(share, missing=bounds(lost / everything, (lost + unknown) / everything))
        return share
