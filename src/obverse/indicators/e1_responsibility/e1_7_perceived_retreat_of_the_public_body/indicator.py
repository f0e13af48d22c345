"""E1.7: how many people see the public body do less itself than two years ago."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import roles_to_show, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why

CANNOT_SAY = "cannot_say"


class PerceivedRetreatOfThePublicBody(Indicator):
    """Share of the answers that say that the public body does less itself, by side and by role."""

    id = "E1.7"
    version = 2
    question = "Do people see the public body do less itself than before?"
    serves = ("E1",)
    claims = ("S20",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = ("the question is this program's own; it sets what people see beside the accounts (E1.1)",)
    headline = ("less.internal", "less.participant", "less.non_participant")
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The shares of each side, then of each role where a side holds several."""
        answers = samples["answers"]
        if not len(answers):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_roles", of="survey_answer.item")
        results: dict[str, Result] = {}
        for (side,), part in answers.groups("side"):
            for answer in ("less", "more", CANNOT_SAY):
                results[f"{answer}.{side}"] = self._share(part, answer)
            said = _without(part, CANNOT_SAY)
            several = len(list(said.groups("role"))) > 1
            for role, people in roles_to_show(said, need=self.minimum["answers"]) if several else ():
                results[f"less.{role}"] = self._share(people, "less")
        return results

    def _share(self, people: Reduction, answer: str) -> Result:
        asked = people if answer == CANNOT_SAY else _without(people, CANNOT_SAY)
        need = self.minimum["answers"]
        return share_of_people(asked, asked["answer"] == answer, need=need, remedy="ask_roles")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """What each side says, less and more side by side."""
        sides = [name.removeprefix("more.") for name in results if name.startswith("more.")]
        shown = [side for side in sides if isinstance(results[f"less.{side}"], Estimate)]
        if not shown:
            return {}
        series = tuple(
            Series(name=answer, values=tuple(_value(results[f"{answer}.{side}"]) for side in shown))
            for answer in ("less", "more")
        )
        chart = Chart(kind="bars", unit=Unit.SHARE, categories=tuple(shown), series=series)
        return {f"less.{shown[0]}": chart}


def _without(people: Reduction, answer: str) -> Reduction:
    other = people["answer"] != answer
    return Reduction({name: column[other] for name, column in people.columns.items()})


def _value(result: Result) -> float | None:
    return result.value if isinstance(result, Estimate) else None
