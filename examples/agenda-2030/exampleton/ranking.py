"""How people rank the goals."""

from __future__ import annotations

import numpy as np

from exampleton.columns import Table, flags, numbered, stream
from exampleton.effects import Effects
from exampleton.papers import GOALS


def goal_rank(seed: int, effects: Effects) -> Table:
    """Forty internal and sixty external people rank the eight goals; the planted order of the two is opposite."""
    rng = stream(seed, "goal_rank")
    role = (
        ["project_manager"] * 20
        + ["front_line_staff"] * 20
        + ["citizen_self_selected"] * 30
        + ["user_co_producer"] * 30
    )
    size, goals = len(role), len(GOALS)
    appeal = np.repeat(0.6 * np.arange(goals)[None, ::-1], size, axis=0)
    if effects.goals_reversed:
        appeal[40:] = appeal[40:, ::-1]
    liking = appeal + rng.normal(0.0, 1.0, (size, goals))
    rank = np.argsort(np.argsort(-liking, axis=1), axis=1) + 1
    gone = rng.random(size) < 0.08
    return {
        "respondent": np.repeat(numbered("g", size), goals).tolist(),
        "role": np.repeat(role, goals).tolist(),
        "goal": list(GOALS) * size,
        "rank": rank.ravel().tolist(),
        "dropped_out": flags(np.repeat(gone, goals)),
    }
