"""G-0: whether the goals of each group were on record before the process started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count

MOST_SHOWN = 40


class GoalsOnRecord(Indicator):
    """Share of groups, and of goals, with goals recorded on or before the first day."""

    id = "G-0"
    version = 1
    question = "Were the goals of each group on record before the start?"
    serves = ("Q4",)
    claims = ("S10", "S175")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"groups": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, fourth question: what the stakeholders' goals were, and whose were met",
    )
    needs = ({"goal": ("owner_group", "recorded_on")},)
    also_reads = ("stakeholder_group",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Full counts; a group whose goals are all undated may have had one in time."""
        if samples.facts.process.start is None:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="date_the_start", of="goal.recorded_on")
        groups = samples["groups"]
        before, later = int(groups["before_start"].sum()), int(groups["later"].sum())
        undated = int(groups["undated"].sum())
        results: dict[str, Result] = {
            "groups": _groups_with_a_goal(groups),
            "goals": share_of_known(before, later, undated, remedy="date_goals", of="goal.recorded_on"),
        }
        if 0 < len(groups) <= MOST_SHOWN:
            results |= _each_group(groups)
        return results


def _groups_with_a_goal(groups: Reduction) -> Result:
    listed = groups.where("listed", 1)
    if not len(listed):
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="list_groups", of="stakeholder_group")
    in_time = listed["before_start"] > 0
    perhaps = ~in_time & (listed["undated"] > 0)
    yes, unknown = int(in_time.sum()), int(perhaps.sum())
    return share_of_known(
        yes, len(listed) - yes - unknown, unknown, remedy="date_goals", of="goal.recorded_on"
    )


def _each_group(groups: Reduction) -> dict[str, Result]:
    found: dict[str, Result] = {}
    for label, before, undated in zip(
        groups["label"].tolist(), groups["before_start"].tolist(), groups["undated"].tolist(), strict=True
    ):
        counted = Estimate(
            value=before,
            interval=full_count(before),
            unit=Unit.COUNT,
            n=max(1, int(groups["before_start"].sum() + groups["later"].sum())),
            method="count_of_register",
        )
        missing = bounds(before, before + undated) if undated else None
        found[f"party.{label.replace('.', '·')}"] = replace(counted, missing=missing)
    return found
