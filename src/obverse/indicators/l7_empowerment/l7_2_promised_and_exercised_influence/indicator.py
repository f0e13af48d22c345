"""L7.2: whether participants could do what the process had promised."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.decision_rights import STEPS
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, Interval, NotEstimable, Result, Unit, Why, bounds, full_count

NONE, CONSULTED, SHARED, DECIDES = range(4)


class PromisedAndExercisedInfluence(Indicator):
    """Level of participation promised less the level that participants' recorded rights amount to."""

    id = "L7.2"
    version = 1
    question = "Could participants do what the process had promised?"
    serves = ("L7", "E4")
    claims = ("S60", "S74")
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"steps": 1}
    references = (
        "after the five levels of the IAP2 spectrum of public participation and Arnstein 1969",
        "the reading of rights as levels is this program's own",
    )
    needs = ({"decision_right": ("level",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The shortfall in levels and in promised rights; steps without a record leave bounds."""
        level = samples.facts.process.participation_level_promised
        practice = samples["rights"].where("promised", 0)
        results: dict[str, Result] = {}
        if len(practice) < self.minimum["steps"]:
            results["levels_short"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="record_rights", of="decision_right.level"
            )
        elif level is None:
            results["levels_short"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="state_the_promise", of="decision_right.basis"
            )
        else:
            steps = len(set(practice["step"].tolist()))
            least, most = _levels(practice)
            short = bounds(max(0, level - most), max(0, level - least))
            results["levels_short"] = _count(max(0, level - least), steps, short)
            results["promised"] = _count(level, 1, None)
            results["exercised"] = _count(least, steps, bounds(least, most))
        promises, short_of, unclear = (
            int(samples["promises"][name][0]) for name in ("promises", "short", "unclear")
        )
        if promises > unclear:
            results["steps_short"] = _count(
                short_of, promises - unclear, bounds(short_of, short_of + unclear)
            )
        elif promises:
            results["steps_short"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="record_rights", of="decision_right.level"
            )
        return results


def _levels(practice: Reduction) -> tuple[int, int]:
    """The level that the recorded rights amount to, and the highest that unrecorded steps leave possible."""
    own, others = (
        dict(zip(part["step"].tolist(), part["degree"].tolist(), strict=True))
        for part in (practice.where("of_participants", 1), practice.where("of_participants", 0))
    )
    # who decides alone leaves the others no more than to be heard; who shares leaves them to share
    left = {step: {DECIDES: CONSULTED, SHARED: SHARED}.get(others.get(step, NONE), DECIDES) for step in STEPS}
    return _level({step: own.get(step, NONE) for step in STEPS}), _level(
        {step: own.get(step, left[step]) for step in STEPS}
    )


def _level(rights: Mapping[str, int]) -> int:
    if rights["decide"] >= SHARED:
        return 5 if rights["decide"] == DECIDES else 4
    if max(rights["agenda"], rights["draft"]) >= SHARED:
        return 3
    return 2 if max(rights.values()) >= CONSULTED else 1


def _count(value: int, of: int, missing: Interval | None) -> Estimate:
    open_ended = missing is not None and missing.low < missing.high
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.COUNT,
        n=of,
        method="count_of_register",
        missing=missing if open_ended else None,
    )
