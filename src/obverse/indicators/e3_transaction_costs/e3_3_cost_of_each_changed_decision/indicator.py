"""E3.3: what each decision took that contributions changed; none where none was changed."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.cost_account import (
    CELLS_NEEDED,
    VALUATIONS,
    in_money,
    per_unit,
    recorded_cells,
    total,
)
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why


class CostOfEachChangedDecision(Indicator):
    """Hours and money of the collaboration for each decision with a contribution adopted or adapted in it."""

    id = "E3.3"
    version = 1
    question = "How many hours and how much money did each decision take that contributions changed?"
    serves = ("E3",)
    claims = ("S50", "S74")
    unit = Unit.HOURS
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum = {"cells": CELLS_NEEDED, "decisions": 1}
    headline = ("hours",)
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: rising transaction costs",
        "the division is this program's own",
    )
    about_things = ("decisions",)
    needs = ({"cost_entry": ("class", "payer"), "trace": ("decision", "kind")},)
    also_reads = ("decision", "participation", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Totals over decisions; an incomplete account is the least that it can have cost."""
        account = samples["account"]
        traced, changed = (int(samples["decisions"][name][0]) for name in ("traced", "changed"))
        subjects = ("hours", *(f"money.{valuation}" for valuation in VALUATIONS))
        if not traced:
            untraced = NotEstimable(why=Why.NOT_COLLECTED, remedy="trace_decisions", of="trace.kind")
            return dict.fromkeys(("decisions", *subjects), untraced)
        results: dict[str, Result] = {"decisions": total(changed, Unit.COUNT, traced)}
        if not changed:
            none = NotEstimable(why=Why.UNDEFINED, remedy="none_changed", have=0, need=1)
            return results | dict.fromkeys(subjects, none)
        few = recorded_cells(account) < self.minimum["cells"]
        timed = int(account["timed"].sum())
        results["hours"] = (
            per_unit(float(account["minutes"].sum()) / 60, changed, Unit.HOURS, timed, at_least=few)
            if timed
            else NotEstimable(why=Why.NOT_COLLECTED, remedy="record_hours", of="cost_entry.hours")
        )
        priced = in_money(account, samples.facts.valuation, divided_by=changed, at_least=few)
        return results | {f"money.{valuation}": result for valuation, result in priced.items()}
