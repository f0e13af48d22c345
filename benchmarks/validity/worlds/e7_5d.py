"""E7.5d: voters who come by day and by night, and a part ``truth`` of all who come within one hour.

The others follow the rhythm of the day and the week, with a rush at the opening and at the close.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.survey import persons
from benchmarks.validity.world import Tables, World, csv

OPENED, DAYS = dt.datetime(2023, 3, 6, 8, tzinfo=dt.UTC), 21


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Everybody votes once; busy days differ by a tenth."""
    hour = np.arange(24 * DAYS)
    daily = 1 + 0.9 * np.sin((hour % 24 + 8 - 9) * np.pi / 12)
    rush = 1 + 3 * np.exp(-hour / 12) + 4 * np.exp(-hour[::-1] / 6)
    busy = rng.gamma(100, 1 / 100, DAYS)[hour // 24]
    weight = daily * rush * busy * np.where(hour // 24 % 7 >= 5, 0.7, 1.0)
    together = round(size * truth)
    when = np.r_[
        rng.choice(hour, size - together, p=weight / weight.sum()), np.full(together, rng.integers(48, 400))
    ]
    moments = [OPENED + dt.timedelta(hours=int(one), seconds=int(rng.integers(0, 3600))) for one in when]
    times = [f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in moments]
    voters = [f"v{number}" for number in range(size)]
    picks = [f"c{number}" for number in rng.integers(0, 12, size)]
    keys = [f"c{number}" for number in range(12)]
    return {
        "vote": csv("actor,contribution,value,at,channel", voters, picks, "1", times, "online"),
        "actor": persons(voters),
        "contribution": csv("id,kind", keys, "proposal"),
        "event": csv("id,kind,start", ["e1"], "meeting", "2023-03-07T18:00:00Z"),
    }


WORLD = World(
    indicator="E7.5d",
    subjects=("arrivals.unexplained",),
    sizes=(600, 3000, 10_000),
    counted="voters",
    null=0.02,
    matters=0.05,
    tables=tables,
    features="rhythm of day and week, rushes at both ends, busy and quiet days",
)
