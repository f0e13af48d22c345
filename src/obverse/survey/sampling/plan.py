"""How many people to ask in each stratum so that a difference that matters would be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from scipy.special import ndtri

FEWEST_ELIGIBLE = 10
FEWEST_FOR_A_GROUP = 20
# From so many answers on: one share; three categories and a mean; five categories (the safe counts 10-30-100).
PRINTED = ((100, "five_categories"), (30, "three_categories"), (10, "one_share"))
Measure: TypeAlias = Literal["share", "mean"]
Advice: TypeAlias = Literal["interviews", "merge", "everyone", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What the survey is to be able to see.

    ``difference`` is the smallest difference that matters between two strata of the same size: of shares (0.15 is
    fifteen percentage points) or of means on the scale 0 to 4. ``share`` is where the two shares are expected to lie
    (halfway between them), ``spread`` the standard deviation of the degrees. ``asked`` is the part
    of the respondents who get an item: 0.5 for seven of fourteen values, 0.25 where besides only one random half
    is asked. ``together`` people of one cluster answer, and resemble each other by ``resemblance`` (the intraclass
    correlation).

    Raises:
        ValueError: a number that cannot be.
    """

    difference: float
    measure: Measure = "share"
    share: float = 0.5
    spread: float = 1.2
    level: float = 0.95
    power: float = 0.8
    asked: float = 1.0
    together: float = 1.0
    resemblance: float = 0.0

    def __post_init__(self) -> None:
        widest = 4.0 if self.measure == "mean" else 1.0
        possible = (
            0 < self.difference < widest
            and 0 < self.share < 1
            and 0 < self.spread <= 2
            and 0 < self.level < 1
            and 0 < self.power < 1
            and 0 < self.asked <= 1
            and self.together >= 1
            and 0 <= self.resemblance <= 1
        )
        if not possible:
            raise ValueError(f"this aim cannot be: {self}")

    @property
    def design_effect(self) -> float:
        """How many times clusters raise the variance: ``1 + (together - 1)·resemblance`` (Kish 1965)."""
        return 1 + (self.together - 1) * self.resemblance


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A stratum before the survey: how many are in it, and what part of those asked is expected to answer."""

    name: str
    eligible: int
    response: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many of a stratum to invite, and what can be said afterwards.

    ``needed`` answers would show the difference; ``invite`` so many people for it, all of them where there are not
    more; ``expected`` answers follow, ``per_item`` of them to one item. ``detectable`` is the smallest difference
    that these would show, None where they show none. ``printed`` says what may be printed about one item, and
    ``advice`` what to do.
    """

    stratum: Stratum
    needed: int
    invite: int
    expected: int
    per_item: int
    detectable: float | None
    printed: str
    advice: Advice


def answers_needed(aim: Aim) -> int:
    """Answers to one item in each of two large strata so that ``aim.difference`` is found with its power.

    Shares: ``(z_a·√(2·p̄·q̄) + z_b·√(p1·q1 + p2·q2))² / d²``, the two shares lying around ``aim.share``. Means:
    ``2·s²·(z_a + z_b)²/d² + z_a²/4``. Both times the design effect.

    >>> answers_needed(Aim(difference=0.1, share=0.55)), answers_needed(Aim(difference=0.6, measure="mean"))
    (388, 64)

    Source: Fleiss, Levin & Paik 2003, equation 4.14; Guenther 1981, The American Statistician 35.
    """
    return math.ceil(_needed(aim) - 1e-9)


def plan(strata: Iterable[Stratum], aim: Aim) -> list[Plan]:
    """Plan each stratum.

    With N eligible ``n0/(1 + n0/N)`` answers say as much as n0 from a large stratum (Cochran 1977); as many more
    are needed as people skip the item by design or do not answer at all.

    >>> [one] = plan([Stratum(name="neighbours", eligible=2000, response=0.3)], Aim(difference=0.15))
    >>> one.needed, one.invite, one.printed, one.advice
    (160, 534, 'five_categories', 'sample')

    Raises:
        ValueError: a stratum without people, or an expected response outside 0 to 1.
    """
    return [_plan(stratum, aim) for stratum in strata]


def _plan(stratum: Stratum, aim: Aim) -> Plan:
    if stratum.eligible < 1 or not 0 < stratum.response <= 1:
        raise ValueError(f"{stratum.name}: nobody to ask, or a response outside 0 to 1")
    there = stratum.eligible
    large = _needed(aim)
    needed = math.ceil(large / (aim.asked * (1 + large / there)) - 1e-9)
    invite = min(there, math.ceil(needed / stratum.response - 1e-9))
    expected = min(needed, math.floor(invite * stratum.response + 1e-9))
    per_item = math.floor(expected * aim.asked + 1e-9)
    return Plan(
        stratum=stratum,
        needed=needed,
        invite=invite,
        expected=expected,
        per_item=per_item,
        detectable=_detectable(per_item, there, aim),
        printed=printed(per_item),
        advice=_advice(there, invite, per_item),
    )


def printed(answers: int) -> str:
    """What may be printed about one item with so many answers."""
    return next((name for fewest, name in PRINTED if answers >= fewest), "nothing")


def _advice(there: int, invite: int, per_item: int) -> Advice:
    if there < FEWEST_ELIGIBLE:
        return "interviews"
    if there < FEWEST_FOR_A_GROUP or per_item < PRINTED[-1][0]:
        return "merge"
    return "everyone" if invite == there else "sample"


def _needed(aim: Aim) -> float:
    z_a, z_b = float(ndtri(0.5 + aim.level / 2)), float(ndtri(aim.power))
    if aim.measure == "mean":
        plain = 2 * (aim.spread * (z_a + z_b) / aim.difference) ** 2 + z_a**2 / 4
    else:
        first, second = _around(aim)
        middle = (first + second) / 2
        apart = first * (1 - first) + second * (1 - second)
        plain = (
            (z_a * math.sqrt(2 * middle * (1 - middle)) + z_b * math.sqrt(apart)) / (second - first)
        ) ** 2
    return plain * aim.design_effect


def _around(aim: Aim) -> tuple[float, float]:
    """Two shares that lie the difference apart, around the expected one and within 0 to 1."""
    half = aim.difference / 2
    middle = min(max(aim.share, half), 1 - half)
    return middle - half, middle + half


def _detectable(answers: int, there: int, aim: Aim) -> float | None:
    """The smallest difference for which so many answers to an item would be enough."""
    if answers < PRINTED[-1][0]:
        return None
    # so many answers from a large stratum say as much; nobody is missing in a census
    large = math.inf if answers >= there else answers / (1 - answers / there)
    low, high = 0.0, 4.0 if aim.measure == "mean" else 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _needed(replace(aim, difference=middle)) > large:
            low = middle
        else:
            high = middle
    return high if high < (4.0 if aim.measure == "mean" else 1.0) - 1e-9 else None
