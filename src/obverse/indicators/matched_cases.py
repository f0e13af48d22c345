"""Cases of two groups compared within strata of like cases, so that unlike cases are not held against anybody."""

from __future__ import annotations

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.quantities import NotEstimable, Result, Why
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.shares import difference_of_shares

FEWEST_SHOWN = 5


def odds_within_strata(
    cases: Reduction, *, by: tuple[str, ...], group: str, outcome: str, need: int, remedy: str
) -> Result:
    """The odds of ``outcome`` in ``group`` relative to the others, within strata of like cases.

    Args:
        cases: one row for each stratum, group and outcome, with the column ``cases``.
        by: the columns that together name a stratum.
        group: a column of 1 (the group) and 0 (the others).
        outcome: a column of 1 (it happened) and 0.
        need: how many cases each group must have in strata that hold both.
        remedy: the key of the text that says what to record where there are fewer.

    >>> row = {"need": [1] * 4, "outside": [1, 1, 0, 0], "refused": [1, 0, 1, 0], "cases": [20, 10, 10, 20]}
    >>> cases = Reduction({name: np.array(column) for name, column in row.items()})
    >>> odds_within_strata(cases, by=("need",), group="outside", outcome="refused", need=10, remedy="x").value
    4.0

    Source: Mantel & Haenszel 1959, see ``odds_ratio_mantel_haenszel``.
    """
    tables = [_table(part, group, outcome) for _, part in cases.groups(*by)]
    both = [table for table in tables if (table.sum(axis=1) > 0).all()]
    have = int(np.sum(both, axis=0).sum(axis=1).min()) if both else 0
    gap = _too_few(have, need, remedy)
    return odds_ratio_mantel_haenszel(np.array(both)) if gap is None else gap


def difference_without_strata(
    cases: Reduction, *, group: str, outcome: str, need: int, remedy: str
) -> Result:
    """The share with ``outcome`` in ``group`` less that of the others, however unlike their cases are."""
    table = _table(cases, group, outcome)
    n1, n0 = (int(size) for size in table.sum(axis=1))
    gap = _too_few(min(n1, n0), need, remedy)
    return difference_of_shares(int(table[0, 0]), n1, int(table[1, 0]), n0) if gap is None else gap


def cases_with_a_match(cases: Reduction, *, by: tuple[str, ...], group: str) -> tuple[int, int]:
    """How many cases lie in strata that hold both groups, and how many lie in the others."""
    matched = alone = 0
    for _, part in cases.groups(*by):
        size = int(part["cases"].sum())
        if len(set(part[group][part["cases"] > 0].tolist())) > 1:
            matched += size
        else:
            alone += size
    return matched, alone


def _too_few(have: int, need: int, remedy: str) -> NotEstimable | None:
    if have >= need:
        return None
    if 0 < have < FEWEST_SHOWN:
        return NotEstimable(why=Why.WITHHELD, remedy=remedy, need=need, of="cases")
    return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=have, need=need, of="cases")


def _table(cases: Reduction, group: str, outcome: str) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Rows: the group, the others; columns: with the outcome, without it."""
    table = np.zeros((2, 2), dtype=np.int64)
    np.add.at(table, (1 - cases[group], 1 - cases[outcome]), cases["cases"])
    return table
