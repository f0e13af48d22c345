"""NP-1: answers of people in groups that share a part of their leaning, against a line that was agreed before."""

import numpy as np

from benchmarks.validity.survey import agreed_line, leaning, meeting_groups, survey, told
from benchmarks.validity.world import Tables, World

NULL = 0.30


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each answer is the worrying one with a chance that its group leans to."""
    group = meeting_groups(rng, size)
    answers = np.where(rng.random(size) < leaning(rng, group, truth), "not_told", "no_time")
    return survey(told(rng, "p", "never_reached", "stayed_away", answers, group=group))


WORLD = World(
    indicator="NP-1",
    subjects=("kind.not_reached",),
    sizes=(60, 300, 3000),
    counted="people outside the process asked",
    null=NULL,
    matters=0.4,
    tables=tables,
    facts=agreed_line("NP-1", "kind.not_reached", NULL, 0.10),
    features="groups of about eight with a shared leaning of 0.15; one in twenty skips the question",
)
