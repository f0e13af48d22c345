"""The town: its calendar, its areas, its groups and its inhabitants. Nothing here is random or real."""

from __future__ import annotations

import itertools

import numpy as np

from exampleton.columns import Integers, Numbers, Table, Truths, from_rows, numbered, stream
from exampleton.effects import Effects

NAME = "Exampleton (synthetic)"
START = np.datetime64("2021-01-18")
INPUT_CLOSED = np.datetime64("2021-11-30")
END = np.datetime64("2021-12-17")
AS_OF = np.datetime64("2026-06-30")
YEARS = range(2019, 2026)

POPULATION = 48_000
AREAS = numbered("N", 20, 2)
# Seven and twenty have no common divisor, so each rank occurs once; 1 is the most deprived.
RANKS: Integers = np.array([place * 7 % 20 + 1 for place in range(20)], dtype=np.int64)
AREA_POPULATION: Integers = np.array([2400 + 40 * (place % 5 - 2) for place in range(20)], dtype=np.int64)
POORER_HALF: Truths = RANKS <= 10

ATTRIBUTES: dict[str, dict[str, float]] = {
    "tenure": {"tenant": 0.40, "owner": 0.60},
    "education": {"lower": 0.30, "middle": 0.40, "higher": 0.30},
    "income_band": {"low": 0.30, "middle": 0.40, "high": 0.30},
    "sex": {"woman": 0.51, "man": 0.49},
    "age_band": {"16-29": 0.22, "30-49": 0.33, "50-64": 0.24, "65+": 0.21},
}
CELLS = list(itertools.product(*ATTRIBUTES.values()))


def _cell_population() -> Integers:
    """The inhabitants of each combination of attributes, which are independent of each other."""
    shares = [
        float(np.prod([ATTRIBUTES[variable][word] for variable, word in zip(ATTRIBUTES, cell, strict=True)]))
        for cell in CELLS
    ]
    counts = np.round(POPULATION * np.array(shares)).astype(np.int64)
    counts[counts.argmax()] += POPULATION - counts.sum()
    return counts


CELL_POPULATION = _cell_population()
STAGES = {
    "informed": 0.80,
    "invited": 0.60,
    "registered": 0.36,
    "attended": 0.60,
    "spoke": 0.70,
    "returned": 0.60,
}
# People come back, or not, whether they spoke or not.
_STAGE_BEFORE = {"returned": "attended"}
BY_CHOICE = ("registered", "attended", "spoke", "returned")


def chance_at_a_step(effects: Effects) -> Numbers:
    """The chance of passing one step of the funnel against an owner with more schooling, per cell."""
    tenants = np.array([effects.step_of_tenants if cell[0] == "tenant" else 1.0 for cell in CELLS])
    lower = np.array([effects.step_of_lower_education if cell[1] == "lower" else 1.0 for cell in CELLS])
    chances: Numbers = tenants * lower
    return chances


def wealth_rank_of_areas() -> Numbers:
    """The fractional rank of each area from poorest (near 0) to wealthiest (near 1), people being counted."""
    order = np.argsort(RANKS)
    population = AREA_POPULATION[order]
    middle = (np.cumsum(population) - population / 2) / population.sum()
    rank = np.empty(len(AREAS))
    rank[order] = middle
    return rank


def neighbourhood() -> Table:
    """The areas; need is the same in proportion everywhere, so that equal benefit per head meets need."""
    return {
        "id": AREAS,
        "name": [f"Neighbourhood {number} (synthetic)" for number in range(1, 21)],
        "population": AREA_POPULATION.tolist(),
        "deprivation_rank": RANKS.tolist(),
        "need": np.round(AREA_POPULATION * 0.12, 1).tolist(),
        "source": ["invented"] * 20,
    }


def reference_population() -> Table:
    """The inhabitants of 16 and over, variable by variable."""
    rows = [
        (variable, word, _marginal(CELL_POPULATION, place, word), "invented", 2020)
        for place, variable in enumerate(ATTRIBUTES)
        for word in ATTRIBUTES[variable]
    ]
    return from_rows("variable category count source year", rows)


def group_count(seed: int, effects: Effects) -> Table:
    """The funnel from the affected to those who came back, counted from sign-in sheets."""
    rng = stream(seed, "group_count")
    step = chance_at_a_step(effects)
    reached = {"affected": CELL_POPULATION}
    for stage, share in STAGES.items():
        before = reached[_STAGE_BEFORE.get(stage, list(reached)[-1])]
        reached[stage] = rng.binomial(before, share * (step if stage in BY_CHOICE else 1.0))
    rows = []
    for stage, counts in reached.items():
        rows += [
            (stage, "any", variable, word, _marginal(counts, place, word))
            for place, variable in enumerate(ATTRIBUTES)
            for word in ATTRIBUTES[variable]
        ]
    return from_rows("stage activity variable category count", rows)


def _marginal(counts: Integers, place: int, word: str) -> int:
    return int(counts[[cell[place] == word for cell in CELLS]].sum())
