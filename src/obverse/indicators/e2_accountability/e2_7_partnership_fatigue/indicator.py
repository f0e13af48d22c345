"""E2.7: whether partners tire: what they give falls, they cut it, or the costs outweigh what they get from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.e2_accountability.e2_7_partnership_fatigue.courses import Courses, attended, worked
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import FEWEST_SHOWN
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.changes import relative_level
from obverse.statistics.clusters import clustered_mean
from obverse.statistics.hazards import mean_hazard

SIXTH_NAMES = ("1", "2", "3", "4", "5", "6")


class PartnershipFatigue(Indicator):
    """Ratio of what partners gave in the last third to the first, hazard of a lasting cut, benefits by costs."""

    id = "E2.7"
    version = 1
    question = "Do partners tire: do they give less, cut back, or get less out of it than it costs them?"
    serves = ("E2",)
    claims = ("S40", "S41", "S42", "S43")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"periods": 6, "partners": 5, "answers": 10}
    references = (
        "El Ansari & Phillips 2004, costs and benefits to participants in partnerships",
        "after Huxham & Vangen 2005 and Thomson, Perry & Miller 2009 on collaboration",
        "discrete-time hazard after Cox 1972 and Singer & Willett 1993",
    )
    headline = ("attendance.change", "work.change", "benefit_cost")
    needs = (
        {"participation": ("actor",)},
        {"survey_answer": ("item", "value")},
        {"task_hours": ("hours",)},
    )
    also_reads = ("actor", "event", "survey_answer", "task_hours")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Attendance at meetings, work outside them, and the balance that participants see."""
        results: dict[str, Result] = {}
        for name, courses in _courses(samples).items():
            if courses.partners:
                results[f"{name}.change"] = self._change(courses)
                if isinstance(results[f"{name}.change"], Estimate):
                    results[f"{name}.cut"] = mean_hazard(*courses.cuts())
        unpaid = worked(samples["unpaid"])
        if unpaid.periods >= self.minimum["periods"]:
            results["unpaid_hours"] = relative_level(
                float(unpaid.late.sum()), float(unpaid.early.sum()), n=unpaid.periods
            )
        if not results:
            results["change"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="keep_hours", of="participation.hours"
            )
        results["benefit_cost"] = self._balance(samples["balance"])
        return results

    def _change(self, courses: Courses) -> Result:
        for have, need, of in (
            (courses.periods, self.minimum["periods"], "periods"),
            (courses.partners, self.minimum["partners"], "partners"),
        ):
            if have < need:
                return NotEstimable(why=Why.TOO_FEW, remedy=f"more_{of}", have=have, need=need, of=of)
        return _ratio(courses.late, courses.early, remedy="more_partners")

    def _balance(self, balance: Reduction) -> Result:
        people, need = int(balance["people"].sum()), self.minimum["answers"]
        if people < need:
            if 0 < people < FEWEST_SHOWN:
                return NotEstimable(why=Why.WITHHELD, remedy="ask_balance", need=need, of="answers")
            why = Why.TOO_FEW if people else Why.NOT_COLLECTED
            return NotEstimable(why=why, remedy="ask_balance", have=people, need=need, of="answers")
        if (balance["unit"] != "").any():
            _, place = np.unique(balance["unit"].astype(str), return_inverse=True)
            weights = [balance[scale] * balance["mass"] for scale in ("benefits", "costs")]
            sums = [np.bincount(place, weights=weight).astype(np.float64) for weight in weights]
        else:
            sums = [
                np.repeat(balance[scale].astype(np.float64), balance["people"])
                for scale in ("benefits", "costs")
            ]
        return _ratio(*sums, remedy="ask_balance", cases=people)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """What partners gave together in each sixth of the time, against the first two."""
        charts = {}
        for name, courses in _courses(samples).items():
            if isinstance(results.get(f"{name}.change"), Estimate):
                together = courses.given.sum(axis=0)
                level = together / courses.early.sum()
                charts[f"{name}.change"] = Chart(
                    kind="curve",
                    unit=Unit.RATIO,
                    categories=SIXTH_NAMES,
                    series=(Series(name=name, values=tuple(level.tolist())),),
                    reference=1.0,
                    along="along",
                )
        return charts


def _courses(samples: Samples) -> Mapping[str, Courses]:
    return {
        "attendance": attended(samples["attendance"], samples["meetings"]),
        "work": worked(samples["work"]),
    }


def _ratio(
    above: npt.NDArray[np.float64], below: npt.NDArray[np.float64], *, remedy: str, cases: int | None = None
) -> Result:
    """``Σ above / Σ below`` over units, of which some have nothing above or nothing below.

    Through the index ``I = Σ(above - below)/Σ(above + below)``, with ``Σ above / Σ below = (1 + I)/(1 - I)``:
    no unit has to be left out, and none is chosen for having much at first.
    """
    whole = above + below
    used = whole > 0
    if not below.any():
        return NotEstimable(why=Why.UNDEFINED, remedy=remedy, of="partners")
    count = int(used.sum()) if cases is None else cases
    index = clustered_mean(
        (above - below)[used], whole[used], unit=Unit.INDEX, limits=(-1.0, 1.0), cases=count
    )
    if isinstance(index, NotEstimable):
        return index
    ends = index.interval
    return replace(
        index,
        value=_odds(index.value),
        interval=Interval(_odds(ends.low), _odds(ends.high), ends.level, ends.basis),
        unit=Unit.RATIO,
    )


def _odds(index: float) -> float:
    return (1 + index) / (1 - index) if index < 1 else math.inf
