"""E7.5b: proposals that fit an earlier plan, among proposals of authors who write several.

Whether a proposal is accepted depends on its cost and on whether it is feasible; whether it fits the plan on how
feasible it is and on its author, with odds ``truth`` times as high for accepted ones.
"""

import numpy as np

from benchmarks.validity.survey import persons
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Half as many authors as proposals; one proposal in twenty is not coded, one in ten not decided."""
    author = rng.integers(0, max(10, size // 2), size)
    feasible = rng.random(size) < 0.6
    cost = np.rint(rng.lognormal(9, 1, size)).astype(int)
    liking = rng.normal(0, 0.5, int(author.max()) + 1)[author]
    cheap = -0.3 * (np.log(cost) - 9)
    accepted = rng.random(size) < 1 / (1 + np.exp(0.8 - feasible - cheap))
    odds = np.exp(liking + 0.6 * feasible - 0.7) * np.where(accepted, truth, 1.0)
    fits = np.where(rng.random(size) < odds / (1 + odds), "1", rng.choice(["0", "-1"], size))
    fits = np.where(rng.random(size) < 0.05, "", fits)
    state = np.where(rng.random(size) < 0.1, "evaluating", np.where(accepted, "accepted", "rejected"))
    support = np.rint(rng.lognormal(3, 1, size)).astype(int)
    head = "id,kind,author,cost,support,feasible,aligned,state"
    flags = np.where(feasible, "yes", "no")
    keys, names = [f"c{n}" for n in range(size)], [f"p{n}" for n in author]
    table = csv(head, keys, "proposal", names, cost, support, flags, fits, state)
    return {"contribution": table, "actor": persons(names)}


WORLD = World(
    indicator="E7.5b",
    subjects=("accepted",),
    sizes=(80, 600, 5000),
    counted="proposals",
    null=1.0,
    matters=1.5,
    tables=tables,
    features="cost, feasibility and author matter; some not coded, some undecided",
)
