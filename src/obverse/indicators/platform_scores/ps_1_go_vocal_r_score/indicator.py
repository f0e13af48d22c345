"""PS-1: the R-score that the platform Go Vocal prints, beside what chance alone would make of it."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.presence import presences
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.platform_scores import r_score, r_score_by_chance


class GoVocalRScore(Indicator):
    """Lowest participation rate of any group over the highest, and the same for people drawn fairly."""

    id = "PS-1"
    version = 1
    question = (
        "Which “representativeness” would Go Vocal print, and what is that score worth when all is fair?"
    )
    serves = ("PS",)
    claims = ("S94",)
    unit = Unit.INDEX
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"groups": 2}
    references = ("Open code of Go Vocal: representativeness/r_score.rb",)
    needs = (
        {"group_count": ("stage", "count"), "reference_population": ("count",)},
        {"actor": ("id",), "reference_population": ("count",)},
    )
    also_reads = ("actor", "participation", "event")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each activity and variable the score, and the score by chance alone."""
        results: dict[str, Result] = {}
        for (activity, variable), presence, population in presences(samples):
            categories = sorted(population)
            present = [presence.people.get(name, 0) for name in categories]
            people = [population[name] for name in categories]
            results[f"{activity}.{variable}.score"] = r_score(present, people)
            results[f"{activity}.{variable}.by_chance"] = r_score_by_chance(present, people, samples.rng())
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="same_variables", have=0, need=1, of="groups")
        return results
