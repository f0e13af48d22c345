"""On how few people the work rests."""

from __future__ import annotations

import math

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count


def people_factor(rows: Reduction, need: int) -> Result:
    """The smallest number of people who together did half of the work; withheld below ``need`` people.

    ``rows`` holds how many people worked how many minutes, the longest first.

    >>> rows = Reduction({"minutes": np.array([600, 60]), "people": np.array([1, 9])})
    >>> people_factor(rows, 5).value
    1.0
    """
    minutes, people = rows["minutes"], rows["people"]
    whole = int(people.sum())
    if whole < need:
        why = Why.WITHHELD if whole else Why.NOT_COLLECTED
        return NotEstimable(why=why, remedy="record_hours", need=need, of="persons")
    done = minutes * people
    before = np.cumsum(done) - done
    half = float(done.sum()) / 2
    # of those who worked equally long no more are taken than it needs
    place = int(np.flatnonzero(before < half)[-1])
    factor = float(people[:place].sum()) + math.ceil((half - before[place]) / minutes[place])
    return Estimate(
        value=factor, interval=full_count(factor), unit=Unit.COUNT, n=whole, method="count_of_register"
    )
