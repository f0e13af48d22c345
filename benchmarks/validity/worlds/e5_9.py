"""E5.9: results that serve one person, among the results of projects.

A project's results resemble each other; one in four serves a single person before the process and
0.25 + ``truth`` afterwards.
"""

import datetime as dt

import numpy as np

from benchmarks.validity.survey import leaning
from benchmarks.validity.world import Tables, World, csv

EARLIER, SHARED, NOT_MARKED = 0.25, 0.3, 0.05


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` projects on each side of the start with one to six results; one result in twenty has no kind."""
    outputs = 1 + rng.binomial(5, 0.3, 2 * size)
    project = np.repeat(np.arange(2 * size), outputs)
    late = project >= size
    alone = np.where(
        late,
        leaning(rng, project, EARLIER + truth, shared=SHARED),
        leaning(rng, project, EARLIER, shared=SHARED),
    )
    kinds = np.where(
        rng.random(len(project)) < alone, "individual", rng.choice(["group", "collective"], len(project))
    )
    kinds = np.where(rng.random(len(project)) < NOT_MARKED, "", kinds)
    dates = np.where(late, dt.date(2023, 4, 1).isoformat(), dt.date(2021, 4, 1).isoformat())
    keys = [f"b{number}" for number in range(len(project))]
    head = "id,contribution,amount,kind,date"
    names = [f"c{number}" for number in range(2 * size)]
    return {
        "benefit": csv(head, keys, [names[number] for number in project], "1", kinds, dates),
        "contribution": csv("id,kind", names, "project"),
    }


WORLD = World(
    indicator="E5.9",
    subjects=("individual.change",),
    sizes=(30, 200, 2000),
    counted="projects on each side of the start",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="one to six results of a project that resemble each other (0.3); one in twenty of unknown kind",
)
