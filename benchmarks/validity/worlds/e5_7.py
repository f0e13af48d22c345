"""E5.7: what calls ask of those who want to take part.

A call asks each of ten usual things with a chance of its own, 0.3 on average in the first half of the calls and
``truth`` times that in the second.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import START, Tables, World, csv

USUAL, OFTEN, OWN = 10, 0.3, 12.0


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One row for each requirement, and one for the place of the meeting so that every call has a row."""
    mean = OFTEN * np.where(np.arange(size) < size // 2, 1.0, truth)
    asked = rng.binomial(USUAL, rng.beta(OWN * mean, OWN * (1 - mean)))
    call = np.concatenate([np.arange(size), np.repeat(np.arange(size), asked)])
    kinds = ["place"] * size + rng.choice(["expertise", "document", "digital"], int(asked.sum())).tolist()
    dates = [START + dt.timedelta(days=int(1000 * number / size)) for number in call]
    keys = [f"a{number}" for number in range(len(call))]
    return {"access_rule": csv("id,kind,since,call", keys, kinds, dates, [f"call{n:05d}" for n in call])}


WORLD = World(
    indicator="E5.7",
    subjects=("requirements.rise",),
    sizes=(8, 80, 800),
    counted="calls",
    null=1.0,
    matters=1.25,
    tables=tables,
    features="calls by offices of different habits",
)
