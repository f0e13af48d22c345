"""E5.8: how able people feel, those outside against those inside: the mean of 0..4 is 4 times a chance."""

import numpy as np

from benchmarks.validity.survey import leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

INSIDE = 2.6


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Participants answer in groups that feel alike, outsiders one by one."""
    group = meeting_groups(rng, size)
    first = rng.binomial(4, leaning(rng, group, INSIDE / 4))
    own = leaning(rng, np.arange(size), (INSIDE + truth) / 4)
    return survey(
        told(rng, "p", "citizen_self_selected", "able", first, group=group),
        told(rng, "o", "never_reached", "able", rng.binomial(4, own)),
    )


WORLD = World(
    indicator="E5.8",
    subjects=("gap.not_taking_part",),
    sizes=(40, 200, 2000),
    counted="people asked on each side",
    null=0.0,
    matters=-0.5,
    tables=tables,
    features="participants in groups of about eight with a shared feeling of 0.15; one in twenty skips the question",
)
