"""E7.5a: which decisions that cannot be undone were taken while people were still being asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register


class DecidedBeforeInputClosed(Indicator):
    """Number and share of irreversible decisions that are dated before input on them closed."""

    id = "E7.5a"
    version = 1
    question = "Was anything that cannot be undone decided while people were still being asked about it?"
    serves = ("E7",)
    claims = ("S153", "S154", "S155")
    unit = Unit.COUNT
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"decisions": 1}
    references = (
        "R v Brent London Borough Council, ex parte Gunning (1985): proposals must still be at a formative stage",
        "Bouchard 2016, a consultation that legitimated an orientation adopted long before",
    )
    needs = ({"decision": ("irreversible", "input_closed_on")},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A full count; decisions whose nature or closing day is not recorded leave bounds."""
        counted = samples["decisions"]
        before, after, perhaps, others, most_days = (
            int(counted[name][0])
            for name in (
                "before_close",
                "after_close",
                "perhaps_before",
                "perhaps_counted",
                "most_days_early",
            )
        )
        known = before + after
        if not known + perhaps + others:
            return {"count": NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_such_decision", have=0, need=1)}
        if not known:
            return {
                "count": NotEstimable(
                    why=Why.TOO_FEW, remedy="date_decisions", have=0, need=self.minimum["decisions"]
                )
            }
        results: dict[str, Result] = {
            "count": Estimate(
                value=before,
                interval=full_count(before),
                unit=Unit.COUNT,
                n=known,
                method="count_of_register",
                missing=bounds(before, before + perhaps) if perhaps else None,
            ),
            "share": _share(before, known, perhaps, others),
        }
        if before:
            results["most_days_early"] = Estimate(
                value=most_days,
                interval=full_count(most_days),
                unit=Unit.DAYS,
                n=before,
                method="count_of_register",
            )
        return results


def _share(before: int, known: int, perhaps: int, others: int) -> Result:
    """A decision of unknown nature taken after the close can enlarge the whole, never the part."""
    share = share_of_register(before, known)
    if not perhaps + others or isinstance(share, NotEstimable):
        return share
    lowest = before / (known + perhaps + others)
    return replace(share, missing=bounds(lowest, (before + perhaps) / (known + perhaps)))
