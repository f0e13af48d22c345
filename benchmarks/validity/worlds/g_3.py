"""G-3: goals of groups inside and outside the body, a group's goals reached or missed together.

Half of the outside groups' goals are reached, ``truth`` more of those inside.
"""

import numpy as np

from benchmarks.validity.survey import leaning
from benchmarks.validity.world import Tables, World, csv

REACHED, PER_GROUP = 0.5, 4


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Groups of about four goals; a third party and the owner rate, who skip one goal in twenty."""
    groups = 2 * max(5, size // (2 * PER_GROUP))
    inside = np.arange(groups) < groups // 2
    owner = rng.permutation(np.arange(size) % groups)
    chance = np.where(inside[owner], leaning(rng, owner, REACHED + truth), leaning(rng, owner, REACHED))
    ratings = []
    for _ in range(2):
        reached = rng.random(size) < chance
        steps = np.where(reached, rng.integers(0, 3, size), -rng.integers(1, 3, size))
        ratings.append(np.where(rng.random(size) < 0.05, "", steps.astype(str)))
    names = [f"g{number}" for number in range(groups)]
    sides = np.where(inside, "internal", "external")
    return {
        "stakeholder_group": csv("id,label,side", names, names, sides),
        "goal": csv(
            "id,owner_group,attainment_third,attainment_owner",
            [f"z{number}" for number in range(size)],
            [names[number] for number in owner],
            *ratings,
        ),
    }


WORLD = World(
    indicator="G-3",
    subjects=("sides.*",),
    sizes=(40, 200, 1500),
    counted="goals",
    null=0.0,
    matters=0.2,
    tables=tables,
    features="groups of about four goals with a shared fate of 0.15; one rating in twenty missing",
)
