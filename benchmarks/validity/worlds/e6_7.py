"""E6.7: reasons for taking part, of which people name up to two, in groups that share a part of their leaning.

Two in ten of the better-off name pressure, and ``truth`` more of the worst-off.
"""

import numpy as np

from benchmarks.validity.crowds import STANDING, answers, groups, incomes, leaning, respondents
from benchmarks.validity.world import Tables, World


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One answer for each respondent: pressure or interest; some cannot say."""
    group, income = groups(rng, size), incomes(rng, size)
    pressed = rng.random(size) < leaning(rng, 0.2 + truth * (income == "low"), group)
    reason = np.where(pressed, rng.choice(["expected", "needed_for_service"], size), "interest").astype(
        object
    )
    reason[rng.random(size) < 0.05] = "cannot_say"
    names = respondents(group)
    return {"survey_answer": answers((names, "reason", reason), (names, "attr_income", income))}


WORLD = World(
    indicator="E6.7",
    subjects=("worst_off.income",),
    sizes=(80, 500, 4000),
    counted="participants asked",
    null=0.0,
    matters=0.1,
    tables=tables,
    facts={"attributes": STANDING},
    features="clusters of about eight, three in ten worst off, 5 % cannot say",
)
