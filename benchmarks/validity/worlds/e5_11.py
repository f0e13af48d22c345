"""E5.11: the first priority of participants in groups and of a population sample.

Participants choose the first of eight topics with ``truth`` more, taken evenly from the others: the distance of the
two make-ups is then ``truth``.
"""

import numpy as np

from benchmarks.validity.survey import meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

TOPICS = np.array(["roads", "green", "schools", "care", "safety", "culture", "housing", "water"])
POPULATION = np.array([0.22, 0.2, 0.15, 0.12, 0.1, 0.08, 0.08, 0.05])
ALIKE = 12.0


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Groups that have priorities in common (Dirichlet), and three times as many people outside, one by one."""
    wanted = POPULATION * (1 - truth / (1 - POPULATION[0]))
    wanted[0] = POPULATION[0] + truth
    group = meeting_groups(rng, size)
    own = rng.dirichlet(ALIKE * wanted, int(group.max()) + 1)
    inside = (rng.random(size)[:, None] > own[group].cumsum(axis=1)).sum(axis=1).clip(max=7)
    outside = rng.choice(8, 3 * size, p=POPULATION)
    return survey(
        told(rng, "p", "citizen_self_selected", "priority", TOPICS[inside], group=group),
        told(rng, "o", "never_reached", "priority", TOPICS[outside]),
    )


WORLD = World(
    indicator="E5.11",
    subjects=("priority.distance",),
    sizes=(60, 300, 2000),
    counted="participants, with three times as many others",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="participants in groups of about eight with priorities in common (0.08); one in twenty skips it",
)
