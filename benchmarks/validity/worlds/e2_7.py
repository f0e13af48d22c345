"""E2.7: partners at meetings.

Everybody comes in the first third with a chance of its own, at most 0.8; in the last third one in five has gone
and the others come 1.25·``truth`` times as often, so that attendance together is ``truth`` times the first.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.world import START, Tables, World, csv

MEETINGS = 18


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Eighteen meetings with the list of the organisations that came."""
    early = 0.8 * rng.beta(1.5, 2, size)
    gone = rng.random(size) < 0.2
    late = np.where(gone, 0.0, 1.25 * truth * early)
    chance = np.repeat(np.stack([early, (early + late) / 2, late], axis=1), MEETINGS // 3, axis=1)
    partner, meeting = np.nonzero(rng.random(chance.shape) < chance)
    days = [START + dt.timedelta(days=50 * number) for number in range(MEETINGS)]
    return {
        "actor": csv(
            "id,kind,role", [f"p{number}" for number in range(size)], "organisation", "association_partner"
        ),
        "event": csv(
            "id,kind,start",
            [f"m{n}" for n in range(MEETINGS)],
            "meeting",
            [f"{day}T18:00:00" for day in days],
        ),
        "participation": csv("actor,event", [f"p{n}" for n in partner], [f"m{n}" for n in meeting]),
    }


WORLD = World(
    indicator="E2.7",
    subjects=("attendance.change",),
    sizes=(12, 60, 500),
    counted="partners",
    null=1.0,
    matters=0.75,
    tables=tables,
    features="some partners come often, many hardly ever, one in five stops",
)
