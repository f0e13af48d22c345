"""How many decimals a figure deserves."""

from __future__ import annotations

from obverse.quantities.unit import Unit


def decimals(unit: Unit, n: int) -> int:
    """The decimals that ``n`` cases support: none beyond the data.

    Shares are printed in per cent: 200 cases support one decimal, 10,000 two.

    >>> decimals(Unit.SHARE, 20), decimals(Unit.SHARE, 356_635)
    (0, 2)
    """
    match unit:
        case Unit.SHARE | Unit.DIFFERENCE:
            return sum(n >= size for size in (200, 10_000))
        case Unit.COUNT | Unit.DAYS | Unit.MONEY | Unit.MINUTES:
            return 0
        case Unit.HOURS | Unit.HOURS_A_WEEK | Unit.MONTHS | Unit.YEARS:
            return 1
        case Unit.INDEX:
            return 3 if n >= 1000 else 2
        case _:
            return 2
