"""E7.3: hours of unpaid work, incidents, and those among them that harmed third parties.

Harm comes at a constant rate of ``truth`` per thousand hours; two further incidents per thousand hours harm nobody.
"""

import numpy as np

from benchmarks.validity.crowds import with_gaps
from benchmarks.validity.world import START, Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """People work some fifty hours each, a few of them far more; of some incidents nobody noted whether they harmed."""
    people = max(5, size // 50)
    hours = np.round(rng.gamma(0.8, size / people / 0.8, people), 2) + 0.25
    harm = int(rng.poisson(truth * hours.sum() / 1000))
    other = int(rng.poisson(2 * hours.sum() / 1000))
    incidents = harm + other
    names = [f"p{number}" for number in range(people)]
    found = {
        "actor": csv("id,kind", names, "person"),
        "participation": csv("actor,date,activity,hours", names, str(START), "work", hours),
    }
    head = "id,kind,at,third_party_harm"
    if not incidents:
        return found | {"complaint": head + "\n"}
    harmed = with_gaps(rng, np.repeat(np.array(["yes", "no"], dtype=object), [harm, other]), 0.05)
    ids = [f"i{number}" for number in range(incidents)]
    return found | {"complaint": csv(head, ids, "incident", "2023-03-04T10:00:00", harmed)}


WORLD = World(
    indicator="E7.3",
    subjects=("harm",),
    sizes=(1000, 10_000, 100_000),
    counted="hours of unpaid work",
    null=0.0,
    matters=1.0,
    tables=tables,
    facts={"coverage": {"complaint": {"kept_from": START, "complete": "yes"}}},
    features="people who work unequally long, incidents of which nobody noted whether they harmed",
)
