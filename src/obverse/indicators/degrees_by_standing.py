"""How people rated what they lived through, from 0 to 4: means, by role, and for the worst-off against the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_means, mean_of_people, share_of_people
from obverse.quantities import NotEstimable, Result, Why


class DegreesByStanding(Indicator, abstract=True):
    """Mean degree of each question, by role, and the mean of the worst-off less that of all others.

    The folder's ``answers.sql`` gives, for each item, role, unit and degree (-1 for "cannot say"), said (1 where a
    degree was given), the people and their mass; ``standing.sql`` the same for each variable and worst_off (1, 0).

    Class attributes:
        items: the questions, in the order of the report.
        compared: those that an answer needs, shown by role and by people's standing as well; the others are shown
            where they were asked.
        remedy: the key of the text that says whom to ask what.
    """

    items: ClassVar[tuple[str, ...]]
    compared: ClassVar[tuple[str, ...]]
    remedy: ClassVar[str]

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """``felt.<item>``, ``cannot_say.<item>``, ``by_role.<role>.<item>``, ``worst_off.<variable>.<item>``."""
        answers, need = samples["answers"], self.minimum["answers"]
        if len(answers) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy=self.remedy, of="survey_answer.value")
        results: dict[str, Result] = {}
        for item in self.items:
            asked = answers.where("item", item)
            if len(asked) == 0:
                if item in self.compared:
                    results[f"felt.{item}"] = NotEstimable(
                        why=Why.NOT_COLLECTED, remedy=self.remedy, of="survey_answer.value"
                    )
                continue
            results[f"felt.{item}"] = self._mean(asked.where("said", 1))
            if (asked["said"] == 0).any():
                results[f"cannot_say.{item}"] = share_of_people(
                    asked, asked["said"] == 0, need=need, remedy=self.remedy
                )
        for item in self.compared:
            said = answers.where("item", item).where("said", 1)
            by_role = list(said.groups("role"))
            for (role,), part in by_role if len(by_role) > 1 else ():
                results[f"by_role.{role}.{item}"] = self._mean(part)
        for (variable, item), part in samples["standing"].groups("variable", "item"):
            if item not in self.compared:
                continue
            worst, others = part.where("worst_off", 1), part.where("worst_off", 0)
            results[f"worst_off.{variable}.{item}"] = difference_of_means(
                worst, worst["degree"], others, others["degree"], need=need, remedy="both_groups"
            )
        return results

    def _mean(self, answers: Reduction) -> Result:
        return mean_of_people(answers, answers["degree"], need=self.minimum["answers"], remedy=self.remedy)
