"""E1.7: answers of people in groups that share a part of their leaning, against a line that was agreed before."""

import numpy as np

from benchmarks.validity.survey import agreed_line, leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

NULL = 0.20


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each answer is the worrying one with a chance that its group leans to."""
    group = meeting_groups(rng, size)
    answers = np.where(rng.random(size) < leaning(rng, group, truth), "less", "as_much")
    return survey(told(rng, "p", "citizen_self_selected", "body_does", answers, group=group))


WORLD = World(
    indicator="E1.7",
    subjects=("less.participant",),
    sizes=(60, 300, 3000),
    counted="participants asked what the body does",
    null=NULL,
    matters=0.3,
    tables=tables,
    facts=agreed_line("E1.7", "less.participant", NULL, 0.10),
    features="groups of about eight with a shared leaning of 0.15; one in twenty skips the question",
)
