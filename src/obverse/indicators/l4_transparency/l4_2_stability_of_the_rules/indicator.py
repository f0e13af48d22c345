"""L4.2: which rules changed after the start, and whether people were told before they applied."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count


class StabilityOfTheRules(Indicator):
    """Number of rules that changed after the start and applied before they were announced."""

    id = "L4.2"
    version = 1
    question = "Did rules of taking part change after the start, and were people told before they applied?"
    serves = ("L4", "E4")
    claims = ("S60", "S66")
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"rules": 1}
    references = (
        "Leach 2006, the ideal of transparency: the rules are clear and public",
        "that one change without notice is one too many is this program's own rule",
    )
    needs = ({"access_rule": ("since",)}, {"document": ("kind", "date")})

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A full count; changes of unknown announcement and rules of unknown date leave bounds."""
        counted = {name: int(column[0]) for name, column in samples["changes"].columns.items()}
        rules, changes, unannounced = (counted[name] for name in ("rules", "changes", "unannounced"))
        if rules < self.minimum["rules"]:
            return {
                "unannounced": NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="date_the_rules", of="access_rule.since"
                )
            }
        results: dict[str, Result] = {}
        known = changes - counted["unclear"]
        if changes and not known:
            results["unannounced"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="note_announcements", of="access_rule.announced_on"
            )
        else:
            perhaps = counted["unclear"] + counted["undated"]
            results["unannounced"] = _count(unannounced, known if changes else rules, perhaps)
        results["changes"] = _count(changes, rules, counted["undated"])
        if counted["with_notice"]:
            results["shortest_notice"] = Estimate(
                value=counted["shortest_notice"],
                interval=full_count(counted["shortest_notice"]),
                unit=Unit.DAYS,
                n=counted["with_notice"],
                method="count_of_register",
            )
        return results


def _count(value: int, of: int, perhaps: int) -> Estimate:
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.COUNT,
        n=of,
        method="count_of_register",
        missing=bounds(value, value + perhaps) if perhaps else None,
    )
