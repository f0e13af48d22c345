"""E4.1: which decisions passed over elected officials, participants or professionals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from obverse.indicators.decision_rights import has_a_say
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count

PASSED_OVER = ("elected", "participants", "professionals")


class Decisions(NamedTuple):
    """So many decisions that are alike; ``reasons`` is published, unpublished, unclear or blank."""

    taken_by: str
    without_mandate: str
    overrode_participants: bool
    is_traced: bool
    is_advised: bool
    dropped_advice: bool
    reasons: str
    decisions: int


class WhoWasPassedOver(Indicator):
    """Decisions without a mandate or without published reasons, and those of them against the process's own rules."""

    id = "E4.1"
    version = 1
    question = (
        "Did decisions pass over elected officials, participants or professionals without mandate or reasons?"
    )
    serves = ("E4",)
    claims = ("S62",)
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"decisions": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, fourth evil: representative and participative democracy and expertise",
        "the three counts are this program's own rule",
    )
    about_things = ("*",)
    needs = ({"decision": ("origin",)},)
    also_reads = ("trace", "contribution", "actor", "document", "decision_right")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Full counts; unknown mandates and reasons leave bounds."""
        table = samples["decisions"]
        decisions = [
            Decisions(*row) for row in zip(*(table[name].tolist() for name in Decisions._fields), strict=True)
        ]
        declared = samples.facts.coverage.get("decision")
        blanks_are_none = (declared is not None and declared.complete == "yes") or any(
            row.reasons != "blank" for row in decisions
        )
        rights = samples["rights"]
        rules = _Rules(
            {
                (actors, step, level)
                for actors, step, level in zip(
                    *(rights[name].tolist() for name in ("actor_class", "step", "level")), strict=True
                )
            }
        )
        results: dict[str, Result] = {}
        for side in PASSED_OVER:
            looked_at = [row for row in decisions if _concerns(row, side)]
            states = [(row, _state(row, side, blanks_are_none=blanks_are_none)) for row in looked_at]
            results[f"passed_over.{side}"] = _count(states, _GAPS[side])
            results[f"against_rules.{side}"] = (
                _count(
                    [(row, state if rules.protect(side, row.taken_by) else "no") for row, state in states],
                    _GAPS[side],
                )
                if rules.known(side)
                else NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_rules", of="decision_right.level")
            )
        return results


class _Rules:
    """What the process's rules, promised or written, say about who decides and who is heard."""

    def __init__(self, rights: set[tuple[str, str, str]]) -> None:
        self._rights = rights

    def known(self, side: str) -> bool:
        """Whether there is a rule about this side at all."""
        classes, steps = _RULES[side]
        return any(actors in classes and step in steps for actors, step, _ in self._rights)

    def protect(self, side: str, taken_by: str) -> bool:
        """Whether the rules name this side, and not those who took the decision."""
        classes, steps = _RULES[side]
        named = any(
            actors in classes
            and step in steps
            and (has_a_say(level) or (side == "professionals" and level != "none"))
            for actors, step, level in self._rights
        )
        if side != "elected":
            return named
        return named and not any(
            actors == taken_by and step == "decide" and has_a_say(level)
            for actors, step, level in self._rights
        )


_RULES = {
    "elected": (("elected",), ("decide",)),
    "participants": (("citizens", "associations"), ("decide",)),
    "professionals": (("professionals",), ("evidence", "draft", "decide")),
}
_GAPS = {
    "elected": NotEstimable(why=Why.NOT_COLLECTED, remedy="note_mandates", of="decision.mandate"),
    "participants": NotEstimable(why=Why.NOT_COLLECTED, remedy="follow_contributions", of="trace.kind"),
    "professionals": NotEstimable(why=Why.NOT_COLLECTED, remedy="register_advice", of="contribution.origin"),
}


def _concerns(row: Decisions, side: str) -> bool:
    if side == "participants":
        return row.is_traced or row.overrode_participants
    return row.is_advised if side == "professionals" else True


def _state(row: Decisions, side: str, *, blanks_are_none: bool) -> str:
    """Whether the decisions passed over a side: yes, no, perhaps."""
    if side == "elected":
        return row.without_mandate
    overridden = row.overrode_participants if side == "participants" else row.dropped_advice
    if not overridden or row.reasons == "published":
        return "no"
    none = row.reasons == "unpublished" or (row.reasons == "blank" and blanks_are_none)
    return "yes" if none else "perhaps"


def _count(states: list[tuple[Decisions, str]], gap: NotEstimable) -> Result:
    looked_at, certain, perhaps = (
        sum(row.decisions for row, state in states if state in wanted)
        for wanted in (("yes", "no", "perhaps"), ("yes",), ("perhaps",))
    )
    if not looked_at or (perhaps == looked_at and gap.of == "decision.mandate"):
        return gap
    return Estimate(
        value=certain,
        interval=full_count(certain),
        unit=Unit.COUNT,
        n=looked_at,
        method="count_of_register",
        missing=bounds(certain, certain + perhaps) if perhaps else None,
    )
