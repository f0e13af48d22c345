"""L5.5: the same questions of knowledge before and after, in groups that share a part of what they know.

Every question is answered rightly by half of the people before, and by ``truth`` more of them after.
"""

import numpy as np

from benchmarks.validity.crowds import groups, leaning, respondents, with_gaps
from benchmarks.validity.world import Tables, World, csv

ITEMS = ("knowledge_cost", "knowledge_law", "knowledge_plan", "knowledge_rivers")


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two waves; one answer in five of the second is lost."""
    group = groups(rng, size)
    names, cluster = zip(*(name.split("|") for name in respondents(group)), strict=True)
    values = []
    for _ in ITEMS:
        chance = leaning(rng, np.repeat([0.5, 0.5 + truth], size), np.concatenate([group, group]))
        answer = np.where(rng.random(2 * size) < chance, "right", "wrong")
        values += with_gaps(rng, answer[:size], 0.05) + with_gaps(rng, answer[size:], 0.2)
    rounds = 2 * len(ITEMS)
    return {
        "survey_answer": csv(
            "respondent,wave,recorded_on,role,item,value,cluster",
            list(names) * rounds,
            (["pre"] * size + ["post"] * size) * len(ITEMS),
            (["2022-02-01"] * size + ["2024-06-01"] * size) * len(ITEMS),
            "user_co_producer",
            [item for item in ITEMS for _ in range(2 * size)],
            values,
            list(cluster) * rounds,
        )
    }


WORLD = World(
    indicator="L5.5",
    subjects=("gained.participant",),
    sizes=(30, 200, 1500),
    counted="participants asked before",
    null=0.0,
    matters=-0.05,
    tables=tables,
    features="clusters of about eight, lost answers",
)
