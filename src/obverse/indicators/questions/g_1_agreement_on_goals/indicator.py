"""G-1: how far the people involved agreed on which goals matter most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.concordance import kendalls_w
from obverse.statistics.permutation import PermutationTest
from obverse.statistics.shares import wilson_share


class AgreementOnGoals(Indicator):
    """Kendall's coefficient of concordance of the rankings of goals, over everybody and within each side."""

    id = "G-1"
    version = 2
    question = "How far did the people involved agree on which goals matter most?"
    serves = ("Q4",)
    claims = ("S11", "S70")
    unit = Unit.INDEX
    direction = Direction.NONE
    stage = frozenset({"before", "during", "after"})
    minimum = {"goals": 3, "rankings": 5}
    references = ("Kendall & Babington Smith 1939: coefficient of concordance W",)
    needs = ({"goal_rank": ("respondent", "goal", "rank")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The concordance of all, of each side, and without those who left; never a judgement."""
        ranks = samples["ranks"]
        goals = int(samples["size"]["goals"][0])
        need = self.minimum
        if goals < need["goals"]:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_goals", have=goals, need=need["goals"], of="goals"
            )
        judges = len(ranks) // goals
        if judges < need["rankings"]:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="rank_all_goals", have=judges, need=need["rankings"], of="rankings"
            )
        table = ranks["goal_place"].reshape(judges, goals)
        side = ranks["side"].reshape(judges, goals)[:, 0]
        stayed = ranks["dropped_out"].reshape(judges, goals)[:, 0] == 0
        groups = {
            "all": np.ones(judges, dtype=bool),
            "internal": side == "internal",
            "external": side == "external",
        }
        if not stayed.all():
            groups["stayed"] = stayed
        results: dict[str, Result] = {}
        for name, chosen in groups.items():
            results |= self._agreement(name, table[chosen], samples.rng())
        return results

    def _agreement(
        self, name: str, table: npt.NDArray[np.int64], rng: np.random.Generator
    ) -> dict[str, Result]:
        need = self.minimum["rankings"]
        if 0 < len(table) < need:
            # how many exactly could tell who ranked
            return {name: NotEstimable(why=Why.WITHHELD, remedy="more_cases", need=need, of="rankings")}
        if len(table) < need:
            few = NotEstimable(
                why=Why.TOO_FEW, remedy="more_cases", have=len(table), need=need, of="rankings"
            )
            return {name: few}
        agreement = kendalls_w(table, rng)
        results: dict[str, Result] = {name: agreement.concordance}
        if isinstance(agreement.test, PermutationTest):
            # what was seen counts as one of the draws + 1 worlds
            reached = round(agreement.test.p * (agreement.test.draws + 1)) - 1
            results[f"{name}.by_chance"] = wilson_share(reached, agreement.test.draws)
        return results
