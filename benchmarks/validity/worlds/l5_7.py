"""L5.7: meetings of twelve with thirty speeches each, of lengths that are mostly short and sometimes long.

A speech is somebody's at random, or with the chance ``LOUD`` one person's, who differs from meeting to meeting. A
chance of 0.1505 moves the mean Gini coefficient by a tenth of the way from equal chances to one speaker (300,000
meetings drawn: 0.100).
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

PRESENT, SPEECHES = 12, 30
LOUD = {0.0: 0.0, 0.1: 0.1505}


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Twelve of forty people at each meeting, some of whom never speak."""
    ids = [f"m{number}" for number in range(size)]
    there = np.argsort(rng.random((size, 40)), axis=1)[:, :PRESENT]
    who = rng.integers(0, PRESENT, (size, SPEECHES))
    who[rng.random((size, SPEECHES)) < LOUD[truth]] = 0
    speaker = np.take_along_axis(there, who, axis=1).ravel()
    return {
        "event": csv("id,kind,start", ids, "meeting", "2023-03-04T18:00:00"),
        "actor": csv("id,kind", [f"p{number}" for number in range(40)], "person"),
        "participation": csv(
            "actor,event",
            [f"p{one}" for one in there.ravel().tolist()],
            [one for one in ids for _ in range(PRESENT)],
        ),
        "speech": csv(
            "event,actor,order,seconds",
            [one for one in ids for _ in range(SPEECHES)],
            [f"p{one}" for one in speaker.tolist()],
            list(range(SPEECHES)) * size,
            np.round(5 + rng.exponential(60, size * SPEECHES)),
        ),
    }


WORLD = World(
    indicator="L5.7",
    subjects=("excess",),
    sizes=(5, 20, 60),
    counted="meetings of thirty speeches",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="speeches of unequal length, silent people, people who come to several meetings",
)
