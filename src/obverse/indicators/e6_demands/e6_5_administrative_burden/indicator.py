"""E6.5: how hard it was to get what one asked for, and for whom it was harder with the same outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import difference_of_means, mean_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count

OUTCOMES = ("granted", "refused", "pending")


class AdministrativeBurden(Indicator):
    """Mean burden by outcome, the worst-off against the others at equal outcome, and requirements in force."""

    id = "E6.5"
    version = 1
    question = "How heavy is the burden on users, and with the same outcome is it heavier for the worst-off?"
    serves = ("E6",)
    claims = ("S135",)
    unit = Unit.DEGREE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers_in_a_group": 10}
    references = (
        "after Herd & Moynihan 2018: learning, compliance and psychological costs",
        "after Jilke and others 2024: a scale of three items",
        "after Hansen & Halling: those who get what they ask for report less burden",
    )
    about_things = ("asked*",)
    needs = ({"survey_answer": ("item", "value")}, {"access_rule": ("kind",)})
    headline = ("burden.granted",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The burden by outcome and by its parts, the differences at equal outcome, then the requirements."""
        burden = samples["burden"]
        results: dict[str, Result] = {}
        need = self.minimum["answers_in_a_group"]
        for (outcome,), part in burden.where("compared", "all").groups("outcome"):
            results[f"burden.{outcome}"] = _mean(part, need)
        for (item,), part in samples["dimensions"].groups("item"):
            results[f"dimension.{item}"] = mean_of_people(
                part, part["degree"], need=need, remedy="more_answers"
            )
        for (variable,), part in burden.groups("compared"):
            if variable != "all":
                results |= dict(_at_equal_outcome(str(variable), part, need))
        rules = samples["rules"]
        if not len(burden):
            results["burden"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="ask_burden", of="survey_answer.value"
            )
        return results | dict(_requirements(rules)) if len(rules) else results


def _mean(part: Reduction, need: int) -> Result:
    return mean_of_people(part, part["sixths"] / 6, need=need, remedy="more_answers")


def _at_equal_outcome(variable: str, part: Reduction, need: int) -> Iterator[tuple[str, Result]]:
    known = [outcome for outcome in OUTCOMES if (part["outcome"] == outcome).any()]
    if not known:
        gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_outcome", of="survey_answer.value")
        yield f"worst_off.{variable}", gap
    for outcome in known:
        alike = part.where("outcome", outcome)
        worst, others = alike.where("worst_off", 1), alike.where("worst_off", 0)
        yield (
            f"worst_off.{variable}.{outcome}",
            difference_of_means(
                worst,
                worst["sixths"] / 6,
                others,
                others["sixths"] / 6,
                need=need,
                remedy="more_answers",
            ),
        )


def _requirements(rules: Reduction) -> Iterator[tuple[str, Result]]:
    total = int(rules["in_force"].sum())
    yield "asked", _counted(total, total)
    for kind, number in zip(rules["kind"].tolist(), rules["in_force"].tolist(), strict=True):
        yield f"asked.{kind}", _counted(number, total)
    yield (
        "asked_without_reason",
        share_of_known(
            int(rules["without_reason"].sum()),
            int(rules["with_reason"].sum()),
            int(rules["unknown"].sum()),
            remedy="note_reason",
            of="access_rule.justified",
        ),
    )


def _counted(number: int, total: int) -> Estimate:
    return Estimate(
        value=float(number),
        interval=full_count(float(number)),
        unit=Unit.COUNT,
        n=total,
        method="count_of_register",
    )
