"""What the agenda's fund paid for, and what was paid for before."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Table, drawn, iso, joined, numbered, pick, rounded, stream, words
from exampleton.effects import Effects

KINDS = ("individual", "group", "collective")


def benefit(seed: int, effects: Effects, states: list[str]) -> Table:
    """Sixty projects paid from the agenda's fund, placed in areas by population and by the planted gradient."""
    rng = stream(seed, "benefit")
    size = 60
    welcome = [place for place, state in enumerate(states) if state in {"done", "accepted", "partly"}]
    of = [f"C{place + 1:03d}" for place in rng.permutation(np.array(welcome, dtype=np.int64))[:size].tolist()]
    attraction = town.AREA_POPULATION * town.wealth_rank_of_areas() ** effects.benefit_gradient
    since: Table = {
        "id": numbered("B", size, 2),
        "contribution": of + [""] * (size - len(of)),
        "area": words(town.AREAS, pick(rng, attraction, size)),
        "amount": rounded(rng.lognormal(10.0, 0.4, size), 0),
        "unit": ["EUR"] * size,
        "kind": drawn(rng, dict(zip(KINDS, effects.kinds_of_benefit, strict=True)), size),
        "date": iso(np.datetime64("2022-03-01") + rng.integers(0, 1300, size)),
        "new": ["yes"] * size,
    }
    return joined(since, _before(seed))


def _before(seed: int) -> Table:
    """Sixty projects of the three years before, placed by population alone."""
    rng = stream(seed, "benefit before")
    size = 60
    return {
        "id": numbered("A", size, 2),
        "area": words(town.AREAS, pick(rng, town.AREA_POPULATION.astype(float), size)),
        "amount": rounded(rng.lognormal(10.0, 0.4, size), 0),
        "unit": ["EUR"] * size,
        "kind": drawn(rng, dict(zip(KINDS, (0.2, 0.3, 0.5), strict=True)), size),
        "date": iso(np.datetime64("2018-01-15") + rng.integers(0, 1_080, size)),
        "new": ["no"] * size,
    }
