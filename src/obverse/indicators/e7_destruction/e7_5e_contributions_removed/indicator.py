"""E7.5e: which contributions were removed or left unpublished, and whether critical ones were so more often."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.contributions_compared import compare_contributions
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why


class ContributionsRemoved(Indicator):
    """Shares removed, without reasons, and the odds ratio of removal for what goes against the earlier plan."""

    id = "E7.5e"
    version = 3
    question = "Which contributions were removed or left unpublished, and those against the plan more often?"
    serves = ("E7",)
    claims = ("S153", "S155")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: user input manipulated by officials",
        "Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986, Biometrics 42",
    )
    needs = ({"contribution": ("moderated",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Shares of the register, then the comparison within topics."""
        removals = samples["removals"]
        results: dict[str, Result] = {"removed": self._removed(removals)}
        for (origin,), part in removals.groups("origin"):
            known = int(part["removed"].sum() + part["kept"].sum())
            if origin != "unknown" and known >= self.minimum["contributions"]:
                results[f"removed.{origin}"] = self._removed(part)
        results["without_reason"] = _without_reason(removals)
        return results | self._against_the_plan(samples["cells"])

    def _removed(self, part: Reduction) -> Result:
        removed, kept, unknown = (int(part[name].sum()) for name in ("removed", "kept", "unknown"))
        return share_of_known(
            removed,
            kept,
            unknown,
            remedy="keep_removed",
            of="contribution.moderated",
            need=self.minimum["contributions"],
        )

    def _against_the_plan(self, cells: Reduction) -> dict[str, Result]:
        if not len(cells):
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="code_the_fit", of="contribution.aligned")
            return {"against_the_plan": gap}
        compared = compare_contributions(cells, need=self.minimum["contributions"])
        results = {"against_the_plan": compared.ratio}
        if isinstance(compared.ratio, Estimate) and not compared.ratio.interval.contains(1.0):
            results["difference"] = compared.difference
        return results


def _without_reason(removals: Reduction) -> Result:
    removed, with_reason = int(removals["removed"].sum()), int(removals["with_reason"].sum())
    if not removed:
        return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_removal")
    if not with_reason and removed > 0:
        # an empty cell is unknown: where no removal has a reason, nobody may have kept the column
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_reasons", of="contribution.moderation_reason")
    return share_of_known(removed - with_reason, with_reason, remedy="no_removal", of="contribution")
