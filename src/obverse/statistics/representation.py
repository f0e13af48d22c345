"""Whether those who take part resemble those who could have: ratios, spread of propensities, dissimilarity."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, stdtrit, xlog1py, xlogy

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, amounts, counts, part_of, same_length
from obverse.statistics.results import sampled, too_few, undefined
from obverse.statistics.shares import wilson_limits

GRID = 48
"""At so many true spreads the chance of the observed one is simulated."""


def representation_ratio(
    present: int, participants: int, group: float, population: float, *, level: float = 0.95
) -> Result:
    """The share of a group among those who take part over its share of the population, 1 if it is represented.

    ``(present / participants) / (group / population)``; the population is taken as known, the interval is
    Wilson's for the share of participants. Chance alone is large: with a group of 20 % an honest draw of
    50 falls below 0.8 in three cases of ten. n is the number of participants.

    >>> ratio = representation_ratio(8, 50, 200, 1000)
    >>> round(ratio.value, 2), round(ratio.interval.low, 2), round(ratio.interval.high, 2)
    (0.8, 0.42, 1.43)

    Raises:
        ValueError: a part is larger than its whole or negative.

    Source: Verba, Schlozman & Brady 1995 use such ratios; interval of Wilson 1927.
    """
    part_of(present, participants, "participants of the group")
    if not 0 <= group <= population or not math.isfinite(population):
        raise ValueError(f"population: a group of {group:g} in {population:g} is not possible")
    if not participants:
        return too_few("more_cases", 0, 1, "participants")
    if not group:
        return undefined("nonzero_total", "persons")
    low, high = wilson_limits(present, participants, level)
    expected = group / population
    return sampled(
        present / participants / expected,
        low / expected,
        high / expected,
        unit=Unit.RATIO,
        n=participants,
        method="representation_ratio",
        level=level,
        fewest=min(present, participants - present),
    )


def participation_cv(
    participants: npt.ArrayLike,
    population: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 1000,
    level: float = 0.95,
) -> Result:
    """The coefficient of variation of participation propensities over groups, corrected for chance.

    With ρ = participants/population of each group, f its share of the population and ρ̄ the propensity of
    all, ``CV = √max(0, Σf(ρ-ρ̄)² - Σf(1-f)·ρ(1-ρ)/(N-1)) / ρ̄``: what equal chances alone add to the
    spread is taken off. The interval holds the true spreads, along the direction observed, under which a
    spread as large (or as small) as the observed one has at least (1 - level)/2 of the simulated binomial
    worlds; its lower end is 0 exactly where equal chances are not refused. Measured at 95 %: 0.975 to
    0.98 of the intervals of honest draws hold 0, and 0.94 to 0.98 a true spread. n is the number of
    participants. Each person counts once: add participations up by person before.

    >>> result = participation_cv([10, 90], [10_000, 10_000], np.random.default_rng(1))
    >>> round(result.value, 2), result.interval.low > 0.6
    (0.79, True)

    Raises: ValueError: lengths differ, a count is negative or broken, or a group has more participants
        than people.

    Source: Schouten, Cobben & Bethlehem 2009 (S(ρ), there as 1 - 2S, which is blind to rare
    participation); bias after Shlomo, Skinner & Schouten 2012; interval by own test inversion.
    """
    n_g, people = counts(participants, "participants"), counts(population, "population")
    checked = _groups(n_g, people.astype(np.float64))
    if checked is not None:
        return checked
    if (n_g > people).any():
        raise ValueError("participants: a group has more of them than people")
    n_g, people = n_g[people > 0], people[people > 0]
    part = people / people.sum()
    rho = n_g / people
    mean = float(n_g.sum() / people.sum())
    spread = math.sqrt(float(part @ (rho - mean) ** 2)) / mean
    chance = float((part * (1 - part)) @ (rho * (1 - rho) / np.maximum(people - 1, 1))) / mean**2
    value = math.sqrt(max(0.0, spread**2 - chance))
    low, high = _true_spreads(spread, rho, people, rng, draws=draws, level=level)
    return sampled(
        value, low, high, unit=Unit.COEFFICIENT, n=float(n_g.sum()), method="participation_cv", level=level
    )


def dissimilarity_excess(
    participants: npt.ArrayLike,
    population: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 4000,
    level: float = 0.95,
) -> Result:
    """How much further than chance the make-up of the participants lies from that of the population.

    ``D = ½·Σ|q - f|`` of the groups' shares q of participants and f of the population, less its
    expectation for as many independent draws from the population (exact, from De Moivre's mean deviation
    of a binomial). The interval is the hull of D less the central ``level`` of D in simulated multinomial
    worlds (it holds 0 exactly where the two-sided test does not refuse an honest draw) and of ``± t·√((1
    - (Σq·sign(q-f))²)/4n)``. Conservative:
    0.99 of the intervals of honest draws hold 0, more where a large part of the population takes part. n is the
    number of participants.

    >>> result = dissimilarity_excess([10, 90], [500, 500], np.random.default_rng(1))
    >>> round(result.value, 2), result.interval.low > 0.2
    (0.36, True)

    Raises:
        ValueError: lengths differ, or a number is negative, broken or not finite.

    Source: Duncan & Duncan 1955; null as in Carrington & Troske 1997.
    """
    n_g, people = counts(participants, "participants"), amounts(population, "population")
    checked = _groups(n_g, people)
    if checked is not None:
        return checked
    n_g, people = n_g[people > 0], people[people > 0]
    n, part = int(n_g.sum()), people / people.sum()
    share = n_g / n
    expected = float(_mean_deviation(n, part).sum()) / (2 * n)
    excess = float(np.abs(share - part).sum()) / 2 - expected
    worlds = np.abs(rng.multinomial(n, part, size=draws) / n - part).sum(axis=1) / 2 - expected
    above = float(np.quantile(worlds, 0.5 + level / 2, method="higher"))
    below = float(np.quantile(worlds, 0.5 - level / 2, method="lower"))
    side = float(share @ np.sign(share - part))
    reach = float(stdtrit(max(1, n - 1), 0.5 + level / 2)) * math.sqrt(max(0.0, 1 - side**2) / (4 * n))
    return sampled(
        excess,
        excess - max(above, reach),
        excess + max(-below, reach),
        unit=Unit.INDEX,
        n=n,
        method="dissimilarity_excess",
        level=level,
    )


def _groups(participants: Ints, people: Floats) -> NotEstimable | None:
    same_length(participants=participants, population=people)
    if (participants[people == 0] > 0).any():
        raise ValueError("participants: there are some in a group of which the population is 0")
    if (people > 0).sum() < 2:
        return too_few("both_groups", float((people > 0).sum()), 2, "groups")
    return None if participants.sum() else undefined("nonzero_total", "participants")


def _mean_deviation(n: int, part: Floats) -> Floats:
    """``E|X - np|`` of a binomial X for each p."""
    above = np.floor(n * part) + 1
    inside = np.minimum(above, n)
    log_term = (
        gammaln(n + 1)
        - gammaln(inside + 1)
        - gammaln(n - inside + 1)
        + xlogy(inside, part)
        + xlog1py(n - inside + 1, -part)
    )
    return np.where((part < 1) & (above <= n), 2 * inside * np.exp(log_term), 0.0)


def _true_spreads(
    seen: float, rho: Floats, people: Ints, rng: np.random.Generator, *, draws: int, level: float
) -> tuple[float, float]:
    """The smallest and the largest spread of propensities that do not make the observed one too unlikely."""
    part, tail = people / people.sum(), (1 - level) / 2
    mean = float(part @ rho)
    direction = rho - mean
    if seen <= 1e-12:
        direction = np.where(np.arange(len(rho)) % 2 == 0, 1.0, -1.0)
        direction = direction - part @ direction
    direction = direction / math.sqrt(float(part @ direction**2))
    one_group = math.sqrt(len(rho) / (mean * float(people.sum())))
    aimed = np.linspace(0.0, seen + 5 * one_group, GRID)
    chances = np.clip(mean * (1 + aimed[:, np.newaxis] * direction), 0.0, 1.0)
    true = np.sqrt(((chances - chances @ part[:, np.newaxis]) ** 2) @ part) / (chances @ part)
    spreads = np.stack(
        [_spreads_of_worlds(rng.binomial(people, row, (draws, len(rho))) / people, part) for row in chances]
    )
    slack = 1e-9 * max(1.0, seen)
    at_least = np.maximum.accumulate((spreads >= seen - slack).mean(axis=1))
    # a fit too good for chance does not narrow the interval beyond that of a typical honest draw
    typical = max(seen, float(np.median(spreads[0])))
    at_most = np.minimum.accumulate((spreads <= typical + slack).mean(axis=1))
    low = 0.0 if at_least[0] > tail else float(np.interp(tail, at_least, true))
    high = float(np.interp(-tail, -at_most, true))
    return low, high


def _spreads_of_worlds(propensity: Floats, part: Floats) -> Floats:
    overall = np.maximum(propensity @ part, 1e-300)
    return np.asarray(
        np.sqrt(((propensity - overall[:, np.newaxis]) ** 2) @ part) / overall, dtype=np.float64
    )
