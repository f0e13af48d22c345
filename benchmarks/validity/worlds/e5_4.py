"""E5.4: contributions and votes over participants, most of whom write nothing.

Under the null every event falls on each person with the same chance. Otherwise one person in fifty, and at least
one, has a part s of all events beyond that; s is chosen so that the expected Gini coefficient, from the areas under
the Lorenz curves of the many and of the few, stands ``truth`` of the way from equal chances to one person.
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv
from obverse.statistics.equal_chances import equal_chance_mean

AGENDA, VOTES = 0.8, 4.0


def _gini(part: float, events: int, people: int, few: int) -> float:
    many = people - few
    low = float(equal_chance_mean(max(1, round(events * (1 - part))), many))
    top = float(equal_chance_mean(max(1, round(events * part)), few)) if few > 1 else 0.0
    under = (1 - part) * (1 - low) * many / people + (2 * (1 - part) + part * (1 - top)) * few / people
    return 1 - under


def _events(rng: np.random.Generator, people: int, per_head: float, truth: float) -> list[int]:
    events, few = round(people * per_head), max(1, people // 50)
    chance = float(equal_chance_mean(events, people))
    wanted = chance + truth * ((people - 1) / people - chance)
    low, high = few / people, 0.9
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _gini(middle, events, people, few) < wanted else (low, middle)
    part = low if truth else few / people
    shares = np.r_[np.full(few, part / few), np.full(people - few, (1 - part) / (people - few))]
    return list(rng.multinomial(events, shares).tolist())


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each participant with the number of its contributions and votes."""
    keys = [f"p{number}" for number in range(size)]
    wrote = [
        key for key, times in zip(keys, _events(rng, size, AGENDA, truth), strict=True) for _ in range(times)
    ]
    voted = [
        (key, f"c{time}")
        for key, times in zip(keys, _events(rng, size, VOTES, truth), strict=True)
        for time in range(times)
    ]
    return {
        "actor": csv("id,kind,participant", keys, "person", "yes"),
        "contribution": csv(
            "id,kind,author,seed", [f"c{n}" for n in range(len(wrote))], "proposal", wrote, "no"
        ),
        "vote": csv("actor,contribution,value", [who for who, _ in voted], [what for _, what in voted], "1"),
    }


WORLD = World(
    indicator="E5.4",
    subjects=("agenda.excess", "votes.excess"),
    sizes=(40, 400, 3000),
    counted="participants",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="fewer contributions than people, four votes a head",
)
