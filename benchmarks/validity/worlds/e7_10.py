"""E7.10: three changes of which the smallest is judged.

Opposition changes by ``truth`` while both others clearly rise (participation falls to 0.6, low trust doubles): the
smallest of the three true ratios is ``truth``, in the way that is hardest for the rule.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import AS_OF, START, Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """About ``size`` acts in the first half; participants of both halves; two waves of answers."""
    half = ((AS_OF - START).days + 1) // 2
    acts = np.r_[
        rng.integers(0, half, rng.poisson(size)), half + rng.integers(0, half, rng.poisson(truth * size))
    ]
    dates = [f"{START + dt.timedelta(days=int(day))}T10:00:00" for day in acts]
    kinds = rng.choice(["prevention", "judgement"], len(acts))
    people = max(60, size)
    came = np.r_[np.arange(people), rng.choice(people, rng.binomial(people, 0.6), replace=False)]
    days = [START + dt.timedelta(days=100)] * people + [START + dt.timedelta(days=900)] * (len(came) - people)
    trust = [
        np.where(rng.random(people) < low, rng.integers(0, 5, people), rng.integers(5, 11, people))
        for low in (0.2, 0.4)
    ]
    waves = ["first"] * people + ["second"] * people
    asked = [START + dt.timedelta(days=30)] * people + [START + dt.timedelta(days=1000)] * people
    keys = [f"p{number}" for number in range(people)]
    head = "respondent,wave,role,item,value,recorded_on"
    return {
        "complaint": csv("id,kind,at", [f"k{n}" for n in range(len(acts))], kinds, dates),
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
    counted="acts of opposition in the first half",
    null=1.0,
    matters=1.1,
    tables=tables,
    features="the two other changes are real, so that only opposition keeps the rule from a concern",
)
