"""One odds ratio over several strata (2 by 2 tables), for comparing like with like."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtri

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, table_of_counts
from obverse.statistics.bisection import crossing
from obverse.statistics.permutation import PermutationTest, monte_carlo
from obverse.statistics.results import sampled, too_few, undefined

ROOM_FOR_NORMAL = 5.0
"""How far the expected total must lie from its ends for a normal interval (after Mantel & Fleiss 1980)."""


def odds_ratio_mantel_haenszel(tables: npt.ArrayLike, *, level: float = 0.95) -> Result:
    """The odds ratio that k strata have in common, ``Σ(a·d/n) / Σ(b·c/n)``.

    ``tables[s] = [[a, b], [c, d]]``: group 1 with and without the outcome, then group 0. The interval is
    ``exp(ln OR ± z·√v)`` with ``v = ΣPR/2(ΣR)² + Σ(PS+QR)/2ΣRΣS + ΣQS/2(ΣS)²``, where ``P = (a+d)/n, Q =
    (b+c)/n, R = ad/n, S = bc/n``. Where the expected total of a lies within 5 of its lowest or highest
    possible value, or a sum is zero, the exact interval (``odds_ratio_exact``) is given instead. n is the
    number of cases in strata that compare anything. Assumes that the odds ratio is the same in all
    strata.

    >>> ratio = odds_ratio_mantel_haenszel([[[512, 313], [89, 19]], [[353, 207], [17, 8]]])
    >>> round(ratio.value, 3), round(ratio.interval.low, 3), round(ratio.interval.high, 3)
    (0.425, 0.275, 0.658)

    Raises:
        ValueError: the array is not (k, 2, 2), or a count is negative or broken.

    Source: Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986, Biometrics 42.
    """
    strata = _informative(tables)
    if isinstance(strata, NotEstimable):
        return strata
    a, b, c, d = _cells(strata)
    n = a + b + c + d
    r, s = a * d / n, b * c / n
    lowest, highest = _ends(strata)
    expected = float(np.sum((a + b) * (a + c) / n))
    room = min(expected - float(lowest.sum()), float(highest.sum()) - expected)
    if room < ROOM_FOR_NORMAL or not r.sum() or not s.sum():
        return odds_ratio_exact(strata, level=level)
    p, q = (a + d) / n, (b + c) / n
    variance = (
        np.sum(p * r) / (2 * r.sum() ** 2)
        + np.sum(p * s + q * r) / (2 * r.sum() * s.sum())
        + np.sum(q * s) / (2 * s.sum() ** 2)
    )
    value = float(r.sum() / s.sum())
    reach = float(ndtri(0.5 + level / 2)) * math.sqrt(float(variance))
    return sampled(
        value,
        value * math.exp(-reach),
        value * math.exp(reach),
        unit=Unit.RATIO,
        n=float(n.sum()),
        method="mantel_haenszel",
        level=level,
        fewest=int(strata.sum(axis=0).min()),
    )


def odds_ratio_exact(tables: npt.ArrayLike, *, mid_p: bool = False, level: float = 0.95) -> Result:
    """The conditional odds ratio over k strata with its exact interval.

    Given the margins, Σa has probability ``c(Σa)·ψ^Σa / Σ c(j)·ψ^j``, c being the convolution of the
    products of binomial coefficients of the strata. The value is the conditional maximum-likelihood one;
    where that is infinite, the median-unbiased one. Conservative; ``mid_p`` counts half of the
    probability of what was seen.

    >>> ratio = odds_ratio_exact([[[3, 1], [1, 3]]])
    >>> round(ratio.value, 3), round(ratio.interval.low, 4), round(ratio.interval.high, 2)
    (6.408, 0.2117, 626.24)

    Raises:
        ValueError: the array is not (k, 2, 2), or a count is negative or broken.

    Source: Gart 1970; Mehta, Patel & Gray 1985; the figures of R's ``fisher.test``.
    """
    strata = _informative(tables)
    if isinstance(strata, NotEstimable):
        return strata
    lowest, highest = (int(end.sum()) for end in _ends(strata))
    seen = int(strata[:, 0, 0].sum())
    distribution = _Conditional(strata, lowest, highest)
    tail = (1 - level) / 2
    weight = 0.5 if mid_p else 1.0

    def reached(log_ratio: float) -> float:
        return distribution.above(seen, log_ratio, weight)

    def passed(log_ratio: float) -> float:
        return distribution.above(seen, log_ratio, 1 - weight)

    low = 0.0 if seen == lowest else math.exp(crossing(reached, tail, -50.0, 50.0))
    high = math.inf if seen == highest else math.exp(crossing(passed, 1 - tail, -50.0, 50.0))
    if seen == lowest:
        value = 0.0
    elif seen == highest:
        value = math.exp(
            crossing(lambda log_ratio: distribution.above(seen, log_ratio, 1.0), 0.5, -50.0, 50.0)
        )
    else:
        value = math.exp(crossing(distribution.mean, seen, -50.0, 50.0))
    return sampled(
        value,
        low,
        high,
        unit=Unit.RATIO,
        n=float(strata.sum()),
        method="odds_ratio_mid_p" if mid_p else "odds_ratio_exact",
        level=level,
        fewest=int(strata.sum(axis=0).min()),
    )


def mantel_haenszel_permutation(
    tables: npt.ArrayLike, rng: np.random.Generator, *, draws: int = 9999
) -> PermutationTest | NotEstimable:
    """Whether Σa differs from what exchanging the group labels within strata gives.

    The statistic is ``|Σa - Σ(a+b)(a+c)/n|``; each draw gives every stratum a hypergeometric a.

    >>> test = mantel_haenszel_permutation([[[9, 1], [2, 8]]], np.random.default_rng(1))
    >>> test.p < 0.01, test.n
    (True, 20)

    Raises:
        ValueError: the array is not (k, 2, 2), or a count is negative or broken.

    Source: stratified permutation after Mantel & Haenszel 1959; ``monte_carlo`` for the p value.
    """
    strata = _informative(tables)
    if isinstance(strata, NotEstimable):
        return strata
    a, b, c, d = _cells(strata)
    expected = float(np.sum((a + b) * (a + c) / (a + b + c + d)))
    drawn = np.zeros(draws)
    for first, second, third, fourth in strata.reshape(-1, 4):
        drawn += rng.hypergeometric(first + third, second + fourth, first + second, draws)
    return monte_carlo(
        abs(float(a.sum()) - expected),
        np.abs(drawn - expected),
        n=int(strata.sum()),
        method="mantel_haenszel_permutation",
    )


def _informative(tables: npt.ArrayLike) -> Ints | NotEstimable:
    """The strata that hold both groups and both outcomes."""
    strata = table_of_counts(tables, "strata", 3)
    if strata.shape[1:] != (2, 2):
        raise ValueError(f"strata: tables of 2 by 2 are expected, not of {strata.shape[1:]}")
    groups = strata.sum(axis=2)
    if (groups.sum(axis=0) == 0).any():
        return too_few("both_groups", 0, 1, "cases")
    kept = strata[(groups > 0).all(axis=1) & (strata.sum(axis=1) > 0).all(axis=1)]
    return kept if len(kept) else undefined("both_groups", "strata")


def _cells(strata: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    cells = strata.reshape(-1, 4).astype(np.float64)
    return cells[:, 0], cells[:, 1], cells[:, 2], cells[:, 3]


def _ends(strata: Ints) -> tuple[Ints, Ints]:
    """The lowest and the highest a that the margins of each stratum allow."""
    group = strata[:, 0].sum(axis=1)
    other = strata[:, 1].sum(axis=1)
    outcome = strata[:, :, 0].sum(axis=1)
    return np.maximum(0, outcome - other), np.minimum(group, outcome)


class _Conditional:
    """The distribution of Σa given all margins, for any odds ratio."""

    def __init__(self, strata: Ints, lowest: int, highest: int) -> None:
        self.totals = np.arange(lowest, highest + 1, dtype=np.float64)
        a, b, c, d = _cells(strata)
        # tilted to the neighbourhood of the data, so that convolving large strata does not underflow
        self.tilt = math.log(
            float((np.sum(a * d / (a + b + c + d)) + 0.5) / (np.sum(b * c / (a + b + c + d)) + 0.5))
        )
        weights = np.ones(1)
        for table, low, high in zip(strata.tolist(), *_ends(strata), strict=True):
            group, other, outcome = sum(table[0]), sum(table[1]), table[0][0] + table[1][0]
            j = np.arange(low, high + 1, dtype=np.float64)
            log_weight = (
                self.tilt * j
                - gammaln(j + 1)
                - gammaln(group - j + 1)
                - gammaln(outcome - j + 1)
                - gammaln(other - outcome + j + 1)
            )
            weights = np.convolve(weights, np.exp(log_weight - log_weight.max()))
            weights /= weights.max()
        with np.errstate(divide="ignore"):
            self.log_weights = np.log(weights)

    def _probabilities(self, log_ratio: float) -> Floats:
        logs = self.log_weights + (log_ratio - self.tilt) * self.totals
        likely = np.exp(logs - logs.max())
        return np.asarray(likely / likely.sum(), dtype=np.float64)

    def above(self, total: int, log_ratio: float, weight: float) -> float:
        """The chance of more than ``total``, and ``weight`` of that of ``total`` itself."""
        chance = self._probabilities(log_ratio)
        place = total - int(self.totals[0])
        return float(chance[place + 1 :].sum() + weight * chance[place])

    def mean(self, log_ratio: float) -> float:
        return float(np.sum(self.totals * self._probabilities(log_ratio)))
