"""L5.4: two groups of opinion vote on statements, of which a share of ``truth`` has a majority in both.

A shared statement is supported by six to nine in ten of either group, any other by one to four in ten of one of
them and by six to nine of the other: how many are shared is known exactly.
"""

import numpy as np

from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import Tables, World, csv

STATEMENTS = 20


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two in three of the people belong to the larger group; each sees some of the statements."""
    group = (rng.random(size) < 1 / 3).astype(int)
    support = rng.uniform(0.6, 0.9, (2, STATEMENTS))
    divided = np.arange(STATEMENTS) >= round(truth * STATEMENTS)
    against = rng.integers(0, 2, STATEMENTS)
    support[against[divided], np.flatnonzero(divided)] = rng.uniform(0.1, 0.4, int(divided.sum()))
    voter, statement = np.nonzero(rng.random((size, STATEMENTS)) < rng.beta(2, 1, (size, 1)))
    yes = rng.random(len(voter)) < support[group[voter], statement]
    value = np.where(rng.random(len(voter)) < 0.1, 0, np.where(yes, 1, -1))
    names = [f"p{number}" for number in range(size)]
    return {
        "actor": csv(
            "id,kind,attr_opinion_group", names, "person", [("a", "b")[one] for one in group.tolist()]
        ),
        "contribution": csv("id,kind", [f"s{number}" for number in range(STATEMENTS)], "statement"),
        "vote": csv(
            "actor,contribution,value",
            [f"p{one}" for one in voter.tolist()],
            [f"s{one}" for one in statement.tolist()],
            value,
        ),
    }


WORLD = World(
    indicator="L5.4",
    subjects=("statements.shared",),
    sizes=(60, 200, 800),
    counted="people who vote on twenty statements",
    null=0.5,
    matters=0.3,
    tables=tables,
    facts={
        "attributes": {"opinion_group": {"label": "Group", "categories": ["a", "b"], "order": "none"}},
        **agreed_line("L5.4", "statements.shared", 0.5, 0.2),
    },
    features="groups of unequal size, unequally diligent voters, one vote in ten passes",
)
