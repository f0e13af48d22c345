"""E7.9: feeling threatened, asked of participants in groups and of outsiders one by one."""

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.survey import leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World


def _degrees(rng: np.random.Generator, chance: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.where(rng.random(len(chance)) < chance, rng.integers(1, 5, len(chance)), 0)


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Two thirds take part and lean as their group does; everybody is threatened with the same mean chance."""
    inside = 2 * size // 3
    group = meeting_groups(rng, inside)
    first = _degrees(rng, leaning(rng, group, truth))
    second = _degrees(rng, np.full(size - inside, truth))
    return survey(
        told(rng, "p", "citizen_self_selected", "threatened", first, group=group),
        told(rng, "o", "neighbour", "threatened", second),
    )


WORLD = World(
    indicator="E7.9",
    subjects=("threatened",),
    sizes=(60, 300, 3000),
    counted="people asked",
    null=0.25,
    matters=0.35,
    tables=tables,
    features="participants in groups of about eight with a shared leaning of 0.15; one in twenty skips the question",
)
