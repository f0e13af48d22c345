"""L2.1: whether those who take part resemble the population, variable by variable and activity by activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.presence import Counts, Presence, presences
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.representation import dissimilarity_excess, participation_cv, representation_ratio


class LikenessToThePopulation(Indicator):
    """Share of a group among those who take part over its share of the population, and how unequal all chances were."""

    id = "L2.1"
    version = 1
    question = "Do those who take part resemble the population from which they come?"
    serves = ("L2", "E4", "Q1")
    claims = ("S4", "S60", "S64", "S94", "S113")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"participants": 20}
    references = (
        "Schouten, Cobben & Bethlehem 2009; Shlomo, Skinner & Schouten 2012: spread of propensities",
        "after Verba, Schlozman & Brady 1995: ratios of representation",
        "four-fifths rule for the size that matters; its noise in small numbers is why the interval decides",
    )
    needs = (
        {"group_count": ("stage", "count"), "reference_population": ("count",)},
        {"actor": ("id",), "reference_population": ("count",)},
    )
    also_reads = ("actor", "participation", "event")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each variable and activity: a ratio for each category, the spread of propensities, the dissimilarity."""
        results: dict[str, Result] = {}
        for (activity, variable), presence, population in presences(samples):
            declared = samples.facts.attributes.get(variable)
            known = declared.categories if declared else ()
            categories = [name for name in known if name in population] + sorted(set(population) - set(known))
            fault = self._fault(presence, population)
            for category in categories:
                word = "ratio" if category in known else "ratio_undeclared"
                address = f"{activity}.{variable}.{_word(category)}.{word}"
                results[address] = fault or _ratio(category, presence, population)
            present = [presence.people.get(name, 0) for name in categories]
            people = [population[name] for name in categories]
            results[f"{activity}.{variable}.cv"] = fault or participation_cv(present, people, samples.rng())
            results[f"{activity}.{variable}.dissimilarity"] = fault or dissimilarity_excess(
                present, people, samples.rng()
            )
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="same_variables", have=0, need=1, of="groups")
        return results

    def _fault(self, presence: Presence, population: Counts) -> NotEstimable | None:
        """Why the counts of a variable cannot be compared with its population; None where they can."""
        have, need = sum(presence.people.values()), self.minimum["participants"]
        if set(population) - set(presence.people):
            counted = len(set(population) & set(presence.people))
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="count_all_groups",
                have=counted,
                need=len(population),
                of="groups",
            )
        if any(present > population[name] for name, present in presence.people.items()):
            return NotEstimable(why=Why.REJECTED, remedy="wrong_population", of="participants")
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="participants")
        return None

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """For each variable, the ratios of its categories against equal representation."""
        rows: dict[tuple[str, str], list[str]] = {}
        for subject in results:
            if subject.endswith((".ratio", ".ratio_undeclared")):
                activity, variable, *_ = subject.split(".")
                rows.setdefault((activity, variable), []).append(subject)
        charts = {}
        for subjects in rows.values():
            found = [results[subject] for subject in subjects]
            if any(isinstance(one, Estimate) for one in found):
                charts[subjects[0]] = Chart(
                    kind="bars",
                    unit=Unit.RATIO,
                    categories=tuple(subject.split(".")[2] for subject in subjects),
                    series=(
                        Series(
                            name="ratio",
                            values=tuple(one.value if isinstance(one, Estimate) else None for one in found),
                            low=tuple(
                                one.envelope.low if isinstance(one, Estimate) else None for one in found
                            ),
                            high=tuple(
                                one.envelope.high if isinstance(one, Estimate) else None for one in found
                            ),
                        ),
                    ),
                    reference=1.0,
                )
        return charts


def _ratio(category: str, presence: Presence, population: Counts) -> Result:
    present, participants = presence.people[category], sum(presence.people.values())
    result = representation_ratio(present, participants, population[category], sum(population.values()))
    if not presence.unknown or not isinstance(result, Estimate):
        return result
    # the people whom nobody could place may all belong to this group, or none of them
    share, everybody = population[category] / sum(population.values()), participants + presence.unknown
    missing = bounds(present / everybody / share, (present + presence.unknown) / everybody / share)
    return replace(result, missing=missing)


def _word(category: str) -> str:
    """A category as part of a subject, whose parts are separated by dots."""
    return category.replace(".", "·")
