"""E2.9: answers of people in groups that share a part of their leaning, against a line that was agreed before."""

import numpy as np

from benchmarks.validity.survey import agreed_line, leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

NULL = 0.20


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each answer is the worrying one with a chance that its group leans to."""
    group = meeting_groups(rng, size)
    answers = np.where(rng.random(size) < leaning(rng, group, truth), "2", "0")
    return survey(told(rng, "p", "front_line_staff", "held_back", answers, group=group))


WORLD = World(
    indicator="E2.9",
    subjects=("held_back",),
    sizes=(60, 300, 3000),
    counted="staff asked",
    null=NULL,
    matters=0.3,
    tables=tables,
    facts=agreed_line("E2.9", "held_back", NULL, 0.10),
    features="groups of about eight with a shared leaning of 0.15; one in twenty skips the question",
)
