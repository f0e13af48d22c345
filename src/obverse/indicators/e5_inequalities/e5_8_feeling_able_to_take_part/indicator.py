"""E5.8: whether people who are worse placed, or who do not take part, feel less able to than the others."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_means, mean_of_people, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why

SIDES = ("participant", "non_participant")
LITTLE = 1


class FeelingAble(Indicator):
    """Mean of feeling able to take part among the worst placed, less that among all others."""

    id = "E5.8"
    version = 1
    question = "Do people who are worse placed, or who do not take part, feel less able to take part than the others?"
    serves = ("E5",)
    claims = ("S83", "S86", "S96", "S97")
    unit = Unit.DEGREE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "van Eijk & Steen 2014, as the founding text cites them: feeling capable explains who takes part",
    )
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The gap between sides, then between the worst placed and the others, then both sides by themselves."""
        answers, need = samples["answers"], self.minimum["answers"]
        if len(answers) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_someone", of="survey_answer.value")
        results: dict[str, Result] = {
            "gap.not_taking_part": _gap(
                answers.where("side", "non_participant"),
                answers.where("side", "participant"),
                need,
                "ask_both",
            )
        }
        for (variable,), part in samples["standing"].groups("variable"):
            results[f"gap.{variable}"] = _gap(
                part.where("worst_off", 1), part.where("worst_off", 0), need, "more_worst_off"
            )
        for side in SIDES:
            rows = answers.where("side", side)
            if len(rows):
                little = rows["degree"] <= LITTLE
                results[f"able.{side}"] = mean_of_people(
                    rows, rows["degree"], need=need, remedy="ask_someone"
                )
                results[f"not_able.{side}"] = share_of_people(rows, little, need=need, remedy="ask_someone")
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The mean answer of both sides."""
        found = [results.get(f"able.{side}") for side in SIDES]
        if not all(isinstance(one, Estimate) for one in found):
            return {}
        shown = [one for one in found if isinstance(one, Estimate)]
        series = Series(
            name="able",
            values=tuple(one.value for one in shown),
            low=tuple(one.envelope.low for one in shown),
            high=tuple(one.envelope.high for one in shown),
        )
        return {
            "gap.not_taking_part": Chart(kind="bars", unit=Unit.DEGREE, categories=SIDES, series=(series,))
        }


def _gap(first: Reduction, second: Reduction, need: int, remedy: str) -> Result:
    return difference_of_means(first, first["degree"], second, second["degree"], need=need, remedy=remedy)
