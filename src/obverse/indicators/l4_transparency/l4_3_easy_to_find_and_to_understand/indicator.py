"""L4.3: whether outsiders find a given answer in what the process publishes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.clusters import clustered_share
from obverse.statistics.shares import exact_share


class EasyToFindAndToUnderstand(Indicator):
    """Share of outsiders' attempts that found a given answer; addresses and languages of documents as facts."""

    id = "L4.3"
    version = 2
    question = "Does an outsider find a given answer, within five minutes, in what the process publishes?"
    serves = ("L4", "E4")
    claims = ("S60", "S66")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"outsiders": 5}
    references = (
        "Leach 2006, the ideal of transparency: the rules are clear",
        "the five-minute search by five outsiders is this program's own",
    )
    about_things = ("addresses", "languages")
    needs = ({"document": ("kind",)}, {"survey_answer": ("item", "value")})
    headline = ("found",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The share of attempts that succeeded, and what the register of documents says."""
        results: dict[str, Result] = {"found": self._found(samples["outsiders"])}
        counted = {name: int(column[0]) for name, column in samples["documents"].columns.items()}
        if counted["documents"]:
            results["addresses"] = _count(counted["with_address"], counted["documents"])
        if counted["with_language"]:
            results["languages"] = _count(counted["languages"], counted["with_language"])
        return results

    def _found(self, outsiders: Reduction) -> Result:
        people, need = int(outsiders["people"].sum()), self.minimum["outsiders"]
        if not people:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_outsiders", of="survey_answer.value")
        if people < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="ask_outsiders", have=people, need=need, of="respondents"
            )
        if (outsiders["attempts"] == 1).all():
            return exact_share(int(outsiders["found"] @ outsiders["people"]), people)
        found, attempts = (np.repeat(outsiders[name], outsiders["people"]) for name in ("found", "attempts"))
        return clustered_share(found, attempts, cases=people)


def _count(value: int, of: int) -> Estimate:
    return Estimate(
        value=value, interval=full_count(value), unit=Unit.COUNT, n=of, method="count_of_register"
    )
