"""E3.4: person-hours in meetings; a meeting moves nothing with the chance ``truth``, however long or full it is."""

import datetime as dt

import numpy as np

from benchmarks.validity.world import START, Tables, World, csv


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Meetings of very unequal size; what came of one in twenty was not noted."""
    idle = rng.random(size) < truth
    noted = rng.random(size) < 0.95
    moved = np.where(noted, np.where(idle, "no", "yes"), "")
    attendees = 3 + rng.poisson(rng.lognormal(2, 0.7, size))
    hours = rng.choice([1.0, 1.5, 2.0, 3.0], size)
    starts = [f"{START + dt.timedelta(days=int(day))}T18:00:00" for day in rng.integers(0, 1000, size)]
    flags = [moved] + [np.where(noted, "no", "")] * 5
    outcomes = "decision,text_changed,new_fact,question_closed,commitment_made,relationship_aim_met"
    keys = [f"m{number}" for number in range(size)]
    return {
        "event": csv(
            f"id,kind,start,attendees,hours,{outcomes}", keys, "meeting", starts, attendees, hours, *flags
        )
    }


WORLD = World(
    indicator="E3.4",
    subjects=("*",),
    sizes=(12, 60, 600),
    counted="meetings",
    null=0.20,
    matters=0.30,
    tables=tables,
    features="few large and many small meetings; the outcome of one in twenty unknown",
)
