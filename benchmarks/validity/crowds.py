"""People as the worlds draw them: in groups whose members lean alike, with gaps in what is known of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from benchmarks.validity.world import csv

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHARED = 0.1
"""How much of a person's leaning is the group's: the correlation between two members of a group."""
STANDING = {"income": {"label": "Income", "categories": ["low", "middle", "high"], "order": "worst_to_best"}}
"""A section [attributes.income] for dossier.toml."""


def groups(rng: np.random.Generator, size: int, each: int = 8, fewest: int = 8) -> Ints:
    """A group for each of ``size`` people, of about ``each`` members, never fewer groups than ``fewest``.

    Groups differ in size because people fall into them at random.
    """
    return rng.integers(0, max(fewest, size // each), size)


def leaning(
    rng: np.random.Generator, mean: npt.ArrayLike, group: npt.NDArray[Any], shared: float = SHARED
) -> Floats:
    """A chance for each person, beta distributed around the person's own ``mean`` and shared within the group.

    Members of a group have the same rank, also where their means differ, so that groups hold people of both
    sides of a comparison. The expectation of each chance is its ``mean``.
    """
    wanted = np.broadcast_to(np.asarray(mean, dtype=np.float64), group.shape)
    spread = (1 - shared) / shared
    inside = (wanted > 0) & (wanted < 1)
    safe = np.where(inside, wanted, 0.5)
    rank = rng.random(int(group.max()) + 1)[group]
    drawn = betaincinv(safe * spread, (1 - safe) * spread, rank)
    return np.asarray(np.where(inside, drawn, wanted), dtype=np.float64)


def with_gaps(rng: np.random.Generator, values: npt.ArrayLike, share: float) -> list[Any]:
    """The values with a share of them unknown, whatever they are."""
    column: list[Any] = np.asarray(values, dtype=object).tolist()
    gaps: list[bool] = (rng.random(len(column)) < share).tolist()
    return [None if gap else value for value, gap in zip(column, gaps, strict=True)]


def incomes(rng: np.random.Generator, size: int) -> npt.NDArray[np.object_]:
    """One of the categories of STANDING for each person; three in ten are worst off."""
    return rng.choice(np.array(["low", "middle", "high"], dtype=object), size, p=[0.3, 0.45, 0.25])


def answers(
    *parts: tuple[Any, Any, Any], wave: str = "post", day: str = "2024-06-01", role: str = "user_co_producer"
) -> str:
    """A table survey_answer from parts (respondents, item, values) with each respondent's group after a ``|``.

    A respondent is written ``name|group``; an empty group means asked one by one.
    """
    people, items, values = [], [], []
    for names, item, given in parts:
        people += list(names)
        items += [item] * len(names)
        values += list(given)
    names = [name.partition("|")[0] for name in people]
    clusters = [name.partition("|")[2] or None for name in people]
    head = "respondent,wave,recorded_on,role,item,value,cluster"
    return csv(head, names, wave, day, role, items, values, clusters)


def respondents(group: npt.NDArray[Any], prefix: str = "r") -> list[str]:
    """Names of respondents with their groups, as ``answers`` reads them."""
    return [f"{prefix}{number}|g{one}" for number, one in enumerate(group.tolist())]


def prolific(rng: np.random.Generator, size: int) -> Ints:
    """An author for each of ``size`` contributions: most wrote one or two, a few wrote many."""
    written: list[int] = []
    while sum(written) < size:
        written.append(int(min(1 + rng.pareto(1.6), 25.0)))
    return np.repeat(np.arange(len(written)), written)[:size]


def with_odds(chance: npt.ArrayLike, odds_ratio: npt.ArrayLike) -> Floats:
    """The chances whose odds are ``odds_ratio`` times those of ``chance``."""
    odds = np.asarray(chance) / (1 - np.asarray(chance)) * np.asarray(odds_ratio)
    return np.asarray(odds / (1 + odds), dtype=np.float64)
