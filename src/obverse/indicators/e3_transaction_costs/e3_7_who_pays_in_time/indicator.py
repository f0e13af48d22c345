"""E3.7: how many unpaid hours people gave, group by group."""

from __future__ import annotations

import math
from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count


class WhoPaysInTime(Indicator):
    """Unpaid hours for each person who took part, and for every hundred people of a group."""

    id = "E3.7"
    version = 2
    question = "How many unpaid hours did people give, group by group?"
    serves = ("E3",)
    claims = ("S49",)
    unit = Unit.HOURS
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"people_for_a_number": 5}
    headline = ("everyone.each",)
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: hidden costs",
        "the division by group is this program's own",
    )
    needs = (
        {"participation": ("actor", "hours")},
        {"participation": ("actor", "event"), "event": ("hours",)},
    )
    also_reads = ("actor", "event", "reference_population", "group_count")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Means over a register of attendance; people whose hours nobody noted leave the upper end open."""
        inhabitants = _inhabitants(samples["inhabitants"])
        results: dict[str, Result] = {}
        hidden = _told_by_the_others(samples["givers"], self.minimum["people_for_a_number"])
        for (variable, category), group in samples["givers"].groups("variable", "category"):
            people, unknown, minutes = (
                int(group[name][0]) for name in ("people", "unknown_people", "minutes")
            )
            hours = minutes / 60
            name = f"{variable}.{_spelled(category)}" if variable else "everyone"
            shown = 1 if (variable, category) in hidden else people
            gap = self._gap_of(shown, grouped=bool(variable))
            results[f"{name}.each"] = gap or _hours(hours / people, people, "mean_of_register", unknown)
            if not variable:
                results["everyone.total"] = gap or _hours(hours, people, "sum_of_register", unknown)
                continue
            if not any(counted == variable for counted, _ in inhabitants):
                continue
            head = inhabitants.get((variable, category.lower()), 0)
            results[f"{name}.per_hundred"] = gap or (
                _hours(100 * hours / head, people, "relative_level", unknown)
                if head
                else NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="count_the_group", of="reference_population.count"
                )
            )
        return results

    def _gap_of(self, people: int, *, grouped: bool) -> NotEstimable | None:
        need = self.minimum["people_for_a_number"]
        if people >= need:
            return None
        if people:
            return NotEstimable(why=Why.WITHHELD, remedy="more_people_of_this_group", need=need, of="persons")
        remedy = "more_people_of_this_group" if grouped else "record_hours"
        return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=people, need=need, of="persons")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Hours a person by the categories of each variable; a category that cannot be shown stays a gap."""
        charts: dict[str, Chart] = {}
        for (variable,), part in samples["givers"].groups("variable"):
            names = [f"{variable}.{_spelled(category)}" for category in part["category"].tolist()]
            shown = [results.get(f"{name}.each") for name in names]
            values = tuple(result.value if isinstance(result, Estimate) else None for result in shown)
            if variable and any(value is not None for value in values):
                series = Series(name="hours", values=values)
                charts[f"{names[0]}.each"] = Chart(
                    kind="bars", unit=Unit.HOURS, categories=tuple(names), series=(series,)
                )
        return charts


def _told_by_the_others(givers: Reduction, need: int) -> set[tuple[str, str]]:
    """The smallest group shown of each variable of which the total less the groups shown would tell of too few."""
    everyone = int(givers.where("variable", "")["people"].sum())
    hidden: set[tuple[str, str]] = set()
    for (variable,), groups in givers.groups("variable"):
        people = dict(zip(groups["category"].tolist(), groups["people"].tolist(), strict=True))
        shown = [category for category, number in people.items() if number >= need]
        left_over = everyone - sum(people[category] for category in shown)
        if variable and shown and len(shown) < len(people) and left_over < need:
            hidden.add((variable, min(shown, key=lambda category: (people[category], category))))
    return hidden


def _spelled(category: str) -> str:
    return category.replace(".", "·")


def _inhabitants(table: Reduction) -> dict[tuple[str, str], int]:
    """How many people a group has: those who live there, or those who are affected where nobody counted them."""
    rows = zip(
        *(table[name].tolist() for name in ("variable", "category", "population", "affected")), strict=True
    )
    return {(variable, category): population or affected for variable, category, population, affected in rows}


def _hours(hours: float, people: int, method: str, unknown: int) -> Estimate:
    return Estimate(
        value=hours,
        interval=full_count(hours),
        unit=Unit.HOURS,
        n=people,
        method=method,
        missing=bounds(hours, math.inf) if unknown else None,
    )
