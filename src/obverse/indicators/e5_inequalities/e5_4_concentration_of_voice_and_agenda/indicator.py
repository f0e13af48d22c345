"""E5.4: whether few people write the agenda, cast the votes and hold the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import (
    Chart,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Series,
    Unit,
    Why,
    bounds,
    full_count,
)
from obverse.statistics.concentration import gini_of_histogram, hhi_of_histogram
from obverse.statistics.equal_chances import equal_chance_mean, excess_concentration
from obverse.statistics.shares import share_of_register

MEASURES = ("agenda", "votes", "turns", "adopted")
_JUDGED = ("agenda", "votes")
_PERCENT = np.arange(0, 101, 5)
Counts = npt.NDArray[np.int64]


class ConcentrationOfVoiceAndAgenda(Indicator):
    """How far contributions, votes and turns are concentrated on few people beyond equal chances."""

    id = "E5.4"
    version = 3
    question = "Do a few people write the agenda, cast the votes and hold the floor?"
    serves = ("E5", "Q3")
    claims = ("S8", "S80", "S81", "S84", "S87", "S95", "S145")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people": 8, "events": 20}
    references = (
        "Gini 1912; Simpson 1949, Nature 163, for the chance that two events come from one person",
        "after Bernasco & Steenbeek 2017 for a Gini coefficient with fewer events than persons",
    )
    needs = (
        {"actor": ("id",), "contribution": ("author",)},
        {"actor": ("id",), "vote": ("actor",)},
        {"actor": ("id",), "speech": ("actor",)},
        {"actor": ("id",), "participation": ("turns",)},
    )
    also_reads = ("event",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """For each measure: its Gini coefficient, what chance alone gives, and the way from there to one person."""
        rng = samples.rng()
        results: dict[str, Result] = {}
        for measure in MEASURES:
            results.update(self._concentration(measure, samples[measure], rng))
        votes = results["votes.excess"]
        scarce = isinstance(votes, NotEstimable) and votes.why in {Why.NOT_COLLECTED, Why.TOO_FEW}
        if scarce and int(samples["ballots"]["votes"][0]):
            results["votes.excess"] = NotEstimable(why=Why.NOT_APPLICABLE, remedy="ballot")
        agenda = results["agenda.excess"]
        if isinstance(agenda, Estimate) and not int(samples["seeds"]["told"][0]):
            results["agenda.excess"] = self._whoever_opened(agenda, samples["agenda"], rng)
        results.update(_authors(samples["agenda"], samples["seeds"]))
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Lorenz curves: the share of events that falls on so many per cent of the people."""
        return {
            f"{measure}.excess": _lorenz(samples[measure])
            for measure in MEASURES
            if isinstance(results.get(f"{measure}.excess"), Estimate)
        }

    def _concentration(
        self, measure: str, table: Reduction, rng: np.random.Generator
    ) -> Mapping[str, Result]:
        events, persons = table["events"], table["persons"]
        total, people = int(events @ persons), int(persons.sum())
        if total < self.minimum["events"] or people < self.minimum["people"]:
            if measure == "adopted":
                return {}
            if not total:
                return {f"{measure}.excess": NotEstimable(why=Why.NOT_COLLECTED, remedy=f"record_{measure}")}
            scarce = "events" if total < self.minimum["events"] else "people"
            have = total if scarce == "events" else people
            return {
                f"{measure}.excess": NotEstimable(
                    why=Why.TOO_FEW, remedy=f"more_{scarce}", have=have, need=self.minimum[scarce]
                )
            }
        chance = float(equal_chance_mean(total, people))
        excess = _on_the_way_to_one(excess_concentration(events, persons, rng), chance)
        if measure == "votes" and self._one_ballot_each(events, persons, rng):
            excess = NotEstimable(why=Why.NOT_APPLICABLE, remedy="turnout")
        elif measure in _JUDGED and isinstance(excess, Estimate) and excess.interval.high < 0:
            excess = NotEstimable(why=Why.NOT_APPLICABLE, remedy="by_design")
        return {
            f"{measure}.excess": excess,
            f"{measure}.gini": gini_of_histogram(events, persons),
            f"{measure}.gini_by_chance": Estimate(
                value=chance,
                interval=full_count(chance),
                unit=Unit.INDEX,
                n=people,
                method="equal_chance_mean",
            ),
        }

    def _one_ballot_each(self, events: Counts, persons: Counts, rng: np.random.Generator) -> bool:
        """Whether those who voted cast more nearly the same number than chance would: turnout is all there is."""
        cast, voters = events[events > 0], persons[events > 0]
        if voters.sum() < self.minimum["people"]:
            return False
        if len(cast) == 1:
            return True
        among_voters = excess_concentration(cast, voters, rng)
        return isinstance(among_voters, Estimate) and among_voters.interval.high < 0

    def _whoever_opened(self, excess: Estimate, agenda: Reduction, rng: np.random.Generator) -> Estimate:
        """Bounds down to what is sure without the most active author, who may be the organiser who opened it."""
        events, persons = agenda["events"], agenda["persons"].copy()
        persons[events.argmax()] -= 1
        kept = persons > 0
        events, persons = events[kept], persons[kept]
        total, people = int(events @ persons), int(persons.sum())
        low = 0.0  # of too few others nothing is sure
        if total >= self.minimum["events"] and people >= self.minimum["people"]:
            chance = float(equal_chance_mean(total, people))
            others = _on_the_way_to_one(excess_concentration(events, persons, rng), chance)
            low = others.interval.low if isinstance(others, Estimate) else 0.0
        return replace(excess, missing=bounds(min(low, excess.value), excess.value))


def _on_the_way_to_one(excess: Result, chance: float) -> Result:
    """The excess as a part of what is possible: 0 where chance alone would lead, 1 where one of n persons has all.

    That one reaches a Gini coefficient of (n - 1) / n.

    Where events are rarer than people the coefficient is near 1 by chance alone and little room is left above it.
    """
    if isinstance(excess, NotEstimable):
        return excess
    room = (excess.n - 1) / excess.n - chance
    ends = [min(1.0, max(-1.0, end / room)) for end in (excess.interval.low, excess.interval.high)]
    return Estimate(
        value=min(1.0, max(-1.0, excess.value / room)),
        interval=Interval(ends[0], ends[1], excess.interval.level, excess.interval.basis),
        unit=Unit.INDEX,
        n=excess.n,
        method=excess.method,
    )


def _authors(agenda: Reduction, seeds: Reduction) -> Mapping[str, Result]:
    events, persons = agenda["events"], agenda["persons"]
    total, people = int(events @ persons), int(persons.sum())
    results: dict[str, Result] = {}
    if total:
        results["agenda.authors"] = share_of_register(int(persons[events > 0].sum()), people)
        results["agenda.same_person"] = hhi_of_histogram(events, persons)
        results["agenda.top_author"] = share_of_register(int(events.max()), total)
    written, seeded = int(seeds["contributions"][0]), int(seeds["seeds"][0])
    if seeded:
        results["agenda.seeds"] = share_of_register(seeded, written)
    return results


def _lorenz(table: Reduction) -> Chart:
    persons, events = table["persons"], table["events"]
    people = np.concatenate(([0.0], np.cumsum(persons) / persons.sum()))
    held = np.concatenate(([0.0], np.cumsum(persons * events) / (persons @ events)))
    places = _PERCENT / 100
    observed = np.interp(places, people, held)
    return Chart(
        kind="curve",
        unit=Unit.SHARE,
        categories=tuple(str(percent) for percent in _PERCENT.tolist()),
        series=(
            Series(name="observed", values=tuple(observed.tolist())),
            Series(name="equal", values=tuple(places.tolist())),
        ),
        along="along",
    )
