"""E7.11: which criteria of public value failure have an answer, and which of them show a sign."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, Interval, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register

CRITERIA = (
    "articulation",
    "monopoly",
    "hoarding",
    "providers",
    "horizon",
    "substitution",
    "subsistence",
)
SOURCES_OF_A_SIGN = 2


class SignsOfPublicValueFailure(Indicator):
    """Number of criteria for which at least two sources show a failure, and how many were answered at all."""

    id = "E7.11"
    version = 1
    question = "Which criteria of public value failure are answered, and which show a sign?"
    serves = ("E7",)
    claims = ("S119",)
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"criteria": 1, "sources_of_a_sign": SOURCES_OF_A_SIGN}
    references = ("after Bozeman 2002, public-value failure; the rule of two sources is this program's own",)
    about_things = ("signs", "answered")
    needs = ({"coded_statement": ("code", "direction")},)
    also_reads = ("document",)
    headline = ("signs",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Full counts; criteria that nobody answered leave bounds."""
        found = samples["criteria"]
        places = {criterion: at for at, criterion in enumerate(found["criterion"].tolist())}
        if not places:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="answer_criteria", of="coded_statement.code")
        signs = int((found["failing"] >= SOURCES_OF_A_SIGN).sum())
        unanswered = len(CRITERIA) - len(places)
        results: dict[str, Result] = {
            "signs": _count(signs, len(places), bounds(signs, signs + unanswered) if unanswered else None),
            "answered": share_of_register(len(places), len(CRITERIA)),
        }
        for criterion in CRITERIA:
            at = places.get(criterion)
            if at is None:
                results[f"sign.{criterion}"] = NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="answer_criteria", of="coded_statement.code"
                )
                continue
            sources = int(found["documents"][at])
            results[f"sign.{criterion}"] = _count(int(found["failing"][at]), sources, None)
            results[f"contrary.{criterion}"] = _count(int(found["contrary"][at]), sources, None)
        return results


def _count(value: int, n: int, missing: Interval | None) -> Estimate:
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.COUNT,
        n=n,
        method="count_of_register",
        missing=missing,
    )
