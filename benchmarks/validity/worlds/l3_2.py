"""L3.2: four questions on fairness from 0 to 4, in groups that share a part of what they felt.

Each answer is binomial over four steps; the mean of the worst-off differs by ``truth`` from that of all others.
"""

import numpy as np

from benchmarks.validity.crowds import STANDING, answers, groups, incomes, leaning, respondents, with_gaps
from benchmarks.validity.world import Tables, World

ITEMS = {"voice": 2.2, "respect": 3.0, "evenhanded": 2.0, "honest_motives": 1.6}


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Some answers are missing; some people cannot say."""
    group, income = groups(rng, size), incomes(rng, size)
    names = respondents(group)
    parts = [(names, "attr_income", with_gaps(rng, income, 0.05))]
    for item, mean in ITEMS.items():
        degree = rng.binomial(4, leaning(rng, (mean + truth * (income == "low")) / 4, group)).astype(object)
        degree[rng.random(size) < 0.05] = "cannot_say"
        parts.append((names, item, with_gaps(rng, degree, 0.05)))
    return {"survey_answer": answers(*parts)}


WORLD = World(
    indicator="L3.2",
    subjects=("worst_off.income.*",),
    sizes=(80, 400, 2000),
    counted="participants asked",
    null=0.0,
    matters=-0.5,
    tables=tables,
    facts={"attributes": STANDING},
    features="clusters of about eight, three in ten worst off, missing answers",
)
