"""G-3: whether the goals that were reached belong to the public body or to those outside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, Interval, NotEstimable, Result, Unit, Why
from obverse.statistics.attainment import attainment_difference
from obverse.statistics.permutation import PermutationTest
from obverse.statistics.shares import difference_of_shares, share_of_register

STEPS = ("much_less", "less", "as_hoped", "more", "much_more")
SIDES = ("internal", "external")
RATERS = ("third", "owner")
FEWEST_GROUPS = 5
SELDOM = 0.05
MOST_SHOWN = 40
Levels = npt.NDArray[np.int64]


class WhoseGoalsWereReached(Indicator):
    """Share of attained goals of internal groups, less that of external groups."""

    id = "G-3"
    version = 1
    question = "Whose goals were reached: those of the public body or those of people outside it?"
    serves = ("Q4",)
    claims = ("S13",)
    unit = Unit.DIFFERENCE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"after"})
    minimum = {"goals": 5}
    references = (
        "Steen, Brandsen & Verschuere 2018, fourth question: if goals were met, whose",
        "MacKay et al. 1996: goal attainment has no interval scale",
    )
    needs = (
        {"goal": ("owner_group", "attainment_third"), "stakeholder_group": ("side",)},
        {"goal": ("owner_group", "attainment_owner"), "stakeholder_group": ("side",)},
    )

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The difference of the sides for each rater, then the share of each side and group."""
        results: dict[str, Result] = {}
        for rater in RATERS:
            owners = samples["owners"].where("rater", rater)
            results |= self._sides(owners, rater, samples.rng())
        for rater in RATERS:
            owners = samples["owners"].where("rater", rater)
            for side in SIDES:
                results |= _reached(owners.where("side", side), f"side.{side}.{rater}")
            if len(owners) <= MOST_SHOWN:
                for (_, label), part in owners.groups("party", "label"):
                    results |= _reached(part, f"party.{label.replace('.', '·')}.{rater}")
        return results

    def _sides(self, owners: Reduction, rater: str, rng: np.random.Generator) -> dict[str, Result]:
        inside, outside = (_levels(owners.where("side", side)) for side in SIDES)
        have, need = int(min(inside.sum(), outside.sum())), self.minimum["goals"]
        if have < need:
            few = NotEstimable(why=Why.TOO_FEW, remedy="rate_both_sides", have=have, need=need, of="goals")
            return {f"sides.{rater}": few}
        compared = attainment_difference(inside, outside, rng)
        difference, test = compared.difference, compared.test
        if min(len(inside), len(outside)) < FEWEST_GROUPS:
            difference = _over_goals(inside, outside, test)
        results = {f"sides.{rater}": difference}
        if isinstance(test, PermutationTest):
            results[f"chance.{rater}"] = share_of_register(round(test.p * test.draws), test.draws)
        return results


def _over_goals(inside: Levels, outside: Levels, test: PermutationTest | NotEstimable) -> Result:
    """Too few groups for clusters: goals as cases, holding zero unless exchanging groups seldom does as much."""
    difference = difference_of_shares(
        int(inside[:, 2:].sum()), int(inside.sum()), int(outside[:, 2:].sum()), int(outside.sum())
    )
    if not isinstance(difference, Estimate):
        return difference
    if isinstance(test, PermutationTest) and test.p <= SELDOM:
        return difference
    found = difference.interval
    wider = Interval(min(found.low, 0.0), max(found.high, 0.0), found.level, found.basis)
    return replace(difference, interval=wider)


def _levels(owners: Reduction) -> Levels:
    return np.stack([owners[step] for step in STEPS], axis=-1).astype(np.int64)


def _reached(owners: Reduction, subject: str) -> dict[str, Result]:
    levels = _levels(owners)
    goals = int(levels.sum())
    return {subject: share_of_register(int(levels[:, 2:].sum()), goals)} if goals else {}
