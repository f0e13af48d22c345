"""L2.1: people who attended, of whom the share of women is ``truth`` times that of the population."""

import numpy as np

from benchmarks.validity.crowds import with_gaps
from benchmarks.validity.world import Tables, World, csv

SEX = {"sex": {"label": "Sex", "categories": ["women", "men"], "order": "none"}}
WOMEN = 0.52


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One row for each attendance; half of the people came twice and count once."""
    population = [round(50 * size * WOMEN), round(50 * size * (1 - WOMEN))]
    women = rng.random(size) < truth * WOMEN
    names = [f"p{number}" for number in range(size)]
    sex = with_gaps(rng, np.where(women, "women", "men"), 0.02)
    again = [name for name, twice in zip(names, (rng.random(size) < 0.5).tolist(), strict=True) if twice]
    return {
        "reference_population": csv("variable,category,count", "sex", ["women", "men"], population),
        "actor": csv("id,kind,participant,attr_sex", names, "person", "yes", sex),
        "participation": csv(
            "actor,date",
            names + again,
            ["2023-03-04"] * size + ["2023-05-06"] * len(again),
        ),
    }


WORLD = World(
    indicator="L2.1",
    subjects=("any.sex.women.ratio",),
    sizes=(50, 400, 3000),
    counted="people who came, one by one",
    null=1.0,
    matters=0.8,
    tables=tables,
    facts={"attributes": SEX},
    features="half of the people came twice, 2 % of unknown sex",
)
