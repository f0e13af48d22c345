"""E3.1: how many hours and how much money the collaboration took, of what kind and from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.cost_account import (
    CELLS_NEEDED,
    KINDS,
    PAYERS,
    in_money,
    recorded_cells,
    total,
)
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.shares import share_of_register


class WhatWorkingTogetherCosts(Indicator):
    """Hours and money of the collaboration by kind of cost and by who bore it, unpaid hours valued three ways."""

    id = "E3.1"
    version = 1
    question = "How many hours and how much money did working together take, and from whom?"
    serves = ("E3",)
    claims = ("S50", "S51", "S52", "S53", "S54", "S55", "S114")
    unit = Unit.HOURS
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"cells": CELLS_NEEDED}
    headline = ("hours",)
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: rising transaction costs",
        "McCann, Colby, Easter, Kasterine & Kuperan 2005, kinds of transaction costs and when they fall",
        "Involve 2005, the true costs of public participation",
    )
    needs = ({"cost_entry": ("class", "payer")}, {"participation": ("actor",), "actor": ("id",)})
    also_reads = ("participation", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Totals of the account; an incomplete account is the least that it can have cost."""
        account = samples["account"]
        few = recorded_cells(account) < self.minimum["cells"]
        if not int(account["timed"].sum()):
            results: dict[str, Result] = {"hours": _gap("record_hours", "cost_entry.hours")}
        else:
            results = {"hours": _hours(account, at_least=few)}
            for name, keys in (("payer", PAYERS), ("kind", KINDS)):
                results |= {f"hours.{key}": _hours(account.where(name, key)) for key in keys}
            for (kind, payer), cell in account.groups("kind", "payer"):
                results[f"hours.{kind}.{payer}"] = _hours(cell)
            results["measured"] = _measured(account)
            if int(account["audit_entries"].sum()):
                audit = float(account["audit_minutes"].sum()) / 60
                results["audit"] = total(audit, Unit.HOURS, int(account["audit_entries"].sum()))
        priced = in_money(account, samples.facts.valuation, at_least=few)
        return results | {f"money.{valuation}": result for valuation, result in priced.items()}

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The hours of each side, one bar for each kind of cost; what nobody recorded stays a gap."""
        if "hours.body" not in results:
            return {}
        account = samples["account"]
        series = tuple(
            Series(name=kind, values=tuple(_shown(account, kind, payer) for payer in PAYERS))
            for kind in KINDS
        )
        return {
            "hours": Chart(kind="bars", unit=Unit.HOURS, categories=PAYERS, series=series, along="payers")
        }


def _gap(remedy: str, of: str) -> NotEstimable:
    return NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, of=of)


def _hours(part: Reduction, *, at_least: bool = False) -> Result:
    timed = int(part["timed"].sum())
    if not timed:
        return _gap("record_this_payer", "cost_entry.hours")
    return total(float(part["minutes"].sum()) / 60, Unit.HOURS, timed, at_least=at_least)


def _measured(account: Reduction) -> Result:
    measured, unclear, minutes = (
        int(account[name].sum()) for name in ("measured_minutes", "unclear_minutes", "minutes")
    )
    if minutes == unclear:
        return _gap("record_hours", "cost_entry.basis")
    share = share_of_register(measured, minutes - unclear, unclear)
    return share if isinstance(share, NotEstimable) else replace(share, n=int(account["timed"].sum()))


def _shown(account: Reduction, kind: str, payer: str) -> float | None:
    cell = account.where("kind", kind).where("payer", payer)
    return float(cell["minutes"].sum()) / 60 if int(cell["timed"].sum()) else None
