"""E2.8: which actors answer for more than they may decide, and whether users are told that failures are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.decision_rights import CLASSES, has_a_say, matrices
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register

INSIDE = ("elected", "administration", "professionals")


class ResponsibilityWithoutInfluence(Indicator):
    """Share of final responsibility less share of decision rights, for each class of actors."""

    id = "E2.8"
    version = 1
    question = "Who answers for more than they may decide, and are failures put down to users?"
    serves = ("E2",)
    claims = ("S44", "S45", "S46")
    unit = Unit.DIFFERENCE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"duties": 5, "answers": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, second evil",
        "the difference of shares is this program's own",
    )
    headline = ("gap.*",)
    about_things = ("gap.*",)
    needs = (
        {"duty": ("final_holders",), "decision_right": ("level",)},
        {"duty": ("holder_sector",), "decision_right": ("level",)},
        {"survey_answer": ("item", "value")},
    )
    also_reads = ("actor", "survey_answer")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The gap of each class of actors, then what users were told."""
        results = self._gaps(samples["holders"], _rights(samples["cells"]))
        answers = samples["answers"]
        if len(answers):
            said = answers["answer"] != "cannot_say"
            told = Reduction({name: column[said] for name, column in answers.columns.items()})
            results["told_own_fault"] = share_of_people(
                told, told["answer"] == "yes", need=self.minimum["answers"], remedy="ask_users"
            )
        else:
            results["told_own_fault"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="ask_users", of="survey_answer.item"
            )
        return results

    def _gaps(self, holders: Reduction, rights: Mapping[str, float]) -> dict[str, Result]:
        need = self.minimum["duties"]
        if not rights:
            return {
                "gap": NotEstimable(why=Why.NOT_COLLECTED, remedy="record_rights", of="decision_right.level")
            }
        results: dict[str, Result] = {}
        for actors in CLASSES:
            held = _held(holders, actors, need)
            if isinstance(held, NotEstimable):
                results[f"gap.{actors}"] = held
                continue
            right = rights.get(actors, 0.0)
            gap = held.value - right
            open_to = held.missing
            results[f"gap.{actors}"] = replace(
                held,
                value=gap,
                interval=full_count(gap),
                unit=Unit.DIFFERENCE,
                missing=bounds(open_to.low - right, open_to.high - right) if open_to else None,
            )
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Responsibility and rights of each class of actors side by side."""
        rights = _rights(samples["cells"])
        if not any(isinstance(results.get(f"gap.{actors}"), Estimate) for actors in CLASSES):
            return {}
        held = {actors: _held(samples["holders"], actors, 1) for actors in CLASSES}
        series = (
            Series(
                name="responsibility",
                values=tuple(one.value if isinstance(one, Estimate) else None for one in held.values()),
            ),
            Series(name="rights", values=tuple(rights.get(actors, 0.0) for actors in CLASSES)),
        )
        return {"gap.elected": Chart(kind="bars", unit=Unit.SHARE, categories=CLASSES, series=series)}


def _held(holders: Reduction, actors: str, need: int) -> Result:
    """The share of the duties for which the class answers in the end; the bounds hold those that may be its own."""
    duties = dict(zip(holders["holder"].tolist(), holders["duties"].tolist(), strict=True))
    own, whole = int(duties.get(actors, 0)), int(sum(duties.values()))
    unknown = int(duties.get("unknown", 0)) + (int(duties.get("public", 0)) if actors in INSIDE else 0)
    known = whole - unknown
    if known < need:
        return NotEstimable(why=Why.TOO_FEW, remedy="name_holders", have=known, need=need, of="duties")
    return share_of_register(own, known, unknown)


def _rights(cells: Reduction) -> dict[str, float]:
    """The share of each class in all rights to share a decision or to take it; empty where nobody has any."""
    for matrix in matrices(cells).values():
        says = [actors for (_, actors), level in matrix.items() if has_a_say(level)]
        if says:
            return {actors: says.count(actors) / len(says) for actors in CLASSES}
    return {}
