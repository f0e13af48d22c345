"""D-7: which of the parties that the process affects were asked what it did to public values."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.shares import share_of_register


class PartiesHeard(Indicator):
    """Share of the affected roles from which at least five people answered."""

    id = "D-7"
    version = 1
    question = "Which of the parties that the process affects were heard on what it did to public values?"
    serves = ("D", "E7")
    claims = ("S183",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 5}
    references = (
        "Potz & Serval 2023: effects on all parties involved",
        "five answers is this program's own least number below which nobody's view is shown",
    )
    about_things = ("coverage",)
    needs = (
        {"stakeholder_group": ("role",), "survey_answer": ("role", "value")},
        {"actor": ("role",), "survey_answer": ("role", "value")},
    )

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The share of roles heard; then every role, those nobody asked first."""
        roles = samples["roles"]
        if len(roles) == 0:
            return NotEstimable(why=Why.UNDEFINED, remedy="list_the_parties", have=0, need=1, of="roles")
        heard = int((roles["respondents"] >= self.minimum["answers"]).sum())
        results: dict[str, Result] = {"coverage": share_of_register(heard, len(roles))}
        asked = max(1, int(roles["respondents"].sum()))
        for role, respondents in zip(roles["role"].tolist(), roles["respondents"].tolist(), strict=True):
            results[f"people.{role}"] = self._people(respondents, asked)
        return results

    def _people(self, respondents: int, asked: int) -> Result:
        if 0 < respondents < self.minimum["answers"]:
            # how many exactly could tell who answered
            return NotEstimable(
                why=Why.WITHHELD, remedy="more_of_this_role", need=self.minimum["answers"], of="answers"
            )
        return Estimate(
            value=respondents,
            interval=full_count(respondents),
            unit=Unit.COUNT,
            n=asked,
            method="count_of_register",
        )
