"""What leaves the program about people: safe counts, from which every printed figure follows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FEWEST = 10
STEP = 5
FEWEST_FOR_A_SHARE = 18
"""Below 18 people one of the two sides always has fewer than ten, and to tell which would narrow it too much."""
FEWEST_FOR_A_MEAN = 30
FEWEST_FOR_A_PLACE = 100
"""The fewest people for medians, other percentiles, the smallest and the largest."""

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SafeCount:
    """A number of people as it is published: rounded to the nearest five, or only that it is below ten.

    ``low`` and ``high`` are the smallest and the largest true count that are published alike. ``shown`` is None where
    a count stays hidden: between 0 and 9, or, for those who said yes where fewer than ten said no, all but those.

    >>> safe_count(23)
    SafeCount(shown=25, low=23, high=27)
    >>> safe_count(7)
    SafeCount(shown=None, low=0, high=9)
    """

    shown: int | None
    low: int
    high: int


def safe_count(people: int) -> SafeCount:
    """Round a number of people; below ten nothing more than that is told.

    Source: the 10-5 rule of the Office for National Statistics.
    """
    if people < FEWEST:
        return SafeCount(None, 0, FEWEST - 1)
    shown = (people + STEP // 2) // STEP * STEP
    # ten is also what 8 and 9 would round to, but those are never shown
    return SafeCount(shown, max(shown - STEP // 2, FEWEST), shown + STEP // 2)


def safe_part(yes: int, cases: int) -> SafeCount:
    """Those of ``cases`` people who said yes: hidden too where fewer than ten did not.

    >>> safe_part(16, 40), safe_part(4, 40)
    (SafeCount(shown=15, low=13, high=17), SafeCount(shown=None, low=0, high=9))
    >>> safe_part(38, 40)
    SafeCount(shown=None, low=29, high=42)
    """
    if yes < FEWEST:
        return safe_count(yes)
    if cases - yes < FEWEST:
        around = safe_count(cases)
        return SafeCount(None, max(around.low - FEWEST + 1, FEWEST), around.high)
    return safe_count(yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The safe numbers behind one printed figure about people: the figure is a pure function of them.

    ``key`` is the address of the figure (``D-1:V06.weakened.internal``). ``population`` names the registers about
    people that it rests on (``survey_answer``), ``group`` which of the people (``internal``, ``tenure.tenant``; empty
    for everybody) and ``item`` what they were asked or did (``D-1:V06.weakened``): figures of one population and item
    differ only in their group.

    * ``share``: ``yes`` of ``cases``.
    * ``mean``: ``value`` on a ``scale``, to one decimal, of ``cases`` people.
    * ``difference``: ``yes`` of ``cases`` less ``other_yes`` of ``other_cases``, both as shares.
    * ``count``: ``cases`` alone.
    * ``coarse``: ``value`` within ``low`` to ``high`` on a published grid of width ``step`` (on the logarithm for a
      ratio); ``cases`` are all people behind it.
    * ``withheld``: nothing but ``cases``, which may be hidden as well.

    ``design_effect`` is the published factor by which clusters or weights widen the interval of a share, difference or
    mean. ``missing`` and ``coding`` are the bounds of incomplete records and of coders who disagree, on the grid.
    ``basis`` is the basis of the interval that is printed.
    """

    key: str
    population: str
    group: str
    item: str
    kind: str
    unit: str
    cases: SafeCount
    yes: SafeCount | None = None
    other_cases: SafeCount | None = None
    other_yes: SafeCount | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    scale: Ends | None = None
    design_effect: float = 1.0
    level: float = 0.95
    basis: str = "sampling"
    method: str = ""
    missing: Ends | None = None
    coding: Ends | None = None


def entry_of(released: Released) -> dict[str, Any]:
    """The safe numbers as plain data, as they stand under ``safe_counts`` in a report."""
    return {name: _plain(value) for name, value in asdict(released).items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    # JSON has no infinity: an open end is null
    return None if isinstance(value, float) and math.isinf(value) else value


def from_entry(entry: Mapping[str, Any]) -> Released:
    """The inverse of ``entry_of``: anybody reads the safe numbers of a published report with it."""
    counts = {
        name: SafeCount(**entry[name])
        for name in ("cases", "yes", "other_cases", "other_yes")
        if name in entry
    }
    ends = {
        name: (_end(entry[name][0], -math.inf), _end(entry[name][1], math.inf))
        for name in ("scale", "missing", "coding")
        if name in entry
    }
    low_and_high = {
        name: _end(entry[name], open_end)
        for name, open_end in (("low", -math.inf), ("high", math.inf))
        if name in entry
    }
    return Released(**(dict(entry) | counts | ends | low_and_high))


def _end(end: float | None, open_end: float) -> float:
    return open_end if end is None else end
