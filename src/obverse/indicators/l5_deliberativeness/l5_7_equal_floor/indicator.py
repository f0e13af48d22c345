"""L5.7: whether the floor of meetings is shared among all who were present, or goes to a few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.l5_deliberativeness.l5_7_equal_floor.floor import Floor
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.floor_of_groups import floor_of_a_group
from obverse.statistics.shares import share_of_register
from obverse.statistics.speech_blocks import floor_excess, same_speakers


class EqualFloor(Indicator):
    """Concentration of the floor beyond chance, on the same people, and by group."""

    id = "L5.7"
    version = 3
    question = "Is the floor shared among all who were present, or does it go to a few?"
    serves = ("L5", "E4")
    claims = ("S60", "S87")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"speeches": 200, "meetings": 5, "people": 5}
    references = (
        "after Karpowitz, Mendelberg & Shaker 2012, the floor that a group gets",
        "the chance models, in which whole speeches or shares change hands, are this program's own",
    )
    needs = (
        {"participation": ("event", "turns")},
        {"participation": ("event", "spoke_seconds")},
        {"speech": ("actor",)},
    )
    also_reads = ("event", "actor")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The floor of all meetings, then of each group of people."""
        floor = Floor.of(samples["floor"])
        if not len(floor.time):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_turns", of="participation.turns")
        rng = samples.rng()
        results: dict[str, Result] = {
            "excess": self._excess(floor, rng),
            "same_speakers": same_speakers(floor.meeting, floor.person, floor.time, rng),
            "silent": share_of_register(int((floor.time == 0).sum()), len(floor.time)),
        }
        gini = floor.mean_gini()
        if gini is not None:
            results["gini"] = Estimate(
                value=gini, interval=full_count(gini), unit=Unit.INDEX, n=len(floor.time), method="gini"
            )
        for (variable,), members in samples["members"].groups("variable"):
            of_variable = floor.only(members["person"])
            for (category,), own in members.groups("category"):
                results[f"group.{variable}.{category}"] = self._group(of_variable, own["person"], rng)
        return results

    def _excess(self, floor: Floor, rng: np.random.Generator) -> Result:
        meeting, person, length = floor.speeches()
        if not len(meeting):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_turns", of="participation.turns")
        speeches, need = len(meeting), self.minimum["speeches"]
        if len(np.unique(meeting)) < self.minimum["meetings"] and speeches < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_floor", have=speeches, need=need, of="turns")
        return floor_excess(meeting, person, length, floor.present(), rng)

    def _group(self, floor: Floor, people: npt.NDArray[np.object_], rng: np.random.Generator) -> Result:
        """Against the others whose category is known too."""
        if len(people) < self.minimum["people"]:
            return NotEstimable(
                why=Why.WITHHELD, remedy="few_people", need=self.minimum["people"], of="persons"
            )
        inside = np.isin(floor.names, people.astype(str))
        result = floor_of_a_group(floor.meeting, floor.person, floor.time, inside, rng)
        if isinstance(result, NotEstimable) and result.why is Why.TOO_FEW:
            return replace(result, remedy="more_meetings_of_group")
        if isinstance(result, Estimate):
            # n counts meetings here
            return replace(result, fewest=min(int(inside.sum()), int((~inside).sum())))
        return result
