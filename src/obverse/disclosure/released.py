"""What leaves the program about people: safe counts, from which every printed figure follows."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 10
STEP = 5


@dataclass(frozen=True, slots=True)
class SafeCount:
    """A number of people as it is published: rounded to the nearest five, or only that it is below ten.

    ``low`` and ``high`` are the smallest and the largest true count that are published alike.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The safe numbers behind one printed figure about people.

    ``key`` is the address of the figure (``D-1:V06.weakened.internal``). ``population`` says whose answers they are
    (``survey_answer 2026-11``), ``group`` which of them (empty for everybody) and ``item`` what they were asked or
    did. A ``share`` is ``yes`` of ``cases``; a ``mean``, a ``count`` and a ``coarse`` figure have no ``yes`` but a
    ``value`` between ``low`` and ``high`` on a published grid. ``design_effect`` is the published factor by which
    clusters or weights widen the interval.
    """

    key: str
    population: str
    group: str
    item: str
    kind: str
    unit: str
    cases: SafeCount
    yes: SafeCount | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    design_effect: float = 1.0
