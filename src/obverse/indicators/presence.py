"""Who took part, category by category, beside the population that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obverse.indicators.indicator import Samples

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


def presences(samples: Samples) -> Iterator[tuple[tuple[str, str], Presence, Counts]]:
    """Each activity and variable of which the population is known, with those who took part.

    Reads the reductions ``counted`` (stage, activity, variable, category, people) and ``persons`` (the same, with
    variable "" for everybody). Where attendance was not counted, votes or registrations tell who took part.
    """
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
