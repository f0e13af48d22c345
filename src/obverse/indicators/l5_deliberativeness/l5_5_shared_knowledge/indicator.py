"""L5.5: whether those who take part know more after than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.cluster_differences import clustered_mean_difference_within
from obverse.statistics.clusters import clustered_mean, clustered_share

SIDES = ("participant", "non_participant")


class SharedKnowledge(Indicator):
    """Change in the share of questions that the same people answer rightly, beside people who did not take part."""

    id = "L5.5"
    version = 2
    question = "Do those who take part know more after than before?"
    serves = ("L5", "E4")
    claims = ("S60", "S71")
    unit = Unit.DIFFERENCE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"people": 10}
    references = (
        "after the paired knowledge items of deliberative polls",
        "Leach 2006, the ideal of deliberativeness: participants build shared knowledge",
    )
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Gains of those who take part and of those who do not, and the difference of the two."""
        if not int(samples["answers"]["answers"][0]):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_knowledge", of="survey_answer.value")
        need = self.minimum["people"]
        results: dict[str, Result] = {}
        sides = {side: samples["pairs"].where("side", side) for side in SIDES}
        for side, part in sides.items():
            people = int(part["people"].sum())
            if people < need:
                results[f"gained.{side}"] = _too_few(side, people, need)
                continue
            results[f"gained.{side}"] = clustered_mean(
                _gain(part), part["mass"], unit=Unit.DIFFERENCE, limits=(-1.0, 1.0), cases=people
            )
            for moment in ("before", "after"):
                results[f"{moment}.{side}"] = clustered_share(
                    part[f"{moment}_mass"], part["mass"], cases=people
                )
        if all(int(part["people"].sum()) >= need for part in sides.values()):
            results["net"] = _net(sides["participant"], sides["non_participant"])
        return results


def _too_few(side: str, people: int, need: int) -> NotEstimable:
    remedy = "ask_same_people" if side == "participant" else "ask_others"
    return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=people, need=need, of="respondents")


def _gain(part: Reduction) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.asarray(part["after_mass"] - part["before_mass"], dtype=np.int64)


def _net(first: Reduction, second: Reduction) -> Result:
    """The same clusters may hold people of both sides."""
    units = sorted({*first["unit"].tolist(), *second["unit"].tolist()})
    place = {unit: at for at, unit in enumerate(units)}
    sums = np.zeros((4, len(units)))
    for row, part in ((0, first), (2, second)):
        at = [place[unit] for unit in part["unit"].tolist()]
        sums[row, at], sums[row + 1, at] = _gain(part), part["mass"]
    people = [int(part["people"].sum()) for part in (first, second)]
    net = clustered_mean_difference_within(
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        unit=Unit.DIFFERENCE,
        limits=(-1.0, 1.0),
        cases=sum(people),
    )
    return replace(net, fewest=min(people)) if isinstance(net, Estimate) else net
