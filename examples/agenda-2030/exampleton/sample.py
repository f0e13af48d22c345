"""Who is asked in the survey, and about which of the fourteen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exampleton.columns import Integers, drawn

ROLES = {
    "internal": {
        "elected_majority": 10,
        "elected_opposition": 6,
        "senior_public_manager": 28,
        "project_manager": 28,
        "front_line_staff": 20,
        "other_department": 12,
    },
    "participant": {
        "user_co_producer": 80,
        "volunteer": 26,
        "citizen_self_selected": 22,
        "citizen_drawn_by_lot": 12,
        "association_partner": 12,
        "business": 4,
    },
    "non_participant": {
        "invited_declined": 30,
        "dropped_out": 24,
        "never_reached": 42,
        "association_not_partner": 10,
        "service_user_not_involved": 30,
        "family_carer": 12,
        "neighbour": 8,
    },
}
CLUSTERS = {"internal": 20, "participant": 26, "non_participant": 26}


def blocks() -> Integers:
    """A balanced incomplete block design of the 14 values: 26 blocks of 7, every pair of values in 6 of them.

    By the method of differences: the squares modulo 13, once with a fixed point and once with zero, each
    moved through the thirteen residues.
    """
    squares = sorted({number * number % 13 for number in range(1, 13)})
    moved = [[(square + shift) % 13 for square in squares] for shift in range(13)]
    with_fixed = [[*block, 13] for block in moved]
    with_zero = [[*block, shift] for shift, block in enumerate(moved)]
    return np.array(with_fixed + with_zero, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Sample:
    """The 416 respondents, one place each."""

    respondent: list[str]
    variant: list[str]
    role: list[str]
    cluster: Integers
    cluster_names: list[str]
    weight: list[float]
    half: Integers
    block: Integers
    income: list[str]

    def who(self, truths: Sequence[bool]) -> Integers:
        """The places of the respondents for whom it is true."""
        return np.flatnonzero(np.array(truths))

    def of(self, *variants: str) -> Integers:
        """The places of the respondents of some variants."""
        return self.who([variant in variants for variant in self.variant])


def draw_sample(rng: np.random.Generator) -> Sample:
    """Respondents of each variant; each half of each variant gets each of the 26 blocks equally often."""
    variant = [name for name, roles in ROLES.items() for count in roles.values() for _ in range(count)]
    role = [word for roles in ROLES.values() for word, count in roles.items() for _ in range(count)]
    size = len(role)
    half, block, cluster = (np.empty(size, dtype=np.int64) for _ in range(3))
    names: list[str] = []
    start = 0
    for name, roles in ROLES.items():
        count = sum(roles.values())
        places = slice(start, start + count)
        dealt = rng.permutation(count)
        half[places], block[places] = dealt % 2, dealt // 2 % 26
        cluster[places] = len(names) + rng.permutation(count) % CLUSTERS[name]
        names += [f"{name[0]}-{number:02d}" for number in range(1, CLUSTERS[name] + 1)]
        start += count
    outside = np.array([name == "non_participant" for name in variant])
    weight = np.where(outside, np.round(rng.uniform(0.6, 1.6, size), 2), 1.0)
    income = _income(rng, role)
    respondent = [f"r{number:04d}" for number in rng.permutation(9_000)[:size].tolist()]
    return Sample(respondent, variant, role, cluster, names, weight.tolist(), half, block, income)


def _income(rng: np.random.Generator, role: list[str]) -> list[str]:
    """Three in ten with low income, exactly so among the users of the service."""
    income = np.array(drawn(rng, {"low": 0.3, "middle": 0.4, "high": 0.3}, len(role)))
    users = np.flatnonzero([word == "user_co_producer" for word in role])
    dealt = np.array(["low"] * 24 + ["middle"] * 32 + ["high"] * 24)
    income[users] = rng.permutation(dealt)
    return [str(word) for word in income.tolist()]
