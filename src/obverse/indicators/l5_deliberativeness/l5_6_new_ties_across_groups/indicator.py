"""L5.6: whether ties grew across groups, or only within them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.networks import ei_index
from obverse.statistics.shares import share_of_register

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


class NewTiesAcrossGroups(Indicator):
    """How far new ties run across groups beyond exchanged labels; ties gained and lost."""

    id = "L5.6"
    version = 2
    question = "Did ties grow across groups, or only within them?"
    serves = ("L5", "E4")
    claims = ("S60", "S72")
    unit = Unit.COEFFICIENT
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"ties": 10}
    references = (
        "after Krackhardt & Stern 1988, the E-I index",
        "Leach 2006, the ideal of deliberativeness: participants build social capital",
    )
    needs = ({"tie": ("from_actor",), "actor": ("id",)},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each way of grouping people: new ties, ties before, ties after."""
        pairs, people = samples["pairs"], samples["people"]
        if len(people) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_groups", of="actor.group")
        if len(pairs) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_twice", of="tie.wave")
        rng = samples.rng()
        before, after = pairs["in_first"] == 1, pairs["in_last"] == 1
        two_waves = int(samples["waves"]["only_one"][0]) == 0
        results: dict[str, Result] = {}
        for (variable,), part in people.groups("variable"):
            if len(set(part["category"].tolist())) < 2:
                continue
            ties, known, group = _network(pairs, part)
            if two_waves:
                results.update(self._new(variable, ties[after[known] & ~before[known]], group, rng))
                results[f"first.{variable}"] = ei_index(ties[before[known]], group, rng)
            else:
                results[f"new.{variable}"] = NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="ask_twice", of="tie.wave"
                )
            results[f"last.{variable}"] = ei_index(ties[after[known]], group, rng)
        if not results:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_groups", of="actor.group")
        if two_waves:
            results["gained"] = _count(int((after & ~before).sum()), len(pairs))
            results["lost"] = _count(int((before & ~after).sum()), len(pairs))
        return results

    def _new(self, variable: str, ties: Ints, group: Ints, rng: np.random.Generator) -> Mapping[str, Result]:
        need = self.minimum["ties"]
        if len(ties) < need:
            return {
                f"new.{variable}": NotEstimable(
                    why=Why.TOO_FEW, remedy="more_ties", have=len(ties), need=need, of="pairs"
                )
            }
        across = int((group[ties[:, 0]] != group[ties[:, 1]]).sum())
        return {
            f"new.{variable}": ei_index(ties, group, rng),
            f"across.{variable}": share_of_register(across, len(ties)),
        }


def _network(pairs: Reduction, people: Reduction) -> tuple[Ints, Truths, Ints]:
    """The ties between people whose category is known, as places among them; which pairs these are; the categories."""
    place = {person: at for at, person in enumerate(people["person"].tolist())}
    ends = np.array(
        [
            (place.get(one, -1), place.get(other, -1))
            for one, other in zip(pairs["one"].tolist(), pairs["other"].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    known: Truths = np.asarray((ends >= 0).all(axis=1), dtype=np.bool_)
    group = np.unique(people["category"].astype(str), return_inverse=True)[1].reshape(-1)
    return ends[known], known, group.astype(np.int64)


def _count(value: int, of: int) -> Estimate:
    return Estimate(
        value=value, interval=full_count(value), unit=Unit.COUNT, n=of, method="count_of_register"
    )
