"""L4.3: outsiders who look for an answer; each finds it with a chance of ``truth``."""

import numpy as np

from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One attempt for each outsider; who gave up says no or cannot say."""
    found = rng.random(size) < truth
    answer = np.where(found, "yes", rng.choice(["no", "cannot_say"], size, p=[0.8, 0.2])).astype(object)
    return {
        "survey_answer": csv(
            "respondent,wave,variant,role,item,value",
            [f"o{number}" for number in range(size)],
            "post",
            "non_participant",
            "neighbour",
            "found_answer",
            answer,
        )
    }


WORLD = World(
    indicator="L4.3",
    subjects=("found",),
    sizes=(5, 40, 300),
    counted="outsiders asked",
    null=0.8,
    matters=0.6,
    tables=tables,
    facts=agreed_line("L4.3", "found", 0.8, 0.2),
    features="as few people as the indicator admits",
)
