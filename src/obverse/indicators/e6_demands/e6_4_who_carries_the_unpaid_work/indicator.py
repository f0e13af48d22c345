"""E6.4: whether the worse-off carry more of the unpaid work that a service asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.ranked_groups import RankedGroups
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.changes import relative_level
from obverse.statistics.clusters import clustered_mean, clustered_share
from obverse.statistics.concentration_index import concentration_interval
from obverse.statistics.shares import share_of_register

FEWEST_SHOWN = 5
NOT_KEPT = -1
MANY_PLACES = 12


class WhoCarriesTheUnpaidWork(Indicator):
    """Concentration index of unpaid hours of work over the population from worst to best off."""

    id = "E6.4"
    version = 1
    question = "Do the worse-off carry more of the unpaid work that a service asks for?"
    serves = ("E6",)
    claims = ("S124", "S125")
    unit = Unit.INDEX
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people_who_work": 10, "places": 2}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: those on low incomes may do the work",
        "Kakwani, Wagstaff & van Doorslaer 1997: the concentration index",
    )
    needs = (
        {"participation": ("activity",), "neighbourhood": ("deprivation_rank", "population")},
        {"participation": ("activity",), "reference_population": ("count",)},
        {"group_count": ("activity", "count"), "reference_population": ("count",)},
        {"group_count": ("activity", "count"), "neighbourhood": ("deprivation_rank", "population")},
    )
    also_reads = ("actor", "event", "benefit", "reference_population")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each ladder: the index of hours, or of people where nobody kept hours, and the worst-off's parts."""
        results: dict[str, Result] = {}
        for variable, ladder in _ladders(samples["groups"]).items():
            workers = samples["workers"].where("variable", variable)
            counted = samples["groups"].where("part", "counted").where("variable", variable)
            if len(workers) == 0 and len(counted):
                results[f"workers.{variable}"] = self._people(ladder, counted)
            elif len(workers) and (workers["quarters"] == NOT_KEPT).all():
                results[f"workers.{variable}"] = self._people(ladder, workers)
            else:
                benefits = samples["groups"].where("part", "benefit").where("variable", variable)
                results |= self._hours(variable, ladder, workers, benefits)
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="ordered_groups", have=0, need=2, of="groups")
        return results

    def _hours(
        self, variable: str, ladder: RankedGroups, workers: Reduction, benefits: Reduction
    ) -> dict[str, Result]:
        known = np.isin(workers["place"], ladder.place)
        gap = self._too_few(int(workers["people"][known].sum()))
        if gap is not None:
            return {f"hours.{variable}": gap}
        people = workers["people"][known]
        place = np.repeat(np.searchsorted(ladder.place, workers["place"][known]), people)
        hours = np.repeat(workers["quarters"][known], people) / 4
        index = clustered_mean(
            hours * ladder.side[place], hours, unit=Unit.INDEX, limits=(-1.0, 1.0), cases=len(hours)
        )
        unknown = float((workers["quarters"] * workers["people"])[~known].sum()) / 4
        if isinstance(index, Estimate) and unknown:
            total = hours.sum()
            low, high = (
                (index.value * total + unknown * ladder.side[end]) / (total + unknown) for end in (0, -1)
            )
            index = replace(
                index, missing=bounds(min(float(low), index.value), max(float(high), index.value))
            )
        poorest = ladder.poorest
        worst = clustered_share(np.where(poorest[place], hours, 0.0), hours, cases=len(hours))
        results = {
            f"hours.{variable}": index,
            f"worst_off_share.{variable}": worst,
            f"worst_off_people.{variable}": share_of_register(
                int(ladder.people[poorest].sum()), int(ladder.people.sum())
            ),
        }
        gained = ladder.amounts(benefits["place"], benefits["amount"])
        part = float(gained[poorest].sum())
        if isinstance(worst, Estimate) and part:
            results[f"share_of_burden_to_benefit.{variable}"] = relative_level(
                worst.value, part / float(gained.sum()), n=len(hours)
            )
        return results

    def _people(self, ladder: RankedGroups, rows: Reduction) -> Result:
        known = np.isin(rows["place"], ladder.place)
        events = ladder.amounts(rows["place"][known], rows["people"][known])
        gap = self._too_few(int(events.sum()))
        if gap is not None:
            return gap
        index = concentration_interval(events, ladder.people)
        unknown = int(rows["people"][~known].sum())
        if isinstance(index, Estimate) and unknown:
            total = int(events.sum())
            low, high = (
                (index.value * total + unknown * ladder.side[end]) / (total + unknown) for end in (0, -1)
            )
            return replace(index, missing=bounds(min(float(low), index.value), max(float(high), index.value)))
        return index

    def _too_few(self, have: int) -> NotEstimable | None:
        need = self.minimum["people_who_work"]
        if have >= need:
            return None
        if 0 < have < FEWEST_SHOWN:
            return NotEstimable(why=Why.WITHHELD, remedy="more_workers", need=need, of="persons")
        return NotEstimable(why=Why.TOO_FEW, remedy="more_workers", have=have, need=need, of="persons")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Each place's part of the population beside its part of the unpaid hours, the worst-off first."""
        charts = {}
        for variable, ladder in _ladders(samples["groups"]).items():
            subject = f"hours.{variable}"
            attribute = samples.facts.attributes.get(variable)
            if not isinstance(results.get(subject), Estimate) or len(ladder.place) > MANY_PLACES:
                continue
            workers = samples["workers"].where("variable", variable)
            hours = ladder.amounts(workers["place"], workers["quarters"] * workers["people"])
            names = tuple(str(place) for place in ladder.place.tolist())
            if attribute is not None:
                order = (
                    attribute.categories if attribute.order != "best_to_worst" else attribute.categories[::-1]
                )
                names = tuple(order[place - 1] for place in ladder.place.tolist())
            charts[subject] = Chart(
                kind="bars",
                unit=Unit.SHARE,
                categories=names,
                series=(
                    Series(name="people", values=tuple((ladder.people / ladder.people.sum()).tolist())),
                    Series(name="hours", values=tuple((hours / hours.sum()).tolist())),
                ),
                along="along" if attribute is None else "",
            )
        return charts


def _ladders(groups: Reduction) -> dict[str, RankedGroups]:
    """The people of each place by variable; for areas from the register of areas where it holds them."""
    found: dict[str, RankedGroups] = {}
    for part in ("area", "population"):
        for (variable,), rows in groups.where("part", part).groups("variable"):
            ranked = (rows["place"] >= 0) & (rows["people"] > 0)
            if variable not in found and ranked.sum() >= 2:
                found[variable] = RankedGroups(rows["place"][ranked], rows["people"][ranked])
    return found
