"""E2.4: how many commitments past their due date were kept in full and on time."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.shares import share_of_register
from obverse.statistics.survival import kaplan_meier, median_time

BROKEN = ("late", "partly", "not_done", "cancelled")
UNKNOWN = ("undated", "unknown")


class PromisesKeptOnTime(Indicator):
    """Share of the commitments past their due date that were done in full by that date."""

    id = "E2.4"
    version = 1
    question = "Are commitments kept in full, by the date that was promised?"
    serves = ("E2",)
    claims = ("S31", "S35")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"commitments": 5}
    references = (
        "OECD 2020, innovative citizen participation: answer, monitor and report in public",
        "Kaplan & Meier 1958, delays of which some have not ended",
    )
    headline = ("kept",)
    needs = (
        {"commitment": ("due_on", "done_on")},
        {"commitment": ("due_on", "state")},
    )

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The fates of the commitments past their due date, and the median delay."""
        fates = {
            str(fate): int(number)
            for fate, number in zip(samples["fates"]["fate"], samples["fates"]["commitments"], strict=True)
        }
        if not fates:
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="none_due", of="commitment.due_on")
        kept, unknown = fates.get("kept", 0), sum(fates.get(fate, 0) for fate in UNKNOWN)
        known, need = sum(fates.values()) - unknown, self.minimum["commitments"]
        if known < need:
            few = NotEstimable(
                why=Why.TOO_FEW, remedy="more_commitments", have=known, need=need, of="commitments"
            )
            return {"kept": few}
        results = {
            "kept": share_of_known(
                kept, known - kept, unknown, remedy="more_commitments", of="commitment.state"
            )
        }
        for fate in BROKEN:
            results[fate] = share_of_register(fates.get(fate, 0), known)
        results["unknown"] = share_of_register(unknown, known + unknown)
        days = samples["days"]
        curve = kaplan_meier(days["days"], days["done"], days["still_open"])
        results["slippage"] = curve if isinstance(curve, NotEstimable) else median_time(curve)
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """What became of the commitments whose fate is known."""
        found = {fate: results.get(fate) for fate in ("kept", *BROKEN)}
        known = {fate: share for fate, share in found.items() if isinstance(share, Estimate)}
        if len(known) < len(found):
            return {}
        series = Series(name="known", values=tuple(share.value for share in known.values()))
        return {"kept": Chart(kind="bars", unit=Unit.SHARE, categories=tuple(known), series=(series,))}
