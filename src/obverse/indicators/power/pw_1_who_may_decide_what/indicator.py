"""PW-1: who may decide what, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.decision_rights import CLASSES, LEVELS, STEPS, Matrix, has_a_say, levels_of, matrices
from obverse.indicators.indicator import WHOLE, Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, full_count
from obverse.statistics.shares import share_of_register


class WhoMayDecideWhat(Indicator):
    """Steps at which each class of actors has no part, is consulted, shares the decision or decides."""

    id = "PW-1"
    version = 1
    question = "Who is consulted, shares the decision or decides, at each step of the process?"
    serves = ("E4", "Q3")
    claims = ("S8", "S61", "S62", "S80", "S82", "S85")
    unit = Unit.COUNT
    direction = Direction.NONE
    stage = frozenset({"before", "during", "after"})
    minimum = {"cells": 1}
    references = (
        "Fung 2006, the democracy cube: authority and power as one of its three dimensions",
        "after Ostrom: the rules that are in use beside those on paper",
        "International Association for Public Participation, levels of participation",
    )
    needs = ({"decision_right": ("step", "actor_class", "level")},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Counts per cell of the matrix; an empty cell is unknown."""
        found = matrices(samples["cells"])
        if not found:
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_matrix", of="decision_right.level")
            return {WHOLE: gap}
        results: dict[str, Result] = {}
        for basis, matrix in found.items():
            results[f"filled.{basis}"] = share_of_register(len(matrix), len(STEPS) * len(CLASSES))
            for actors in CLASSES:
                levels = list(levels_of(matrix, actors).values())
                if levels:
                    results |= {
                        f"{basis}.{actors}.{level}": _count(levels.count(level), len(levels))
                        for level in LEVELS
                    }
        basis, matrix = next(iter(found.items()))
        for step in STEPS:
            for actors in CLASSES:
                level = matrix.get((step, actors), "")
                if has_a_say(level):
                    results[f"step.{basis}.{step}.{actors}.{level}"] = _count(1, 1)
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Each matrix: the level of every class of actors at every step; an empty cell stays a gap."""
        return {
            f"filled.{basis}": Chart(
                kind="bars",
                unit=Unit.COUNT,
                categories=STEPS,
                series=tuple(Series(name=actors, values=_places(matrix, actors)) for actors in CLASSES),
                along="steps",
            )
            for basis, matrix in matrices(samples["cells"]).items()
        }


def _places(matrix: Matrix, actors: str) -> tuple[float | None, ...]:
    levels = levels_of(matrix, actors)
    return tuple(float(LEVELS.index(levels[step])) if step in levels else None for step in STEPS)


def _count(value: int, n: int) -> Estimate:
    return Estimate(value=value, interval=full_count(value), unit=Unit.COUNT, n=n, method="count_of_register")
