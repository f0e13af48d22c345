"""L5.2: speaking turns, coded by one coder and every third turn by a second one, who sees some otherwise.

The chance that a turn is coded as reasoned is ``truth`` on average over meetings: a coder mistakes one turn in
twenty either way, so that the turns really are reasoned with ``(truth - e) / (1 - 2e)``.
"""

import numpy as np

from benchmarks.validity.crowds import groups, leaning
from benchmarks.validity.survey import agreed_line
from benchmarks.validity.world import Tables, World, csv

MISTAKEN = 0.05


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Meetings of about forty turns, among twelve people who speak unequally often."""
    meeting = np.sort(groups(rng, size, each=40, fewest=6))
    chance = leaning(rng, (truth - MISTAKEN) / (1 - 2 * MISTAKEN), meeting, shared=0.04)
    reasoned = rng.random(size) < chance
    first, second = (reasoned != (rng.random(size) < MISTAKEN) for _ in range(2))
    twice = rng.random(size) < 1 / 3
    person = np.minimum(rng.geometric(0.2, size), 12)
    ids = [f"m{one}" for one in sorted(set(meeting.tolist()))]
    people = [f"p{one}" for one in range(1, 13)]
    place = np.concatenate([np.arange(size), np.arange(size)[twice]])
    return {
        "event": csv("id,kind,start", ids, "meeting", "2023-03-04T18:00:00"),
        "actor": csv("id,kind", people, "person"),
        "speech": csv(
            "event,actor,order,justification,coder",
            [f"m{one}" for one in meeting[place].tolist()],
            [f"p{one}" for one in person[place].tolist()],
            place,
            np.where(np.concatenate([first, second[twice]]), 2, 1),
            ["ann"] * size + ["ben"] * int(twice.sum()),
        ),
    }


WORLD = World(
    indicator="L5.2",
    subjects=("reasoned",),
    sizes=(250, 1000, 5000),
    counted="speaking turns",
    null=0.5,
    matters=0.35,
    tables=tables,
    facts=agreed_line("L5.2", "reasoned", 0.5, 0.15),
    features="meetings that differ, coders who err in one turn of twenty, a third of the turns coded twice",
)
