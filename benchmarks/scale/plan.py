"""How large each register of the synthetic process is, and the strides by which its rows are shuffled."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

FEWEST = 10_000
START, END, AS_OF = dt.date(2024, 1, 8), dt.date(2024, 10, 31), dt.date(2025, 6, 30)
WRITING_DAYS, VOTING_DAYS = 110, 150
_WORKSHOP, _MAILING, _OF = 7, 13, 20
_WORKSHOP_SEATS = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a synthetic process: votes, attendances and contributions are its events.

    >>> plan = Plan(events=1_000_000)
    >>> plan.votes, plan.participations, plan.contributions, plan.actors
    (800000, 150000, 50000, 50000)
    """

    events: int
    seed: int = 1
    regions: int = 13

    def __post_init__(self) -> None:
        if self.events < FEWEST:
            raise ValueError(f"the synthetic process has at least {FEWEST} events, not {self.events}")
        if not 0 <= self.seed < 1_000_000:
            raise ValueError("the seed is a number from 0 to 999999")

    @property
    def votes(self) -> int:
        """Rows of the register of votes."""
        return self.events * 80 // 100

    @property
    def participations(self) -> int:
        """Rows of the register of attendances."""
        return self.events * 15 // 100

    @property
    def contributions(self) -> int:
        """Rows of the register of contributions."""
        return self.events - self.votes - self.participations

    @property
    def actors(self) -> int:
        """People and organisations."""
        return self.events // 20

    @property
    def ballots(self) -> int:
        """Contributions on which people vote: three of every five."""
        return 3 * (self.contributions // 5)

    @property
    def occasions(self) -> int:
        """Meetings, online phases and mailings."""
        return max(60, min(4_000, self.participations // 100))

    @property
    def areas(self) -> int:
        """Neighbourhoods, each with a rank of deprivation."""
        return 40 if self.events < 1_000_000 else 350

    def seats(self) -> list[int]:
        """How many attend each occasion: none a mailing, a table full a workshop, uneven crowds the rest.

        >>> sum(Plan(events=10_000).seats())
        1500
        """
        weights = []
        for number in range(self.occasions):
            kind = number % _OF
            weights.append(0 if kind in {_WORKSHOP, _MAILING} else 25 + (number * 7919 + self.seed) % 151)
        workshops = sum(number % _OF == _WORKSHOP for number in range(self.occasions))
        crowd = self.participations - workshops * _WORKSHOP_SEATS
        total, before, seats = sum(weights), 0, []
        for number, weight in enumerate(weights):
            after = before + weight
            share = crowd * after // total - crowd * before // total
            seats.append(_WORKSHOP_SEATS if number % _OF == _WORKSHOP else share)
            before = after
        return seats


def stride(rows: int) -> int:
    """A step near the golden section of ``rows`` that shares no divisor with it, so that steps visit every row once.

    >>> stride(10)
    7
    """
    step = max(1, round(rows * 0.6180339887))
    while math.gcd(step, rows) != 1:
        step += 1
    return step


def cut(rows: int, most: int) -> list[tuple[int, int]]:
    """The ranges of rows that make the files of a register, each of at most ``most`` rows.

    >>> cut(250_000, 100_000)
    [(0, 83333), (83333, 166666), (166666, 250000)]
    """
    parts = max(1 if rows < 100_000 else 2, -(-rows // most))
    return [(rows * part // parts, rows * (part + 1) // parts) for part in range(parts)]
