"""E5.6: requests to join, round by round.

Who is let in is drawn first; having a tie, or being established, is drawn from the outcome with odds that are
``truth`` times as high for those who were admitted. Both odds ratios are then exactly ``truth`` in each round.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.world import Tables, World, csv

ROUNDS, UNKNOWN = 5, 0.01


def _mark(
    rng: np.random.Generator, admitted: npt.NDArray[Any], base: npt.NDArray[Any], truth: float
) -> npt.NDArray[Any]:
    odds = base / (1 - base) * np.where(admitted, truth, 1.0)
    mark = np.where(rng.random(len(base)) < odds / (1 + odds), "yes", "no")
    return np.where(rng.random(len(base)) < UNKNOWN, "", mark)


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Rounds let in very different shares, and attract more and more strangers."""
    term = rng.integers(0, ROUNDS, size)
    admitted = rng.random(size) < rng.uniform(0.3, 0.8, ROUNDS)[term]
    tie = _mark(rng, admitted, np.linspace(0.7, 0.3, ROUNDS)[term], truth)
    established = _mark(rng, admitted, np.linspace(0.6, 0.35, ROUNDS)[term], truth)
    newcomer = np.select([established == "yes", established == "no"], ["no", "yes"], "")
    outcome = np.where(admitted, "admitted", "refused")
    keys = [f"r{number}" for number in range(size)]
    rounds = [f"round {number}" for number in term]
    return {"applicant": csv("id,round,outcome,prior_tie,newcomer", keys, rounds, outcome, tie, newcomer)}


WORLD = World(
    indicator="E5.6",
    subjects=("odds.*",),
    sizes=(60, 600, 6000),
    counted="requests",
    null=1.0,
    matters=1.25,
    tables=tables,
    features="five rounds that let in unequal shares; one mark in a hundred unknown",
)
