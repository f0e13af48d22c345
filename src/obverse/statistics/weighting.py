"""Weights that make those who answered resemble the population in what is known of both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable
from obverse.statistics.arrays import Floats, Ints, amounts, counts, same_length, table_of_counts
from obverse.statistics.results import too_few, undefined

PRECISION = 1e-10
"""The largest relative gap between a weighted margin and that of the population."""
FEWEST_GROUPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """A weight for each case of each cell, 1 on average over cases, with what weighting costs.

    ``design_effect`` is how many times the variance of a mean grows (Kish), ``effective`` the number of
    equally weighted cases that would say as much.
    """

    weights: Floats
    design_effect: float
    effective: float


def rake(
    cells: npt.ArrayLike,
    cases: npt.ArrayLike,
    margins: Sequence[npt.ArrayLike],
    *,
    base: npt.ArrayLike | None = None,
    sweeps: int = 2000,
) -> Weighting | NotEstimable:
    """Weights under which every variable is distributed as in the population, and associations stay.

    ``cells[i, v]`` is the category (0, 1, ...) of cell i in variable v, ``cases[i]`` the people in it,
    ``margins[v]`` the population of each category of v (counts or shares; each variable is taken to its
    shares). Iterative proportional fitting from ``base`` (weights of the design, otherwise 1): each sweep
    multiplies the weights of each category by its population over its weighted cases, variable by variable,
    until all margins agree to a relative error of 1e-10. Of all weights with these margins they are closest
    to ``base`` in Kullback-Leibler divergence. Cells may be single people (``cases`` all 1): who agrees in
    every variable is multiplied by the same factors, so the sweeps run over the cells that differ.

    NotEstimable where a category of the population has nobody, or where cells without people leave the
    margins incompatible.

    >>> cells = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> raked = rake(cells, [40, 10, 10, 40], [[50, 50], [70, 30]])
    >>> raked.weights.round(3), round(raked.effective, 1)
    (array([1.167, 0.333, 2.333, 0.667]), 78.3)

    Raises:
        ValueError: lengths differ, a number is negative or broken, a category has people but no population, or
            a variable has more categories than its margin.

    Source: Deming & Stephan 1940; convergence and divergence after Csiszár 1975.
    """
    place, people = table_of_counts(cells, "cells", 2), counts(cases, "cases")
    start = np.ones(len(people)) if base is None else amounts(base, "base weights")
    same_length(cells=place, cases=people, base=start)
    if len(place) and place.shape[1] != len(margins):
        raise ValueError(f"margins: {place.shape[1]} variables are described, {len(margins)} margins given")
    some = people > 0
    kept = people
    if not some.all():
        place, start, kept = place[some], start[some], people[some]
    n = float(kept.sum())
    carried = start * kept
    if not carried.sum():
        return too_few("more_cases", 0, 1, "cases")
    columns = np.ascontiguousarray(place.T)
    populations = [_population(margin, columns[v], v) for v, margin in enumerate(margins)]
    columns, mass, cell = _by_cell(columns, carried, tuple(len(known) for known in populations))
    targets = [_shares(known, columns[v], v) * n for v, known in enumerate(populations)]
    for v, target in enumerate(targets):
        empty = (target > 0) & (np.bincount(columns[v], weights=mass, minlength=len(target)) == 0)
        if empty.any():
            return too_few("more_cases", len(target) - int(empty.sum()), len(target), "categories")
    started = mass
    mass = mass * n / mass.sum()
    for _ in range(sweeps):
        gap = 0.0
        for v, target in enumerate(targets):
            seen = np.bincount(columns[v], weights=mass, minlength=len(target))
            factor = np.divide(target, seen, out=np.ones_like(target), where=seen > 0)
            gap = max(gap, float(np.abs(factor - 1).max()))
            mass = mass * factor[columns[v]]
        if gap <= PRECISION:
            weights = mass / kept if cell is None else start * _factors(mass, started)[cell]
            return _weighting(weights, people)
    return undefined("more_cases", "categories")


def post_stratify(cases: npt.ArrayLike, population: npt.ArrayLike) -> Weighting | NotEstimable:
    """The weight of each case of a cell, ``(population/Σpopulation) / (cases/Σcases)``.

    For one classification whose population is known cell by cell; where only margins are known, ``rake``.
    NotEstimable where a cell of the population has nobody: merge it with its likest neighbour.

    >>> post_stratify([20, 80], [500, 500]).weights
    array([2.5  , 0.625])

    Raises:
        ValueError: lengths differ, a number is negative or broken, or a cell has people but no population.

    Source: post-stratification after Holt & Smith 1979.
    """
    people = counts(cases, "cases")
    known = amounts(population, "population")
    same_length(cases=people, population=known)
    return rake(np.arange(len(people))[:, np.newaxis], people, [known])


def design_effect(weights: npt.ArrayLike, cases: npt.ArrayLike | None = None) -> float:
    """``1 + cv²`` of the weights over cases, ``n·Σw² / (Σw)²``: how many times they raise the variance of a mean.

    ``cases`` are the people who carry each weight, one each if it is left out; n over it is the effective
    number of cases.

    >>> design_effect([1, 1, 2])
    1.125

    Raises:
        ValueError: lengths differ, a number is negative, or no weight is positive.

    Source: Kish 1965, Survey Sampling.
    """
    weight = amounts(weights, "weights")
    people = np.ones(len(weight)) if cases is None else counts(cases, "cases").astype(np.float64)
    same_length(weights=weight, cases=people)
    return _effect(weight, people)


def effective_cases(mass: npt.ArrayLike, people: int) -> float:
    """How many independent cases the shares of K categories are worth that k groups of people gave.

    ``mass[c, j]`` is the weight that group c puts on category j; a person asked alone is a group of one. The
    variances that independent cases would have, over those between groups, both added up over the categories:
    ``Σ p(1-p) / Σ_j k/(k-1)·Σ_c(mass[c, j] - p_j·mass[c])²/W²``. Below ten groups the spread between them is not
    to be relied on and each group counts as one case, weighted after Kish; nor is it ever less than that, or more
    than the number of ``people``.

    >>> alone = np.repeat([[1, 0], [0, 1]], 50, axis=0)
    >>> round(effective_cases(alone, 100)), round(effective_cases(8 * alone, 800))
    (100, 100)
    >>> round(effective_cases(np.full((100, 2), 4) + alone, 900))
    900

    Raises:
        ValueError: the table is not (groups, categories), a weight is negative, or all of them are zero.

    Source: mean design effect after Rao & Scott 1981, Journal of the American Statistical Association 76.
    """
    table = np.asarray(mass, dtype=np.float64)
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any() or not table.any():
        raise ValueError(
            "mass: the weights must be a table of groups by categories, not negative and not all zero"
        )
    own = table.sum(axis=1)
    table, own = table[own > 0], own[own > 0]
    groups, whole = len(own), float(own.sum())
    fewest = whole**2 / float(own @ own)
    share = table.sum(axis=0) / whole
    between = float(((table - own[:, None] * share) ** 2).sum()) / whole**2
    if groups < FEWEST_GROUPS or not between:
        return min(float(people), fewest)
    return min(float(people), max(fewest, float(share @ (1 - share)) * (groups - 1) / groups / between))


def _population(margin: npt.ArrayLike, column: Ints, variable: int) -> Floats:
    known = amounts(margin, f"margin {variable}")
    if len(column) and int(column.max()) >= len(known):
        raise ValueError(f"margin {variable}: category {column.max()} occurs, {len(known)} are given")
    return known


def _shares(population: Floats, column: Ints, variable: int) -> Floats:
    occurs = np.bincount(column, minlength=len(population)) > 0
    if (population[occurs] == 0).any():
        raise ValueError(f"margin {variable}: a category has people but no population")
    return np.asarray(population / population.sum(), dtype=np.float64)


def _by_cell(
    columns: Ints, carried: Floats, sizes: tuple[int, ...]
) -> tuple[Ints, Floats, npt.NDArray[np.intp] | None]:
    """Rows that are alike in every variable as one, and the cell of each row; as they are where all may differ."""
    possible = math.prod(sizes)
    if len(carried) <= possible:
        return columns, carried, None
    code = np.zeros(len(carried), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        code *= size
        code += column
    mass = np.asarray(np.bincount(code, weights=carried, minlength=possible), dtype=np.float64)
    occurring = np.flatnonzero(np.bincount(code, minlength=possible))
    number = np.empty(possible, dtype=np.intp)
    number[occurring] = np.arange(len(occurring))
    return np.array(np.unravel_index(occurring, sizes), dtype=np.int64), mass[occurring], number[code]


def _factors(mass: Floats, started: Floats) -> Floats:
    return np.divide(mass, started, out=np.zeros_like(mass), where=started > 0)


def _effect(weights: Floats, people: Floats) -> float:
    mass = weights * people
    total = float(mass.sum())
    if not total:
        raise ValueError("weights: nobody has a positive one")
    return float(people.sum()) * float(weights @ mass) / total**2


def _weighting(weights: Floats, people: Ints) -> Weighting:
    """Zero for cells without people, so that the weights stay with their cells."""
    full = weights
    if len(weights) < len(people):
        full = np.zeros(len(people))
        full[people > 0] = weights
    effect = _effect(full, people.astype(np.float64))
    return Weighting(weights=full, design_effect=effect, effective=float(people.sum()) / effect)
