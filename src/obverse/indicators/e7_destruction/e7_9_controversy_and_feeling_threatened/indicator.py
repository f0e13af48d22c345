"""E7.9: how many people feel threatened by the aims or practices of the process, and whether views form camps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_people, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.consensus import agreement_coefficient, agreement_coefficient_by_cluster

STEPS = 5
A_LOT = 3
CANNOT_SAY = -1
SIDES = ("internal", "participant", "non_participant")


class ControversyAndFeelingThreatened(Indicator):
    """Share of people who feel threatened, by side and role, and van der Eijk's agreement."""

    id = "E7.9"
    version = 1
    question = "How many people feel threatened by the aims or practices of the process, and where?"
    serves = ("E7",)
    claims = ("S149",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: aims or practices felt as threatening by many",
        "van der Eijk 2001, Quality & Quantity 35, for the agreement on an ordered scale",
    )
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Shares over everybody, by side and role, then how far views agree."""
        asked = samples["answers"]
        if not len(asked):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask", of="survey_answer.value")
        need = self.minimum["answers"]
        said = _only(asked, asked["degree"] != CANNOT_SAY)
        results: dict[str, Result] = {
            "threatened": share_of_people(said, said["degree"] >= 1, need=need, remedy="ask"),
            "threatened_much": share_of_people(said, said["degree"] >= A_LOT, need=need, remedy="ask"),
            "cannot_say": share_of_people(asked, asked["degree"] == CANNOT_SAY, need=need, remedy="ask"),
            "agreement": _agreement(said, samples.rng()),
        }
        groups = [(side, said.where("side", side)) for side in SIDES]
        by_side = [(name, part) for name, part in groups if len(part)]
        by_role = [(role, part) for (role,), part in said.groups("role")]
        for name, part in [*by_side, *(by_role if len(by_role) > 1 else ())]:
            results[f"threatened.{name}"] = share_of_people(
                part, part["degree"] >= 1, need=need, remedy="ask"
            )
        for name, part in by_side if len(by_side) > 1 else ():
            results[f"agreement.{name}"] = _agreement(part, samples.rng())
        outside, inside = (said.where("side", side) for side in ("non_participant", "participant"))
        if len(outside) and len(inside):
            results["gap"] = difference_of_people(
                outside,
                outside["degree"] >= 1,
                inside,
                inside["degree"] >= 1,
                need=need,
                remedy="both_sides",
            )
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The share that feels threatened on each side, beside the share of all."""
        shown = [
            (side, result)
            for side in SIDES
            if isinstance(result := results.get(f"threatened.{side}"), Estimate)
        ]
        if len(shown) < 2:
            return {}
        bars = Series(
            name="threatened",
            values=tuple(result.value for _, result in shown),
            low=tuple(result.interval.low for _, result in shown),
            high=tuple(result.interval.high for _, result in shown),
        )
        categories = tuple(side for side, _ in shown)
        return {"threatened": Chart(kind="bars", unit=Unit.SHARE, categories=categories, series=(bars,))}


def _only(answers: Reduction, chosen: npt.NDArray[np.bool_]) -> Reduction:
    return Reduction({name: column[chosen] for name, column in answers.columns.items()})


def _agreement(said: Reduction, rng: np.random.Generator) -> Result:
    units = sorted(set(said["unit"].tolist()))
    place = np.array([units.index(unit) for unit in said["unit"]], dtype=np.int64)
    cells = np.bincount(STEPS * place + said["degree"], weights=said["people"], minlength=STEPS * len(units))
    table = cells.round().astype(np.int64).reshape(len(units), STEPS)
    if units == [""]:
        return agreement_coefficient(table[0], rng)
    return agreement_coefficient_by_cluster(table, rng)
