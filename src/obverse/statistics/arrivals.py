"""Hours in which more arrived than the rhythm of the days and the rush before the close explain."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, ndtri

from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Unit
from obverse.statistics.arrays import Floats, counts
from obverse.statistics.results import too_few

FEWEST_ARRIVALS = 200
FEWEST_HOURS = 72
# A burst is at least two and a half times what was expected, and at least so many more.
TIMES, MORE = 2.5, 20.0
LENGTHS = (1, 2, 4, 8)
FALSE_ALARMS = 0.01
_TURNS = 60


@dataclass(frozen=True, slots=True)
class Burst:
    """Hours ``first`` to ``last`` (included): what arrived and what was expected."""

    first: int
    last: int
    arrived: int
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Arrivals per hour against their rhythm.

    ``expected`` (h,) is the model's, ``spread`` how many times the variance exceeds that of independent arrivals,
    ``bursts`` the hours beyond it, ``unexplained`` the share of all arrivals that is beyond it.
    """

    expected: Floats
    spread: float
    bursts: tuple[Burst, ...]
    unexplained: Estimate


def unexplained_arrivals(
    arrived: npt.ArrayLike, *, first_hour: int = 0, explained: npt.ArrayLike = (), level: float = 0.95
) -> Arrivals | NotEstimable:
    """Bursts that neither the time of day, nor the day of the week, nor the opening, nor the deadline explains.

    ``arrived[h]`` counts arrivals (best: people, by their first vote) in hour h from the opening to the close;
    ``first_hour`` is the hour of the week of the first one (Monday 0 h = 0); hours in ``explained`` (after a mailing,
    say) are neither used nor judged. ``log E = a + 3 waves of the day + weekend + slow trend + decay after the opening
    (6 h, 48 h) + rise before the close (3 h, 12 h, 48 h)``, a Poisson regression from which hours far above it are left
    out in turn. Runs of 1, 2, 4, 8 hours are bursts if they hold at least 2.5 times the expected and 20 more, and if
    chance with the spread measured gives that once in a hundred such conversations. The share unexplained is the excess
    of the bursts over all arrivals; its lower end takes what the model may at most explain, its upper end adds the
    largest excess of a run that would have passed unnoticed.

    Measured: of 600 honest votes of 3,000 people in three weeks, with night, busy days and a deadline rush, 16 had a
    small burst and 1 had more than 2 in 100 of its people unexplained (lower end); 60 votes cast within an hour among
    3,000 were found each time.

    >>> hours = np.arange(14 * 24)
    >>> quiet = np.random.default_rng(1).poisson(6 + 5 * np.sin((hours - 9) * np.pi / 12))
    >>> unexplained_arrivals(quiet).bursts
    ()
    >>> quiet[100] += 90
    >>> [(burst.first, burst.last) for burst in unexplained_arrivals(quiet).bursts]
    [(100, 100)]

    Raises:
        ValueError: a count is negative or broken.

    Source: own; Poisson regression after McCullagh & Nelder 1989.
    """
    number = counts(arrived, "arrivals")
    if int(number.sum()) < FEWEST_ARRIVALS:
        return too_few("more_cases", int(number.sum()), FEWEST_ARRIVALS, "cases")
    if len(number) < FEWEST_HOURS:
        return too_few("longer_follow_up", len(number), FEWEST_HOURS, "cases")
    judged = np.ones(len(number), dtype=bool)
    judged[np.asarray(explained, dtype=np.int64)] = False
    design = _design(len(number), first_hour)
    used = judged.copy()
    for _ in range(4):
        expected = _fitted(design, number, used)
        far = (number - expected) / np.sqrt(np.maximum(expected, 0.5))
        kept = judged & (far < max(4.0, 4.0 * math.sqrt(_spread(number, expected, used))))
        if (kept == used).all():
            break
        used = kept
    spread = _spread(number, expected, used)
    bursts = _bursts(number, expected, judged, spread)
    return Arrivals(
        expected=expected,
        spread=spread,
        bursts=bursts,
        unexplained=_share(number, expected, judged, spread=spread, bursts=bursts, level=level),
    )


def _design(hours: int, first_hour: int) -> Floats:
    hour = np.arange(hours, dtype=np.float64)
    of_week = (first_hour + hour) % 168
    angle = 2 * np.pi * of_week / 24
    place = 2 * hour / max(1, hours - 1) - 1
    columns = [np.ones(hours)]
    columns += [wave(k * angle) for k in (1, 2, 3) for wave in (np.sin, np.cos)]
    if hours >= 14 * 24:
        columns.append((of_week >= 120).astype(np.float64))
    columns += [place, place**2 - 1 / 3]
    columns += [np.exp(-hour / scale) for scale in (6.0, 48.0)]
    columns += [np.exp(-(hours - 1 - hour) / scale) for scale in (3.0, 12.0, 48.0)]
    return np.stack(columns, axis=1)


def _fitted(design: Floats, number: npt.NDArray[np.int64], used: npt.NDArray[np.bool_]) -> Floats:
    """Expected counts by iteratively reweighted least squares, held by a slight ridge where data say nothing."""
    x, y = design[used], number[used].astype(np.float64)
    ridge = 0.1 * np.eye(x.shape[1])
    ridge[0, 0] = 1e-9
    slope = np.zeros(x.shape[1])
    slope[0] = math.log(max(y.mean(), 1e-3))
    for _ in range(_TURNS):
        eta = np.clip(x @ slope, -12.0, 14.0)
        mean = np.exp(eta)
        step = np.linalg.solve((x.T * mean) @ x + ridge, x.T @ (y - mean) - ridge @ slope)
        step *= min(1.0, 2.0 / max(1e-12, float(np.abs(x @ step).max())))
        slope = slope + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.asarray(np.exp(np.clip(design @ slope, -12.0, 14.0)), dtype=np.float64)


def _spread(number: npt.NDArray[np.int64], expected: Floats, used: npt.NDArray[np.bool_]) -> float:
    """Pearson's chi-square per hour, hours of hardly any arrivals taken together, at least 1."""
    at = np.cumsum(np.where(used, expected, 0.0)) // 3.0
    part = np.unique(at, return_inverse=True)[1]
    seen = np.bincount(part, weights=np.where(used, number, 0))
    model = np.bincount(part, weights=np.where(used, expected, 0.0))
    whole = model > 1.0
    freedom = max(1, int(whole.sum()) - 14)
    return max(1.0, float((((seen - model)[whole] ** 2) / model[whole]).sum() / freedom))


def _bursts(
    number: npt.NDArray[np.int64], expected: Floats, judged: npt.NDArray[np.bool_], spread: float
) -> tuple[Burst, ...]:
    """The least likely runs first; a run that touches one already named is part of it."""
    found: list[tuple[float, int, int]] = []
    limit = FALSE_ALARMS / (len(LENGTHS) * len(number))
    for length in LENGTHS:
        arrived, model = (
            _runs(np.where(judged, number, 0), length),
            _runs(np.where(judged, expected, 0.0), length),
        )
        # Poisson counts in units of the spread: mean model, variance spread·model
        chance = gammainc(np.maximum(arrived, 1e-9) / spread, np.maximum(model, 1e-6) / spread)
        beyond = (arrived >= TIMES * model) & (arrived - model >= MORE) & (chance < limit)
        found += [(float(chance[start]), int(start), length) for start in np.flatnonzero(beyond)]
    taken = np.zeros(len(number), dtype=bool)
    bursts = []
    for _, start, length in sorted(found):
        hours = slice(start, start + length)
        if taken[max(0, start - 1) : start + length + 1].any():
            continue
        taken[hours] = True
        kept = judged[hours]
        bursts.append(
            Burst(
                start, start + length - 1, int(number[hours][kept].sum()), float(expected[hours][kept].sum())
            )
        )
    return tuple(sorted(bursts, key=lambda burst: burst.first))


def _runs(values: npt.NDArray[np.generic], length: int) -> Floats:
    sums = np.concatenate(([0.0], np.cumsum(values.astype(np.float64))))
    return np.asarray(sums[length:] - sums[:-length], dtype=np.float64)


def _share(
    number: npt.NDArray[np.int64],
    expected: Floats,
    judged: npt.NDArray[np.bool_],
    *,
    spread: float,
    bursts: tuple[Burst, ...],
    level: float,
) -> Estimate:
    total = float(number[judged].sum())
    z = float(ndtri(0.5 + level / 2))
    excess = sum(burst.arrived - burst.expected for burst in bursts)
    low = sum(max(0.0, b.arrived - b.expected - z * math.sqrt(spread * b.expected)) for b in bursts)
    high = sum(b.arrived - b.expected + z * math.sqrt(spread * b.expected) for b in bursts)
    inside = np.zeros(len(number), dtype=bool)
    for burst in bursts:
        inside[burst.first : burst.last + 1] = True
    quiet = judged & ~inside
    model = _runs(np.where(quiet, expected, 0.0), LENGTHS[-1])
    beyond = _runs(np.where(quiet, number, 0), LENGTHS[-1]) - model + z * np.sqrt(spread * model)
    unnoticed = max(0.0, float(beyond.max()))
    value = min(1.0, excess / total)
    return Estimate(
        value=value,
        interval=Interval(
            min(value, low / total), min(1.0, max(value, (high + unnoticed) / total)), level, Basis.SAMPLING
        ),
        unit=Unit.SHARE,
        n=max(1, int(total)),
        method="unexplained_arrivals",
    )
