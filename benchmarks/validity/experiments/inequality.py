"""Concentration, gradients and likeness to a population; sizes are people who take part, or events."""

import functools
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gamma

from benchmarks.validity.intervals import Draw, Experiment
from obverse.quantities import Estimate, Result
from obverse.statistics.bootstrapping import bootstrap_gini
from obverse.statistics.concentration import histogram
from obverse.statistics.concentration_index import RankedIndex, concentration_interval, rate_concentration
from obverse.statistics.distances import total_variation_excess
from obverse.statistics.equal_chances import excess_concentration
from obverse.statistics.platform_scores import r_score, r_score_by_chance
from obverse.statistics.representation import dissimilarity_excess, participation_cv, representation_ratio

DRAWS, AREAS = 399, 12
SHARES = np.array([0.3, 0.25, 0.2, 0.15, 0.1])
SKEWED = np.array([0.2, 0.2, 0.2, 0.2, 0.2])


def _wrote(rng: np.random.Generator, people: int, part: float) -> npt.NDArray[Any]:
    """Two events a head, ``part`` of them by one person in ten beyond equal chances."""
    few = people // 10
    shares = np.full(people, (1 - part) / people) + np.r_[np.full(few, part / few), np.zeros(people - few)]
    return rng.multinomial(2 * people, shares)


def _excess(statistic: Literal["gini", "hhi"], part: float) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        found = excess_concentration(
            *histogram(_wrote(rng, size, part)), rng, statistic=statistic, draws=DRAWS
        )
        # the unbiased HHI is Σq² on average, of which equal chances give 1/n
        few = size // 10
        shares = np.r_[np.full(few, (1 - part) / size + part / few), np.full(size - few, (1 - part) / size)]
        truth = float(shares @ shares) - 1 / size if statistic == "hhi" else _mean_gini(size, part)
        return found, truth

    return draw


@functools.cache
def _mean_gini(size: int, part: float) -> float:
    """The excess that such worlds have on average, from four hundred of them; 0 under equal chances."""
    if not part:
        return 0.0
    rng = np.random.default_rng(size)
    found = [excess_concentration(*histogram(_wrote(rng, size, part)), rng, draws=100) for _ in range(400)]
    return float(np.mean([one.value for one in found if isinstance(one, Estimate)]))


def _places(rng: np.random.Generator) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    people = np.rint(rng.lognormal(7, 0.4, AREAS)).astype(int)
    share = people / people.sum()
    return people, 2 * np.cumsum(share) - share - 1


def _events(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people, side = _places(rng)
    weight = people * (1 + rng.uniform(-0.6, 0.6) * side)
    weight /= weight.sum()
    return concentration_interval(rng.multinomial(size, weight), people), float(weight @ side)


def _rates(index: RankedIndex) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        people, side = _places(rng)
        units = np.maximum(1, np.rint(size * people / people.sum()).astype(int))
        share = units / units.sum()
        side = 2 * np.cumsum(share) - share - 1
        rate = 0.3 * (1 + rng.uniform(-0.6, 0.6) * side)
        mean = float(share @ rate)
        plain = float(share @ (rate * side)) / mean
        truth = {"concentration": plain, "wagstaff": plain / (1 - mean), "erreygers": 4 * mean * plain}[index]
        return rate_concentration(rng.binomial(units, rate), units, index=index), truth

    return draw


def _represented(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    group, share = rng.uniform(0.1, 0.6, 2).tolist()
    return representation_ratio(int(rng.binomial(size, share)), size, group, 1.0), share / group


def _varied(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people = np.rint(20 * size * SHARES).astype(int)
    chance = 0.05 * (1 + rng.uniform(-0.8, 0.8, len(people)))
    mean = float(SHARES @ chance)
    truth = float(np.sqrt(SHARES @ (chance - mean) ** 2)) / mean
    return participation_cv(rng.binomial(people, chance), people, rng, draws=DRAWS), truth


def _alike(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    return dissimilarity_excess(rng.multinomial(size, SHARES), SHARES, rng, draws=DRAWS), 0.0


def _same(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    return total_variation_excess(
        rng.multinomial(size, SHARES), rng.multinomial(size, SHARES), rng, draws=DRAWS
    ), 0.0


def _unlike(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    found = total_variation_excess(
        rng.multinomial(size, SHARES), rng.multinomial(size, SKEWED), rng, draws=DRAWS
    )
    return found, float(np.abs(SHARES - SKEWED).sum() / 2)


def _honest_score(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people = np.rint(1000 * SHARES)
    came = rng.multinomial(size, SHARES)
    score = r_score(came, people)
    return r_score_by_chance(came, people, rng, draws=DRAWS), score.value if isinstance(
        score, Estimate
    ) else 0.0


def _sampled(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    """A sample of a population in which everybody has a Poisson number of events, three on average."""
    counts = np.bincount(rng.poisson(3.0, size))
    below = np.cumsum(np.exp(-3.0) * 3.0 ** np.arange(40) / gamma(np.arange(40) + 1.0))
    # the mean difference of two draws is 2 Σ F (1 - F), the Gini coefficient half of it over the mean
    return bootstrap_gini(np.arange(len(counts)), counts, rng, draws=DRAWS), float(
        np.sum(below * (1 - below)) / 3.0
    )


PEOPLE = (20, 100, 1000)
EXPERIMENTS = (
    Experiment(
        name="Excess Gini under equal chances",
        methods=("excess_gini",),
        sizes=PEOPLE,
        draw=_excess("gini", 0.0),
        conservative=True,
    ),
    Experiment(
        name="Excess Gini where a tenth have a third",
        methods=("excess_gini",),
        sizes=PEOPLE,
        draw=_excess("gini", 0.3),
    ),
    Experiment(
        name="Excess concentration where a tenth have a third",
        methods=("excess_hhi",),
        sizes=PEOPLE,
        draw=_excess("hhi", 0.3),
        conservative=True,
    ),
    Experiment(
        name="Gini coefficient of a sample of people",
        methods=("bootstrap_gini",),
        sizes=(50, 200, 1000),
        draw=_sampled,
        floor=0.88,
        note="0.90 to 0.92 of the intervals of 50 people; heavy tails of rare people fall far shorter",
    ),
    Experiment(name="Events along a ladder", methods=("concentration_poisson",), sizes=PEOPLE, draw=_events),
    Experiment(
        name="Rates along a ladder",
        methods=("rate_concentration",),
        sizes=(100, 1000, 10_000),
        draw=_rates("concentration"),
    ),
    Experiment(
        name="Rates along a ladder, Wagstaff",
        methods=("rate_wagstaff",),
        sizes=(100, 1000, 10_000),
        draw=_rates("wagstaff"),
    ),
    Experiment(
        name="Rates along a ladder, Erreygers",
        methods=("rate_erreygers",),
        sizes=(100, 1000, 10_000),
        draw=_rates("erreygers"),
    ),
    Experiment(
        name="Representation ratio", methods=("representation_ratio",), sizes=PEOPLE, draw=_represented
    ),
    Experiment(
        name="Variation of propensities",
        methods=("participation_cv",),
        sizes=(50, 200, 1000),
        draw=_varied,
        conservative=True,
    ),
    Experiment(
        name="Dissimilarity of an honest draw",
        methods=("dissimilarity_excess",),
        sizes=PEOPLE,
        draw=_alike,
        conservative=True,
    ),
    Experiment(
        name="Distance of two samples of the same people",
        methods=("total_variation_excess",),
        sizes=PEOPLE,
        draw=_same,
        conservative=True,
    ),
    Experiment(
        name="Distance of two samples of different people",
        methods=("total_variation_excess",),
        sizes=PEOPLE,
        draw=_unlike,
        conservative=True,
    ),
    Experiment(
        name="R-score of honest draws",
        methods=("r_score_by_chance",),
        sizes=PEOPLE,
        draw=_honest_score,
        conservative=True,
    ),
)
