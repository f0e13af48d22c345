"""L5.6: new ties between people of two unequal groups, of whom a few have many.

A new tie starts with somebody, the busier the likelier, and runs across groups with the chance that exchanged
labels would give, plus ``truth / 2``: the excess of the index is twice that.
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Ties of a first wave, which all last, and one and a half new ones for each person."""
    side = rng.permutation(np.arange(size) < 0.4 * size)
    zeal = rng.gamma(1.5, 1.0, size) + 0.2
    zeal /= zeal.sum()
    own = np.where(side, side.sum(), (~side).sum())
    across = np.clip((size - own) / (size - 1) + truth / 2, 0, 1)
    found: dict[tuple[int, int], str] = {}
    for wave, wanted in (("pre", size), ("post", size + round(1.5 * size))):
        while len(found) < wanted:
            one = int(rng.choice(size, p=zeal))
            other_side = side[one] ^ (rng.random() < across[one] if wave == "post" else rng.random() < 0.3)
            open_to = np.flatnonzero((side == other_side) & (np.arange(size) != one))
            free = [o for o in open_to.tolist() if (min(one, o), max(one, o)) not in found]
            if free:
                other = int(rng.choice(free, p=zeal[free] / zeal[free].sum()))
                found[min(one, other), max(one, other)] = wave
    ties = [(one, other, "pre") for (one, other), wave in found.items() if wave == "pre"]
    ties += [(one, other, "post") for one, other in found]
    sides = np.where(side, "north", "south").tolist()
    return {
        "actor": csv("id,kind,participant,attr_bank", [f"p{n}" for n in range(size)], "person", "yes", sides),
        "tie": csv(
            "from_actor,to_actor,wave,kind,recorded_on",
            [f"p{one}" for one, _, _ in ties],
            [f"p{other}" for _, other, _ in ties],
            [wave for _, _, wave in ties],
            "knows",
            ["2022-02-01" if wave == "pre" else "2024-06-01" for _, _, wave in ties],
        ),
    }


WORLD = World(
    indicator="L5.6",
    subjects=("new.bank",),
    sizes=(20, 60, 250),
    counted="people",
    null=0.0,
    matters=-0.2,
    tables=tables,
    facts={"attributes": {"bank": {"label": "Bank", "categories": ["north", "south"], "order": "none"}}},
    features="two unequal groups, a few people with many ties, ties that existed before",
)
