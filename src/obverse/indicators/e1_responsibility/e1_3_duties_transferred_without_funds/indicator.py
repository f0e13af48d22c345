"""E1.3: how many duties moved from the public body to citizens or associations without the means for them."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count


class DutiesTransferredWithoutFunds(Indicator):
    """Share of the duties moved to citizens or associations with which neither money nor hours moved."""

    id = "E1.3"
    version = 2
    question = "Did duties that moved to citizens or associations come with the means to carry them out?"
    serves = ("E1",)
    claims = ("S20", "S138")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"duties": 5, "statutory_duties": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, first evil",
        "the rule is this program's own, after the debates on unfunded mandates",
    )
    headline = ("unfunded", "unfunded.statutory")
    needs = (
        {"duty": ("moved_to", "resource_moved")},
        {"duty": ("moved_to", "resource_hours")},
    )
    also_reads = ("budget_line",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """All moved duties, the statutory ones among them, and the money that came along."""
        duties = samples["duties"]
        if not len(duties):
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="note_means", of="duty.moved_to")
        statutory = duties.where("statutory", value=True)
        results: dict[str, Result] = {
            "unfunded": _unfunded(duties, self.minimum["duties"]),
            "unfunded.statutory": _unfunded(statutory, self.minimum["statutory_duties"])
            if len(statutory)
            else _no_statutory(duties),
        }
        if samples["lines"]["lines"][0]:
            known, with_line = int(duties["service_known"].sum()), int(duties["with_line"].sum())
            unknown = int(duties["duties"].sum()) - known
            results["line"] = share_of_known(
                with_line, known - with_line, unknown, remedy="note_service", of="duty.service"
            )
        noted = int(duties["money_known"].sum())
        if noted:
            money = float(duties["cents"].sum()) / 100
            results["money"] = Estimate(
                value=money,
                interval=full_count(money),
                unit=Unit.MONEY,
                n=noted,
                method="count_of_register",
            )
        return results


def _no_statutory(duties: Reduction) -> NotEstimable:
    of = "duty.statutory"
    if duties["statutory_known"].sum() < duties["duties"].sum():
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="mark_statutory", of=of)
    return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_statutory_move", of=of)


def _unfunded(duties: Reduction, need: int) -> Result:
    unfunded, funded, unknown = (
        int(duties.where("means", means)["duties"].sum()) for means in ("unfunded", "funded", "unknown")
    )
    remedy = "more_duties" if unfunded + funded else "note_means"
    return share_of_known(unfunded, funded, unknown, remedy=remedy, of="duty.resource_moved", need=need)
