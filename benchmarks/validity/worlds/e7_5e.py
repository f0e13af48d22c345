"""E7.5e: contributions taken down, more or less often by topic.

Removal is drawn by topic and author first; speaking against the plan then has odds ``truth`` times as high among
what was removed.
"""

import numpy as np

from benchmarks.validity.survey import persons
from benchmarks.validity.world import Tables, World, csv

TOPICS = np.array(["traffic", "green", "housing", "schools"])
REMOVED = np.array([0.25, 0.1, 0.15, 0.08])
AGAINST = np.array([0.6, 0.3, 0.45, 0.25])


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Authors of about three contributions; of one in twenty nobody knows whether it was moderated."""
    author = rng.integers(0, max(10, size // 3), size)
    topic = rng.integers(0, 4, size)
    rude = np.exp(rng.normal(0, 0.6, int(author.max()) + 1))[author]
    removed = rng.random(size) < np.minimum(0.9, REMOVED[topic] * rude)
    odds = AGAINST[topic] / (1 - AGAINST[topic]) * np.where(removed, truth, 1.0)
    against = np.where(rng.random(size) < odds / (1 + odds), "-1", rng.choice(["0", "1"], size))
    fate = np.where(removed, "out", rng.choice(["in", "not_moderated"], size))
    fate = np.where(rng.random(size) < 0.05, "unknown", fate)
    head = "id,kind,author,topic,aligned,moderated"
    keys, names = [f"c{n}" for n in range(size)], [f"p{n}" for n in author]
    table = csv(head, keys, "comment", names, TOPICS[topic], against, fate)
    return {"contribution": table, "actor": persons(names)}


WORLD = World(
    indicator="E7.5e",
    subjects=("against_the_plan",),
    sizes=(150, 1000, 6000),
    counted="contributions",
    null=1.0,
    matters=1.5,
    tables=tables,
    features="topics and authors that are moderated more often; one fate in twenty unknown",
)
