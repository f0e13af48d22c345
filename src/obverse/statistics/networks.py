"""Ties between people: whether groups keep to themselves, and whether all ties run through a few."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtri, stdtrit, xlog1py, xlogy

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, Ints, counts, table_of_counts
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_PERSONS = 5
MOST_PAIRS = 2000
"""Up to so many pairs of people random networks are drawn tie by tie; above, from the binomial of a degree."""


def ei_index(
    ties: npt.ArrayLike,
    group: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 1999,
    level: float = 0.95,
) -> Result:
    """How much more ties run across groups than exchanged group labels would make them.

    ``(E - I)/(E + I)`` with E ties between and I within groups, less its expectation ``2·(1 -
    Σn_g(n_g-1)/n(n-1)) - 1`` when labels are exchanged over the same network. Each row of ``ties`` is a pair
    of places in ``group``, which holds all people, those without ties included. The interval is the hull of
    the central ``level`` of exchanged labels (it holds 0 exactly where the two-sided test does not refuse
    chance) and of ``± t·√((n-2)/2n · Σ(θ_i - mean θ)²)`` over networks without person i. Negative: groups
    keep to themselves more than chance has it. n is the number of ties.

    Measured at 95 % in random networks of 12 to 60 people: 0.96 to 0.985 of the intervals hold 0 where labels
    do not matter, 0.965 to 1.00 the true excess where they do.

    >>> ties = [[0, 1], [0, 2], [1, 2], [3, 4], [4, 5], [3, 5], [2, 3]]
    >>> excess = ei_index(ties, [0, 0, 0, 1, 1, 1], np.random.default_rng(1))
    >>> round(excess.value, 3)
    -0.914

    Raises:
        ValueError: a tie is not a pair, joins somebody with themselves or names nobody in ``group``.

    Source: after Krackhardt & Stern 1988; jackknife over persons after Snijders & Borgatti 1999.
    """
    pairs, label = table_of_counts(ties, "ties", 2), counts(group, "group")
    n = len(label)
    if pairs.size and (pairs.shape[1] != 2 or pairs.max() >= n or (pairs[:, 0] == pairs[:, 1]).any()):
        raise ValueError("ties: each must join two different people of the group list")
    label = np.unique(label, return_inverse=True)[1]
    sizes = np.bincount(label)
    if len(sizes) < 2:
        return too_few("both_groups", len(sizes), 2, "groups")
    if n < FEWEST_PERSONS:
        return too_few("more_cases", n, FEWEST_PERSONS, "persons")
    if not len(pairs):
        return undefined("nonzero_total", "pairs")
    external = label[pairs[:, 0]] != label[pairs[:, 1]]
    chance = _external_by_chance(sizes)
    value = 2 * (float(external.mean()) - chance)
    drawn = np.empty(draws)
    for draw in range(draws):
        exchanged = rng.permutation(label)
        drawn[draw] = np.mean(exchanged[pairs[:, 0]] != exchanged[pairs[:, 1]])
    null = 2 * (drawn - chance)
    above = float(np.quantile(null, 0.5 + level / 2, method="higher"))
    below = float(np.quantile(null, 0.5 - level / 2, method="lower"))
    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * _error_over_persons(pairs, external, label, sizes)
    if max(above - below, reach) <= 1e-12:
        return undefined("more_cases", "pairs")
    return sampled(
        value,
        value - max(above, reach),
        value + max(-below, reach),
        unit=Unit.COEFFICIENT,
        n=len(pairs),
        method="ei_index",
        level=level,
    )


def freeman_centralisation(
    degree: npt.ArrayLike, rng: np.random.Generator, *, draws: int = 4000, level: float = 0.95
) -> Result:
    """How much more the ties run through one person than in random networks with as many people and ties.

    ``Σ(max d - d)/((n-1)(n-2))`` over the numbers d of people with whom each is tied (1 for a star, 0 where
    all have as many), less its mean over random networks. The interval is the hull of the central ``level``
    of these and of ``± z·n·√(max d·(1 - max d/(n-1)))/((n-1)(n-2))``, the spread of the degree of the person
    in the middle. Networks of more than 2,000 possible pairs are drawn as the largest of n independent
    binomials. n is the number of people. Conservative: practically all intervals of random networks hold 0.

    >>> star = freeman_centralisation([9] + [1] * 9, np.random.default_rng(1))
    >>> star.value > 0.6, star.interval.low > 0
    (True, True)

    Raises:
        ValueError: a number is negative or broken, or no network without double ties has these degrees.

    Source: after Freeman 1978; null of equal chances for every pair.
    """
    degrees = counts(degree, "degrees")
    n = len(degrees)
    if n < FEWEST_PERSONS:
        return too_few("more_cases", n, FEWEST_PERSONS, "persons")
    total, largest = int(degrees.sum()), int(degrees.max())
    if total % 2 or largest > n - 1:
        raise ValueError(f"degrees: ties between {n} people cannot give a sum of {total} or one of {largest}")
    if not total:
        return undefined("nonzero_total", "pairs")
    scale = n / ((n - 1) * (n - 2))
    drawn = _largest_degrees(n, total // 2, rng, draws)
    chance = float(drawn.mean())
    above = float(np.quantile(drawn, 0.5 + level / 2, method="higher")) - chance
    below = float(np.quantile(drawn, 0.5 - level / 2, method="lower")) - chance
    z = float(ndtri(0.5 + level / 2))
    reach = z * math.sqrt(largest * (1 - largest / (n - 1)))
    if max(above - below, reach) <= 0:
        return undefined("more_cases", "pairs")
    value = largest - chance
    return sampled(
        value * scale,
        (value - max(above, reach)) * scale,
        (value + max(-below, reach)) * scale,
        unit=Unit.INDEX,
        n=n,
        method="freeman_centralisation",
        level=level,
    )


def _external_by_chance(sizes: Ints | Floats) -> float:
    """The chance that a tie runs between groups when labels are exchanged."""
    n = float(sizes.sum())
    return 1 - float(sizes @ (sizes - 1)) / (n * (n - 1))


def _error_over_persons(
    pairs: Ints, external: npt.NDArray[np.bool_], label: npt.NDArray[np.int64], sizes: Ints
) -> float:
    n = len(label)
    ends = pairs.ravel()
    own = np.bincount(ends, minlength=n)
    own_external = np.bincount(ends, weights=np.repeat(external, 2), minlength=n)
    left = len(pairs) - own
    if not left.all():
        return 0.0
    inside = float(sizes @ (sizes - 1))
    chance = 1 - (inside - 2 * (sizes[label] - 1)) / ((n - 1) * (n - 2))
    without = 2 * ((float(external.sum()) - own_external) / left - chance)
    return math.sqrt((n - 2) / (2 * n) * float(np.sum((without - without.mean()) ** 2)))


def _largest_degrees(n: int, ties: int, rng: np.random.Generator, draws: int) -> Floats:
    """The largest degree in ``draws`` random networks of n people."""
    first, second = np.triu_indices(n, 1) if n * (n - 1) // 2 <= MOST_PAIRS else (np.empty(0), np.empty(0))
    if len(first):
        largest = np.empty(draws)
        for draw in range(draws):
            chosen = rng.choice(len(first), size=ties, replace=False, shuffle=False)
            largest[draw] = np.bincount(np.concatenate([first[chosen], second[chosen]])).max()
        return largest
    share = 2 * ties / (n * (n - 1))
    # where more is impossible in as many digits as a number has, there is nothing to add up
    d = np.arange(min(n, math.ceil(share * n + 40 * math.sqrt(share * n)) + 200))
    log_chance = gammaln(n) - gammaln(d + 1) - gammaln(n - d) + xlogy(d, share) + xlog1py(n - 1 - d, -share)
    return np.searchsorted(np.cumsum(np.exp(log_chance)), rng.random(draws) ** (1 / n)).astype(np.float64)
