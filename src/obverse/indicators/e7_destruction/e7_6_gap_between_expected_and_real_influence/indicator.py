"""E7.6: whether people had less influence than they had expected before they began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import difference_of_means, mean_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.shares import share_of_register

CHANGES = (-4.0, 4.0)
REMEDY = "more_pairs"


class ExpectedAndRealInfluence(Indicator):
    """Influence experienced less influence expected beforehand by the same people, and who promised it."""

    id = "E7.6"
    version = 2
    question = "Did people have less influence than they had expected before, and who had promised it?"
    serves = ("E7",)
    claims = ("S78", "S142", "S156", "S158")
    unit = Unit.DEGREE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"people_asked_twice": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: inflated expectations that are not met",
        "Van Ryzin 2006: subtractive and perceived disconfirmation are kept apart",
    )
    about_things = ("promised.*", "promises_not_kept")
    needs = ({"survey_answer": ("item", "value")}, {"commitment": ("kind",)})
    also_reads = ("commitment",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The gap over people asked twice, what stands beside it, and the promises of influence."""
        promises = dict(_promises(samples["promises"]))
        before = samples["answers"].where("part", "expected_influence")
        after = samples["answers"].where("part", "experienced_influence")
        if not len(before) or not len(after):
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_before", of="survey_answer.value")
            return {"gap": gap} | promises
        need = self.minimum["people_asked_twice"]
        pairs = samples["pairs"]
        results: dict[str, Result] = {
            "gap": mean_of_people(
                pairs, pairs["experienced"] - pairs["expected"], need=need, remedy=REMEDY, limits=CHANGES
            ),
            "expected": mean_of_people(before, before["degree"], need=need, remedy=REMEDY),
            "experienced": mean_of_people(after, after["degree"], need=need, remedy=REMEDY),
        }
        linked, asked = int(pairs["people"].sum()), int(before["people"].sum())
        if linked >= need:
            results["followed_up"] = share_of_register(linked, asked)
        else:
            results["gap_of_groups"] = difference_of_means(
                after, after["degree"], before, before["degree"], need=need, remedy=REMEDY
            )
        return results | promises


def _promises(promises: Reduction) -> Iterator[tuple[str, Result]]:
    for (source,), part in promises.groups("promised_by"):
        number = int(part["promises"].sum())
        yield (
            f"promised.{source}",
            Estimate(
                value=float(number),
                interval=full_count(float(number)),
                unit=Unit.COUNT,
                n=number,
                method="count_of_register",
            ),
        )
    fates = {
        fate: int(promises["promises"][promises["fate"] == fate].sum())
        for fate in ("not_kept", "kept", "unknown")
    }
    if any(fates.values()):
        yield (
            "promises_not_kept",
            share_of_known(
                fates["not_kept"],
                fates["kept"],
                fates["unknown"],
                remedy="note_promises",
                of="commitment.state",
            ),
        )
