"""Scores that participation platforms print, recomputed so that they can be read beside what they hide."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from obverse.quantities import Estimate, NotEstimable, Result, Unit, full_count
from obverse.statistics.arrays import counts, same_length
from obverse.statistics.results import sampled, too_few, undefined

# Decidim's ranges in per cent; what lies between one's end and the next one's start falls through to the highest.
_BANDS = ((0.0, 20.0), (20.1, 40.0), (40.1, 60.0), (60.1, 80.0))
HIGHEST = 5


def r_score(participants: npt.ArrayLike, population: npt.ArrayLike) -> Result:
    """Go Vocal's R-score: the smallest participation rate of any group over the largest.

    ``min_k(U_k/P_k) / max_k(U_k/P_k)``, 1 where all groups took part at the same rate, 0 as soon as one group
    is absent. It has no interval, and its value mixes unequal participation with small numbers: see
    ``r_score_by_chance``.

    >>> round(r_score([60, 30, 10], [500, 300, 200]).value, 3)
    0.417

    Raises:
        ValueError: lengths differ, or a count is negative.

    Source: the open code of Go Vocal, module user_custom_fields, representativeness/r_score.rb.
    """
    present, people = _groups(participants, population)
    gap = _gap(present, people)
    if gap is not None:
        return gap
    rates = present / people
    value = float(rates.min() / rates.max())
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.INDEX,
        n=int(present.sum()),
        method="r_score",
    )


def r_score_by_chance(
    participants: npt.ArrayLike,
    population: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """The R-score that as many people drawn fairly from the population would get: the median, and where most lie.

    Multinomial draws of ``Σ participants`` people with the population's shares. With groups of 50, 45 and 5 %
    and 50 people the median is about 0.57 although everybody had the same chance.

    >>> chance = r_score_by_chance([25, 22, 3], [5000, 4500, 500], np.random.default_rng(1))
    >>> 0.4 < chance.value < 0.7
    True

    Raises:
        ValueError: lengths differ, or a count is negative.

    Source: this program's own simulation.
    """
    present, people = _groups(participants, population)
    gap = _gap(present, people)
    if gap is not None:
        return gap
    n = int(present.sum())
    rates = rng.multinomial(n, people / people.sum(), size=draws) / people
    scores = rates.min(axis=1) / rates.max(axis=1)
    low, middle, high = np.quantile(scores, [(1 - level) / 2, 0.5, (1 + level) / 2]).tolist()
    return sampled(middle, low, high, unit=Unit.INDEX, n=n, method="r_score_by_chance", level=level)


def decidim_band(part: int, whole: int, *, gaps: bool = True) -> int:
    """The band from 1 to 5 in which Decidim's "democratic quality" puts a percentage.

    With ``gaps`` as the platform computes it: its ranges end at 20, 40, 60 and start again at 20.1, 40.1, 60.1,
    and what falls between them gets 5. Without, as it seems to be meant.

    >>> decidim_band(100, 499), decidim_band(100, 499, gaps=False)
    (5, 2)

    Raises:
        ValueError: the part is larger than the whole, or negative.

    Source: the open code of Decidim, participatory_process_democratic_quality_stats_presenter.rb.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    if whole == 0:
        return 1
    # the products are exact, so that 20 of 100 is on the edge and not a rounding error beside it
    for band, (start, end) in enumerate(_BANDS, start=1):
        begins = part * 1000 >= round(start * 10) * whole if gaps else True
        if begins and part * 100 <= round(end) * whole:
            return band
    return HIGHEST


def _groups(
    participants: npt.ArrayLike, population: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    present, people = counts(participants, "participants"), counts(population, "population")
    same_length(participants=present, population=people)
    kept = people > 0
    return present[kept].astype(np.float64), people[kept].astype(np.float64)


def _gap(present: npt.NDArray[np.float64], people: npt.NDArray[np.float64]) -> NotEstimable | None:
    if len(people) < 2:
        return too_few("more_cases", len(people), 2, "groups")
    if not present.sum():
        return undefined("nonzero_total", "participants")
    return None
