"""D-3: whether people inside the public body and people outside it saw the same values strengthened and weakened."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.cluster_differences import clustered_difference_within
from obverse.statistics.shares import difference_of_shares

SIDES = ("internal", "external")
EFFECTS = ("strengthened", "weakened")


class InsideAndOutsideViews(Indicator):
    """Share that saw a value strengthened (weakened) inside the public body, less the same share outside it."""

    id = "D-3"
    version = 1
    question = "Do people inside the public body and people outside it see the same values strengthened and weakened?"
    serves = ("D", "E7")
    claims = ("S172",)
    unit = Unit.DIFFERENCE
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Potz & Serval 2023: outcomes are to be read in the eyes of internal and of external stakeholders",
        "the smallest difference that matters is this program's own",
    )
    needs = ({"survey_answer": ("public_value", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Two differences for each value: in the share that saw it strengthened, and in that which saw it weakened."""
        answers = samples["answers"]
        if any(not (answers["side"] == side).any() for side in SIDES):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_both_sides", of="survey_answer.value")
        return {
            f"{value}.{effect}": self._difference(
                part.where("side", SIDES[0]), part.where("side", SIDES[1]), effect
            )
            for (value,), part in answers.groups("public_value")
            for effect in EFFECTS
        }

    def _difference(self, first: Reduction, second: Reduction, effect: str) -> Result:
        n1, n2 = int(first["people"].sum()), int(second["people"].sum())
        need = self.minimum["answers"]
        if min(n1, n2) < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="both_groups", have=min(n1, n2), need=need, of="answers"
            )
        if not (np.concatenate([first["unit"], second["unit"]]) != "").any():
            x1, x2 = (int(side[f"{effect}_people"].sum()) for side in (first, second))
            return difference_of_shares(x1, n1, x2, n2)
        units = sorted({*first["unit"].tolist(), *second["unit"].tolist()})
        return clustered_difference_within(
            _over(units, first, f"{effect}_mass"),
            _over(units, first, "mass"),
            _over(units, second, f"{effect}_mass"),
            _over(units, second, "mass"),
            cases=n1 + n2,
        )

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
                    for side in SIDES
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
