"""E6.8: refusals with their coded reasons, of which a share of ``truth`` is attitude or gratitude."""

import numpy as np

from benchmarks.validity.crowds import with_gaps
from benchmarks.validity.world import Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """One in three cases was refused; reasons of refusals are coded with gaps."""
    refused = rng.random(size) < 1 / 3
    judged = rng.random(size) < truth
    reason = np.where(
        judged, rng.choice(["attitude", "gratitude"], size), rng.choice(["need", "rule", "capacity"], size)
    ).astype(object)
    reason[~refused] = None
    return {
        "access_case": csv(
            "id,service,served,reason_coded",
            [f"c{number}" for number in range(size)],
            "help",
            np.where(refused, "no", "yes").astype(object),
            with_gaps(rng, reason, 0.02),
        )
    }


WORLD = World(
    indicator="E6.8",
    subjects=("refusals",),
    sizes=(60, 600, 6000),
    counted="cases, of which a third was refused",
    null=0.0,
    matters=0.05,
    tables=tables,
    features="reasons not coded",
)
