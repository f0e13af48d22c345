"""Shares, means and differences over survey answers, for people asked one by one or together, weighted or not.

Every function takes a reduction of answers: one row for each unit and answer, with the columns ``unit`` (empty
where people were asked one by one and count the same), ``people`` and ``mass`` (their weights in millionths), as
the view ``item_answer`` gives them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.cluster_differences import (
    clustered_difference_within,
    clustered_mean_difference_within,
)
from obverse.statistics.clusters import Limits, clustered_mean, clustered_share
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.results import between_people
from obverse.statistics.shares import difference_of_shares, wilson_share

Truths: TypeAlias = npt.NDArray[np.bool_]
Sums: TypeAlias = npt.NDArray[np.int64]
FEWEST_SHOWN = 5
DEGREES: Limits = (0.0, 4.0)


def share_of_people(answers: Reduction, yes: Truths, *, need: int, remedy: str) -> Result:
    """The share of people whose answer is among ``yes``.

    Wilson's interval where people were asked one by one; the ratio of totals over clusters with Student's t
    where they were drawn together or carry weights.

    >>> answers = Reduction({"unit": np.array(["", ""], dtype=object), "answer": np.array(["yes", "no"]),
    ...                      "people": np.array([15, 15]), "mass": np.array([15_000_000, 15_000_000])})
    >>> share = share_of_people(answers, answers["answer"] == "yes", need=10, remedy="ask")
    >>> share.value, share.n, share.method
    (0.5, 30, 'wilson')
    """
    people = int(answers["people"].sum())
    gap = _too_few(people, need, remedy)
    if gap is not None:
        return gap
    if _one_by_one(answers):
        return wilson_share(int(answers["people"][yes].sum()), people)
    units = _units(answers)
    return clustered_share(
        _over(units, answers, np.where(yes, answers["mass"], 0)),
        _over(units, answers, answers["mass"]),
        cases=people,
    )


def roles_to_show(answers: Reduction, *, need: int) -> list[tuple[str, Reduction]]:
    """The roles with at least ``need`` people, so chosen that what is left out cannot be worked out from the rest.

    Where the roles left out hold fewer than five people together, the whole less the roles shown would tell what
    these few answered: the smallest of the roles shown is then left out as well.

    >>> answers = Reduction({"role": np.array(["a", "b", "c"], dtype=object), "people": np.array([12, 11, 1])})
    >>> [role for role, _ in roles_to_show(answers, need=10)]
    ['a']
    """
    people = {str(role): int(part["people"].sum()) for (role,), part in answers.groups("role")}
    shown = sorted((role for role in people if people[role] >= need), key=lambda role: (people[role], role))
    left_out = sum(people.values()) - sum(people[role] for role in shown)
    if 0 < left_out < FEWEST_SHOWN:
        shown = shown[1:]
    return [(role, answers.where("role", role)) for role in sorted(shown)]


def difference_of_people(
    first: Reduction, first_yes: Truths, second: Reduction, second_yes: Truths, *, need: int, remedy: str
) -> Result:
    """The share of the first group whose answer is among ``first_yes``, less that of the second group.

    Newcombe's interval for people asked one by one; over clusters with Student's t otherwise, where the same
    clusters may hold people of both groups.
    """
    n1, n2 = int(first["people"].sum()), int(second["people"].sum())
    gap = _too_few(min(n1, n2), need, remedy)
    if gap is not None:
        return gap
    if _one_by_one(first) and _one_by_one(second):
        return difference_of_shares(
            int(first["people"][first_yes].sum()), n1, int(second["people"][second_yes].sum()), n2
        )
    units = sorted({*_units(first), *_units(second)})
    difference = clustered_difference_within(
        _over(units, first, np.where(first_yes, first["mass"], 0)),
        _over(units, first, first["mass"]),
        _over(units, second, np.where(second_yes, second["mass"], 0)),
        _over(units, second, second["mass"]),
        cases=n1 + n2,
    )
    return between_people(difference, n1, n2)


def mean_of_people(
    answers: Reduction,
    degrees: npt.NDArray[Any],
    *,
    need: int,
    remedy: str,
    unit: Unit = Unit.DEGREE,
    limits: Limits | None = DEGREES,
) -> Result:
    """The mean of the numbers that people gave (``degrees``, one for each row of the reduction).

    Student's t over people asked one by one, over clusters otherwise; with ``limits`` the interval stays on
    the scale.
    """
    people = int(answers["people"].sum())
    gap = _too_few(people, need, remedy)
    if gap is not None:
        return gap
    if _one_by_one(answers):
        return mean_of_histogram(degrees, answers["people"], unit=unit, limits=limits)
    units = _units(answers)
    return clustered_mean(
        _over(units, answers, degrees * answers["mass"]),
        _over(units, answers, answers["mass"]),
        unit=unit,
        limits=limits,
        cases=people,
    )


def difference_of_means(
    first: Reduction,
    first_degrees: npt.NDArray[Any],
    second: Reduction,
    second_degrees: npt.NDArray[Any],
    *,
    need: int,
    remedy: str,
    unit: Unit = Unit.DEGREE,
    limits: Limits | None = DEGREES,
) -> Result:
    """The mean of the first group less the mean of the second; each person who was asked alone is a cluster."""
    n1, n2 = int(first["people"].sum()), int(second["people"].sum())
    gap = _too_few(min(n1, n2), need, remedy)
    if gap is not None:
        return gap
    if _one_by_one(first) and _one_by_one(second):
        spread_first, spread_second = _each_alone(first, first_degrees), _each_alone(second, second_degrees)
        zeros_first, zeros_second = np.zeros(n1), np.zeros(n2)
        difference = clustered_mean_difference_within(
            np.concatenate([spread_first, zeros_second]),
            np.concatenate([np.ones(n1), zeros_second]),
            np.concatenate([zeros_first, spread_second]),
            np.concatenate([zeros_first, np.ones(n2)]),
            unit=unit,
            limits=limits,
            cases=n1 + n2,
        )
        return between_people(difference, n1, n2)
    units = sorted({*_units(first), *_units(second)})
    difference = clustered_mean_difference_within(
        _over(units, first, first_degrees * first["mass"]),
        _over(units, first, first["mass"]),
        _over(units, second, second_degrees * second["mass"]),
        _over(units, second, second["mass"]),
        unit=unit,
        limits=limits,
        cases=n1 + n2,
    )
    return between_people(difference, n1, n2)


def _too_few(people: int, need: int, remedy: str) -> NotEstimable | None:
    if people >= need:
        return None
    if 0 < people < FEWEST_SHOWN:
        return NotEstimable(why=Why.WITHHELD, remedy=remedy, need=need, of="answers")
    return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=people, need=need, of="answers")


def _one_by_one(answers: Reduction) -> bool:
    return not (answers["unit"] != "").any()


def _units(answers: Reduction) -> list[str]:
    return sorted(set(answers["unit"].tolist()))


def _over(units: list[str], answers: Reduction, amounts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    place = {unit: at for at, unit in enumerate(units)}
    positions = np.fromiter((place[unit] for unit in answers["unit"]), dtype=np.int64, count=len(answers))
    return np.bincount(positions, weights=amounts, minlength=len(units))


def _each_alone(answers: Reduction, degrees: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.repeat(degrees.astype(np.float64), answers["people"])
