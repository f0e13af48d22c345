"""L7.4: influence that people experienced, from 0 to 4, ``truth`` on average, in groups that lean alike."""

import numpy as np

from benchmarks.validity.crowds import answers, groups, leaning, respondents, with_gaps
from benchmarks.validity.world import Tables, World


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One answer for each participant, binomial over four steps; some cannot say."""
    group = groups(rng, size)
    degree = rng.binomial(4, leaning(rng, truth / 4, group)).astype(object)
    degree[rng.random(size) < 0.05] = "cannot_say"
    return {
        "survey_answer": answers((respondents(group), "experienced_influence", with_gaps(rng, degree, 0.05)))
    }


WORLD = World(
    indicator="L7.4",
    subjects=("felt.experienced_influence",),
    sizes=(20, 200, 2000),
    counted="participants asked",
    null=1.0,
    matters=0.5,
    tables=tables,
    features="clusters of about eight, missing answers",
)
