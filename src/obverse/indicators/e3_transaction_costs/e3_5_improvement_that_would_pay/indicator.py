"""E3.5: how much better a service would have to become so that the collaboration pays."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
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
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count

DAYS_A_MONTH = 365.25 / 12


class ImprovementThatWouldPay(Indicator):
    """Points of quality for each user that would make the cost good, and the months of service given up for it."""

    id = "E3.5"
    version = 1
    question = "How much better would the service have to become to make the cost of working together good?"
    serves = ("E3",)
    claims = ("S58", "S59", "S171")
    unit = Unit.COEFFICIENT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum = {"cells": CELLS_NEEDED}
    headline = ("break_even.*",)
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: only a significant improvement of quality compensates",
        "the break-even form is this program's own",
    )
    about_things = ("quality_change.*",)
    needs = ({"cost_entry": ("class", "payer"), "service_volume": ("service",)},)
    also_reads = ("participation", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Costs over users and over paid hours; an incomplete account is the least that it can have cost."""
        account, services = samples["account"], samples["services"]
        at_least = recorded_cells(account) < self.minimum["cells"]
        body = account.where("payer", "body")
        timed, hours = int(body["timed"].sum()), float(body["minutes"].sum()) / 60
        results: dict[str, Result] = {
            "paid_hours": total(hours, Unit.HOURS, timed)
            if timed
            else _gap("record_body_hours", "cost_entry.hours")
        }
        a_month, records = _paid_hours_a_month(services)
        results["months_of_service"] = (
            per_unit(hours, a_month, Unit.MONTHS, records)
            if timed and a_month
            else _gap("record_paid_hours" if timed else "record_body_hours", "service_volume.paid_hours")
        )
        users = _users(services)
        if users:
            costs = in_money(account, samples.facts.valuation, divided_by=users, at_least=at_least)
        else:
            costs = dict.fromkeys(VALUATIONS, _gap("record_users", "service_volume.recipients"))
        worth = samples.facts.valuation.quality
        for valuation, cost in costs.items():
            results[f"per_user.{valuation}"] = cost
            results[f"break_even.{valuation}"] = _break_even(cost, worth)
        return results | _changes(services)


def _gap(remedy: str, of: str) -> NotEstimable:
    return NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, of=of)


def _break_even(cost: Result, worth: float | None) -> Result:
    if isinstance(cost, NotEstimable):
        return cost
    if not worth:
        return _gap("value_quality", "cost_entry.amount")
    return per_unit(cost.value, worth, Unit.COEFFICIENT, cost.n, at_least=cost.missing is not None)


def _widest(part: Reduction, known: str) -> Reduction:
    """The coarsest level at which something is known: the whole service before its areas, groups and sites."""
    levels = part["part_level"][part[known] > 0]
    return part.where("part_level", levels.min() if len(levels) else 0)


def _users(services: Reduction) -> float:
    users = 0.0
    for _, part in services.where("era", "now").groups("service"):
        widest = _widest(part, "periods")
        if len(widest):
            users += float(widest["recipients"].sum() / widest["periods"].sum())
    return users


def _paid_hours_a_month(services: Reduction) -> tuple[float, int]:
    hours, records = 0.0, 0
    for _, part in services.groups("service"):
        for era in ("before", "now"):
            widest = _widest(part.where("era", era), "paid_days")
            if len(widest):
                hours += float(widest["paid_minutes"].sum() / 60 / widest["paid_days"].sum() * DAYS_A_MONTH)
                records += int(widest["entries"].sum())
                break
    return hours, records


def _changes(services: Reduction) -> dict[str, Result]:
    changes: dict[str, Result] = {}
    for (service,), part in services.groups("service"):
        before, now = (_widest(part.where("era", era), "rated") for era in ("before", "now"))
        if not (len(before) and len(now)):
            continue
        change = sum(
            sign * float(side["quality_hundredths"].sum() / side["rated"].sum()) / 100
            for sign, side in ((1, now), (-1, before))
        )
        changes[f"quality_change.{service.replace('.', '·')}"] = Estimate(
            value=change,
            interval=full_count(change),
            unit=Unit.COEFFICIENT,
            n=int(before["rated"].sum() + now["rated"].sum()),
            method="mean_of_register",
        )
    return changes
