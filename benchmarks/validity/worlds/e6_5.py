"""E6.5: burdens from 0 to 4 of people granted and refused; the worst-off are refused more often.

Every question is binomial over four steps, with a mean that is higher by ``truth`` for the worst-off at equal
outcome, and higher by half a degree for all who were refused.
"""

import numpy as np

from benchmarks.validity.crowds import (
    STANDING,
    answers,
    groups,
    incomes,
    leaning,
    respondents,
    with_gaps,
)
from benchmarks.validity.world import Tables, World

ITEMS = {"burden_learning": 1.2, "burden_compliance": 1.6, "burden_psychological": 0.8}


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Three questions on burden, the outcome of the request, and the income of each respondent."""
    group, income = groups(rng, size), incomes(rng, size)
    worst = income == "low"
    refused = rng.random(size) < np.where(worst, 0.5, 0.3)
    names = respondents(group)
    parts = [
        (names, "outcome", np.where(refused, "refused", "granted").astype(object)),
        (names, "attr_income", with_gaps(rng, income, 0.05)),
    ]
    for item, mean in ITEMS.items():
        chance = leaning(rng, (mean + 0.5 * refused + truth * worst) / 4, group)
        parts.append((names, item, with_gaps(rng, rng.binomial(4, chance), 0.1)))
    return {"survey_answer": answers(*parts)}


WORLD = World(
    indicator="E6.5",
    subjects=("worst_off.income.*",),
    sizes=(120, 500, 2000),
    counted="users asked",
    null=0.0,
    matters=0.5,
    tables=tables,
    facts={"attributes": STANDING},
    features="clusters of about eight, unlike outcomes, answers and incomes missing",
)
