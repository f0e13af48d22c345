"""Who asked to join, and who came to know whom."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Table, drawn, flags, iso, joined, numbered, stream, words
from exampleton.effects import Effects
from exampleton.people import PARTICIPANTS, People


def applicant(seed: int, effects: Effects) -> Table:
    """Requests to join the working groups, in three rounds."""
    rng = stream(seed, "applicant")
    size = 240
    tie_known = drawn(rng, {"yes": 0.3, "no": 0.69, "unknown": 0.01}, size)
    chance = [
        effects.admitted_with_tie if word == "yes" else effects.admitted_without_tie for word in tie_known
    ]
    decided = np.where(rng.random(size) < np.array(chance), "admitted", "refused").tolist()
    undecided = drawn(rng, {"": 0.90, "waiting": 0.05, "withdrew": 0.05}, size)
    outcome = [other or word for other, word in zip(undecided, decided, strict=True)]
    refused = [place for place, word in enumerate(outcome) if word == "refused"]
    without_rule = set(refused[: effects.refused_without_rule])
    who = rng.permutation(len(PARTICIPANTS))[:size]
    rounds = rng.integers(0, 3, size)
    first_day: Dates = np.array(["2021-01-18", "2021-03-15", "2021-06-14"], dtype="datetime64[D]")
    return {
        "id": numbered("AP", size),
        "actor": words(PARTICIPANTS, who),
        "prior_tie": tie_known,
        "newcomer": flags(rng.random(size) < 0.7),
        "round": words(("2021-1", "2021-2", "2021-3"), rounds),
        "asked_on": iso(np.add(first_day[rounds], rng.integers(0, 30, size))),
        "outcome": outcome,
        "rule": [
            "AR02" if word == "refused" and place not in without_rule else ""
            for place, word in enumerate(outcome)
        ],
    }


def tie(seed: int, effects: Effects, people: People) -> Table:
    """Who knows or works with whom, before and after; new ties across tenure with the planted chance."""
    rng = stream(seed, "tie")
    tenant = np.array([town.CELLS[cell][0] == "tenant" for cell in people.cell.tolist()])
    tables: list[Table] = []
    for wave, size in (("pre", 150), ("post", 200)):
        pairs = rng.permutation(len(PARTICIPANTS) * (len(PARTICIPANTS) - 1))
        first, other = np.divmod(pairs, len(PARTICIPANTS) - 1)
        second = other + (other >= first)
        across = tenant[first] != tenant[second]
        made = wave == "pre" or rng.random(len(pairs)) < np.where(across, effects.ties_across_tenure, 1.0)
        place = np.flatnonzero(np.broadcast_to(made, across.shape))[:size]
        first, second = first[place], second[place]
        tables.append(
            {
                "from_actor": words(PARTICIPANTS, first),
                "to_actor": words(PARTICIPANTS, second),
                "wave": [wave] * size,
                "kind": drawn(rng, {"knows": 0.6, "works_with": 0.3, "advice": 0.1}, size),
            }
        )
    return joined(*tables)
