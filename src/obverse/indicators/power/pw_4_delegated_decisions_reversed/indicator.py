"""PW-4: whether decisions that were left to participants were allowed to stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register


class DelegatedDecisionsReversed(Indicator):
    """Share of decisions left to participants that were reversed, and of the others to compare with."""

    id = "PW-4"
    version = 2
    question = "Were the decisions that were left to participants allowed to stand?"
    serves = ("E4", "Q3")
    claims = ("S118",)
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"decisions": 5}
    references = (
        "Steen, Brandsen & Verschuere 2018, fifth evil: professionals have to be ready to trust users' decisions",
        "that one in ten matters is this program's own mark",
    )
    needs = ({"decision": ("delegated",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A full count; decisions of which nobody noted who took them leave bounds."""
        table = samples["decisions"]
        rows = zip(*(table[name].tolist() for name in ("taken_by", "decisions", "reversed")), strict=True)
        found = {taken_by: (decisions, undone) for taken_by, decisions, undone in rows}
        delegated, undone = found.get("delegated", (0, 0))
        kept, kept_undone = found.get("kept", (0, 0))
        unknown, unknown_undone = found.get("unknown", (0, 0))
        if not delegated:
            gap = NotEstimable(
                why=Why.NOT_COLLECTED if unknown else Why.NOT_APPLICABLE,
                remedy="mark_delegated" if unknown else "none_delegated",
                of="decision.delegated",
            )
            return {"reversed": gap}
        declared = samples.facts.coverage.get("decision")
        is_complete = declared is not None and declared.complete == "yes"
        if not is_complete and not undone + kept_undone + unknown_undone:
            # without a single reversal on record nobody can know whether reversals were recorded at all
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="note_reversals", of="decision.reversed_on")
            return {"reversed": gap}
        need = self.minimum["decisions"]
        share: Result = NotEstimable(
            why=Why.TOO_FEW, remedy="record_delegated", have=delegated, need=need, of="decisions"
        )
        if delegated >= need:
            share = _bounded(share_of_register(undone, delegated), undone, delegated, unknown, unknown_undone)
        return {
            "reversed": share,
            "count": Estimate(
                value=undone,
                interval=full_count(undone),
                unit=Unit.COUNT,
                n=delegated,
                method="count_of_register",
                missing=bounds(undone, undone + unknown_undone) if unknown_undone else None,
            ),
            "others": share_of_register(kept_undone, kept)
            if kept
            else NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_others", have=0, need=1),
        }


def _bounded(share: Result, undone: int, delegated: int, unknown: int, unknown_undone: int) -> Result:
    """The least share if only standing decisions of the unknown ones were delegated, the most if only reversed ones."""
    if isinstance(share, NotEstimable) or not unknown:
        return share
    lowest = undone / (delegated + unknown - unknown_undone)
    highest = (undone + unknown_undone) / (delegated + unknown_undone)
    return replace(share, missing=bounds(lowest, highest))
