"""How long things last or take, when some are still open on the day the audit looks (right-censored).

Input are day histograms: the sorted days on which anything happened, how many events each day saw, and
how many cases were last seen open on it. A case censored on a day was at risk on that day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, counts, numbers, same_length
from obverse.statistics.results import sampled, too_few


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """The share still without the event after each day, with the ends of a pointwise interval.

    All vectors have one entry per day in ``times``; ``at_risk`` counts those observed just before the day's
    events, ``remaining`` those left just after them, ``greenwood`` is ``Σ d/(n(n-d))`` up to the day.
    """

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    remaining: Ints
    greenwood: Floats
    n: int
    level: float


def day_counts(
    times: npt.ArrayLike, events: npt.ArrayLike, censored: npt.ArrayLike
) -> tuple[Floats, Ints, Ints]:
    """The day histogram, checked.

    Raises:
        ValueError: lengths differ, days are not rising or negative, or a count is negative or broken.
    """
    days, happened, open_ones = (
        numbers(times, "times"),
        counts(events, "events"),
        counts(censored, "censored"),
    )
    same_length(times=days, events=happened, censored=open_ones)
    if (np.diff(days) <= 0).any() or (days < 0).any():
        raise ValueError("times: each day must come once, in rising order, and not before day 0")
    return days, happened, open_ones


def day_histogram(durations: npt.ArrayLike, ended: npt.ArrayLike) -> tuple[Ints, Ints, Ints]:
    """The day histogram ``(times, events, censored)`` of whole days given case by case.

    ``durations[i]`` days until the event of case i where ``ended[i]``, otherwise until it was last seen open.

    >>> [part.tolist() for part in day_histogram([3, 0, 3, 8], [True, True, False, False])]
    [[0, 3, 8], [1, 1, 0], [0, 1, 1]]

    Raises:
        ValueError: lengths differ, a duration is negative or no whole number, or an end is not true or false.
    """
    days, events = counts(durations, "durations"), np.asarray(ended)
    same_length(durations=days, ended=events)
    if events.dtype != np.bool_ or events.ndim != 1:
        raise ValueError("ended: for each case true or false is expected")
    # open cases in the even places, ended ones in the odd ones: both are counted in one pass
    seen = np.bincount(2 * days + events)
    seen = np.append(seen, np.zeros(len(seen) % 2, dtype=np.int64)).reshape(-1, 2)
    times = np.flatnonzero(seen.sum(axis=1)).astype(np.int64)
    return times, seen[times, 1].astype(np.int64), seen[times, 0].astype(np.int64)


def number_at_risk(leaving: Ints) -> Ints:
    """How many are still observed just before each day, given how many leave on it.

    >>> number_at_risk(np.array([1, 2, 3])).tolist()
    [6, 5, 3]
    """
    return np.asarray(np.cumsum(leaving[::-1])[::-1], dtype=np.int64)


def kaplan_meier(
    times: npt.ArrayLike, events: npt.ArrayLike, censored: npt.ArrayLike, *, level: float = 0.95
) -> SurvivalCurve | NotEstimable:
    """The Kaplan-Meier curve ``S(t) = Π (1 - d/n)`` over the days up to t, with a log-log interval.

    ``S^exp(±z·√V/|ln S|)`` with Greenwood's ``V = Σ d/(n(n-d))``. For the lower end V is multiplied by
    m/r, the numbers at risk after the last event and now, so that it keeps falling while cases are
    censored. Before the first event it is ``(α/2)^(1/r)``, the exact end for r cases without event; where
    nobody is left the upper end is that of the day before.

    >>> curve = kaplan_meier([1, 3, 5], [1, 1, 1], [0, 1, 1])
    >>> [round(float(share), 3) for share in curve.survival]
    [0.8, 0.6, 0.3]

    Raises:
        ValueError: lengths differ, days are not rising or negative, or a count is negative or broken.

    Source: Kaplan & Meier 1958; log-log interval of Kalbfleisch & Prentice; lower end after Dorey & Korn
    1987.
    """
    days, happened, open_ones = day_counts(times, events, censored)
    kept = happened + open_ones > 0
    days, happened, open_ones = days[kept], happened[kept], open_ones[kept]
    if not len(days):
        return too_few("more_cases", 0, 1, "cases")
    at_risk = number_at_risk(happened + open_ones)
    remaining = at_risk - happened
    survival: Floats = np.cumprod(remaining / at_risk, dtype=np.float64)
    hazard_variance = np.where(remaining > 0, happened / (at_risk * np.maximum(remaining, 1.0)), 0.0)
    greenwood: Floats = np.cumsum(hazard_variance, dtype=np.float64)
    low, high = np.empty(len(days)), np.empty(len(days))
    after_last_event = int(at_risk[0])
    for day, event in enumerate(happened):
        after_last_event = int(remaining[day]) if event else after_last_event
        low[day], high[day] = _ends(
            float(survival[day]), float(greenwood[day]), after_last_event, int(remaining[day]), level
        )
        if survival[day] == 0:
            high[day] = high[day - 1] if day else 1 - ((1 - level) / 2) ** (1 / int(at_risk[0]))
    return SurvivalCurve(
        days, survival, low, high, at_risk, remaining, greenwood, n=int(at_risk[0]), level=level
    )


def survival_at(curve: SurvivalCurve, t: float) -> Result:
    """The share still without the event after day t.

    The interval counts only those still observed on day t; beyond the last day there is none, unless
    nobody is left. n is the number of cases at the start.

    >>> share = survival_at(kaplan_meier([1, 3, 5], [1, 1, 1], [0, 1, 1]), 4)
    >>> round(share.value, 3), round(share.interval.low, 3), round(share.interval.high, 3)
    (0.6, 0.058, 0.882)

    Source: see ``kaplan_meier``.
    """
    day = int(np.searchsorted(curve.times, t, side="right")) - 1
    last = len(curve.times) - 1
    value = float(curve.survival[day]) if day >= 0 else 1.0
    if t > curve.times[last] and value > 0:
        return too_few("longer_follow_up", float(curve.times[last]), t, "follow_up")
    if value == 0:
        low, high = 0.0, float(curve.high[day])
    elif day >= 0 and t == curve.times[day]:
        low, high = float(curve.low[day]), float(curve.high[day])
    else:
        falls = np.flatnonzero(curve.remaining[: day + 1] < curve.at_risk[: day + 1])
        after_last_event = int(curve.remaining[falls[-1]]) if len(falls) else curve.n
        greenwood = float(curve.greenwood[day]) if day >= 0 else 0.0
        low, high = _ends(value, greenwood, after_last_event, int(curve.at_risk[day + 1]), curve.level)
    return sampled(value, low, high, unit=Unit.SHARE, n=curve.n, method="kaplan_meier", level=curve.level)


def median_time(curve: SurvivalCurve, *, unit: Unit = Unit.DAYS) -> Result:
    """The first day after which at most half are still without the event.

    The interval runs from the first day on which the lower end of the curve is at most one half to the
    first day on which its upper end is; it has no upper end (infinity) where that is never seen.

    >>> median_time(kaplan_meier([1, 3, 5], [1, 1, 1], [0, 1, 1])).value
    5.0

    Source: Brookmeyer & Crowley 1982, Biometrics 38.
    """

    def first(values: Floats) -> float:
        days = np.flatnonzero(values <= 0.5 + 1e-12)
        return float(curve.times[days[0]]) if len(days) else math.inf

    value = first(curve.survival)
    if math.isinf(value):
        return too_few("longer_follow_up", 1 - float(curve.survival[-1]), 0.5, "share")
    return sampled(
        value,
        first(curve.low),
        first(curve.high),
        unit=unit,
        n=curve.n,
        method="kaplan_meier_median",
        level=curve.level,
    )


def _ends(
    survival: float, greenwood: float, after_last_event: int, at_risk: int, level: float
) -> tuple[float, float]:
    if survival == 1:
        return ((1 - level) / 2) ** (1 / at_risk), 1.0
    if survival == 0:
        return 0.0, 1.0
    turn = float(ndtri(0.5 + level / 2)) * math.sqrt(greenwood) / abs(math.log(survival))
    widened = turn * math.sqrt(max(1.0, after_last_event / at_risk))
    # beyond e^700 the power underflows to 0, which is the right end
    return survival ** math.exp(min(widened, 700.0)), survival ** math.exp(-turn)
