"""D-4: whether all participants were affected in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import difference_of_means, difference_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why

EFFECTS = ("weakened", "strengthened")


class DifferencesAmongParticipants(Indicator):
    """Mean degree to which a group saw values weakened or strengthened, less that of the other participants."""

    id = "D-4"
    version = 1
    question = "Were all participants affected in the same way?"
    serves = ("D", "E7")
    claims = ("S181", "S182")
    unit = Unit.DEGREE
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = ("Potz & Serval 2023: not all participants are affected in the same way",)
    needs = ({"survey_answer": ("item", "public_value", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Every declared group against the other participants: over all values, then value by value."""
        people = samples["people"]
        if not len(people):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_participants", of="survey_answer.value")
        need, remedy = self.minimum["answers"], "more_of_each_group"
        results: dict[str, Result] = {}
        for effect in EFFECTS:
            for name, group, others in _against_the_others(people.where("effect", effect)):
                results[f"{effect}.{name}"] = difference_of_means(
                    group, _mean_degree(group), others, _mean_degree(others), need=need, remedy=remedy
                )
        if not results:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_participants", of="survey_answer.role")
        for (value,), part in samples["values"].groups("public_value"):
            for name, group, others in _against_the_others(part):
                difference = difference_of_people(
                    group, group["saw"] == 1, others, others["saw"] == 1, need=need, remedy=remedy
                )
                if isinstance(difference, Estimate):
                    results[f"{value}.weakened.{name}"] = difference
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The mean degree of each group of an attribute, beside its first comparison."""
        charts: dict[str, Chart] = {}
        for effect in EFFECTS:
            for (variable,), table in samples["people"].where("effect", effect).groups("variable"):
                beside = next(
                    (
                        subject
                        for subject, result in results.items()
                        if subject.startswith(f"{effect}.{variable}.") and isinstance(result, Estimate)
                    ),
                    None,
                )
                if beside is None:
                    continue
                groups = list(table.groups("category"))
                charts[beside] = Chart(
                    kind="bars",
                    unit=Unit.DEGREE,
                    categories=tuple(category for (category,), _ in groups),
                    series=(Series(name=effect, values=tuple(self._shown(part) for _, part in groups)),),
                )
        return charts

    def _shown(self, group: Reduction) -> float | None:
        if int(group["people"].sum()) < self.minimum["answers"]:
            return None
        return float(np.average(_mean_degree(group), weights=group["mass"]))


def _mean_degree(people: Reduction) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    mean: np.ndarray[tuple[int], np.dtype[np.float64]] = people["degrees"] / people["answered"]
    return mean


def _against_the_others(table: Reduction) -> Iterator[tuple[str, Reduction, Reduction]]:
    """Each category of each attribute and the rest; of two only the first, the other being its mirror."""
    for (variable,), part in table.groups("variable"):
        categories = list(dict.fromkeys(part["category"].tolist()))
        compared = categories[:1] if len(categories) == 2 else categories
        for category in compared if len(categories) > 1 else ():
            inside = part["category"] == category
            yield (
                f"{variable}.{category.replace('.', '·')}",
                Reduction({name: column[inside] for name, column in part.columns.items()}),
                Reduction({name: column[~inside] for name, column in part.columns.items()}),
            )
