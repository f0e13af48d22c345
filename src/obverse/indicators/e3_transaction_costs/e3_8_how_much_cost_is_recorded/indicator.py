"""E3.8: how many kinds of cost, borne by whom, appear in any record."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.cost_account import CELLS, KINDS, PAYERS, recorded_cells
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Result, Unit
from obverse.statistics.shares import share_of_register


class HowMuchCostIsRecorded(Indicator):
    """Share of the twelve cells of an account of costs that hold any record."""

    id = "E3.8"
    version = 1
    question = "How much of what working together costs is on record at all?"
    serves = ("E3",)
    claims = ("S49",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"cells": CELLS}
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: hidden costs",
        "Involve 2005, the true costs of public participation",
        "the twelve cells and the mark of 70 % are this program's own",
    )
    about_things = ("*",)
    needs = ({"cost_entry": ("class", "payer")},)
    also_reads = ("participation", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A count of cells, for the whole account and for each who bears costs."""
        account = samples["account"]
        return {
            "recorded": share_of_register(recorded_cells(account), self.minimum["cells"]),
            **{
                f"payer.{payer}": share_of_register(recorded_cells(account.where("payer", payer)), len(KINDS))
                for payer in PAYERS
            },
        }
