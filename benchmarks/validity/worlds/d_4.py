"""D-4: how far volunteers saw values weakened and strengthened, against the other participants.

A degree of 0 to 4 is 4 times a chance, its mean ``1.5 + truth`` for volunteers and 1.5 for the others.
"""

import numpy as np

from benchmarks.validity.survey import leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

MEAN = 1.5


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """A third are volunteers; the groups hold both kinds."""
    group = meeting_groups(rng, size)
    volunteer = rng.random(size) < 1 / 3
    parts = []
    for value in ("V02", "V03"):
        for item in ("strengthened", "weakened"):
            for role, kind, mean in (
                ("volunteer", volunteer, MEAN + truth),
                ("citizen_self_selected", ~volunteer, MEAN),
            ):
                degrees = rng.binomial(4, leaning(rng, group, mean / 4)[kind])
                # who names the groups too: both kinds sit in the same ones
                keys, *columns, clusters = told(
                    rng, "p", role, item, degrees, group=group[kind], public_value=value
                )
                parts.append(([f"{role}{key}" for key in keys], *columns, clusters))
    return survey(*parts)


WORLD = World(
    indicator="D-4",
    subjects=("weakened.role.*", "strengthened.role.*"),
    sizes=(90, 300, 2000),
    counted="participants asked",
    null=0.0,
    matters=0.5,
    tables=tables,
    features="groups of about eight with a shared view of 0.15; one in twenty skips a question",
)
