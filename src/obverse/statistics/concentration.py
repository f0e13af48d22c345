"""How unequally events are spread over persons.

Persons without any event belong to the group: leaving five silent people of twenty-five out can lower a
Gini coefficient from 0.54 to 0.42. Large tables come as histograms: ``value[i]`` events for each of
``persons[i]`` people.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from obverse.quantities import Estimate, Result, Unit, full_count
from obverse.statistics.arrays import Floats, Ints, counts, same_length
from obverse.statistics.results import too_few, undefined

Concentration = Literal["gini", "hhi"]


def histogram(events_per_person: npt.ArrayLike) -> tuple[Ints, Ints]:
    """The histogram ``(value, persons)`` of counts given person by person.

    >>> [part.tolist() for part in histogram([3, 0, 3, 1])]
    [[0, 1, 3], [1, 1, 2]]

    Raises:
        ValueError: a count is negative or broken.
    """
    frequency = np.bincount(counts(events_per_person, "events per person"))
    value = np.flatnonzero(frequency)
    return value.astype(np.int64), frequency[value].astype(np.int64)


def sorted_histogram(value: npt.ArrayLike, persons: npt.ArrayLike) -> tuple[Ints, Ints]:
    """A histogram with its values in rising order.

    >>> [part.tolist() for part in sorted_histogram([3, 0], [1, 5])]
    [[0, 3], [5, 1]]

    Raises:
        ValueError: lengths differ, or a number is negative or broken.
    """
    events, people = counts(value, "value"), counts(persons, "persons")
    same_length(value=events, persons=people)
    order = np.argsort(events, kind="stable")
    return events[order], people[order]


def gini(events_per_person: npt.ArrayLike) -> Result:
    """The Gini coefficient of events over persons, zeros included.

    ``Σ (2i - n - 1)·x_(i) / (n·Σx)`` with x sorted upwards: 0 when all have the same, (n-1)/n when one
    has all. The register is counted completely, hence no sampling interval; see ``equal_chances`` for
    what chance alone would give.

    >>> gini([0, 0, 0, 4]).value
    0.75

    Raises:
        ValueError: a count is negative or broken.

    Source: Gini 1912; Sen 1973.
    """
    return gini_of_histogram(*histogram(events_per_person))


def gini_of_histogram(value: npt.ArrayLike, persons: npt.ArrayLike) -> Result:
    """The Gini coefficient from ``persons[i]`` people with ``value[i]`` events each; see ``gini``.

    >>> gini_of_histogram([0, 4], [3, 1]).value
    0.75

    Raises:
        ValueError: lengths differ, or a number is negative or broken.
    """
    return _counted(value, persons, "gini", method="gini", fewest_events=1)


def unbiased_hhi(events_per_person: npt.ArrayLike) -> Result:
    """The chance that two of the N events, drawn without putting back, come from the same person.

    ``Σ x(x-1) / (N(N-1))``, whose expectation is Σp² whatever N; the plain Σ(x/N)² is about 1/N too high.

    >>> unbiased_hhi([2, 1, 1, 0]).value
    0.16666666666666666

    Raises:
        ValueError: a count is negative or broken.

    Source: Simpson 1949, Nature 163; Herfindahl-Hirschman index.
    """
    return hhi_of_histogram(*histogram(events_per_person))


def hhi_of_histogram(value: npt.ArrayLike, persons: npt.ArrayLike) -> Result:
    """The unbiased index from ``persons[i]`` people with ``value[i]`` events each; see ``unbiased_hhi``.

    >>> hhi_of_histogram([0, 1, 2], [1, 2, 1]).value
    0.16666666666666666

    Raises:
        ValueError: lengths differ, or a number is negative or broken.
    """
    return _counted(value, persons, "hhi", method="unbiased_hhi", fewest_events=2)


def index_of_histograms(value: Ints, persons: npt.NDArray[np.generic], statistic: Concentration) -> Floats:
    """The index of each row of ``persons`` (rows, values), the people who have ``value`` events; unchecked.

    >>> index_of_histograms(np.array([0, 4]), np.array([[3, 1], [0, 4]]), "gini").tolist()
    [0.75, 0.0]
    """
    people = np.asarray(persons, dtype=np.float64)
    events = value.astype(np.float64)
    total = people @ events
    if statistic == "hhi":
        return np.asarray(people @ (events * (events - 1)) / (total * (total - 1)), dtype=np.float64)
    up_to = np.cumsum(people, axis=1)
    n = up_to[:, -1:]
    place = 2 * up_to - people - n
    return np.asarray((people * place) @ events / (n[:, 0] * total), dtype=np.float64)


def _counted(
    value: npt.ArrayLike, persons: npt.ArrayLike, statistic: Concentration, *, method: str, fewest_events: int
) -> Result:
    events, people = sorted_histogram(value, persons)
    if people.sum() < 2:
        return too_few("more_cases", float(people.sum()), 2, "persons")
    total = int(events @ people)
    if total == 0:
        return undefined("nonzero_total", "events")
    if total < fewest_events:
        return too_few("more_cases", total, fewest_events, "events")
    index = float(index_of_histograms(events, people[np.newaxis], statistic)[0])
    return Estimate(
        value=index, interval=full_count(index), unit=Unit.INDEX, n=int(people.sum()), method=method
    )
