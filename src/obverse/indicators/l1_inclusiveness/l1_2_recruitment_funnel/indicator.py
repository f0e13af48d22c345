"""L1.2: at which step, from those affected to those who come back, groups of people are lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import WHOLE, Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.ratios import risk_ratio
from obverse.statistics.shares import share_of_register

ACTIVITIES = ("any", "decide", "consulted", "work")
WAY_IN = ("affected", "informed", "invited", "registered", "attended")
# People who attend may then speak, come back and vote, in any order.
AFTERWARDS = ("spoke", "returned", "voted")
# Steps that people pass before it is settled what they take part in.
BEFORE_ACTIVITIES = WAY_IN[:4]
ENDS = ("attended", "voted", "registered")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """How many people of each category reached a step, and how many of unknown category.

    ``base`` is the step that they came from where it was counted from the same records.
    """

    people: Mapping[str, int]
    unknown: int = 0
    base: Step | None = None
    from_persons: bool = False


Funnel = dict[str, Step]


class RecruitmentFunnel(Indicator):
    """Chance of a group to pass each step, and the whole way in, over that of all other people."""

    id = "L1.2"
    version = 1
    question = "At which step, from those affected to those who come back, are which groups of people lost?"
    serves = ("L1", "E4", "Q1")
    claims = ("S4", "S5", "S60", "S63", "S93", "S112")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"participants": 10}
    references = (
        "Karjalainen & Rapeli 2015: from 12,000 invited to 207 who came",
        "Griffin et al. 2015: who accepts an invitation",
        "four-fifths rule for the size that matters; its noise in small numbers is why the interval decides",
    )
    needs = (
        {"group_count": ("stage", "count")},
        {"actor": ("id",), "participation": ("actor",)},
        {"actor": ("id",), "reference_population": ("count",)},
    )
    also_reads = ("reference_population", "actor", "participation", "event")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The whole way in for each category, each step by itself, and which steps were counted from persons."""
        funnels = _funnels(samples)
        results: dict[str, Result] = {}
        for (activity, variable), own, funnel in _chains(funnels):
            declared = samples.facts.attributes.get(variable)
            known = declared.categories if declared else ()
            end = next((stage for stage in ENDS if stage in own), None)
            if end and "affected" in funnel:
                for category in _ordered(funnel["affected"].people, known):
                    word = "overall" if category in known else "whole_way"
                    address = f"{activity}.{variable}.{_word(category)}.{word}"
                    results[address] = self._ratio(category, funnel["affected"], funnel[end])
            for first, start, last, step in _steps(own, funnel):
                for category in _ordered(step.people, known):
                    if category in start.people:
                        address = f"{activity}.{variable}.{_word(category)}.{first}.{last}"
                        results[address] = self._ratio(category, start, step)
            for stage, step in own.items():
                if step.from_persons:
                    known_persons = sum(step.people.values())
                    results[f"from_persons.{stage}.{activity}.{variable}"] = share_of_register(
                        known_persons, known_persons + step.unknown
                    )
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="count_two_steps", have=0, need=2, of="groups")
        if not any(subject.endswith((".overall", ".whole_way")) for subject in results):
            results[WHOLE] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="count_population", of="reference_population"
            )
        return results

    def _ratio(self, category: str, start: Step, end: Step) -> Result:
        """The chance of one category to get from ``start`` to ``end`` over that of all others counted at both."""
        both = [name for name in start.people if name in end.people]
        others = [name for name in both if name != category]
        if category not in both or not others:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="count_all_groups", have=len(both), need=2, of="groups"
            )
        if any(end.people[name] > start.people[name] for name in both):
            return NotEstimable(why=Why.REJECTED, remedy="nested_steps", of="participants")
        n1, x1 = start.people[category], end.people[category]
        n0, x0 = (sum(step.people[name] for name in others) for step in (start, end))
        expected = (x1 + x0) * min(n1, n0) / max(1, n1 + n0)
        need = self.minimum["participants"]
        if expected < need:
            return NotEstimable(
                why=Why.TOO_FEW,
                remedy="expected_participants",
                have=math.floor(expected),
                need=need,
                of="participants",
            )
        result = risk_ratio(x1, n1, x0, n0)
        if isinstance(result, Estimate) and end.unknown:
            return replace(
                result, missing=_if_unknown(x1, n1, x0, n0, before=start.unknown, after=end.unknown)
            )
        return result

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """For each variable, the whole way of its categories against the equal chance."""
        charts: dict[str, Chart] = {}
        rows: dict[tuple[str, str], list[str]] = {}
        for subject in results:
            if subject.endswith((".overall", ".whole_way")):
                activity, variable, *_ = subject.split(".")
                rows.setdefault((activity, variable), []).append(subject)
        for subjects in rows.values():
            found = [results[subject] for subject in subjects]
            if any(isinstance(one, Estimate) for one in found):
                charts[subjects[0]] = Chart(
                    kind="bars",
                    unit=Unit.RATIO,
                    categories=tuple(subject.split(".")[2] for subject in subjects),
                    series=(
                        Series(
                            name="overall",
                            values=tuple(one.value if isinstance(one, Estimate) else None for one in found),
                            low=tuple(
                                one.envelope.low if isinstance(one, Estimate) else None for one in found
                            ),
                            high=tuple(_finite_end(one) for one in found),
                        ),
                    ),
                    reference=1.0,
                )
        return charts


def _finite_end(result: Result) -> float | None:
    high = result.envelope.high if isinstance(result, Estimate) else math.inf
    return high if math.isfinite(high) else None


def _if_unknown(x1: int, n1: int, x0: int, n0: int, *, before: int, after: int) -> Interval:
    """The ratios that remain possible if all people of unknown category belonged to one side or to the other."""
    # where the step before knows everybody's category, the unknown are already counted there
    join = after if before >= after else 0
    stay = max(0, before - after)
    most1, most0 = (min(1.0, (x + after) / (n + join)) for x, n in ((x1, n1), (x0, n0)))
    least1, least0 = x1 / (n1 + stay), x0 / (n0 + stay)
    return bounds(least1 / most0, most1 / least0 if least0 else math.inf)


def _chains(
    funnels: Mapping[tuple[str, str], Funnel],
) -> Iterator[tuple[tuple[str, str], Funnel, Funnel]]:
    """Each activity and variable with its own steps, and with the common steps that lead to them."""
    for variable in dict.fromkeys(variable for _, variable in funnels):
        for activity in ACTIVITIES:
            own = funnels.get((activity, variable), {})
            if any(stage != "affected" for stage in own):
                common = {
                    stage: step
                    for stage, step in funnels.get(("any", variable), {}).items()
                    if stage in BEFORE_ACTIVITIES
                }
                yield (activity, variable), own, common | own


def _steps(own: Funnel, funnel: Funnel) -> Iterator[tuple[str, Step, str, Step]]:
    before: str | None = None
    for stage in WAY_IN:
        if stage in own and before:
            yield before, funnel[before], stage, own[stage]
        before = stage if stage in funnel else before
    for stage in AFTERWARDS:
        if stage in own:
            came_from = "attended" if "attended" in funnel or own[stage].base else "registered"
            start = own[stage].base or funnel.get(came_from)
            if start:
                yield came_from, start, stage, own[stage]


def _funnels(samples: Samples) -> dict[tuple[str, str], Funnel]:
    funnels: dict[tuple[str, str], Funnel] = {}
    by_register: set[tuple[str, str]] = set()
    # the population comes last in the alphabet and stands only where the affected were not counted themselves
    for (_, stage, activity, variable), part in samples["counted"].groups(
        "source_table", "stage", "activity", "variable"
    ):
        people = dict(zip(part["category"].tolist(), part["people"].tolist(), strict=True))
        unknown = people.pop(UNKNOWN, 0)
        funnels.setdefault((activity, variable), {}).setdefault(stage, Step(people, unknown))
        by_register.add((stage, variable))
    persons = samples["persons"]
    everybody = persons.where("variable", "")
    for (activity, variable), part in persons.groups("activity", "variable"):
        if variable == "":
            continue
        total = everybody.where("activity", activity)
        known = _known_categories(samples, funnels, variable)
        attended = _step(part, total, known, "attended")
        found = {
            "registered": _step(part, total, known, "registered"),
            "attended": attended,
            "spoke": _step(part, total, known, "spoke", _step(part, total, known, "heard")),
            "returned": _step(part, total, known, "returned", attended),
        }
        for stage, step in found.items():
            reached = step is not None and (stage in ("registered", "attended") or step.base is not None)
            if step is not None and reached and (stage, variable) not in by_register:
                funnels.setdefault((activity, variable), {})[stage] = step
    return funnels


def _step(
    part: Reduction, total: Reduction, known: frozenset[str], column: str, base: Step | None = None
) -> Step | None:
    """A step counted from persons; None where nobody is recorded to have come to it or from its base."""
    whole = int(total[column].sum())
    if not whole and base is None:
        return None
    people = dict.fromkeys(known, 0) | dict(
        zip(part["category"].tolist(), part[column].tolist(), strict=True)
    )
    return Step(people, whole - sum(people.values()), base, from_persons=True)


def _known_categories(
    samples: Samples, funnels: Mapping[tuple[str, str], Funnel], variable: str
) -> frozenset[str]:
    declared = samples.facts.attributes.get(variable)
    population = funnels.get(("any", variable), {}).get("affected")
    return frozenset(declared.categories if declared else ()) | frozenset(
        population.people if population else ()
    )


def _ordered(people: Mapping[str, int], declared: tuple[str, ...]) -> list[str]:
    return [name for name in declared if name in people] + sorted(set(people) - set(declared))


def _word(category: str) -> str:
    """A category as part of a subject, whose parts are separated by dots."""
    return category.replace(".", "·")
