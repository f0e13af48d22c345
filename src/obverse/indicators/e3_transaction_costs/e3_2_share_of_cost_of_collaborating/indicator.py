"""E3.2: which part of the cost goes into working together rather than into the service."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.cost_account import CELLS_NEEDED, money, recorded_cells, share_of_cost, wages
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why

PARTS = ("collaboration", "unclear", "delivery")


class ShareOfCostOfCollaborating(Indicator):
    """Cost of collaboration over collaboration and delivery, in money under three valuations and in hours."""

    id = "E3.2"
    version = 1
    question = "How much of the cost goes into working together rather than into the service?"
    serves = ("E3",)
    claims = ("S50",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum = {"cells": CELLS_NEEDED}
    references = (
        "McCann, Colby, Easter, Kasterine & Kuperan 2005: 8 % to 38 % in environmental programmes",
        "Steen, Brandsen & Verschuere 2018, third evil: rising transaction costs",
    )
    needs = ({"cost_entry": ("class", "payer", "delivery")},)
    also_reads = ("participation", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Shares of totals; entries that nobody assigned to collaboration or service leave bounds."""
        account = samples["account"]
        valuations = wages(samples.facts.valuation)
        cells = recorded_cells(account.where("is_delivery", value=False))
        need = self.minimum["cells"]
        if cells < need:
            few = NotEstimable(why=Why.TOO_FEW, remedy="record_more_cells", have=cells, need=need)
            return dict.fromkeys(["hours", *(f"money.{valuation}" for valuation in valuations)], few)
        parts = [account.where("part", part) for part in PARTS]
        results: dict[str, Result] = {
            "hours": _share([float(part["minutes"].sum()) for part in parts], parts, "timed")
        }
        for valuation, wage in valuations.items():
            results[f"money.{valuation}"] = (
                NotEstimable(why=Why.NOT_COLLECTED, remedy="agree_on_wages", of="cost_entry.amount")
                if wage is None
                else _share(
                    [money(part, wage) for part in parts], parts, "priced" if wage == 0 else "entries"
                )
            )
        return results


def _share(amounts: list[float], parts: list[Reduction], counted: str) -> Result:
    collaboration, unclear, delivery = amounts
    entries = [int(part[counted].sum()) for part in parts]
    if not entries[-1] or not sum(entries[:-1]) or not sum(amounts):
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_delivery", of="cost_entry.amount")
    return share_of_cost(collaboration, unclear, delivery, sum(entries))
