"""E5.11: whether those who take part put the same things first as the population does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_means
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.distances import total_variation_excess
from obverse.statistics.weighting import effective_cases

SIDES = ("participant", "non_participant")


class PrioritiesOfParticipantsAndPopulation(Indicator):
    """Distance between what participants and the population put first, beyond chance."""

    id = "E5.11"
    version = 2
    question = "Do those who take part put the same things first as the population does?"
    serves = ("E5",)
    claims = ("S121", "S122", "S123")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"population": 100, "participants": 30, "answers": 10}
    references = ("total variation distance with a permutation null; design effect after Rao & Scott 1981",)
    needs = ({"survey_answer": ("item", "value")}, {"goal_rank": ("role", "rank")})
    also_reads = ("goal_rank",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The distance for each kind of priority, then the gaps of importance value by value."""
        people = samples["people"]
        if not len(people):
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="ask_population",
                have=0,
                need=self.minimum["population"],
                of="survey_answer.value",
            )
        results: dict[str, Result] = {
            f"{kind}.distance": self._distance(samples, kind) for (kind,), _ in people.groups("kind")
        }
        for (topic,), rows in samples["importance"].groups("topic"):
            first, second = (rows.where("side", side) for side in SIDES)
            results[f"values.{_word(topic)}.gap"] = difference_of_means(
                first,
                first["degree"],
                second,
                second["degree"],
                need=self.minimum["answers"],
                remedy="both_groups",
            )
        return results

    def _distance(self, samples: Samples, kind: str) -> Result:
        people = samples["people"].where("kind", kind)
        for side, remedy, of in (
            ("non_participant", "ask_population", "population"),
            ("participant", "ask_participants", "participants"),
        ):
            have, need = int(people.where("side", side)["people"].sum()), self.minimum[of]
            if have < need:
                return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=have, need=need, of="answers")
        shares = _shares(samples, kind)
        taking_part, population = (
            np.rint(_cases(samples, kind, side) * shares[side]).astype(np.int64) for side in SIDES
        )
        return total_variation_excess(taking_part, population, samples.rng())

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """What both put first."""
        charts = {}
        for subject, result in results.items():
            kind, _, word = subject.partition(".")
            if word == "distance" and isinstance(result, Estimate):
                shares = _shares(samples, kind)
                charts[subject] = Chart(
                    kind="bars",
                    unit=Unit.SHARE,
                    categories=tuple(_topics(samples, kind)),
                    series=tuple(Series(name=side, values=tuple(shares[side].tolist())) for side in SIDES),
                )
        return charts


def _topics(samples: Samples, kind: str) -> list[str]:
    return sorted(set(samples["priorities"].where("kind", kind)["topic"].tolist()))


def _shares(samples: Samples, kind: str) -> dict[str, npt.NDArray[Any]]:
    """For each side, the share of what it puts first that falls on each topic."""
    topics = _topics(samples, kind)
    rows = samples["priorities"].where("kind", kind)
    found = {}
    for side in SIDES:
        part = rows.where("side", side)
        place = np.searchsorted(topics, part["topic"].astype(str))
        weight = np.bincount(place, part["weight"], len(topics))
        found[side] = weight / max(1.0, float(weight.sum()))
    return found


def _cases(samples: Samples, kind: str, side: str) -> float:
    """How many independent cases a side's priorities are worth: people asked one by one, or what groups leave."""
    people = samples["people"].where("kind", kind).where("side", side)
    if not (people["unit"] != "").any():
        return float(people["people"].sum())
    rows = samples["priorities"].where("kind", kind).where("side", side)
    topics = _topics(samples, kind)
    units, unit = np.unique(rows["unit"].astype(str), return_inverse=True)
    topic = np.searchsorted(topics, rows["topic"].astype(str))
    cell = unit * len(topics) + topic
    mass = np.bincount(cell, rows["weight"], len(units) * len(topics)).reshape(len(units), len(topics))
    return effective_cases(mass, int(people["people"].sum()))


def _word(topic: object) -> str:
    """A topic as part of a subject, whose parts are separated by dots."""
    return str(topic).replace(".", "·")
