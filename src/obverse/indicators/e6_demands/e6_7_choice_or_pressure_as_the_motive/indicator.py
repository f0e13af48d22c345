"""E6.7: whether people take part by choice, or because others, a debt or fear ask for it."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_people, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why

MOTIVES = ("controlled", "autonomous", "giving_back")
REMEDY = "more_users"


class ChoiceOrPressure(Indicator):
    """Share of people who take part for reasons that others or fear impose, and who these people are."""

    id = "E6.7"
    version = 1
    question = "Do people take part by choice, or because others, a debt or fear ask for it?"
    serves = ("E6",)
    claims = ("S126", "S127", "S129", "S131", "S132")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: why people take part",
        "after self-determination theory; the assignment of the reasons is this program's own",
    )
    needs = ({"survey_answer": ("item", "value")},)
    headline = ("controlled",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The motives, each reason, the choice that people felt they had, and the worst-off against the others."""
        motives, choice = samples["motives"], samples["choice"]
        need = self.minimum["answers"]
        gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_reasons", of="survey_answer.value")
        everybody = motives.where("variable", "")
        if not len(everybody) and not len(choice):
            return gap
        results: dict[str, Result] = {"controlled": gap}
        for motive in MOTIVES if len(everybody) else ():
            results[motive] = share_of_people(everybody, everybody[motive] == 1, need=need, remedy=REMEDY)
        for (reason,), part in samples["reasons"].groups("reason"):
            results[f"reason.{str(reason).replace('.', ' ')}"] = share_of_people(
                part, part["names_it"] == 1, need=need, remedy=REMEDY
            )
        if len(choice):
            results["no_choice"] = share_of_people(choice, choice["answer"] == "no", need=need, remedy=REMEDY)
        for (variable,), part in motives.groups("variable"):
            if variable:
                worst, others = part.where("worst_off", 1), part.where("worst_off", 0)
                results[f"worst_off.{variable}"] = difference_of_people(
                    worst,
                    worst["controlled"] == 1,
                    others,
                    others["controlled"] == 1,
                    need=need,
                    remedy=REMEDY,
                )
        return results
