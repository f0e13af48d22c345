"""What working together cost: an account of four kinds of cost by the three who bear them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Valuation
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count

KINDS = ("information", "decision", "implementation", "participant")
PAYERS = ("body", "associations", "citizens")
CELLS = len(KINDS) * len(PAYERS)
CELLS_NEEDED = math.ceil(0.70 * CELLS)
UNPAID = ("associations", "citizens")
VALUATIONS = ("unpaid_at_nothing", "unpaid_at_minimum_wage", "unpaid_at_replacement_wage")


def recorded_cells(account: Reduction) -> int:
    """How many of the twelve cells (kind of cost by who bears it) hold any record.

    ``account`` has the columns kind, payer, entries, and the hours and money of the account.

    >>> account = Reduction({"kind": np.array(["decision"], dtype=object),
    ...                      "payer": np.array(["body"], dtype=object), "entries": np.array([3])})
    >>> recorded_cells(account), CELLS, CELLS_NEEDED
    (1, 12, 9)
    """
    rows = zip(account["kind"].tolist(), account["payer"].tolist(), account["entries"].tolist(), strict=True)
    return len({(kind, payer) for kind, payer, entries in rows if entries})


def total(amount: float, unit: Unit, entries: int, *, at_least: bool = False) -> Estimate:
    """A total of the account in ``unit``; ``at_least`` leaves its upper end open.

    >>> total(120.0, Unit.HOURS, 4, at_least=True).missing.high
    inf
    """
    return Estimate(
        value=amount,
        interval=full_count(amount),
        unit=unit,
        n=entries,
        method="sum_of_register",
        missing=bounds(amount, math.inf) if at_least else None,
    )


def per_unit(amount: float, units: float, unit: Unit, entries: int, *, at_least: bool = False) -> Estimate:
    """A total of the account for each of ``units`` (decisions, users), which must be more than none.

    >>> per_unit(1200.0, 4, Unit.MONEY, 10).value
    300.0
    """
    whole = total(amount / units, unit, entries, at_least=at_least)
    return replace(whole, method="relative_level")


def share_of_cost(part: float, unclear: float, rest: float, entries: int) -> Result:
    """The share of ``part`` and ``unclear`` in all cost; ``unclear`` may belong to the rest and leaves bounds.

    >>> share = share_of_cost(20.0, 0.0, 60.0, 5)
    >>> share.value, share.missing
    (0.25, None)
    """
    everything = part + unclear + rest
    value = (part + unclear) / everything
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.SHARE,
        n=entries,
        method="share_of_register",
        missing=bounds(part / everything, value) if unclear else None,
    )


def wages(valuation: Valuation) -> Mapping[str, float | None]:
    """What one unpaid hour is worth under each of the three valuations; None where dossier.toml does not say.

    >>> wages(Valuation(minimum_wage=12.0))["unpaid_at_minimum_wage"]
    12.0
    """
    return dict(
        zip(VALUATIONS, (0.0, valuation.minimum_wage, valuation.replacement_wage), strict=True),
    )


def money(account: Reduction, wage: float) -> float:
    """Money on record, plus unpaid hours without a price at ``wage`` an hour, in the process's currency.

    ``account`` has the columns payer, cents, and unpriced_minutes (of entries without an amount).

    >>> account = Reduction({"payer": np.array(["body", "citizens"], dtype=object),
    ...                      "cents": np.array([100_00, 0]), "unpriced_minutes": np.array([60, 120])})
    >>> money(account, 10.0)
    120.0
    """
    unpaid = np.isin(account["payer"].astype(str), UNPAID)
    return float(account["cents"].sum() / 100 + account["unpriced_minutes"][unpaid].sum() / 60 * wage)


def in_money(
    account: Reduction, valuation: Valuation, *, divided_by: float | None = None, at_least: bool = False
) -> dict[str, Result]:
    """The money of the account (for each of ``divided_by`` units, where given) under the three valuations.

    Unpriced hours of the body leave the upper end open, as ``at_least`` does. ``account`` has the columns of
    ``money`` and entries, priced. The remedies are ``agree_on_wages`` and ``record_money``.

    >>> account = Reduction({"payer": np.array(["body"], dtype=object), "cents": np.array([100_00]),
    ...                      "unpriced_minutes": np.array([0]), "entries": np.array([2]), "priced": np.array([2])})
    >>> results = in_money(account, Valuation(), divided_by=4)
    >>> results["unpaid_at_nothing"].value, results["unpaid_at_minimum_wage"].remedy
    (25.0, 'agree_on_wages')
    """
    entries, priced = int(account["entries"].sum()), int(account["priced"].sum())
    unpriced_work = int(account.where("payer", "body")["unpriced_minutes"].sum()) > 0
    results: dict[str, Result] = {}
    for name, wage in wages(valuation).items():
        if wage is None or not (priced or wage):
            remedy = "agree_on_wages" if wage is None else "record_money"
            results[name] = NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, of="cost_entry.amount")
            continue
        amount, least = money(account, wage), at_least or unpriced_work
        results[name] = (
            total(amount, Unit.MONEY, entries, at_least=least)
            if divided_by is None
            else per_unit(amount, divided_by, Unit.MONEY, entries, at_least=least)
        )
    return results
