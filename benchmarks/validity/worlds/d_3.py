"""D-3: the views of people inside the body and outside it; the first see things truth more often."""

import numpy as np

from benchmarks.validity.survey import leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

OFTEN = 0.4


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` people of each kind in groups of their own, asked about two values."""
    kinds = [
        ("i", "front_line_staff", meeting_groups(rng, size), OFTEN + truth),
        ("p", "citizen_self_selected", meeting_groups(rng, size), OFTEN),
    ]
    parts = []
    for who, role, group, chance in kinds:
        for value in ("V02", "V03"):
            for item in ("strengthened", "weakened"):
                saw = rng.random(size) < leaning(rng, group, chance)
                degrees = np.where(saw, rng.integers(1, 5, size), 0)
                parts.append(told(rng, who, role, item, degrees, group=group, public_value=value))
    return survey(*parts)


WORLD = World(
    indicator="D-3",
    subjects=("*",),
    sizes=(60, 300, 2000),
    counted="people of each kind",
    null=0.0,
    matters=0.15,
    tables=tables,
    features="groups of about eight with a shared view of 0.15; one in twenty skips a question",
)
