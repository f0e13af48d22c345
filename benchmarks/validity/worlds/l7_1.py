"""L7.1: contributions of which a share of ``truth`` is never answered; an author's share a fate."""

import numpy as np

from benchmarks.validity.crowds import leaning, prolific, with_gaps
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each contribution with its author and its state; of some nobody knows it."""
    author = prolific(rng, size)
    forgotten = rng.random(size) < leaning(rng, truth, author, shared=0.2)
    told = rng.choice(["accepted", "rejected", "partly", "deferred"], size, p=[0.3, 0.4, 0.2, 0.1])
    people = [f"a{one}" for one in range(int(author.max()) + 1)]
    return {
        "actor": csv("id,kind", people, "person"),
        "contribution": csv(
            "id,kind,author,created_at,state,reasoned",
            [f"c{number}" for number in range(size)],
            "proposal",
            [f"a{one}" for one in author.tolist()],
            "2023-03-04T10:00:00",
            with_gaps(rng, np.where(forgotten, "open", told), 0.03),
            "yes",
        ),
    }


WORLD = World(
    indicator="L7.1",
    subjects=("unanswered",),
    sizes=(40, 400, 4000),
    counted="contributions",
    null=0.2,
    matters=0.3,
    tables=tables,
    features="prolific authors whose contributions share a fate, 3 % of unknown fate",
)
