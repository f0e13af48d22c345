"""Ratios of shares, rates and odds, and rates of counted events."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Draw, Experiment
from obverse.quantities import Estimate, Result
from obverse.statistics.confounding import e_value
from obverse.statistics.dispersion import dispersion_of_counts
from obverse.statistics.odds import odds_ratio_exact, odds_ratio_mantel_haenszel
from obverse.statistics.rates import poisson_rate
from obverse.statistics.ratios import rate_ratio, risk_ratio

SIZES = (20, 100, 1000, 10_000)
STRATA, MONTHS = 4, 36


def _score(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = rng.uniform(0.2, 0.8, 2).tolist()
    found = risk_ratio(int(rng.binomial(size, first)), size, int(rng.binomial(size, second)), size)
    return found, first / second


def _few(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = (rng.uniform(0.5, 2, 2) / size).tolist()
    found = risk_ratio(int(rng.binomial(size, first)), size, int(rng.binomial(size, second)), size)
    return found, first / second


def _rates(*, mid_p: bool) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        first, second = rng.uniform(0.5, 1.5, 2).tolist()
        counts = [int(rng.poisson(size * rate)) for rate in (first, second)]
        return rate_ratio(counts[0], float(size), counts[1], float(size), mid_p=mid_p), first / second

    return draw


def _bursts(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    """Occasions come by themselves, each brings three acts on average; months tell how uneven the acts are."""
    rates = rng.uniform(0.5, 1.5, 2).tolist()
    sides = []
    for rate in rates:
        occasions = rng.poisson(size * rate / MONTHS, MONTHS)
        sides.append(occasions + rng.poisson(2.0 * occasions))
    first, second = (int(side.sum()) for side in sides)
    found = rate_ratio(first, MONTHS, second, MONTHS, dispersion=dispersion_of_counts(*sides))
    return found, rates[0] / rates[1]


def _tables(rng: np.random.Generator, size: int) -> tuple[npt.NDArray[Any], float]:
    truth = float(np.exp(rng.uniform(-1, 1)))
    second = rng.uniform(0.2, 0.7, STRATA)
    odds = truth * second / (1 - second)
    many = np.maximum(2, rng.multinomial(size, rng.dirichlet(np.full(2 * STRATA, 4.0)))).reshape(2, STRATA)
    yes = np.stack([rng.binomial(many[0], odds / (1 + odds)), rng.binomial(many[1], second)])
    return np.stack([yes, many - yes], axis=-1).transpose(1, 0, 2), truth


def _mantel_haenszel(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    tables, truth = _tables(rng, size)
    return odds_ratio_mantel_haenszel(tables), truth


def _exact_odds(*, mid_p: bool) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        tables, truth = _tables(rng, size)
        return odds_ratio_exact(tables, mid_p=mid_p), truth

    return draw


def _needed(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    ratio = float(rng.uniform(1.5, 3))
    found = risk_ratio(int(rng.binomial(size, 0.2 * ratio)), size, int(rng.binomial(size, 0.2)), size)
    truth = ratio + math.sqrt(ratio * (ratio - 1))
    # the figure asks how much would explain an excess away; of a ratio below 1 it speaks of another matter
    return e_value(found) if not isinstance(found, Estimate) or found.value > 1 else found, truth


def _rate(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    truth = float(rng.uniform(0.5, 2))
    return poisson_rate(int(rng.poisson(size * truth)), float(size)), truth


EXPERIMENTS = (
    Experiment(name="Ratio of frequent shares", methods=("risk_ratio_score",), sizes=SIZES[1:], draw=_score),
    Experiment(
        name="Ratio of rare shares",
        methods=("risk_ratio_mid_p",),
        sizes=SIZES[1:],
        draw=_few,
        conservative=True,
    ),
    Experiment(
        name="Ratio of rates, exact",
        methods=("rate_ratio_exact",),
        sizes=SIZES,
        draw=_rates(mid_p=False),
        conservative=True,
    ),
    Experiment(
        name="Ratio of rates, mid-p", methods=("rate_ratio_mid_p",), sizes=SIZES, draw=_rates(mid_p=True)
    ),
    Experiment(
        name="Ratio of rates of acts that come three at a time",
        methods=("rate_ratio_dispersed",),
        sizes=(100, 1000, 10_000),
        draw=_bursts,
        conservative=True,
    ),
    Experiment(
        name="Odds ratio over four strata",
        methods=("mantel_haenszel",),
        sizes=(300, 1000, 10_000),
        draw=_mantel_haenszel,
    ),
    Experiment(
        name="Odds ratio over four small strata, exact",
        methods=("odds_ratio_exact",),
        sizes=(30, 100),
        draw=_exact_odds(mid_p=False),
        conservative=True,
    ),
    Experiment(
        name="Odds ratio over four small strata, mid-p",
        methods=("odds_ratio_mid_p",),
        sizes=(30, 100),
        draw=_exact_odds(mid_p=True),
        conservative=True,
    ),
    Experiment(
        name="E-value of a ratio of 1.5 to 3",
        methods=("e_value",),
        sizes=SIZES[1:],
        draw=_needed,
        conservative=True,
    ),
    Experiment(
        name="Rate of counted events",
        methods=("poisson_rate",),
        sizes=(5, *SIZES),
        draw=_rate,
        conservative=True,
    ),
)
