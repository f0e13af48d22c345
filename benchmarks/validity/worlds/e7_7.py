"""E7.7: trust from 0 to 10 before and after, of participants and of neighbours who did not take part.

Trust is binomial over ten steps. It falls by 0.4 points on either side, and by ``-truth`` more among participants,
who trusted more at the beginning.
"""

import numpy as np

from benchmarks.validity.crowds import groups, leaning, respondents, with_gaps
from benchmarks.validity.world import Tables, World, csv

ITEMS = {"trust_council": 4.5, "trust_staff": 6.0}


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two waves of two questions; participants in groups of about eight, the others asked one by one."""
    taking = rng.random(size) < 0.6
    group = np.where(taking, groups(rng, size), max(8, size // 8) + np.arange(size))
    names, cluster = zip(*(name.split("|") for name in respondents(group)), strict=True)
    roles = np.where(taking, "user_co_producer", "neighbour").tolist()
    items, waves, values = [], [], []
    for item, mean in ITEMS.items():
        before = mean + taking
        both = np.concatenate([before, before - 0.4 + truth * taking]) / 10
        chance = leaning(rng, both, np.concatenate([group, group]), shared=0.2)
        items += [item] * 2 * size
        waves += ["pre"] * size + ["post"] * size
        values += with_gaps(rng, rng.binomial(10, chance), 0.1)
    rounds = 2 * len(ITEMS)
    return {
        "survey_answer": csv(
            "respondent,wave,recorded_on,role,item,value,cluster",
            list(names) * rounds,
            waves,
            ["2022-02-01" if wave == "pre" else "2024-06-01" for wave in waves],
            roles * rounds,
            items,
            values,
            list(cluster) * rounds,
        )
    }


WORLD = World(
    indicator="E7.7",
    subjects=("net.*",),
    sizes=(80, 400, 2000),
    counted="people asked before",
    null=0.0,
    matters=-0.5,
    tables=tables,
    features="clusters of about eight, other levels at the beginning, answers missing in either wave",
)
