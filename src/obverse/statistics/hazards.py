"""How likely an event is in each period for those to whom it can still happen: partners who leave, sites that close."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.quantities import Result
from obverse.statistics.arrays import Ints, counts, same_length
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.results import undefined
from obverse.statistics.shares import wilson_share


def hazard(events: npt.ArrayLike, at_risk: npt.ArrayLike, *, level: float = 0.95) -> tuple[Result, ...]:
    """For each period the share of those still at risk who had the event in it, with Wilson's interval.

    ``events[t] / at_risk[t]``; who had the event or was no longer seen is not at risk afterwards. A period in
    which nobody was at risk has no figure.

    >>> [round(share.value, 2) for share in hazard([2, 1], [20, 10])]
    [0.1, 0.1]

    Raises:
        ValueError: lengths differ, a count is negative, or a period has more events than people at risk.

    Source: discrete-time hazard after Cox 1972 and Singer & Willett 1993.
    """
    happened, exposed = _periods(events, at_risk)
    return tuple(wilson_share(int(x), int(n), level=level) for x, n in zip(happened, exposed, strict=True))


def mean_hazard(events: npt.ArrayLike, at_risk: npt.ArrayLike, *, level: float = 0.95) -> Result:
    """The hazard per period over all periods, ``Σ events / Σ at_risk``, with Wilson's interval.

    As each person has the event at most once, a period of a person counts as one case of its own: the
    likelihood of a constant hazard is that of independent cases. Where the event can repeat, or people come
    in clusters, use ``clustered_share`` over persons or clusters instead. n is the number of person-periods.

    >>> share = mean_hazard([2, 1, 0], [20, 10, 6])
    >>> round(share.value, 3), share.n
    (0.083, 36)

    Raises:
        ValueError: lengths differ, a count is negative, or a period has more events than people at risk.

    Source: see ``hazard``.
    """
    happened, exposed = _periods(events, at_risk)
    return wilson_share(int(happened.sum()), int(exposed.sum()), level=level)


def hazard_ratio(
    events: npt.ArrayLike,
    at_risk: npt.ArrayLike,
    events_0: npt.ArrayLike,
    at_risk_0: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> Result:
    """How many times the odds of the event are those of group 0 among those still at risk, pooled over periods.

    The odds ratio that the tables ``[[events, at_risk - events], [events_0, at_risk_0 - events_0]]`` of the
    periods have in common, by ``odds_ratio_mantel_haenszel`` (exact where counts are small): people are
    compared with those who were at risk at the same time. Where hazards are small it is the ratio of hazards,
    elsewhere it lies further from 1. Assumes that it is the same in all periods. n is the number of
    person-periods that compare anything.

    >>> ratio = hazard_ratio([6, 5, 4], [30, 22, 15], [3, 2, 2], [30, 27, 24])
    >>> round(ratio.value, 1), ratio.interval.low > 1
    (3.1, True)

    Raises:
        ValueError: lengths differ, a count is negative, or a period has more events than people at risk.

    Source: discrete-time logistic hazard of Cox 1972; see ``odds_ratio_mantel_haenszel``.
    """
    one, zero = _periods(events, at_risk), _periods(events_0, at_risk_0)
    same_length(periods=one[0], periods_0=zero[0])
    if one[1].any() and zero[1].any() and not one[0].any() and not zero[0].any():
        return undefined("nonzero_total", "events")
    tables = np.array([[x, n - x] for x, n in (one, zero)]).transpose(2, 0, 1)
    return odds_ratio_mantel_haenszel(tables, level=level)


def _periods(events: npt.ArrayLike, at_risk: npt.ArrayLike) -> tuple[Ints, Ints]:
    happened, exposed = counts(events, "events"), counts(at_risk, "at risk")
    same_length(events=happened, at_risk=exposed)
    if (happened > exposed).any():
        raise ValueError("events: a period has more of them than people at risk")
    return happened, exposed
