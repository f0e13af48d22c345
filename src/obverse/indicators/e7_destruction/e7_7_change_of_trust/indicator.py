"""E7.7: whether those who take part came to trust less than others did over the same time."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_means, mean_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.shares import share_of_register

SIDES = ("participant", "non_participant")
CHANGES = (-10.0, 10.0)


class ChangeOfTrust(Indicator):
    """Change of trust of the same people who take part, less that of people who do not."""

    id = "E7.7"
    version = 2
    question = "Did those who take part come to trust less than others did over the same time?"
    serves = ("E7",)
    claims = ("S146", "S157")
    unit = Unit.POINTS
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people_asked_twice": 30, "people_asked_twice_on_each_side": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: unmet expectations may increase distrust",
        "Fledderus 2015: trust in a co-produced programme, without a comparison group",
    )
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The change of each side and the difference between them, item by item."""
        changes = samples["changes"]
        if not len(changes):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="two_waves", of="survey_answer.value")
        results: dict[str, Result] = {}
        for (item,), part in changes.groups("item"):
            taking, others = (part.where("side", side) for side in SIDES)
            results[f"net.{item}"] = self._net(taking, others)
            for side, people in zip(SIDES, (taking, others), strict=True):
                if len(people):
                    results[f"change.{item}.{side}"] = mean_of_people(
                        people,
                        people["moved"],
                        need=self.minimum["people_asked_twice_on_each_side"],
                        remedy="more_pairs",
                        unit=Unit.POINTS,
                        limits=CHANGES,
                    )
        asked = samples["asked"]
        for (side,), people in asked.groups("side"):
            at_first, twice = int(people["at_first"].sum()), int(people["twice"].sum())
            if twice >= self.minimum["people_asked_twice_on_each_side"]:
                results[f"followed_up.{side}"] = share_of_register(twice, at_first)
        return results

    def _net(self, taking: Reduction, others: Reduction) -> Result:
        people = int(taking["people"].sum() + others["people"].sum())
        difference = difference_of_means(
            taking,
            taking["moved"],
            others,
            others["moved"],
            need=self.minimum["people_asked_twice_on_each_side"],
            remedy="both_sides",
            unit=Unit.POINTS,
            limits=CHANGES,
        )
        need = self.minimum["people_asked_twice"]
        if people < need and not isinstance(difference, NotEstimable):
            return NotEstimable(why=Why.TOO_FEW, remedy="more_pairs", have=people, need=need, of="pairs")
        return difference
