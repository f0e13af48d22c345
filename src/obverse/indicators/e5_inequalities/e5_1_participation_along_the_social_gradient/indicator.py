"""E5.1: whether those in a better place take part more, activity by activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.ranked_groups import RankedGroups
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.concentration_index import rate_concentration, wagstaff_index
from obverse.statistics.ratios import risk_ratio

ACTIVITIES = ("any", "decide", "consulted", "work")
# Where attendance was not counted, votes or registrations tell who took part.
STAGES = ("attended", "voted", "registered")
UNKNOWN, UNRANKED = -1, -2
MANY_PLACES = 12
FIFTHS = tuple(f"fifth_{number}" for number in range(1, 6))
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taking:
    """How many took part at each place of a ladder, and how many nobody could place."""

    groups: RankedGroups
    present: Ints
    unknown: int


class ParticipationGradient(Indicator):
    """Concentration index of taking part over people ranked from the most to the least deprived."""

    id = "E5.1"
    version = 1
    question = "Do people in a better place take part more than those in a worse one?"
    serves = ("E5",)
    claims = ("S4", "S95", "S124")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"participants": 20, "groups": 2}
    references = (
        "Wagstaff 2005: the concentration index of a yes/no matter",
        "Erreygers 2009: the absolute index, shown beside it",
        "O'Donnell, O'Neill, Van Ourti & Walsh 2016 (conindex)",
    )
    needs = (
        {"group_count": ("stage", "count"), "reference_population": ("count",)},
        {"group_count": ("stage", "count"), "neighbourhood": ("deprivation_rank",)},
        {"actor": ("id",), "reference_population": ("count",)},
        {"actor": ("area",), "neighbourhood": ("deprivation_rank",)},
    )
    also_reads = ("actor", "participation", "event", "reference_population")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each activity and ladder: the index, its two relatives, and the ratio of the two ends."""
        results: dict[str, Result] = {}
        for address, found in self._ladders(samples):
            if isinstance(found, NotEstimable):
                results[f"{address}.index"] = found
            else:
                results |= {f"{address}.{name}": result for name, result in _figures(found).items()}
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="ordered_groups", have=0, need=2, of="groups")
        return results

    def _ladders(self, samples: Samples) -> Iterator[tuple[str, Taking | NotEstimable]]:
        """Each activity and ladder with those who took part, or the reason why they cannot be compared."""
        counted = samples["counted"]
        population = counted.where("stage", "population")
        for (variable,), people in population.groups("variable"):
            groups = _population(people)
            for activity in ACTIVITIES:
                for stage in STAGES:
                    present = _present(samples, stage, activity, variable)
                    if present is not None:
                        yield f"{activity}.{variable}", self._taking(groups, people, present)
                        break

    def _taking(
        self, groups: RankedGroups | NotEstimable, people: Reduction, present: Reduction
    ) -> Taking | NotEstimable:
        if isinstance(groups, NotEstimable):
            return groups
        ranked = present["place"] >= 0
        counted = "categories" in present.columns
        if counted and _categories(groups, present) < _categories(groups, people):
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="count_all_groups",
                have=_categories(groups, present),
                need=_categories(groups, people),
                of="groups",
            )
        amounts = groups.amounts(present["place"][ranked], present["people"][ranked])
        have, need = int(amounts.sum()), self.minimum["participants"]
        if (amounts > groups.people).any():
            return NotEstimable(why=Why.REJECTED, remedy="wrong_population", of="participants")
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="participants")
        # people of a place that has no population are as unplaced as those of no known place
        elsewhere = int(present["people"][present["place"] != UNRANKED].sum()) - have
        return Taking(groups, amounts, elsewhere)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """How many of a thousand people took part, from the worst to the best place."""
        charts = {}
        for address, found in self._ladders(samples):
            if isinstance(found, Taking) and isinstance(results.get(f"{address}.index"), Estimate):
                charts[f"{address}.index"] = _rates(found, address.split(".")[1], samples)
        return charts


def _population(rows: Reduction) -> RankedGroups | NotEstimable:
    """The people of each place; for areas from the register of areas where it knows them all."""
    best: RankedGroups | NotEstimable | None = None
    for _, part in sorted(rows.groups("source_table")):
        unknown, counted = int(part["unknown"].sum()), int(part["categories"].sum())
        if unknown:
            best = best or NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="populations",
                have=counted - unknown,
                need=counted,
                of="groups",
            )
            continue
        ranked = (part["place"] >= 0) & (part["people"] > 0)
        if ranked.sum() >= 2:
            return RankedGroups(part["place"][ranked], part["people"][ranked])
    return best or NotEstimable(why=Why.TOO_FEW, remedy="ordered_groups", have=1, need=2, of="groups")


def _present(samples: Samples, stage: str, activity: str, variable: str) -> Reduction | None:
    """Those who took part, from counts of groups or else from persons; None where nothing is recorded."""
    for name in ("counted", "persons"):
        rows = samples[name].where("stage", stage).where("activity", activity).where("variable", variable)
        if (rows["place"] >= 0).any():
            return rows
        # counts of another activity at this stage are no reason to look at persons
        if name == "counted" and len(samples[name].where("stage", stage).where("variable", variable)):
            return None
    return None


def _categories(groups: RankedGroups, rows: Reduction) -> int:
    return int(rows["categories"][np.isin(rows["place"], groups.place)].sum())


def _figures(found: Taking) -> dict[str, Result]:
    groups, present = found.groups, found.present
    index = rate_concentration(present, groups.people, index="wagstaff")
    if isinstance(index, Estimate) and found.unknown:
        ends = [index.value]
        for poorest_first in (True, False):
            filled = groups.filled(present, found.unknown, poorest_first=poorest_first)
            end = wagstaff_index(filled / groups.people, groups.people)
            ends.append(end.value if isinstance(end, Estimate) else (-1.0 if poorest_first else 1.0))
        index = replace(index, missing=bounds(min(ends), max(ends)))
    poorest, richest = groups.poorest, groups.richest
    return {
        "index": index,
        "concentration": rate_concentration(present, groups.people),
        "absolute": rate_concentration(present, groups.people, index="erreygers"),
        "ratio": risk_ratio(
            int(present[richest].sum()),
            int(groups.people[richest].sum()),
            int(present[poorest].sum()),
            int(groups.people[poorest].sum()),
        ),
    }


def _rates(found: Taking, variable: str, samples: Samples) -> Chart:
    groups = found.groups
    declared = samples.facts.attributes.get(variable)
    if declared is not None:
        names = declared.categories if declared.order != "best_to_worst" else declared.categories[::-1]
        categories = tuple(names[place - 1] for place in groups.place.tolist())
        rates = found.present / groups.people
    elif len(groups.place) <= MANY_PLACES:
        categories = tuple(str(place) for place in groups.place.tolist())
        rates = found.present / groups.people
    else:
        categories = FIFTHS
        people = np.bincount(groups.fifth, groups.people, 5)
        rates = np.bincount(groups.fifth, found.present, 5) / np.maximum(people, 1)
    return Chart(
        kind="bars",
        unit=Unit.PER_THOUSAND,
        categories=categories,
        series=(Series(name="rate", values=tuple((1000 * rates).tolist())),),
        along="along" if categories[0].isdigit() else "",
    )
