"""What coders found in speaking turns: shares over meetings or speakers, used only where the coders agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Why
from obverse.statistics.agreement import Metric, krippendorff_alpha
from obverse.statistics.clusters import clustered_share
from obverse.statistics.results import too_few

USABLE = 0.667
"""Krippendorff's alpha below which codes are not used; from 0.80 on they are usable, tentative in between."""
FEWEST_MEETINGS = 5


class CodedTurns(Indicator, abstract=True):
    """Shares of speaking turns with a code, and how far two coders agree on it.

    The folder's ``by_meeting.sql`` and ``by_speaker.sql`` give, for each measure, cluster and number of codes per turn:
    turns, yes (codes that say yes), all_yes and any_yes (turns); ``coder_pairs.sql`` for each coded column the turns
    with a first and a second code.

    Class attributes:
        measures: each share and the coded column on which it rests.
        metrics: each coded column and the distance between its codes.
        one_coder_suffices: whether a share is shown where no turn was coded twice.
    """

    measures: ClassVar[Mapping[str, str]]
    metrics: ClassVar[Mapping[str, Metric]]
    one_coder_suffices: ClassVar[bool]

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """``agreement.<column>``, then each share: rejected where the coders disagree too much."""
        results: dict[str, Result] = {}
        for column, metric in self.metrics.items():
            results[f"agreement.{column}"] = _agreement(
                samples["coder_pairs"].where("column_coded", column), metric
            )
        for measure, column in self.measures.items():
            alpha = results[f"agreement.{column}"]
            by_meeting = samples["by_meeting"].where("measure", measure)
            by_speaker = samples["by_speaker"].where("measure", measure)
            results[measure] = self._share(alpha, by_meeting, by_speaker)
        return results

    def _share(self, alpha: Result, by_meeting: Reduction, by_speaker: Reduction) -> Result:
        turns, need = int(by_meeting["turns"].sum()), self.minimum["turns"]
        if not turns:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="code_turns", of="speech.coder")
        if isinstance(alpha, NotEstimable) and not self.one_coder_suffices:
            alike = alpha.why is Why.UNDEFINED
            return replace(alpha, remedy="more_varied_turns" if alike else "second_coder")
        if isinstance(alpha, Estimate) and alpha.value < USABLE:
            return NotEstimable(why=Why.REJECTED, remedy="code_again", of="coders")
        if len(set(by_meeting["cluster"].tolist())) >= FEWEST_MEETINGS:
            return _over_clusters(by_meeting, turns)
        if turns >= need:
            return _over_clusters(by_speaker, turns)
        return NotEstimable(why=Why.TOO_FEW, remedy="more_turns", have=turns, need=need, of="turns")


def _agreement(pairs: Reduction, metric: Metric) -> Result:
    if len(pairs) == 0:
        return too_few("second_coder", 0, 10, "cases")
    codes = np.repeat(np.column_stack([pairs["first_code"], pairs["second_code"]]), pairs["turns"], axis=0)
    return krippendorff_alpha(codes, metric=metric)


def _over_clusters(table: Reduction, turns: int) -> Result:
    """Each turn counts once, by the share of its coders who say yes; what the coders leave open is kept apart."""
    parts = [part for _, part in table.groups("cluster")]
    yes = np.array([float((part["yes"] / part["codes"]).sum()) for part in parts])
    totals = np.array([float(part["turns"].sum()) for part in parts])
    result = clustered_share(yes, totals, cases=turns)
    if isinstance(result, NotEstimable) or not (table["codes"] > 1).any():
        return result
    low, high = (float(table[name].sum()) / turns for name in ("all_yes", "any_yes"))
    return replace(result, coding=Interval(low, high, 1.0, Basis.JUDGEMENT))
