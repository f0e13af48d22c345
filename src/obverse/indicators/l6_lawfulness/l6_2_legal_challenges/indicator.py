"""L6.2: legal challenges filed and upheld, and whether people were asked early enough."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count


class LegalChallenges(Indicator):
    """Challenges filed, pending and upheld; meetings announced in time; decisions before anybody was asked."""

    id = "L6.2"
    version = 1
    question = "Was the process challenged in law and did it lose, and were people asked early enough?"
    serves = ("L6", "E4")
    claims = ("S60", "S73")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"challenges": 1, "meetings": 1}
    headline = ("upheld",)
    references = (
        "Leach 2006, the ideal of lawfulness: all existing statutes and regulations are upheld",
        "R v Brent London Borough Council, ex parte Gunning (1985): proposals must still be at a formative stage",
        "French National Commission for Public Debate: fifteen days' notice",
    )
    needs = ({"complaint": ("kind", "at")}, {"event": ("start", "announced_on")})
    also_reads = ("event", "decision")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Full counts of registers; unknown outcomes and announcements leave bounds."""
        table = samples["states"]
        units = {
            (part, state): number
            for part, state, number in zip(
                *(table[name].tolist() for name in ("part", "state", "units")), strict=True
            )
        }
        kept = set(table["part"].tolist()) | (
            {"challenge"} if "complaint" in samples.facts.coverage else set()
        )
        before = units.get(("decision", "before_asking"), 0)
        compared = before + units.get(("decision", "after_asking"), 0)
        return {
            **_challenges(units, kept="challenge" in kept),
            "notice": share_of_known(
                units.get(("meeting", "in_time"), 0),
                units.get(("meeting", "short"), 0),
                units.get(("meeting", "unknown"), 0),
                remedy="note_announcements",
                of="event.announced_on",
            ),
            "decided_before_asking": _count(before, compared)
            if compared
            else NotEstimable(why=Why.NOT_COLLECTED, remedy="date_input", of="decision.input_closed_on"),
        }


def _challenges(units: Mapping[tuple[str, str], int], *, kept: bool) -> dict[str, Result]:
    if not kept:
        gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_challenges", of="complaint")
        return {"filed": gap, "upheld": gap}
    upheld, refused, unknown, pending = (
        units.get(("challenge", state), 0) for state in ("upheld", "refused", "unknown", "pending")
    )
    filed = upheld + refused + unknown + pending
    if not filed:
        none = NotEstimable(why=Why.UNDEFINED, remedy="none_filed", have=0, need=1)
        return {"filed": _count(0, 1), "upheld": none}
    if filed == pending:
        waiting = NotEstimable(why=Why.TOO_FEW, remedy="await_judgement", have=0, need=1)
        return {"filed": _count(filed, filed), "pending": _count(pending, filed), "upheld": waiting}
    return {
        "filed": _count(filed, filed),
        "pending": _count(pending, filed),
        "upheld": share_of_known(upheld, refused, unknown, remedy="note_outcome", of="complaint.upheld"),
    }


def _count(value: int, n: int) -> Estimate:
    return Estimate(value=value, interval=full_count(value), unit=Unit.COUNT, n=n, method="count_of_register")
