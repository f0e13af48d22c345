"""E7.10: three changes of which the smallest is judged.

Opposition changes by ``truth`` while both others clearly rise (participation falls to 0.6, low trust doubles): the
smallest of the three true ratios is ``truth``, in the way that is hardest for the rule.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import AS_OF, Tables, World, csv

BEGAN, KINDS = dt.date(2005, 1, 1), ("prevention", "judgement")


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """About ``size`` days with acts of a kind in the first half; participants; two waves of answers."""
    half = ((AS_OF - BEGAN).days + 1) // 2
    chance = size / half / len(KINDS) * np.r_[np.ones(half), np.full(half, truth)]
    kind, acts = np.nonzero(rng.random((len(KINDS), 2 * half)) < chance)
    dates = [f"{BEGAN + dt.timedelta(days=int(day))}T10:00:00" for day in acts]
    kinds = [KINDS[one] for one in kind.tolist()]
    letters = 1 + rng.poisson(0.5, len(acts)) + 20 * (rng.random(len(acts)) < 0.05)
    people = max(60, size)
    came = np.r_[np.arange(people), rng.choice(people, rng.binomial(people, 0.6), replace=False)]
    days = [BEGAN + dt.timedelta(days=100)] * people + [BEGAN + dt.timedelta(days=half + 100)] * (
        len(came) - people
    )
    trust = [
        np.where(rng.random(people) < low, rng.integers(0, 5, people), rng.integers(5, 11, people))
        for low in (0.2, 0.4)
    ]
    waves = ["first"] * people + ["second"] * people
    asked = [BEGAN + dt.timedelta(days=30)] * people + [BEGAN + dt.timedelta(days=half + 1000)] * people
    keys = [f"p{number}" for number in range(people)]
    head = "respondent,wave,role,item,value,recorded_on"
    return {
        "complaint": csv("id,kind,at,n", [f"k{n}" for n in range(len(acts))], kinds, dates, letters),
        "actor": csv("id,kind", keys, "person"),
        "participation": csv("actor,date", [keys[n] for n in came], days),
        "survey_answer": csv(
            head, keys + keys, waves, "citizen_self_selected", "trust_council", np.concatenate(trust), asked
        ),
    }


WORLD = World(
    indicator="E7.10",
    subjects=("combination",),
    sizes=(80, 400, 3000),
    counted="days with acts of opposition in the first ten years",
    null=1.0,
    matters=1.1,
    tables=tables,
    facts={"process": {"start": BEGAN}},
    features="campaigns of many letters; the other changes are real: only opposition keeps it from a concern",
)
