"""E6.8: whether decisions on a service are justified by users' attitude or gratitude."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.agreement import krippendorff_alpha
from obverse.statistics.shares import wilson_share

DESERVING = ("attitude", "gratitude")
NOT_CODED = "not_coded"
FEWEST_SHOWN = 5
TENTATIVE = 0.667
"""Below this agreement no share of passages is shown (after Krippendorff)."""


class JudgingWhoDeserves(Indicator):
    """Share of refusals, decisions and passages that give attitude or gratitude as the reason."""

    id = "E6.8"
    version = 1
    question = "Are decisions justified by the attitude or the gratitude of users?"
    serves = ("E6",)
    claims = ("S130", "S138")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"cases": 10, "passages": 10, "coders": 2}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil: clients judged too picky and ungrateful",
        "after van Oorschot: criteria of deservingness",
        "Krippendorff 2011: the agreement of coders",
    )
    needs = ({"access_case": ("reason_coded",)}, {"coded_statement": ("code", "coder")})
    also_reads = ("coded_statement",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Refusals and decisions from the cases, then the passages that at least two people coded."""
        cases, passages = samples["cases"], samples["passages"]
        results: dict[str, Result] = {}
        coded = Reduction(
            {name: column[cases["reason"] != NOT_CODED] for name, column in cases.columns.items()}
        )
        if len(coded):
            refused = cases.where("refused", 1)
            results["refusals"] = self._share(refused)
            results["decisions"] = self._share(coded)
        if len(passages):
            results |= self._passages(passages)
        return results or NotEstimable(
            why=Why.NOT_COLLECTED, remedy="code_reasons", of="access_case.reason_coded"
        )

    def _share(self, cases: Reduction) -> Result:
        uncoded = int(cases["cases"][cases["reason"] == NOT_CODED].sum())
        known, need = int(cases["cases"].sum()) - uncoded, self.minimum["cases"]
        if 0 < known < FEWEST_SHOWN:
            return NotEstimable(why=Why.WITHHELD, remedy="more_refusals", need=need, of="cases")
        if known < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_refusals", have=known, need=need, of="cases")
        judged = int(cases["cases"][np.isin(cases["reason"].astype(str), DESERVING)].sum())
        share = wilson_share(judged, known)
        if isinstance(share, Estimate) and uncoded:
            everything = known + uncoded
            return replace(share, missing=bounds(judged / everything, (judged + uncoded) / everything))
        return share

    def _passages(self, passages: Reduction) -> dict[str, Result]:
        rows, units = np.unique(passages["passage"].astype(str), return_inverse=True)
        names, coders = np.unique(passages["coder"].astype(str), return_inverse=True)
        codes = np.full((len(rows), len(names)), np.nan)
        codes[units, coders] = passages["deserving"]
        twice = codes[(~np.isnan(codes)).sum(axis=1) >= self.minimum["coders"]]
        need = self.minimum["passages"]
        if len(twice) < need:
            few = NotEstimable(why=Why.TOO_FEW, remedy="code_reasons", have=len(twice), need=need, of="cases")
            return {"passages": few}
        alpha = krippendorff_alpha(twice)
        if isinstance(alpha, Estimate) and alpha.value < TENTATIVE:
            return {
                "alpha": alpha,
                "passages": NotEstimable(why=Why.REJECTED, remedy="code_again", have=len(twice)),
            }
        # where all use one code only, alpha is undefined and the coders agree all the same
        present = ~np.isnan(twice)
        by_coder = np.nansum(twice, axis=0)[present.any(axis=0)] / present.sum(axis=0)[present.any(axis=0)]
        share = wilson_share(round(float(np.nanmean(twice, axis=1).sum())), len(twice))
        if isinstance(share, Estimate):
            ends = (min(share.value, float(by_coder.min())), max(share.value, float(by_coder.max())))
            share = replace(share, coding=Interval(*ends, 1.0, Basis.JUDGEMENT))
        return {"passages": share, "alpha": alpha}
