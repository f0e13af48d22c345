"""D-2: how far values were weakened, along the strength that other people gave them beforehand.

The true mean of weakening is ``1.2 - truth·(start - 2)`` and a value's own part (standard deviation 0.1): weak
values lose ``truth`` more for each step. Degrees are 4 times a chance, so that their means are exact.
"""

import numpy as np

from benchmarks.validity.survey import survey, told
from benchmarks.validity.world import Tables, World

VALUES = tuple(f"V{number:02d}" for number in range(1, 13))


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` people asked beforehand and as many others asked afterwards, each on every value."""
    start = rng.uniform(0.8, 3.4, len(VALUES))
    lost = 1.2 - truth * (start - 2) + rng.normal(0, 0.1, len(VALUES))
    parts = []
    for value, before, weakened in zip(VALUES, start, lost, strict=True):
        first = rng.binomial(4, before / 4, size)
        parts.append(told(rng, "a", "neighbour", "before", first, public_value=value, wave="pre"))
        for item, mean in (("weakened", weakened), ("strengthened", 1.0)):
            degrees = rng.binomial(4, mean / 4, size)
            parts.append(told(rng, "b", "citizen_self_selected", item, degrees, public_value=value))
    return survey(*parts)


WORLD = World(
    indicator="D-2",
    subjects=("weakened",),
    sizes=(20, 100, 600),
    counted="people asked before, and as many others after, on twelve values",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="values with a fate of their own; starting strengths measured with error",
)
