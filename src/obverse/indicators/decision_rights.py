"""The matrix of rights to decide: what each class of actors may do at each step, as promised, written or practised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from obverse.evidence.evidence import Reduction

STEPS = (
    "initiate",
    "agenda",
    "choose_participants",
    "evidence",
    "draft",
    "decide",
    "veto",
    "implement",
    "evaluate",
)
CLASSES = ("elected", "administration", "professionals", "associations", "citizens")
LEVELS = ("none", "consulted", "shared", "decides")
BASES = ("practised", "formal", "promised")
SAY = ("shared", "decides")

Matrix: TypeAlias = Mapping[tuple[str, str], str]


def matrices(cells: Reduction) -> dict[str, Matrix]:
    """For each basis on record, from practice to promise: the level of each (step, class of actors).

    ``cells`` has the columns basis, step, actor_class, level, one row for each cell of the matrix.

    >>> import numpy as np
    >>> cells = Reduction({name: np.array([value], dtype=object) for name, value in
    ...                    {"basis": "formal", "step": "draft", "actor_class": "citizens", "level": "shared"}.items()})
    >>> matrices(cells)
    {'formal': {('draft', 'citizens'): 'shared'}}
    """
    columns = (cells[name].tolist() for name in ("basis", "step", "actor_class", "level"))
    found: dict[str, dict[tuple[str, str], str]] = {}
    for basis, step, actors, level in zip(*columns, strict=True):
        found.setdefault(basis, {})[step, actors] = level
    return {basis: found[basis] for basis in BASES if basis in found}


def levels_of(matrix: Matrix, actors: str) -> dict[str, str]:
    """The level of one class of actors at each step on record, in the order of the steps.

    >>> levels_of({("decide", "citizens"): "none", ("agenda", "citizens"): "shared"}, "citizens")
    {'agenda': 'shared', 'decide': 'none'}
    """
    return {step: matrix[step, actors] for step in STEPS if (step, actors) in matrix}


def has_a_say(level: str) -> bool:
    """Whether a level means sharing the decision or taking it; being consulted is not.

    >>> has_a_say("consulted"), has_a_say("shared")
    (False, True)
    """
    return level in SAY
