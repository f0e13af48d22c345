"""E2.9: how many people inside the body hold back from involving citizens for fear of the law."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import roles_to_show, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why

CANNOT_SAY, A_LITTLE, MODERATELY = -1, 1, 2
DEGREES = range(5)


class HoldingBackForFearOfLiability(Indicator):
    """Share of the people inside who held back because of legal risk, and of duties with a liability clause."""

    id = "E2.9"
    version = 2
    question = "How many people inside the public body hold back from involving citizens for fear of the law?"
    serves = ("E2",)
    claims = ("S47", "S48")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, second evil: threat of litigation",
        "the question and its scale are this program's own",
    )
    headline = ("held_back",)
    about_things = ("clause",)
    needs = (
        {"survey_answer": ("item", "value")},
        {"duty": ("liability_clause",)},
    )

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The answers together, by role, and the clauses in the papers."""
        answers, results = samples["answers"], dict[str, Result]()
        if len(answers):
            said = _chosen(answers, answers["degree"] != CANNOT_SAY)
            results["held_back"] = self._share(said, A_LITTLE)
            results["held_back_much"] = self._share(said, MODERATELY)
            several = len(list(said.groups("role"))) > 1
            for role, people in roles_to_show(said, need=self.minimum["answers"]) if several else ():
                results[f"held_back.{role}"] = self._share(people, A_LITTLE)
            results["cannot_say"] = share_of_people(
                answers,
                answers["degree"] == CANNOT_SAY,
                need=self.minimum["answers"],
                remedy="ask_professionals",
            )
        else:
            results["held_back"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="ask_professionals", of="survey_answer.item"
            )
        yes, no, unknown = (int(samples["clauses"][name][0]) for name in ("covered", "uncovered", "unknown"))
        if yes + no + unknown:
            results["clause"] = share_of_known(
                yes, no, unknown, remedy="note_clause", of="duty.liability_clause"
            )
        return results

    def _share(self, people: Reduction, least: int) -> Result:
        yes = people["degree"] >= least
        return share_of_people(people, yes, need=self.minimum["answers"], remedy="ask_professionals")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """How the answers spread over the scale."""
        if not isinstance(results.get("held_back"), Estimate):
            return {}
        answers = samples["answers"]
        masses = [float(answers["mass"][answers["degree"] == degree].sum()) for degree in DEGREES]
        series = Series(name="held_back", values=tuple(mass / sum(masses) for mass in masses))
        names = tuple(f"d{degree}" for degree in DEGREES)
        return {"held_back": Chart(kind="bars", unit=Unit.SHARE, categories=names, series=(series,))}


def _chosen(answers: Reduction, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Reduction:
    return Reduction({name: column[which] for name, column in answers.columns.items()})
