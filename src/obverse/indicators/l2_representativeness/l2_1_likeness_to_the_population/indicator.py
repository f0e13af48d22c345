"""L2.1: whether those who take part resemble the population, variable by variable and activity by activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.representation import dissimilarity_excess, participation_cv, representation_ratio

ACTIVITIES = ("any", "decide", "consulted", "work")
# Where attendance was not counted, votes or registrations tell who took part.
STAGES = ("attended", "voted", "registered")
UNKNOWN = "unknown"
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Presence:
    """The people of each category who took part, and how many of them nobody could place."""

    people: Counts
    unknown: int = 0


class LikenessToThePopulation(Indicator):
    """Share of a group among those who take part over its share of the population, and how unequal all chances were."""

    id = "L2.1"
    version = 1
    question = "Do those who take part resemble the population from which they come?"
    serves = ("L2", "E4", "Q1")
    claims = ("S4", "S64", "S94", "S113")
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
        for (activity, variable), presence, population in _presences(samples):
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

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:  # noqa: ARG002
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


def _presences(samples: Samples) -> Iterator[tuple[tuple[str, str], Presence, Counts]]:
    """Each activity and variable of which the population is known, with those who took part."""
    counted = samples["counted"]
    populations: dict[str, Counts] = {}
    found: dict[tuple[str, str, str], Presence] = {}
    by_register: set[tuple[str, str]] = set()
    for (stage, activity, variable), part in counted.groups("stage", "activity", "variable"):
        people = dict(zip(part["category"].tolist(), part["people"].tolist(), strict=True))
        unknown = people.pop(UNKNOWN, 0)
        if stage == "population":
            populations[variable] = {name: count for name, count in people.items() if count > 0}
        else:
            found[stage, activity, variable] = Presence(people, unknown)
            by_register.add((stage, variable))
    persons = samples["persons"]
    totals = persons.where("variable", "")
    for (stage, activity), total in totals.groups("stage", "activity"):
        whole = int(total["people"].sum())
        for variable, population in populations.items():
            part = persons.where("variable", variable).where("stage", stage).where("activity", activity)
            if len(part) == 0 or (stage, variable) in by_register:
                continue
            people = dict(zip(part["category"].tolist(), part["people"].tolist(), strict=True))
            people.pop(UNKNOWN, None)
            # a category of which nobody came is a true zero: the register holds everybody who came
            people = dict.fromkeys(population, 0) | people
            found[stage, activity, variable] = Presence(people, whole - sum(people.values()))
    for variable, population in populations.items():
        for activity in ACTIVITIES:
            present = next(
                (
                    found[stage, activity, variable]
                    for stage in STAGES
                    if (stage, activity, variable) in found
                ),
                None,
            )
            if present:
                elsewhere = sum(count for name, count in present.people.items() if name not in population)
                people = {name: count for name, count in present.people.items() if name in population}
                yield (activity, variable), Presence(people, present.unknown + elsewhere), population


def _word(category: str) -> str:
    """A category as part of a subject, whose parts are separated by dots."""
    return category.replace(".", "·")
