"""L1.2: a population of which about one in fifty attends; women with ``truth`` times the chance of men.

The ratio of the chances of the whole way in is what the indicator estimates: attendance is drawn for each sex
from the whole population.
"""

import numpy as np

from benchmarks.validity.crowds import with_gaps
from benchmarks.validity.world import Tables, World, csv

SEX = {"sex": {"label": "Sex", "categories": ["women", "men"], "order": "none"}}
WOMEN = 0.52


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """A register of those who came, and once more those who registered and stayed away."""
    population = np.array([round(50 * size * WOMEN), round(50 * size * (1 - WOMEN))])
    chance = np.array([truth, 1.0])
    came = rng.binomial(population, chance * size / float(population @ chance))
    more = rng.binomial(population - came, chance * size / float(population @ chance))
    sex = np.repeat(np.array(["women", "men"] * 2, dtype=object), np.concatenate([came, more]))
    names = [f"p{number}" for number in range(len(sex))]
    attended = names[: int(came.sum())]
    return {
        "reference_population": csv("variable,category,count", "sex", ["women", "men"], population),
        "actor": csv("id,kind,participant,attr_sex", names, "person", "yes", with_gaps(rng, sex, 0.02)),
        "participation": csv("actor,date", attended, "2023-03-04"),
    }


WORLD = World(
    indicator="L1.2",
    subjects=("any.sex.women.overall",),
    sizes=(60, 500, 4000),
    counted="people who came, one by one",
    null=1.0,
    matters=0.8,
    tables=tables,
    facts={"attributes": SEX},
    features="one in fifty comes, 2 % of unknown sex",
)
