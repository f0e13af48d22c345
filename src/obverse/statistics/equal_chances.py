"""How concentrated events over persons are by chance alone, and how far those observed go beyond it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, stdtrit

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints
from obverse.statistics.concentration import (
    Concentration,
    gini_of_histogram,
    hhi_of_histogram,
    index_of_histograms,
    sorted_histogram,
)
from obverse.statistics.results import sampled

LARGEST_TABLE = 500
"""Up to so many persons or events each draw places every event; above, Poisson counts are drawn."""


def equal_chance_mean(total: npt.ArrayLike, persons: int, *, statistic: Concentration = "gini") -> Floats:
    """The expectation of the index when each of ``total`` events falls on each person with equal chance.

    1/n for the unbiased HHI. For the Gini coefficient ``(n-1)/(2N) · E|x₁ - x₂|``, where given the sum M
    of the two counts, a binomial(N, 2/n), their difference is the distance of a random walk of M steps.
    Exact.

    >>> round(float(equal_chance_mean(60, 15)), 3)
    0.26

    Raises:
        ValueError: there are fewer than two persons, or no event.

    Source: own derivation; for many persons it tends to the Gini coefficient of a Poisson variable.
    """
    totals = np.atleast_1d(np.asarray(total, dtype=np.float64))
    if persons < 2 or (totals < 1).any():
        raise ValueError("equal chances need two persons and one event")
    if statistic == "hhi":
        return np.full(np.shape(total), 1 / persons)
    spread = np.sqrt(2 * totals.max() / persons)
    widest = min(totals.max(), 2 * totals.max() / persons + 12 * spread + 40)
    steps = np.arange(1, widest + 1)
    half = np.ceil(steps / 2)
    log_distance = np.log(2 * half) + gammaln(2 * half + 1) - 2 * gammaln(half + 1) - 2 * half * np.log(2)
    unique, place = np.unique(totals, return_inverse=True)
    means = np.empty(len(unique))
    for i, events in enumerate(unique):
        m = steps[steps <= events]
        if persons == 2:
            log_chance = np.where(m == events, 0.0, -np.inf)
        else:
            log_chance = (
                gammaln(events + 1)
                - gammaln(m + 1)
                - gammaln(events - m + 1)
                + m * np.log(2 / persons)
                + (events - m) * np.log1p(-2 / persons)
            )
        means[i] = (persons - 1) / (2 * events) * np.exp(log_chance + log_distance[: len(m)]).sum()
    return np.asarray(means[place].reshape(np.shape(total)), dtype=np.float64)


def equal_chance_null(
    total: int,
    persons: int,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    statistic: Concentration = "gini",
) -> Floats:
    """The index in ``draws`` worlds in which each event falls on each person with equal chance.

    Each world is a multinomial; with more than 500 persons and events the counts of persons per value
    are drawn instead (independent Poisson counts), and the index is moved by the difference of the
    expectations at the total drawn and at ``total``.

    >>> null = equal_chance_null(60, 15, np.random.default_rng(1), draws=500)
    >>> bool(abs(null.mean() - 0.26) < 0.01)
    True

    Raises:
        ValueError: there are fewer than two persons or fewer events than the index needs.
    """
    if persons < 2 or total < (2 if statistic == "hhi" else 1):
        raise ValueError("equal chances need two persons and as many events as the index")
    if persons <= LARGEST_TABLE:
        return _few_persons(total, persons, rng, draws, statistic)
    if total <= LARGEST_TABLE:
        return _few_events(total, persons, rng, draws, statistic)
    mean = total / persons
    reach = 12 * math.sqrt(mean) + 20
    value = np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1)
    chance = np.exp(value * math.log(mean) - mean - gammaln(value + 1))
    drawn = rng.multinomial(persons, chance / chance.sum(), size=draws)
    index = index_of_histograms(value, drawn, statistic)
    at_drawn = equal_chance_mean(drawn @ value, persons, statistic=statistic)
    return np.asarray(index - at_drawn + equal_chance_mean(total, persons, statistic=statistic))


def excess_concentration(
    value: npt.ArrayLike,
    persons: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    statistic: Concentration = "gini",
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """How much more concentrated the events are than equal chances would make them.

    The observed index less its expectation under equal chances, for these persons and this number of
    events. ``value[i]`` events each for ``persons[i]`` people, those without any included. The interval
    is the hull of two: the excess less the central ``level`` of the equal-chance worlds (it holds 0
    exactly when the two-sided test against equal chances does not refuse them), and ``excess ± t·error``
    over events drawn independently with the chances observed: for the Gini coefficient ``error² = (Σq·a²
    - G²)/N``, q being the share of a person and a = (2·rank - n - 1)/n, for the HHI the variance of a
    U-statistic. n is the number of persons.

    Measured at 95 %: under equal chances 0 lies in 0.97 to 0.99 of the intervals of the Gini excess and
    in practically all of those of the HHI (prefer the Gini coefficient to detect a concentration);
    elsewhere they hold the expected excess in 0.93 or more (HHI of few events dominated by one person:
    0.89). Resampling persons instead would leave the one who dominates out of a third of the replicates,
    and so never find that one person in fifteen took half of the floor. Events in bursts are not
    independent: for speaking TIME permute blocks of speech.

    >>> result = excess_concentration([0, 2, 3, 30], [5, 5, 9, 1], np.random.default_rng(1))
    >>> round(result.value, 2), result.interval.low > 0
    (0.28, True)

    Raises:
        ValueError: lengths differ, or a number is negative or broken.

    Source: own; the variance of the HHI after Simpson 1949, Nature 163.
    """
    of_histogram = gini_of_histogram if statistic == "gini" else hhi_of_histogram
    observed = of_histogram(value, persons)
    if isinstance(observed, NotEstimable):
        return observed
    events, people = sorted_histogram(value, persons)
    n, total = int(people.sum()), int(events @ people)
    chance = float(equal_chance_mean(total, n, statistic=statistic))
    excess = observed.value - chance
    null = equal_chance_null(total, n, rng, draws=draws, statistic=statistic) - chance
    above = float(np.quantile(null, 0.5 + level / 2, method="higher"))
    below = float(np.quantile(null, 0.5 - level / 2, method="lower"))
    reach = float(stdtrit(max(1, total - 1), 0.5 + level / 2)) * _error_over_events(events, people, statistic)
    return sampled(
        excess,
        excess - max(above, reach),
        excess + max(-below, reach),
        unit=Unit.INDEX,
        n=n,
        method="excess_gini" if statistic == "gini" else "excess_hhi",
        level=level,
    )


def _few_persons(
    total: int, persons: int, rng: np.random.Generator, draws: int, statistic: Concentration
) -> Floats:
    index = np.empty(draws)
    rank = 2.0 * np.arange(1, persons + 1) - persons - 1
    # about two million counts at a time stay in the processor's cache reach and below 20 MB
    step = max(1, 2_000_000 // persons)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        rows = rng.multinomial(total, np.full(persons, 1 / persons), size=size)
        if statistic == "hhi":
            index[start : start + size] = np.sum(rows * (rows - 1.0), axis=1) / (total * (total - 1.0))
        else:
            rows.sort(axis=1)
            index[start : start + size] = rows @ rank / (persons * float(total))
    return index


def _few_events(
    total: int, persons: int, rng: np.random.Generator, draws: int, statistic: Concentration
) -> Floats:
    hit = np.sort(rng.integers(persons, size=(draws, total)), axis=1)
    starts = np.ones((draws, total), dtype=bool)
    starts[:, 1:] = hit[:, 1:] != hit[:, :-1]
    first = np.flatnonzero(starts)
    events = np.diff(first, append=draws * total)
    widest = int(events.max()) + 1
    table = np.bincount(first // total * widest + events, minlength=draws * widest).reshape(draws, widest)
    table[:, 0] = persons - table.sum(axis=1)
    return index_of_histograms(np.arange(widest), table, statistic)


def _error_over_events(events: Ints, people: Ints, statistic: Concentration) -> float:
    persons, total = float(people.sum()), float(events @ people)
    share = events / total
    if statistic == "hhi":
        squares, cubes = float(people @ share**2), float(people @ share**3)
        spread = 4 * (total - 2) * (cubes - squares**2) + 2 * (squares - squares**2)
        return math.sqrt(max(0.0, spread) / (total * (total - 1)))
    place = (2 * np.cumsum(people) - people - persons) / persons
    gini = float(people @ (share * place))
    return math.sqrt(max(0.0, float(people @ (share * place**2)) - gini**2) / total)
