"""The floor that a group of people holds, against its number among those present."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.quantities import Estimate, NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, amounts, counts, same_length
from obverse.statistics.bootstrapping import bootstrap_ratio_by_cluster
from obverse.statistics.results import sampled, too_few, undefined
from obverse.statistics.speech_blocks import FEWEST_MEETINGS

Members = npt.NDArray[np.bool_]


def group_share_of_floor(
    meeting: npt.ArrayLike,
    person: npt.ArrayLike,
    time: npt.ArrayLike,
    member: Members,
    rng: np.random.Generator,
    *,
    draws: int = 999,
    level: float = 0.95,
) -> Result:
    """The ratio ``Σ_m floor_m / Σ_m present_m`` of a group's shares of the floor and of those present.

    Each row is a person present at a meeting with all the floor time of that person there (0 for the silent);
    ``member[i]`` says whether person i belongs to the group. Meetings count where people of the group and others
    were present and anybody spoke, at least 5. The interval is the hull of two: over meetings (studentised
    bootstrap), and over people, ``R - (q₊ - 1)`` to ``R + (1 - q₋)`` with the quantiles of R where membership is
    exchanged among all people. The first alone takes ten to twenty talkative people, who come to every meeting, for
    a habit of the meetings: it calls 0.09 to 0.17 of groups drawn at random too quiet, the hull 0.01 to 0.03. n is
    the number of meetings.

    >>> rng = np.random.default_rng(1)
    >>> meeting, person = np.repeat(np.arange(8), 10), np.tile(np.arange(10), 8)
    >>> quiet = group_share_of_floor(meeting, person, np.where(person < 5, 10, 90), np.arange(10) < 5, rng)
    >>> round(quiet.value, 3), quiet.interval.high < 1
    (0.2, True)

    Raises:
        ValueError: lengths differ, a number is negative or broken, or nobody says whether somebody belongs.

    Source: own; exchange of labels over people as in a permutation test, bootstrap-t after Efron 1979.
    """
    meetings, people, spoken = counts(meeting, "meeting"), counts(person, "person"), amounts(time, "time")
    same_length(meeting=meetings, person=people, time=spoken)
    if len(people) and people.max() >= len(member):
        raise ValueError("member: it must say of everybody present whether they belong to the group")
    seen = _shares(meetings, people, spoken, member)
    if len(seen[0]) < FEWEST_MEETINGS:
        return too_few("more_clusters", len(seen[0]), FEWEST_MEETINGS, "meetings")
    value = float(seen[0].sum() / seen[1].sum())
    here = np.unique(people)
    labels = member[here]
    exchanged = member.copy()
    null = []
    for _ in range(draws):
        exchanged[here] = rng.permutation(labels)
        held, present = _shares(meetings, people, spoken, exchanged)
        if len(held):
            null.append(float(held.sum() / present.sum()))
    above = float(np.quantile(null, 0.5 + level / 2, method="higher")) - 1
    below = 1 - float(np.quantile(null, 0.5 - level / 2, method="lower"))
    over_meetings = bootstrap_ratio_by_cluster(*seen, rng, unit=Unit.RATIO, level=level)
    if isinstance(over_meetings, NotEstimable) and max(above, below) <= 1e-12:
        return undefined("more_clusters", "meetings")
    low, high = value - max(above, 0.0), value + max(below, 0.0)
    if isinstance(over_meetings, Estimate):
        low, high = min(low, over_meetings.interval.low), max(high, over_meetings.interval.high)
    return sampled(
        value, low, high, unit=Unit.RATIO, n=len(seen[0]), method="group_share_of_floor", level=level
    )


def _shares(meeting: Ints, person: Ints, time: Floats, member: Members) -> tuple[Floats, Floats]:
    """The group's share of the floor and of those present, for the meetings at which both sides were."""
    inside = member[person].astype(np.float64)
    present, group = np.bincount(meeting), np.bincount(meeting, inside)
    total, own = np.bincount(meeting, time), np.bincount(meeting, inside * time)
    used = (group > 0) & (group < present) & (total > 0)
    return own[used] / total[used], group[used] / present[used]
