"""L5.3: speaking turns that take up another's, and contributions that answer somebody else's.

Turns of a meeting and contributions of an author lean alike; either share is ``truth`` on average, whatever the
length of the meeting and however much an author writes.
"""

import numpy as np

from benchmarks.validity.crowds import groups, leaning, prolific, with_gaps
from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """As many turns as contributions; thirty opening contributions of the organiser can be answered."""
    meeting = np.sort(groups(rng, size, each=40, fewest=6))
    engages = rng.random(size) < leaning(rng, truth, meeting, shared=0.04)
    author = prolific(rng, size)
    answers = rng.random(size) < leaning(rng, truth, author, shared=0.15)
    parent = [
        f"o{one}" if reply else None for one, reply in zip(rng.integers(0, 30, size), answers, strict=True)
    ]
    ids = [f"m{one}" for one in sorted(set(meeting.tolist()))]
    people = ["host", *(f"a{one}" for one in range(int(author.max()) + 1))]
    openings = [f"o{number}" for number in range(30)]
    return {
        "event": csv("id,kind,start", ids, "meeting", "2023-03-04T18:00:00"),
        "actor": csv("id,kind", people, "person"),
        "speech": csv(
            "event,actor,order,engages_other",
            [f"m{one}" for one in meeting.tolist()],
            [f"a{one}" for one in (np.arange(size) % min(12, len(people) - 1)).tolist()],
            np.arange(size),
            with_gaps(rng, np.where(engages, "yes", "no"), 0.05),
        ),
        "contribution": csv(
            "id,kind,author,parent,seed",
            openings + [f"c{number}" for number in range(size)],
            "comment",
            ["host"] * 30 + [f"a{one}" for one in author.tolist()],
            [None] * 30 + parent,
            ["yes"] * 30 + ["no"] * size,
        ),
    }


WORLD = World(
    indicator="L5.3",
    subjects=("turns", "replies"),
    sizes=(250, 1000, 5000),
    counted="turns, and as many contributions",
    null=0.4,
    matters=0.25,
    tables=tables,
    facts=agreed_line("L5.3", "*", 0.4, 0.15),
    features="meetings that differ, prolific authors, uncoded turns",
)
