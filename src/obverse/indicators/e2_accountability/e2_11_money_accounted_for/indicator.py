"""E2.11: how many co-managed funds had their accounts filed on time, and how much of their money has a document."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count


class MoneyAccountedFor(Indicator):
    """Share of the co-managed funds with accounts filed by their due date, and of their money with a document."""

    id = "E2.11"
    version = 2
    question = "Is the money that is managed together accounted for, and on time?"
    serves = ("E2",)
    claims = ("S34",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"funds": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, second evil: financial accountability has to be set up",
    )
    headline = ("on_time",)
    needs = ({"budget_line": ("co_managed",)},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Accounts on time, accounts filed at all, and money with a document."""
        rows = samples["accounts"]
        funds = {str(state): int(n) for state, n in zip(rows["accounts"], rows["funds"], strict=True)}
        if not funds:
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="none_co_managed", of="budget_line.co_managed")
        results = _filed(funds, samples.facts)
        money = {name: int(column[0]) for name, column in samples["money"].columns.items()}
        results["documented"] = _documented(money)
        return results


def _filed(funds: Mapping[str, int], facts: Facts) -> dict[str, Result]:
    on_time, late, silent = (funds.get(state, 0) for state in ("on_time", "late", "no_filing_noted"))
    if not on_time + late + silent + funds.get("not_filed", 0):
        why, remedy = (
            (Why.NOT_COLLECTED, "note_due_date")
            if funds.get("no_due_date")
            else (Why.NOT_APPLICABLE, "none_due")
        )
        return {"on_time": NotEstimable(why=why, remedy=remedy, of="budget_line.accounts_due_on")}
    declared = facts.coverage.get("budget_line")
    unknown = 0 if declared is not None and declared.complete == "yes" else silent
    missing = silent - unknown + funds.get("not_filed", 0)
    of = "budget_line.accounts_filed_on"
    return {
        "on_time": share_of_known(on_time, late + missing, unknown, remedy="note_filing", of=of),
        "filed": share_of_known(on_time + late, missing, unknown, remedy="note_filing", of=of),
    }


def _documented(money: Mapping[str, int]) -> Result:
    complete = money["documented"] and money["spent_known"] == money["funds"] and money["cents"] > 0
    if not complete or not 0 <= money["documented_cents"] <= money["cents"]:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="name_document", of="budget_line.source_id")
    share = money["documented_cents"] / money["cents"]
    return Estimate(
        value=share,
        interval=full_count(share),
        unit=Unit.SHARE,
        n=money["funds"],
        method="share_of_register",
    )
