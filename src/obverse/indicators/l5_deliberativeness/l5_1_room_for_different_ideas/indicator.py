"""L5.1: whether several options were open before the choice narrowed, and whether time was given to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count


class RoomForDifferentIdeas(Indicator):
    """Share of issues with two options on record before the choice narrowed; options; time for design."""

    id = "L5.1"
    version = 2
    question = "Were several options open before the choice narrowed, and was time given to them?"
    serves = ("L5", "E4")
    claims = ("S60", "S68")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"issues": 1}
    references = (
        "Leach 2006, the ideal of deliberativeness: participants may brainstorm",
        "what counts as an option, and when the choice narrows, is this program's own rule",
    )
    about_things = ("*",)
    needs = (
        {"event": ("hours",)},
        {"coded_statement": ("code",)},
        {"contribution": ("kind",)},
    )
    also_reads = ("decision", "document")
    headline = ("alternatives",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Issues with alternatives, options on record, and the meeting time of the phase of design."""
        options = samples["options"]
        issues = options.where("of_an_issue", 1)
        several = issues["issues"][issues["options"] > 1]
        total = int(issues["issues"].sum())
        recorded = int(options["options"] @ options["issues"])
        results: dict[str, Result] = {"time": _time(samples["time"])}
        if total < self.minimum["issues"]:
            remedy = "record_issues" if recorded else "record_options"
            results["alternatives"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy=remedy, of="contribution.topic"
            )
        else:
            results["alternatives"] = share_of_known(
                int(several.sum()),
                total - int(several.sum()),
                remedy="record_issues",
                of="contribution.topic",
            )
        if recorded:
            results["options"] = Estimate(
                value=recorded,
                interval=full_count(recorded),
                unit=Unit.COUNT,
                n=recorded,
                method="count_of_register",
            )
        return results


def _time(time: Reduction) -> Result:
    """The share of design among the minutes whose phase is noted; n is the number of those meetings."""
    design, decision, unknown = (
        int(time.where("phase", phase)["minutes"].sum()) for phase in ("design", "decision", "")
    )
    share = share_of_known(design, decision, unknown, remedy="record_phases", of="event.phase")
    if isinstance(share, NotEstimable):
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_phases", of="event.phase")
    noted = time["meetings"].sum() - time.where("phase", "")["meetings"].sum()
    return replace(share, n=int(noted))
