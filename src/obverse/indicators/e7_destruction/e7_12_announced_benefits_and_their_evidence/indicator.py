"""E7.12: what became of the benefits that were announced for the process."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, full_count

STATES = ("untested", "contradicted", "evidenced")


class AnnouncedBenefits(Indicator):
    """Shares of announced benefits that were never looked into, contradicted, and borne out."""

    id = "E7.12"
    version = 1
    question = "What became of the benefits announced: borne out, contradicted, or never looked into?"
    serves = ("E7",)
    claims = ("S139", "S142", "S161", "S163", "S176")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"benefits": 5}
    references = (
        "Potz & Serval 2023: a plethora of announced benefits, rare evidence",
        "Steen, Brandsen & Verschuere 2018, seventh evil: outcomes are rarely studied",
    )
    needs = ({"commitment": ("kind", "evidence")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Full counts with bounds for benefits of which nobody noted the evidence."""
        benefits = samples["benefits"]
        announced, need = int(benefits["announced"].sum()), self.minimum["benefits"]
        if announced < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="list_benefits", have=announced, need=need, of="commitments"
            )
        results: dict[str, Result] = {state: _share(benefits, state) for state in STATES}
        for (source,), part in benefits.groups("source"):
            if int(part["announced"].sum()) >= need:
                results |= {f"{state}.{source}": _share(part, state) for state in STATES}
        for (value,), part in benefits.groups("public_value"):
            if value:
                results[f"announced.{value.replace('.', '·')}"] = Estimate(
                    value=int(part["announced"].sum()),
                    interval=full_count(int(part["announced"].sum())),
                    unit=Unit.COUNT,
                    n=announced,
                    method="count_of_register",
                )
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The three shares as bars, beside the first of them."""
        shown = [(state, result) for state in STATES if isinstance(result := results.get(state), Estimate)]
        if not shown:
            return {}
        bars = Series(
            name="benefits",
            values=tuple(result.value for _, result in shown),
            low=tuple(result.envelope.low for _, result in shown),
            high=tuple(result.envelope.high for _, result in shown),
        )
        categories = tuple(state for state, _ in shown)
        return {STATES[0]: Chart(kind="bars", unit=Unit.SHARE, categories=categories, series=(bars,))}


def _share(benefits: Reduction, state: str) -> Result:
    counts = {name: int(benefits[name].sum()) for name in (*STATES, "unknown")}
    known = sum(counts[name] for name in STATES)
    return share_of_known(
        counts[state],
        known - counts[state],
        counts["unknown"],
        remedy="note_evidence",
        of="commitment.evidence",
    )
