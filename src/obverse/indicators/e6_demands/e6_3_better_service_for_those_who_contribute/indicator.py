"""E6.3: whether people who contribute are served better than people with the same need who do not."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.matched_cases import (
    cases_with_a_match,
    difference_without_strata,
    odds_within_strata,
)
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.shares import share_of_register

STRATA = ("service", "need_class")


class BetterServiceForThoseWhoContribute(Indicator):
    """Odds of being refused, late or badly served without contributing, at equal recorded need."""

    id = "E6.3"
    version = 2
    question = "Are people who contribute served better than others with the same need?"
    serves = ("E6",)
    claims = ("S100", "S136")
    unit = Unit.RATIO
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"cases_on_each_side": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: participation in order to claim a service's quality",
        "Mantel & Haenszel 1959; stratifying on need is this program's own rule",
    )
    needs = (
        {"access_case": ("service", "contributes", "served")},
        {"access_case": ("service", "contributes", "served_on")},
        {"access_case": ("service", "contributes", "quality")},
    )

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Three outcomes, each compared at equal need and, for the reader, whatever the need."""
        cases = samples["cases"]
        need = self.minimum["cases_on_each_side"]
        results: dict[str, Result] = {}
        for (measure,), recorded in cases.groups("measure"):
            told = recorded["worse"] >= 0
            part = Reduction({name: column[told] for name, column in recorded.columns.items()})
            if not len(part):
                results[measure] = NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="record_days", of="access_case.served_on"
                )
                continue
            alike = {"group": "outside", "outcome": "worse"}
            results[f"{measure}.unmatched"] = difference_without_strata(
                part, **alike, need=need, remedy="both_sides"
            )
            comparable = part.where("need_known", value=True)
            if not len(comparable):
                results[measure] = NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="record_need", of="access_case.need"
                )
                continue
            results[measure] = odds_within_strata(
                comparable, **alike, by=STRATA, need=need, remedy="both_sides"
            )
            matched, alone = cases_with_a_match(comparable, by=STRATA, group="outside")
            results[f"{measure}.overlap"] = share_of_register(matched, matched + alone)
        return results or NotEstimable(why=Why.TOO_FEW, remedy="both_sides", have=0, need=need, of="cases")
