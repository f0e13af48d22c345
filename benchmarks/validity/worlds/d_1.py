"""D-1: whether people in groups saw values weakened; a chance ``truth`` on each of three values."""

import numpy as np

from benchmarks.validity.survey import leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

VALUES = ("V02", "V03", "V04")


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Strengthening and weakening of each value, which may both be seen."""
    group, parts = meeting_groups(rng, size), []
    for value in VALUES:
        for item, chance in (("strengthened", 0.5), ("weakened", truth)):
            saw = rng.random(size) < leaning(rng, group, chance)
            degrees = np.where(saw, rng.integers(1, 5, size), 0)
            parts.append(
                told(rng, "p", "citizen_self_selected", item, degrees, group=group, public_value=value)
            )
    return survey(*parts)


WORLD = World(
    indicator="D-1",
    subjects=("*.weakened",),
    sizes=(60, 300, 2000),
    counted="people asked",
    null=0.25,
    matters=0.35,
    tables=tables,
    features="groups of about eight with a shared view of 0.15; one in twenty skips a question",
)
