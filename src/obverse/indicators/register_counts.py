"""Shares of a register's entries, some of which nobody decided."""

from __future__ import annotations

from obverse.quantities import NotEstimable, Result, Why
from obverse.statistics.shares import share_of_register


def share_of_known(yes: int, no: int, unknown: int = 0, *, remedy: str, of: str, need: int = 1) -> Result:
    """The share ``yes / (yes + no)`` of the entries that are known, with bounds for those that are not.

    Args:
        yes: entries that have what is counted.
        no: entries that are known not to have it.
        unknown: entries of which it is not known; they widen the missing-record bounds.
        remedy: the key of the text that says which datum would settle it.
        of: what has to be filled in where nothing is known, for example ``duty.fallback``.
        need: how many known entries there must be.

    >>> share = share_of_known(3, 1, 2, remedy="ask", of="duty.fallback")
    >>> share.value, share.n, share.missing.low, share.missing.high
    (0.75, 4, 0.5, 0.8333333333333334)
    >>> nothing = share_of_known(0, 0, 2, remedy="ask", of="duty.fallback", need=8)
    >>> nothing.why.value, nothing.have, nothing.need
    ('not_collected', 0, 8)
    """
    known = yes + no
    if not known and unknown:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, have=0, need=need, of=of)
    if known < need:
        return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=known, need=need, of=of)
    return share_of_register(yes, known, unknown)
