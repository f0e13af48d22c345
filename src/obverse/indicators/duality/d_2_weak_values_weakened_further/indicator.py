"""D-2: whether values that were weak before the process were weakened more than the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.regression_to_mean import weak_values_change

Amounts = npt.NDArray[np.float64]


class WeakValuesWeakenedFurther(Indicator):
    """Slope over public values of how much they were weakened on how little they were respected before."""

    id = "D-2"
    version = 1
    question = "Were public values that were already weak weakened more than the others?"
    serves = ("D", "E7")
    claims = ("S180",)
    unit = Unit.COEFFICIENT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"values": 6, "answers": 10}
    references = (
        "Potz & Serval 2023: already weak values are further diminished",
        "Hayes 1988: methods for assessing whether change depends on initial value",
    )
    needs = ({"survey_answer": ("item", "public_value", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The slope of weakening, that of the balance, and the starting strengths behind them."""
        strengths = self._answered(samples["strengths"])
        have, need = len(strengths), self.minimum["values"]
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="independent_start", have=have, need=need, of="values"
            )
        start, strengthened, weakened = (
            _means(strengths, item) for item in ("before", "strengthened", "weakened")
        )
        people = strengths["before_people"]
        noise = (strengths["before_squares"] / people - start**2) / (people - 1)
        results: dict[str, Result] = {
            "weakened": _slope(start, -weakened, noise),
            "net": _slope(start, strengthened - weakened, noise),
        }
        # n counts values here; people are those who answered on the value of which fewest did
        asked = min(int(strengths[f"{item}_people"].min()) for item in ("before", "strengthened", "weakened"))
        for name, slope in tuple(results.items()):
            if isinstance(slope, Estimate):
                results[name] = replace(slope, fewest=asked)
        for value in strengths["public_value"].tolist():
            told = samples["starts"].where("public_value", value)
            results[f"before.{value.replace('.', '·')}"] = mean_of_histogram(
                told["degree"], told["people"], unit=Unit.DEGREE, limits=(0.0, 4.0)
            )
        return results

    def _answered(self, strengths: Reduction) -> Reduction:
        enough = np.ones(len(strengths), dtype=bool)
        for item in ("before", "strengthened", "weakened"):
            enough &= strengths[f"{item}_people"] >= self.minimum["answers"]
        return Reduction({name: column[enough] for name, column in strengths.columns.items()})

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Starting strength and weakening of each value side by side, the weakest first."""
        if "weakened" not in results:
            return {}
        strengths = self._answered(samples["strengths"])
        start, weakened = _means(strengths, "before"), _means(strengths, "weakened")
        order = np.argsort(start, kind="stable")
        series = tuple(
            Series(name=name, values=tuple(means[order].tolist()))
            for name, means in (("before", start), ("weakened", weakened))
        )
        categories = tuple(strengths["public_value"][order].tolist())
        return {"weakened": Chart(kind="bars", unit=Unit.DEGREE, categories=categories, series=series)}


def _means(strengths: Reduction, item: str) -> Amounts:
    return np.asarray(strengths[f"{item}_sum"] / strengths[f"{item}_people"], dtype=np.float64)


def _slope(start: Amounts, change: Amounts, noise: Amounts) -> Result:
    slope = weak_values_change(start, change, start_error_variance=noise)
    if isinstance(slope, NotEstimable):
        return NotEstimable(why=slope.why, remedy="more_answers", of="answers")
    return slope
