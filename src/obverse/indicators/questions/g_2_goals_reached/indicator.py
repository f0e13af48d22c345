"""G-2: how many of the goals were reached, as rated by those who hold them and by a third party."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.shares import share_of_register

STEPS = {"much_less": -2, "less": -1, "as_hoped": 0, "more": 1, "much_more": 2}
UNRATED = 9
RATERS = ("third", "owner")


class GoalsReached(Indicator):
    """Share of goals rated at or above 0 on the steps -2 to +2, by each kind of rater."""

    id = "G-2"
    version = 1
    question = "How many goals were reached, by those who hold them and by a third party?"
    serves = ("Q4",)
    claims = ("S12",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"goals": 5}
    references = ("MacKay et al. 1996: goal attainment has no interval scale, so that T scores mislead",)
    needs = ({"goal": ("attainment_third",)}, {"goal": ("attainment_owner",)})
    headline = RATERS

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Full counts; goals that nobody rated leave bounds."""
        steps = samples["steps"]
        results: dict[str, Result] = {rater: self._reached(steps, rater) for rater in RATERS}
        both = (steps["rated_by_owner"] != UNRATED) & (steps["rated_by_third"] != UNRATED)
        compared = int(steps["goals"][both].sum())
        if compared >= self.minimum["goals"]:
            lower = int(steps["goals"][both & (steps["rated_by_third"] < steps["rated_by_owner"])].sum())
            results["third_lower"] = share_of_register(lower, compared)
        return results

    def _reached(self, steps: Reduction, rater: str) -> Result:
        rating, goals = steps[f"rated_by_{rater}"], steps["goals"]
        rated = rating != UNRATED
        known, need = int(goals[rated].sum()), self.minimum["goals"]
        if known < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="rate_goals", have=known, need=need, of="goals")
        reached = int(goals[rated & (rating >= 0)].sum())
        return share_of_known(
            reached,
            known - reached,
            int(goals[~rated].sum()),
            remedy="rate_goals",
            of=f"goal.attainment_{rater}",
        )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """How many goals stand on each step, beside the first share that there is."""
        raters = [rater for rater in RATERS if isinstance(results.get(rater), Estimate)]
        if not raters:
            return {}
        steps = samples["steps"]
        series = tuple(
            Series(
                name=rater,
                values=tuple(
                    float(steps["goals"][steps[f"rated_by_{rater}"] == step].sum()) for step in STEPS.values()
                ),
            )
            for rater in raters
        )
        return {raters[0]: Chart(kind="bars", unit=Unit.COUNT, categories=tuple(STEPS), series=series)}
