"""E1.2: monthly hours with seasons and months that resemble their neighbours.

Of every extra volunteer hour a share ``truth`` stands where paid hours fell, whatever the noise of both.
"""

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.world import Tables, World, csv

START, ALIKE = dt.date(2015, 1, 1), 0.3
TASKS = ("desk", "opening", "events")


def _noise(rng: np.random.Generator, months: int) -> npt.NDArray[Any]:
    noise = rng.normal(0, 1, months)
    for month in range(1, months):
        noise[month] += ALIKE * noise[month - 1]
    return noise


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """``size`` months before and after, task by task."""
    columns: tuple[list[object], ...] = ([], [], [], [])
    later = np.arange(2 * size) >= size
    first = START.year * 12 - size
    months = [dt.date((first + month) // 12, (first + month) % 12 + 1, 1) for month in range(2 * size)]
    season = 1 + 0.15 * np.sin(2 * np.pi * np.arange(2 * size) / 12)
    for task in TASKS:
        paid = 300 * season - 60 * truth * later + 6 * _noise(rng, 2 * size)
        unpaid = 40 * season + 60 * later + 6 * _noise(rng, 2 * size)
        for flag, hours in (("yes", paid), ("no", unpaid)):
            for column, values in zip(
                columns, ([task] * len(months), months, [flag] * len(months), hours), strict=True
            ):
                column.extend(values)
    names, starts, flags, amounts = columns
    hours = np.maximum(0, np.array(amounts, dtype=float)).round(2)
    return {"task_hours": csv("service,task,period_start,paid,hours", "library", names, starts, flags, hours)}


WORLD = World(
    indicator="E1.2",
    subjects=("*.task.*",),
    sizes=(6, 24, 96),
    counted="months on each side of the start",
    null=0.12,
    matters=0.20,
    tables=tables,
    facts={"process": {"start": START}},
    features="seasons, noise that carries over to the next month (0.3)",
)
