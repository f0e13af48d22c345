"""Spread between units, networks and the floor; sizes are units, people, speeches or meetings."""

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Draw, Experiment
from obverse.quantities import NotEstimable, Result
from obverse.statistics.arrivals import unexplained_arrivals
from obverse.statistics.floor_of_groups import floor_of_a_group
from obverse.statistics.networks import ei_index, freeman_centralisation
from obverse.statistics.speech_blocks import floor_excess, same_speakers
from obverse.statistics.spread_between_units import outside_funnel, spread_between_units

MEAN, DRAWS = 0.4, 399


def _deviation(truth: float) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        cases = rng.integers(10, 60, size)
        spread = MEAN * (1 - MEAN) / truth**2 - 1 if truth else 0.0
        shares = rng.beta(MEAN * spread, (1 - MEAN) * spread, size) if truth else np.full(size, MEAN)
        found = spread_between_units(rng.binomial(cases, shares), cases)
        return found.deviation, truth

    return draw


def _funnel(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    cases = rng.integers(10, 60, size)
    return outside_funnel(rng.binomial(cases, MEAN), cases), 0.0


def _ties(rng: np.random.Generator, people: int) -> npt.NDArray[Any]:
    pairs = np.stack(np.triu_indices(people, 1), axis=1)
    return pairs[rng.random(len(pairs)) < 4 / people]


def _mixed(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    return ei_index(_ties(rng, size), rng.integers(0, 2, size), rng, draws=DRAWS), 0.0


def _central(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    degree = np.bincount(_ties(rng, size).ravel(), minlength=size)
    return freeman_centralisation(degree, rng, draws=DRAWS), 0.0


def _floor(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    meeting = np.sort(rng.integers(0, 3, size))
    return floor_excess(
        meeting, rng.integers(0, 12, size), rng.lognormal(4, 1, size), [12, 12, 12], rng, draws=DRAWS
    ), 0.0


def _again(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    present = [rng.choice(25, 12, replace=False) for _ in range(size)]
    meeting, person = np.repeat(np.arange(size), 12), np.concatenate(present)
    seconds = rng.lognormal(4, 1.5, len(person)) * (rng.random(len(person)) < 0.6)
    return same_speakers(meeting, person, seconds, rng, draws=DRAWS), 0.0


def _labels(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    talkative = np.exp(rng.normal(0, 0.5, 20))
    seconds = np.concatenate([rng.exponential(60, 20) * talkative for _ in range(size)])
    meeting, person = np.repeat(np.arange(size), 20), np.tile(np.arange(20), size)
    return floor_of_a_group(meeting, person, seconds, rng.permutation(20) < 8, rng, draws=DRAWS), 1.0


def _arrived(truth: float) -> Draw:
    def draw(rng: np.random.Generator, size: int) -> tuple[Result, float]:
        hour = np.arange(21 * 24)
        daily = (1 + 0.9 * np.sin((hour % 24 - 9) * np.pi / 12)) * (1 + 3 * np.exp(-hour[::-1] / 12))
        together = round(truth * size)
        arrived = rng.multinomial(size - together, daily / daily.sum())
        arrived[rng.integers(48, 400)] += together
        found = unexplained_arrivals(arrived)
        return found if isinstance(found, NotEstimable) else found.unexplained, together / size

    return draw


EXPERIMENTS = (
    Experiment(
        name="Deviation of equal units",
        methods=("spread_between_units",),
        sizes=(12, 40, 200),
        draw=_deviation(0.0),
        conservative=True,
    ),
    Experiment(
        name="Deviation of unequal units",
        methods=("spread_between_units",),
        sizes=(12, 40, 200),
        draw=_deviation(0.1),
    ),
    Experiment(
        name="Units outside a funnel without any difference",
        methods=("outside_funnel",),
        sizes=(12, 40, 200),
        draw=_funnel,
        floor=0.91,
        note="0.91 to 0.99 of the intervals hold 0",
    ),
    Experiment(
        name="Ties where labels do not matter",
        methods=("ei_index",),
        sizes=(20, 60),
        draw=_mixed,
        conservative=True,
    ),
    Experiment(
        name="Random networks",
        methods=("freeman_centralisation",),
        sizes=(20, 60),
        draw=_central,
        conservative=True,
    ),
    Experiment(
        name="Speeches that come from anybody",
        methods=("floor_excess",),
        sizes=(30, 100, 400),
        draw=_floor,
        conservative=True,
    ),
    Experiment(name="Floor that changes hands", methods=("same_speakers",), sizes=(6, 12, 30), draw=_again),
    Experiment(
        name="Floor of a group whose label does not matter",
        methods=("floor_of_a_group",),
        sizes=(8, 20, 60),
        draw=_labels,
        conservative=True,
    ),
    Experiment(
        name="Honest arrivals",
        methods=("unexplained_arrivals",),
        sizes=(600, 3000, 15_000),
        draw=_arrived(0.0),
        conservative=True,
    ),
    Experiment(
        name="One in twenty within an hour",
        methods=("unexplained_arrivals",),
        sizes=(1500, 3000, 15_000),
        draw=_arrived(0.05),
        conservative=True,
    ),
)
