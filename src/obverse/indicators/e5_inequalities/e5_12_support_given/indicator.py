"""E5.12: how much work went into reaching people and supporting them, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register

PER = 1000


class SupportGiven(Indicator):
    """Hours and money of outreach and support, by group, by month, and of all hours."""

    id = "E5.12"
    version = 1
    question = "How much work went into reaching people and supporting them, and for whom?"
    serves = ("E5",)
    claims = ("S111", "S112", "S114")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people_of_a_group": 5}
    references = (
        "Vanleene, Voets & Verschuere 2020; Brandsen 2021: support for vulnerable citizens",
        "the figures are this program's own",
    )
    needs = ({"cost_entry": ("purpose",)},)
    also_reads = ("stakeholder_group",)
    headline = ("months",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The months with support, its part of all hours, then the groups."""
        totals = {name: int(column[0]) for name, column in samples["totals"].columns.items()}
        if not totals["entries"]:
            return NotEstimable(why=Why.UNDEFINED, remedy="log_support", of="cost_entry")
        results: dict[str, Result] = {"months": self._months(samples, totals["undated"])}
        if totals["minutes"]:
            share = totals["support_minutes"] / totals["minutes"]
            results["share_of_hours"] = Estimate(
                value=share,
                interval=full_count(share),
                unit=Unit.SHARE,
                n=totals["entries"],
                method="share_of_register",
            )
        groups = samples["groups"]
        strongly = groups.where("strongly", 1)
        if len(strongly):
            supported = int(((strongly["minutes"] > 0) | (strongly["cents"] > 0)).sum())
            # an entry that names no group may have been for any of them
            possible = min(totals["for_nobody"], len(strongly) - supported)
            results["strongly_affected.without"] = share_of_known(
                len(strongly) - supported - possible,
                supported,
                possible,
                remedy="name_groups",
                of="cost_entry.group",
            )
        return results | dict(self._groups(samples))

    def _months(self, samples: Samples, undated: int) -> Result:
        rows = samples["months"]
        months = int(rows["months"].sum())
        if not months:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="date_the_process", of="cost_entry.date")
        supported = min(months, int(rows["supported"].sum()))
        possible = min(undated, months - supported)
        if possible and possible == months:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="date_the_process", of="cost_entry.date")
        return share_of_register(supported, months - possible, possible)

    def _groups(self, samples: Samples) -> Iterator[tuple[str, Result]]:
        groups, need = samples["groups"], self.minimum["people_of_a_group"]
        given = {"hours": (groups["minutes"] / 60, Unit.HOURS), "money": (groups["cents"] / 100, Unit.MONEY)}
        for kind, (amount, unit) in given.items():
            if not amount.any():
                continue
            for place in range(len(groups)):
                people, most, fewest = (int(groups[name][place]) for name in ("people", "most", "fewest"))
                address = f"{kind}.{str(groups['label'][place]).replace('.', '·')}"
                if people <= 0:
                    yield (
                        address,
                        NotEstimable(
                            why=Why.NOT_COLLECTED, remedy="group_sizes", of="stakeholder_group.size"
                        ),
                    )
                elif people < need:
                    yield (
                        address,
                        NotEstimable(why=Why.WITHHELD, remedy="larger_group", need=need, of="persons"),
                    )
                else:
                    whole = PER * float(amount[place])
                    ends = (whole / max(people, most), whole / max(1, min(people, fewest)))
                    yield (
                        address,
                        Estimate(
                            value=whole / people,
                            interval=full_count(whole / people),
                            unit=unit,
                            n=people,
                            method="count_of_register",
                            missing=bounds(*ends) if ends[0] < ends[1] else None,
                        ),
                    )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Hours of outreach and support for each 1,000 people, group by group."""
        found = {
            subject.partition(".")[2]: result.value
            for subject, result in results.items()
            if subject.startswith("hours.") and isinstance(result, Estimate)
        }
        if len(found) < 2:
            return {}
        order = np.argsort([-value for value in found.values()], kind="stable").tolist()
        names, values = list(found), list(found.values())
        series = Series(name="hours", values=tuple(values[place] for place in order))
        categories = tuple(names[place] for place in order)
        return {
            f"hours.{categories[0]}": Chart(
                kind="bars", unit=Unit.HOURS, categories=categories, series=(series,)
            )
        }
