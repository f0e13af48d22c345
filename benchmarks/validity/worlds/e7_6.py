"""E7.6: influence expected and influence experienced, of the same people, in groups that share their leaning.

Both are binomial over four steps; what people experienced is on average ``truth`` more than they expected.
A third of the people cannot be asked again, whatever they thought.
"""

import numpy as np

from benchmarks.validity.crowds import groups, leaning, respondents, with_gaps
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two waves of answers."""
    group = groups(rng, size)
    both = np.repeat([2.5, 2.5 + truth], size) / 4
    expected, experienced = rng.binomial(4, leaning(rng, both, np.concatenate([group, group]))).reshape(
        2, size
    )
    names, cluster = zip(*(name.split("|") for name in respondents(group)), strict=True)
    return {
        "survey_answer": csv(
            "respondent,wave,recorded_on,role,item,value,cluster",
            list(names) * 2,
            ["pre"] * size + ["post"] * size,
            ["2022-02-01"] * size + ["2024-06-01"] * size,
            "user_co_producer",
            ["expected_influence"] * size + ["experienced_influence"] * size,
            with_gaps(rng, expected, 0.05) + with_gaps(rng, experienced, 1 / 3),
            list(cluster) * 2,
        )
    }


WORLD = World(
    indicator="E7.6",
    subjects=("gap",),
    sizes=(30, 200, 2000),
    counted="participants asked before",
    null=0.0,
    matters=-0.5,
    tables=tables,
    features="clusters of about eight, a third lost between the waves",
)
