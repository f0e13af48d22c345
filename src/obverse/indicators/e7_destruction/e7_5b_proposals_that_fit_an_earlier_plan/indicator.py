"""E7.5b: whether proposals that fit an earlier plan were accepted more often than others like them."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.contributions_compared import compare_contributions
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.confounding import e_value
from obverse.statistics.shares import share_of_register

CONTROLS = ("with_cost", "with_support", "with_feasible")


class ProposalsThatFitAnEarlierPlan(Indicator):
    """Odds ratio of acceptance of proposals that fit an earlier plan, within cost, support and feasibility."""

    id = "E7.5b"
    version = 2
    question = "Were proposals that fit an earlier plan accepted more often than others like them?"
    serves = ("E7",)
    claims = ("S153", "S154", "S155")
    unit = Unit.RATIO
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"proposals": 20, "of_each_sort": 10}
    references = (
        "Font, Smith, Galais & Alarcon 2018: controls in the fate of proposals",
        "Bouchard 2016, a consultation that legitimated an orientation adopted long before",
        "Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986, Biometrics 42",
        "VanderWeele & Ding 2017 for the E-value",
    )
    needs = ({"contribution": ("aligned", "state")},)
    also_reads = ("actor",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Like with like, and beside it the plain shares."""
        fates, controls = samples["fates"], samples["controls"]
        decided, need = int(controls["decided"][0]), self.minimum["proposals"]
        if decided < need:
            few = NotEstimable(
                why=Why.TOO_FEW, remedy="code_the_fit", have=decided, need=need, of="contributions"
            )
            return {"accepted": few}
        results: dict[str, Result] = {"accepted": self._like_with_like(samples)}
        results |= _plain_shares(fates)
        accepted = results["accepted"]
        if isinstance(accepted, Estimate) and not accepted.interval.contains(1.0):
            cells = samples["cells"]
            results["difference"] = compare_contributions(cells, need=self.minimum["of_each_sort"]).difference
            results["e_value"] = e_value(accepted, common_outcome=True)
        return results

    def _like_with_like(self, samples: Samples) -> Result:
        controls = samples["controls"]
        decided = int(controls["decided"][0])
        if all(2 * int(controls[name][0]) < decided for name in CONTROLS):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_controls", of="contribution.feasible")
        return compare_contributions(samples["cells"], need=self.minimum["of_each_sort"]).ratio


def _plain_shares(fates: Reduction) -> dict[str, Result]:
    counts = {
        name: int(fates[name][0]) for name in ("planned", "planned_accepted", "other", "other_accepted")
    }
    shares: dict[str, Result] = {}
    for sort in ("planned", "other"):
        if counts[sort]:
            shares[sort] = share_of_register(counts[f"{sort}_accepted"], counts[sort])
    accepted = counts["planned_accepted"] + counts["other_accepted"]
    if accepted:
        shares["among_accepted"] = share_of_register(counts["planned_accepted"], accepted)
    return shares
