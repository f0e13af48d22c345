"""PW-2: at which share of the steps each side shares or takes the decision, and whether that is what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.decision_rights import CLASSES, STEPS, Matrix, has_a_say, levels_of, matrices
from obverse.indicators.indicator import WHOLE, Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register


class StepsEachSideDecides(Indicator):
    """Share of steps with a shared or own decision, by class of actors and basis, and practice less promise."""

    id = "PW-2"
    version = 1
    question = "At which share of the steps does each side share or take the decision, and is it as promised?"
    serves = ("E4", "Q3")
    claims = ("S8", "S61")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"steps": 1}
    headline = ("practised.citizens",)
    references = (
        "Fung 2006, the democracy cube: authority and power as one of its three dimensions",
        "International Association for Public Participation, levels of participation",
    )
    needs = ({"decision_right": ("step", "actor_class", "level")},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Shares of the nine steps; those that nobody filled in leave bounds."""
        found = matrices(samples["cells"])
        if not found:
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_matrix", of="decision_right.level")
            return {WHOLE: gap}
        results: dict[str, Result] = {}
        for basis, matrix in found.items():
            for actors in CLASSES:
                levels = levels_of(matrix, actors)
                if levels:
                    say = sum(has_a_say(level) for level in levels.values())
                    results[f"{basis}.{actors}"] = share_of_register(
                        say, len(levels), len(STEPS) - len(levels)
                    )
        practised, promised = found.get("practised", {}), found.get("promised", {})
        return results | {f"gap.{actors}": _gap(practised, promised, actors) for actors in CLASSES}

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The shares of all sides, one set of bars for each basis."""
        bases = tuple(matrices(samples["cells"]))
        if not bases:
            return {}
        first = next(iter(results))
        return {
            first: Chart(
                kind="bars",
                unit=Unit.SHARE,
                categories=CLASSES,
                series=tuple(
                    Series(
                        name=basis, values=tuple(_shown(results, f"{basis}.{actors}") for actors in CLASSES)
                    )
                    for basis in bases
                ),
            )
        }


def _shown(results: Mapping[str, Result], subject: str) -> float | None:
    result = results.get(subject)
    return result.value if isinstance(result, Estimate) else None


def _gap(practised: Matrix, promised: Matrix, actors: str) -> Result:
    """Practice less promise over the promised steps; one whose practice nobody noted may be kept or not."""
    real, said = levels_of(practised, actors), levels_of(promised, actors)
    both = [step for step in real if step in said]
    if not both:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_both", of="decision_right.basis")
    moved = sum(has_a_say(real[step]) - has_a_say(said[step]) for step in both)
    gap = Estimate(
        value=moved / len(both),
        interval=full_count(moved / len(both)),
        unit=Unit.DIFFERENCE,
        n=len(both),
        method="share_of_register",
    )
    unseen = [has_a_say(level) for step, level in said.items() if step not in real]
    if not unseen:
        return gap
    lowest, highest = moved - sum(unseen), moved + len(unseen) - sum(unseen)
    # What the seen steps say need not be possible for all steps together.
    ends = sorted((gap.value, lowest / len(said), highest / len(said)))
    return replace(gap, missing=bounds(ends[0], ends[-1]))
