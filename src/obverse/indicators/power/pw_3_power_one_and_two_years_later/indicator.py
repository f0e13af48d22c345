"""PW-3: what was left of citizens' and associations' rights to decide one and two years later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Facts
from obverse.indicators.decision_rights import has_a_say
from obverse.indicators.indicator import WHOLE, Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.changes import relative_level

SIDES = ("citizens", "associations")
LATER = {"months_12": 365, "months_24": 730}
NO_END = 999_999


class Right(NamedTuple):
    """A right to decide; days count from the end of the process."""

    level: str
    is_practised: bool
    is_anchored: bool
    anchor_unknown: bool
    from_day: int
    to_day: int
    recorded_day: int

    def holds(self, day: int, kept_until: int) -> bool | None:
        """Whether it gives a say on that day; None where nobody can know."""
        if self.to_day < day or not has_a_say(self.level):
            return False
        known = self.to_day != NO_END or self.from_day > 0 or day <= max(self.recorded_day, kept_until)
        return True if known else None


class PowerOneAndTwoYearsLater(Indicator):
    """Share of the steps with a say that still had it later, and how far law and money carry it."""

    id = "PW-3"
    version = 1
    question = "What was left, one and two years later, of what citizens and associations could decide?"
    serves = ("E4", "Q3")
    claims = ("S9",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"steps": 1}
    headline = ("*.months_12", "*.months_24")
    references = (
        "Steen, Brandsen & Verschuere 2018, the question how a redistribution of power is sustained",
        "the rule that a right goes on only where somebody noted it again is this program's own",
    )
    needs = ({"decision_right": ("step", "actor_class", "level")},)
    also_reads = ("budget_line",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Counts of steps; rights of which nobody noted whether they went on leave bounds."""
        process = samples.facts.process
        ended_on = process.end or process.start
        if ended_on is None:
            return {
                WHOLE: NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="date_the_process", of="decision_right.valid_from"
                )
            }
        seen = (samples.facts.audit.as_of - ended_on).days
        kept_until = _kept_until(samples.facts)
        results: dict[str, Result] = {}
        for side in SIDES:
            courses = [
                _one_basis([Right(*row) for row in _rows(course)])
                for _, course in samples["rights"].where("actor_class", side).groups("step")
            ]
            held = [course for course in courses if (last := _at(course, 0)) and last.holds(0, 0)]
            for name, day in LATER.items():
                results[f"{side}.{name}"] = (
                    NotEstimable(why=Why.TOO_FEW, remedy="longer_follow_up", have=max(seen, 0), need=day)
                    if seen < day
                    else _kept(courses, held, day, kept_until)
                )
            if held:
                results[f"{side}.anchored"] = _anchored(held)
        return results | _money(samples["money"])


def _kept_until(facts: Facts) -> int:
    """The last day, from the end of the process, until which the register is declared as kept."""
    declared = facts.coverage.get("decision_right")
    ended_on = facts.process.end or facts.process.start
    if declared is None or declared.kept_until is None or ended_on is None:
        return 0
    return (declared.kept_until - ended_on).days


def _rows(course: Reduction) -> list[tuple[str, bool, bool, bool, int, int, int]]:
    return list(zip(*(course[name].tolist() for name in Right._fields), strict=True))


def _one_basis(course: list[Right]) -> list[Right]:
    """What is practised, where that is on record; else what is written."""
    return [right for right in course if right.is_practised] or course


def _at(course: list[Right], day: int) -> Right | None:
    """The latest right of a step that had begun on that day."""
    begun = [right for right in course if right.from_day <= day]
    return max(begun, key=lambda right: right.from_day, default=None)


def _kept(courses: list[list[Right]], held: list[list[Right]], day: int, kept_until: int) -> Result:
    if not courses:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_matrix", of="decision_right.level")
    if not held:
        return NotEstimable(why=Why.UNDEFINED, remedy="nothing_held", have=0, need=1)
    later = [last.holds(day, kept_until) for course in held if (last := _at(course, day))]
    return share_of_known(
        later.count(True),
        later.count(False),
        later.count(None),
        remedy="matrix_again",
        of="decision_right.valid_to",
    )


def _anchored(held: list[list[Right]]) -> Result:
    rights = [right for course in held if (right := _at(course, 0))]
    unknown = sum(right.anchor_unknown for right in rights)
    anchored = sum(right.is_anchored for right in rights)
    return share_of_known(
        anchored,
        len(rights) - anchored - unknown,
        unknown,
        remedy="note_the_anchor",
        of="decision_right.legal_basis",
    )


def _money(money: Reduction) -> dict[str, Result]:
    """Co-managed money one and two years later as a ratio to the last year, real where a deflator is known."""
    results: dict[str, Result] = {}
    first = money.where("years_after", 0)
    for later in (1, 2):
        year = money.where("years_after", later)
        if not len(first) or not len(year):
            results[f"money.after_{later}"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="record_co_managed", of="budget_line.outturn"
            )
            continue
        entries = int(first["entries"][0] + year["entries"][0])
        is_real = int(first["deflated"][0] + year["deflated"][0]) == entries
        if min(int(first["cents"][0]), int(year["cents"][0])) < 0:
            results[f"money.after_{later}"] = NotEstimable(
                why=Why.REJECTED, remedy="negative_outturn", of="budget_line.outturn"
            )
            continue
        name, column = ("money", "real_cents") if is_real else ("money_of_the_day", "cents")
        results[f"{name}.after_{later}"] = relative_level(
            float(year[column][0]), float(first[column][0]), n=entries
        )
    return results
