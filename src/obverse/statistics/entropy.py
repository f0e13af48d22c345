"""How far answers are scattered over the possible ones: do people name the same actor, or anybody?"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, Ints, counts
from obverse.statistics.results import sampled, too_few

FEWEST_ANSWERS = 10
SHARPNESS = np.concatenate([np.linspace(0.0, 3.0, 31), np.geomspace(3.2, 40.0, 19)])
"""Powers of the observed shares: from all answers equally likely (0) to always the same one."""


def entropy_of_answers(
    answers: npt.ArrayLike, rng: np.random.Generator, *, draws: int = 1000, level: float = 0.95
) -> Result:
    """The entropy of answers over K possible ones, 0 where all agree and 1 where all answers are as frequent.

    ``(-Σp·ln p + (m - 1)/2n)/ln K``, m being the number of answers that were given at all, at most 1: the
    added term takes off what a small sample hides. ``answers[j]`` people of n gave answer j, the answers
    nobody gave are counted as 0. The interval holds the entropies, among shares in proportion to powers of
    the observed ones (half an answer added to each), under which an entropy as large (or as small) as the
    observed one has at least (1 - level)/2 of the simulated samples.

    Measured at 95 % for 2 to 10 possible answers from 10, 20, 50 and 200 people: 0.94 to 1.00 (the delta
    method: 0.83 to 1.00). A share of people who name the right actor is easier to read: show it first.

    >>> scattered = entropy_of_answers([6, 5, 4, 5], np.random.default_rng(1))
    >>> scattered.value, scattered.interval.low > 0.8
    (1.0, True)

    Raises:
        ValueError: fewer than two answers are possible, or a count is negative or broken.

    Source: entropy of Shannon 1948; correction after Miller 1955; interval by own test inversion.
    """
    seen = counts(answers, "answers")
    if len(seen) < 2:
        raise ValueError("answers: at least two of them must be possible, the ones nobody gave included")
    n = int(seen.sum())
    if n < FEWEST_ANSWERS:
        return too_few("more_cases", n, FEWEST_ANSWERS, "answers")
    most = math.log(len(seen))
    observed = float(_miller_madow(seen[np.newaxis])[0])
    log_share = np.log((seen + 0.5) / (n + len(seen) / 2))
    shares = np.exp(SHARPNESS[:, np.newaxis] * (log_share - log_share.max()))
    shares /= shares.sum(axis=1, keepdims=True)
    true = _entropy(shares)
    worlds = np.stack([_miller_madow(rng.multinomial(n, row, size=draws)) for row in shares])
    tail = (1 - level) / 2
    # one place further than the last entropy that is not refused
    as_large = np.minimum.accumulate((worlds >= observed - 1e-9).mean(axis=1)) > tail
    as_small = np.maximum.accumulate((worlds <= observed + 1e-9).mean(axis=1)) > tail
    last, first = int(as_large.sum()), len(SHARPNESS) - int(as_small.sum()) - 1
    return sampled(
        min(1.0, observed / most),
        float(true[last]) / most if last < len(true) else 0.0,
        float(true[max(0, first)]) / most,
        unit=Unit.SHARE,
        n=n,
        method="entropy_of_answers",
        level=level,
    )


def _entropy(shares: Floats) -> Floats:
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-np.sum(shares * logs, axis=1), dtype=np.float64)


def _miller_madow(seen: Ints) -> Floats:
    n = seen.sum(axis=1)
    corrected: Floats = _entropy(seen / n[:, np.newaxis]) + ((seen > 0).sum(axis=1) - 1) / (2 * n)
    return corrected
