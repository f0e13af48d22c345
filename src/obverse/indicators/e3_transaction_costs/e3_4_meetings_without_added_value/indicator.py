"""E3.4: how many of the hours that people gave went into meetings that moved nothing."""

from __future__ import annotations

from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.bootstrapping import bootstrap_ratio_by_cluster


class MeetingsWithoutAddedValue(Indicator):
    """Share of person-hours in meetings with no decision, changed text, new fact, closed question or promise."""

    id = "E3.4"
    version = 2
    question = "How much of the time that people gave went into meetings with no recorded result?"
    serves = ("E3",)
    claims = ("S57", "S58")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"meetings": 8}
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: meetings and consultations without added value",
        "the list of what counts as added value is this program's own rule",
    )
    needs = ({"event": ("id", "decision", "text_changed")},)
    also_reads = ("participation",)

    def estimate(self, samples: Samples) -> Result:
        """Ratio of totals over meetings; meetings whose outcome nobody noted leave bounds."""
        meetings = samples["meetings"]
        if len(meetings) == 0:
            return NotEstimable(
                why=Why.UNDEFINED, remedy="hours_of_meetings", have=0, need=self.minimum["meetings"]
            )
        known = meetings.where("outcome_known", value=True)
        if len(known) < self.minimum["meetings"]:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="note_outcomes", have=len(known), need=self.minimum["meetings"]
            )
        result = bootstrap_ratio_by_cluster(known["idle_minutes"], known["minutes"], samples.rng())
        if isinstance(result, NotEstimable):
            return result
        everything = float(meetings["minutes"].sum())
        unknown = everything - float(known["minutes"].sum())
        idle = float(known["idle_minutes"].sum())
        missing = bounds(idle / everything, (idle + unknown) / everything)
        return replace(result, missing=missing) if unknown else result
