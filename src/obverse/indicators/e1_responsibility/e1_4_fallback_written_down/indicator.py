"""E1.4: for how many duties that left the public body it is written down that the body steps in again."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.shares import share_of_register


class FallbackWrittenDown(Indicator):
    """Share of the duties moved away from the public body for which its stepping in is written down."""

    id = "E1.4"
    version = 2
    question = "Is it written down who steps in if those to whom a duty moved stop?"
    serves = ("E1",)
    claims = ("S20", "S21")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"duties": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, first evil",
        "after Bovaird 2007 and Joshi & Moore 2004; the rule is this program's own",
    )
    headline = ("covered", "covered.statutory")
    needs = ({"duty": ("moved_to", "fallback")},)
    also_reads = ("document",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """All duties that moved away, the statutory ones among them, and how far the fallback is spelled out."""
        duties = samples["duties"]
        if not len(duties):
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_move", of="duties")
        statutory = duties.where("statutory", value=True)
        results: dict[str, Result] = {
            "covered": _covered(duties),
            "covered.statutory": _covered(statutory) if len(statutory) else _no_statutory(duties),
        }
        covered = duties.where("fallback", "covered")
        count = int(covered["duties"].sum())
        if count:
            results["delay"] = share_of_register(int(covered["with_delay"].sum()), count)
            if "document" in samples.facts.coverage or covered["on_paper"].any():
                results["on_paper"] = share_of_register(int(covered["on_paper"].sum()), count)
        return results


def _no_statutory(duties: Reduction) -> NotEstimable:
    if duties["statutory_known"].sum() < duties["duties"].sum():
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="mark_statutory", of="duty.statutory")
    return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_statutory_move", of="duties")


def _covered(duties: Reduction) -> Result:
    covered, uncovered, unknown = (
        int(duties.where("fallback", state)["duties"].sum()) for state in ("covered", "uncovered", "unknown")
    )
    return share_of_known(covered, uncovered, unknown, remedy="note_fallback", of="duty.fallback")
