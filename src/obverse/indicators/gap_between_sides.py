"""What two sides of a process saw happen to the same public values: shares of either side, and their difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.quantities import Chart, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.cluster_differences import clustered_difference_within
from obverse.statistics.results import between_people
from obverse.statistics.shares import difference_of_shares

EFFECTS = ("strengthened", "weakened")
FEWEST_SHOWN = 5


class GapBetweenSides(Indicator, abstract=True):
    """Share of one side that saw a value strengthened (weakened), less the same share of the other side.

    The folder's ``answers.sql`` gives, for each public_value, side and unit (empty where people were asked one by
    one), the people, strengthened_people, weakened_people, mass, strengthened_mass and weakened_mass.

    Class attributes:
        sides: the two sides as ``answers.sql`` names them; the difference is the first less the second.
        remedy_for_one_side: the key of the text that says what to do where only one side was asked.
    """

    sides: ClassVar[tuple[str, str]]
    remedy_for_one_side: ClassVar[str]

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Two differences for each value: in the share that saw it strengthened, and in that which saw it weakened."""
        answers = samples["answers"]
        if any(not (answers["side"] == side).any() for side in self.sides):
            return NotEstimable(
                why=Why.NOT_COLLECTED, remedy=self.remedy_for_one_side, of="survey_answer.value"
            )
        first, second = self.sides
        return {
            f"{value}.{effect}": self._difference(
                part.where("side", first), part.where("side", second), effect
            )
            for (value,), part in answers.groups("public_value")
            for effect in EFFECTS
        }

    def _difference(self, first: Reduction, second: Reduction, effect: str) -> Result:
        n1, n2 = int(first["people"].sum()), int(second["people"].sum())
        need = self.minimum["answers"]
        if 0 < min(n1, n2) < FEWEST_SHOWN:
            # how many exactly could tell who answered
            return NotEstimable(why=Why.WITHHELD, remedy="both_groups", need=need, of="answers")
        if min(n1, n2) < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="both_groups", have=min(n1, n2), need=need, of="answers"
            )
        if not (np.concatenate([first["unit"], second["unit"]]) != "").any():
            x1, x2 = (int(side[f"{effect}_people"].sum()) for side in (first, second))
            return difference_of_shares(x1, n1, x2, n2)
        units = sorted({*first["unit"].tolist(), *second["unit"].tolist()})
        difference = clustered_difference_within(
            _over(units, first, f"{effect}_mass"),
            _over(units, first, "mass"),
            _over(units, second, f"{effect}_mass"),
            _over(units, second, "mass"),
            cases=n1 + n2,
        )
        return between_people(difference, n1, n2)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The shares of both sides for each value, beside the first value's figures."""
        if "" in results:
            return {}
        answers = samples["answers"]
        values = tuple(dict.fromkeys(answers["public_value"].tolist()))
        return {
            f"{values[0]}.{effect}": Chart(
                kind="bars",
                unit=Unit.SHARE,
                categories=values,
                series=tuple(
                    Series(
                        name=side, values=tuple(self._shown(answers, value, side, effect) for value in values)
                    )
                    for side in self.sides
                ),
            )
            for effect in EFFECTS
        }

    def _shown(self, answers: Reduction, value: str, side: str, effect: str) -> float | None:
        part = answers.where("public_value", value).where("side", side)
        if int(part["people"].sum()) < self.minimum["answers"]:
            return None
        return float(part[f"{effect}_mass"].sum() / part["mass"].sum())


def _over(units: list[str], side: Reduction, column: str) -> npt.NDArray[np.int64]:
    """The column of one side, one place for each unit of both sides, zero where the side is absent."""
    found = dict(zip(side["unit"].tolist(), side[column].tolist(), strict=True))
    return np.array([found.get(unit, 0) for unit in units], dtype=np.int64)
