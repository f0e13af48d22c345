"""E6.2: users in meeting groups that share a part of their feeling."""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

SHARED = 0.15


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each answer is "some" with a chance that its group leans to; groups of about eight."""
    groups = max(6, size // 8)
    group = rng.integers(0, groups, size)
    spread = (1 - SHARED) / SHARED
    chance = rng.beta(truth * spread, (1 - truth) * spread, groups)[group]
    pressed = np.where(rng.random(size) < chance, "some", "none").astype(object)
    keys = [f"r{number}" for number in range(size)]
    clusters = [f"g{number}" for number in group]
    head = "respondent,wave,variant,role,item,value,cluster"
    return {
        "survey_answer": csv(
            head, keys, "post", "participant", "user_co_producer", "loss_if_stopped", pressed, clusters
        )
    }


WORLD = World(
    indicator="E6.2",
    subjects=("pressed",),
    sizes=(60, 300, 3000),
    counted="users asked",
    null=0.10,
    matters=0.20,
    tables=tables,
    features="clusters of about eight with a shared leaning of 0.15",
)
