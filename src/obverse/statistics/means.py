"""Means of independent persons, from a histogram of what they answered."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import counts, numbers, same_length
from obverse.statistics.clusters import ClusterRatio, Limits
from obverse.statistics.results import sampled, too_few, undefined


def mean_of_histogram(
    value: npt.ArrayLike,
    persons: npt.ArrayLike,
    *,
    unit: Unit,
    limits: Limits | None = None,
    level: float = 0.95,
) -> Result:
    """The mean of ``value[i]`` over ``persons[i]`` independent people, with Student's t.

    ``m ± t·√(Σ(x-m)²/n(n-1))``, n - 1 degrees of freedom. ``limits`` are the lowest and highest possible
    value: the interval is then computed on the logit of the place between them, and where all people
    agree it covers what a share of ``1 - (α/2)^(1/n)`` of unlike people could change. Without limits and
    without spread there is no interval.

    >>> mean = mean_of_histogram([0, 1, 2, 3, 4], [2, 1, 4, 2, 1], unit=Unit.DEGREE, limits=(0, 4))
    >>> round(mean.value, 2), round(mean.interval.low, 2), round(mean.interval.high, 2)
    (1.9, 1.06, 2.78)

    Raises:
        ValueError: lengths differ, a count is negative or broken, or a value lies outside the limits.

    Source: Student 1908; the logit keeps it within the scale as in ``clustered_mean``.
    """
    answers, people = numbers(value, "values"), counts(persons, "persons")
    same_length(value=answers, persons=people)
    answers, people = answers[people > 0], people[people > 0]
    n = int(people.sum())
    if n < 2:
        return too_few("more_cases", n, 2, "answers")
    if limits is not None and not limits[0] <= answers.min() <= answers.max() <= limits[1]:
        raise ValueError(f"values: {answers.min():g} to {answers.max():g} do not lie within {limits}")
    mean = float(answers @ people) / n
    error = math.sqrt(float((answers - mean) ** 2 @ people) / (n * (n - 1)))
    ends = ClusterRatio(mean, np.array([error]), n, float(n), float(n)).limits(level, limits)
    if ends is None:
        return undefined("more_cases", "answers")
    return sampled(mean, *ends, unit=unit, n=n, method="mean_t", level=level, scale=limits)
