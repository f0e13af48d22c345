"""L3.3: whether those who sum up and evaluate the process are others than those who own it and pay for it."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.facts import Process
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count

JUDGED = ("synthesis", "evaluation")


class Independence(Indicator):
    """Number of synthesis and evaluation in other hands than those of the body and of whoever pays."""

    id = "L3.3"
    version = 1
    question = "Are synthesis and evaluation in other hands than those of the body and of whoever pays?"
    serves = ("L3", "E4")
    claims = ("S60", "S65")
    unit = Unit.COUNT
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"tasks": 1}
    references = (
        "after OECD 2021, evaluation guidelines for deliberative processes: independence of the evaluator",
        "Rowe & Frewer 2000, the criterion of independence",
    )
    # The names stand in dossier.toml, which is always there; no register has to be kept.
    needs = ()
    also_reads = ("decision_right",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The tasks by the names in dossier.toml, and who has a say in choosing people, experts and evaluators."""
        process = samples.facts.process
        owners = _names(process.body) | _names(process.sponsor)
        inside = {task: bool(names & owners) for task, names in _tasks(process).items() if names and owners}
        hands = samples["hands"]
        results: dict[str, Result] = {"apart": self._apart(inside)}
        if not inside and len(hands) == 0:
            return results["apart"]
        for task, is_inside in inside.items():
            results[f"{'inside' if is_inside else 'outside'}.{task}"] = _count(1, 1)
        for step, classes, with_a_say in zip(
            *(column.tolist() for column in hands.columns.values()), strict=True
        ):
            results[f"hands.{step}"] = _count(with_a_say, classes)
        return results

    def _apart(self, inside: Mapping[str, bool]) -> Result:
        known = [inside[task] for task in JUDGED if task in inside]
        if len(known) < self.minimum["tasks"]:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="name_them", of="decision_right.level")
        apart, unknown = known.count(False), len(JUDGED) - len(known)
        return Estimate(
            value=apart,
            interval=full_count(apart),
            unit=Unit.COUNT,
            n=len(known),
            method="count_of_register",
            missing=bounds(apart, apart + unknown) if unknown else None,
        )


def _tasks(process: Process) -> Mapping[str, frozenset[str]]:
    return {
        "facilitation": _names(process.facilitator),
        "synthesis": _names(process.synthesis_by),
        "evaluation": _names(process.evaluator),
    }


def _names(text: str) -> frozenset[str]:
    """The names in a text, without regard to capitals and spaces; several stand side by side with ``|``."""
    return frozenset(" ".join(name.split()).casefold() for name in text.split("|") if name.strip())


def _count(value: int, of: int) -> Estimate:
    return Estimate(
        value=value, interval=full_count(value), unit=Unit.COUNT, n=of, method="count_of_register"
    )
