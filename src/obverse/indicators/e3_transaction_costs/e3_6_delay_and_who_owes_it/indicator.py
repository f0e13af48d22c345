"""E3.6: how far the process fell behind its plan, and to whom the delay is owed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register

CAUSES = ("authority", "participation", "supplier", "law", "other", "unknown")
OWED = ("authority", "participation")


class DelayAndWhoOwesIt(Indicator):
    """Days behind the plan at its last milestone, and the days that each cause added."""

    id = "E3.6"
    version = 1
    question = "How far did the process fall behind its plan, and who owes the delay?"
    serves = ("E3",)
    claims = ("S56",)
    unit = Unit.DAYS
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"milestones": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, third evil: delays as a cost",
        "counting what each milestone adds is this program's own rule",
    )
    needs = ({"milestone": ("planned_on", "actual_on")},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Dates are facts; those that nobody noted leave bounds unless the register is declared complete."""
        milestones = samples["milestones"]
        declared = samples.facts.coverage.get("milestone")
        is_complete = declared is not None and declared.complete == "yes"
        rows = [
            (
                "open" if state == "blank" and is_complete else state,
                cause,
                days,
            )
            for state, cause, days in zip(
                *(milestones[name].tolist() for name in ("state", "cause", "days_late")), strict=True
            )
        ]
        if not any(state != "blank" for state, _, _ in rows):
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="date_milestones", of="milestone.actual_on")
            return {"final": gap, "late": gap}
        known = [(state, cause, days) for state, cause, days in rows if state != "blank"]
        late = sum(days > 0 for _, _, days in known)
        return {
            "final": _final(rows),
            "late": share_of_known(
                late,
                len(known) - late,
                len(rows) - len(known),
                remedy="date_milestones",
                of="milestone.actual_on",
            ),
            **_added(known),
        }

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The days that each cause added."""
        shown = {
            cause: result.value
            for cause in CAUSES
            if isinstance(result := results.get(f"added.{cause}"), Estimate)
        }
        if not shown:
            return {}
        series = Series(name="days", values=tuple(shown.values()))
        return {"final": Chart(kind="bars", unit=Unit.DAYS, categories=tuple(shown), series=(series,))}


def _days(days: float, milestones: int) -> Estimate:
    return Estimate(
        value=days, interval=full_count(days), unit=Unit.DAYS, n=milestones, method="sum_of_register"
    )


def _final(rows: list[tuple[str, str, int]]) -> Result:
    """The delay of the milestone planned last; of the last one known, with bounds, where nobody noted its date."""
    last = max(place for place, (state, _, _) in enumerate(rows) if state != "blank")
    state, _, days = rows[last]
    final = _days(days, sum(state != "blank" for state, _, _ in rows))
    after = [waited for _, _, waited in rows[last + 1 :]]
    if after:
        highest = math.inf if state == "open" else max(days, *after)
        return replace(final, missing=bounds(min(days, 0), highest))
    return replace(final, missing=bounds(days, math.inf)) if state == "open" else final


def _added(known: list[tuple[str, str, int]]) -> dict[str, Result]:
    """What each milestone adds to the delay of the one before it, by the cause noted for it."""
    added: dict[str, list[int]] = {}
    made_up: list[int] = []
    before = 0
    for _, cause, days in known:
        # an early milestone is no delay, nor is coming back to the plan from it
        late = max(days, 0)
        step, before = late - before, late
        if step > 0:
            added.setdefault(cause, []).append(step)
        elif step < 0:
            made_up.append(-step)
    results: dict[str, Result] = {
        f"added.{cause}": _days(sum(added[cause]), len(added[cause])) for cause in CAUSES if cause in added
    }
    if made_up:
        results["made_up"] = _days(sum(made_up), len(made_up))
    unknown = sum(added.get("unknown", []))
    everything = sum(sum(steps) for steps in added.values()) - unknown
    steps_in_all = sum(len(steps) for steps in added.values())
    for cause in OWED:
        if not everything + unknown:
            results[f"owed.{cause}"] = NotEstimable(why=Why.UNDEFINED, remedy="no_delay", have=0, need=1)
        elif not everything:
            results[f"owed.{cause}"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="note_causes", of="milestone.cause"
            )
        else:
            share = share_of_register(sum(added.get(cause, [])), everything, unknown)
            results[f"owed.{cause}"] = (
                share if isinstance(share, NotEstimable) else replace(share, n=steps_in_all)
            )
    return results
