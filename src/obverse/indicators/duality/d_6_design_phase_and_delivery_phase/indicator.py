"""D-6: what coded interviews and documents tell about the design and about the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import (
    Basis,
    Chart,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Series,
    Unit,
    Why,
    full_count,
)
from obverse.statistics.cluster_differences import clustered_difference_within
from obverse.statistics.clusters import clustered_share

PHASES = ("design", "delivery", "decision", "followup")
EFFECTS = ("weakened", "strengthened")


class DesignPhaseAndDeliveryPhase(Indicator):
    """Shares of coded statements that tell of a weakened or strengthened value, phase by phase."""

    id = "D-6"
    version = 2
    question = "What do coded interviews and documents tell about each phase, design and delivery?"
    serves = ("D", "E7")
    claims = ("S168",)
    unit = Unit.SHARE
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"documents": 5}
    references = ("Potz & Serval 2023: harm in the delivery phase is better known than harm in the design",)
    needs = ({"coded_statement": ("direction", "phase")},)
    also_reads = ("document",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Both effects in each phase, how often the phase comes up, and design less delivery."""
        statements = samples["statements"]
        documents = len(set(statements["document"].tolist()))
        results: dict[str, Result] = {}
        for phase in PHASES:
            part = statements.where("phase", phase)
            if not len(part):
                continue
            results[f"documents.{phase}"] = Estimate(
                value=len(part),
                interval=full_count(len(part)),
                unit=Unit.COUNT,
                n=documents,
                method="count_of_register",
            )
            for effect in EFFECTS:
                results[f"{effect}.{phase}"] = self._share(part, effect)
        for effect in EFFECTS:
            results[f"difference.{effect}"] = self._difference(statements, effect)
        return results

    def _share(self, part: Reduction, effect: str) -> Result:
        if len(part) < self.minimum["documents"]:
            return self._too_few("code_phases", len(part))
        share = clustered_share(part[effect], part["statements"])
        if not isinstance(share, Estimate):
            return share
        total = int(part["statements"].sum())
        lowest, highest = (int(part[f"{effect}_by_{who}"].sum()) / total for who in ("all", "any"))
        if lowest == highest:
            return share
        return replace(share, coding=Interval(lowest, highest, 1.0, Basis.JUDGEMENT))

    def _difference(self, statements: Reduction, effect: str) -> Result:
        sides = [statements.where("phase", phase) for phase in ("design", "delivery")]
        fewest = min(len(side) for side in sides)
        if fewest < self.minimum["documents"]:
            return self._too_few("code_both_phases", fewest)
        documents = sorted({*sides[0]["document"].tolist(), *sides[1]["document"].tolist()})
        columns = [_over(documents, side, column) for side in sides for column in (effect, "statements")]
        return clustered_difference_within(*columns)

    def _too_few(self, remedy: str, have: int) -> NotEstimable:
        need = self.minimum["documents"]
        return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=have, need=need, of="cases")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Both effects in each phase, beside the first share that there is."""
        shown = [phase for phase in PHASES if isinstance(results.get(f"weakened.{phase}"), Estimate)]
        if not shown:
            return {}
        series = tuple(Series(name=effect, **_bars(results, effect, shown)) for effect in EFFECTS)
        chart = Chart(kind="bars", unit=Unit.SHARE, categories=tuple(shown), series=series)
        return {f"weakened.{shown[0]}": chart}


def _bars(
    results: Mapping[str, Result], effect: str, phases: list[str]
) -> dict[str, tuple[float | None, ...]]:
    found = [results.get(f"{effect}.{phase}") for phase in phases]
    estimates = [one if isinstance(one, Estimate) else None for one in found]
    return {
        "values": tuple(None if one is None else one.value for one in estimates),
        "low": tuple(None if one is None else one.envelope.low for one in estimates),
        "high": tuple(None if one is None else one.envelope.high for one in estimates),
    }


def _over(documents: list[int], side: Reduction, column: str) -> npt.NDArray[np.int64]:
    found = dict(zip(side["document"].tolist(), side[column].tolist(), strict=True))
    return np.array([found.get(document, 0) for document in documents], dtype=np.int64)
