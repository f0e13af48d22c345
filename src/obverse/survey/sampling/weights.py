"""Weights that make the answers of each side resemble those who could have answered, as a test of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from obverse.quantities import NotEstimable, Result
from obverse.statistics.shares import share_of_register
from obverse.statistics.weighting import rake

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Price:
    """What weighting costs one side: ``people`` who answered, worth as much as ``effective`` equally weighted ones.

    ``design_effect`` is how many times the variance of a mean grows (Kish 1965).
    """

    people: int
    design_effect: float
    effective: float


@dataclass(frozen=True, slots=True)
class Weighted:
    """Rows of survey_answer with the column ``weight``, and by variant what it costs or why there are none."""

    rows: list[Row]
    price: Mapping[str, Price | NotEstimable]


def weighted(
    answers: Iterable[Mapping[str, str]],
    strata: Iterable[Mapping[str, str]],
    margins: Sequence[str] = ("stratum",),
) -> Weighted:
    """Rake the answers of each variant to the people eligible in each stratum.

    ``answers`` are rows of survey_answer with the columns ``respondent``, ``variant`` and those in ``margins``,
    ``strata`` rows of survey_stratum of the same wave with ``variant``, ``eligible`` and the same columns. With
    ``("stratum", "role")`` both are matched at once. Each person's weight stands in all of their rows; within a
    variant weights are 1 on average over people. Strata that were interviewed instead are not a margin. Sides are
    never weighted against each other.

    A variant of which a stratum has nobody who answered keeps empty weights: merge that stratum with its likest
    neighbour first.

    >>> answers = [{"respondent": f"r{i}", "variant": "internal", "stratum": "a" if i < 1 else "b"} for i in range(4)]
    >>> strata = [{"variant": "internal", "stratum": name, "eligible": "50"} for name in "ab"]
    >>> done = weighted(answers, strata)
    >>> [row["weight"] for row in done.rows], round(done.price["internal"].effective, 1)
    (['2', '0.66666667', '0.66666667', '0.66666667'], 3.0)

    Raises:
        KeyError: a column is missing.
        ValueError: an answer comes from a stratum that is not listed, or one person from two.

    Source: Deming & Stephan 1940 through ``statistics.weighting.rake``; Kish 1965.
    """
    rows = [dict(row) for row in answers]
    counted = [row for row in strata if row.get("is_interviewed") != "yes"]
    weights: dict[tuple[str, str], float] = {}
    price: dict[str, Price | NotEstimable] = {}
    for variant in sorted({row["variant"] for row in rows}):
        places = _places([row for row in rows if row["variant"] == variant], margins)
        eligible = [_eligible(counted, variant, margin) for margin in margins]
        people = list(places)
        cells = [
            [
                _category(place, known, margin)
                for place, known, margin in zip(places[one], eligible, margins, strict=True)
            ]
            for one in people
        ]
        raked = rake(
            cells,
            np.ones(len(people), dtype=np.int64),
            [np.array(list(known.values()), dtype=np.float64) for known in eligible],
        )
        if isinstance(raked, NotEstimable):
            price[variant] = raked
            continue
        weights |= {
            (variant, one): weight for one, weight in zip(people, raked.weights.tolist(), strict=True)
        }
        price[variant] = Price(len(people), raked.design_effect, raked.effective)
    for row in rows:
        weight = weights.get((row["variant"], row["respondent"]))
        row["weight"] = "" if weight is None else f"{weight:.8g}"
    return Weighted(rows, price)


def share_with_everyone_asked(yes: int, answered: int, eligible: int) -> Result:
    """A share where everybody eligible was asked: no sampling error, but bounds for those who did not answer.

    >>> asked = share_with_everyone_asked(6, 8, 10)
    >>> asked.value, asked.interval.low, asked.missing.low, asked.missing.high
    (0.75, 0.75, 0.6, 0.8)

    Raises:
        ValueError: more answered than were eligible, or more said yes than answered.
    """
    if answered > eligible:
        raise ValueError(f"{answered} of {eligible} people cannot have answered")
    return share_of_register(yes, answered, eligible - answered)


def _places(rows: Iterable[Mapping[str, str]], margins: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Where each person stands in each margin."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        place = tuple(row[margin] for margin in margins)
        if found.setdefault(row["respondent"], place) != place:
            raise ValueError(
                f"{row['respondent']} stands in two places: {found[row['respondent']]} and {place}"
            )
    return found


def _eligible(strata: Iterable[Mapping[str, str]], variant: str, margin: str) -> dict[str, int]:
    people: dict[str, int] = {}
    for row in strata:
        if row["variant"] == variant and row["eligible"]:
            people[row[margin]] = people.get(row[margin], 0) + int(row["eligible"])
    return {name: count for name, count in sorted(people.items()) if count}


def _category(name: str, known: Mapping[str, int], margin: str) -> int:
    if name not in known:
        raise ValueError(f"an answer comes from the {margin} {name!r}, of which nobody was eligible")
    return list(known).index(name)
