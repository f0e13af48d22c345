"""Answers of people who meet in groups and lean the same way there, some of whom skip a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.world import Tables, csv

SHARED, SKIPPED = 0.15, 0.05
HEAD = "respondent,wave,role,item,public_value,value,cluster"
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Columns = tuple[list[Any], ...]


def meeting_groups(rng: np.random.Generator, people: int, *, of: int = 8) -> Ints:
    """The group of each person: groups of about ``of``, of unequal sizes, at least six of them."""
    return rng.integers(0, max(6, people // of), people)


def leaning(rng: np.random.Generator, group: Ints, truth: float, *, shared: float = SHARED) -> Floats:
    """The chance of each person, that of its group: ``truth`` on average, an intraclass correlation of ``shared``."""
    spread = (1 - shared) / shared
    return np.asarray(rng.beta(truth * spread, (1 - truth) * spread, int(group.max()) + 1)[group])


def told(
    rng: np.random.Generator,
    who: str,
    role: str,
    item: str,
    values: npt.NDArray[Any],
    *,
    group: Ints | None = None,
    public_value: str = "",
    wave: str = "post",
) -> Columns:
    """One answer of each person; one in twenty skips the question."""
    people = len(values)
    keys = [f"{who}{number}" for number in range(people)]
    given = np.where(rng.random(people) < SKIPPED, "no_answer", values.astype(str)).tolist()
    clusters = [""] * people if group is None else [f"{who}-group{number}" for number in group.tolist()]
    fixed = ([name] * people for name in (wave, role, item, public_value))
    waves, roles, items, topics = fixed
    return keys, waves, roles, items, topics, given, clusters


def survey(*parts: Columns) -> Tables:
    """The table of all answers."""
    columns = [[entry for part in parts for entry in part[place]] for place in range(len(HEAD.split(",")))]
    return {"survey_answer": csv(HEAD, *columns)}


def agreed_line(indicator: str, subject: str, value: float, smallest_difference: float) -> dict[str, Any]:
    """Facts of a dossier that fixes its own threshold before the audit."""
    return {
        "threshold": [
            {
                "indicator": indicator,
                "subject": subject,
                "value": value,
                "smallest_difference": smallest_difference,
                "klass": "set_locally",
                "source": "agreed before the process began",
                "set_by": "simulated council",
                "frozen_on": dt.date(2021, 12, 1),
            }
        ]
    }


def persons(keys: Iterable[str]) -> str:
    """The table of the people whom other tables name."""
    return csv("id,kind", sorted(set(keys)), "person")
