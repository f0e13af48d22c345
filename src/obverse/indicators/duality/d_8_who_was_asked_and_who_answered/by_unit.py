"""Sums over clusters, and over people who were drawn alone: all answers of one person belong together."""

from __future__ import annotations

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.survey_answers import Sums
from obverse.quantities import Result
from obverse.statistics.cluster_differences import clustered_difference_within


class Units:
    """The places of clusters, and of people who were drawn alone, in vectors of sums."""

    def __init__(self, answers: Reduction) -> None:
        self.place = {unit: at for at, unit in enumerate(sorted(set(answers["unit"].tolist())))}

    def sums(self, answers: Reduction, amounts: Sums) -> Sums:
        """One sum for each cluster or person."""
        at = np.fromiter((self.place[unit] for unit in answers["unit"]), dtype=np.int64, count=len(answers))
        return np.bincount(at, weights=amounts, minlength=len(self.place)).astype(np.int64)


def late_less_early(answers: Reduction, cases: int) -> Result:
    """The share of answers after the reminder that saw an effect, less that of those before it."""
    units = Units(answers)
    sides: list[Sums] = []
    for phase in ("late", "early"):
        part = answers.where("phase", phase)
        sides += [units.sums(part, part["saw"]), units.sums(part, part["saw"] + part["saw_not"])]
    return clustered_difference_within(*sides, cases=cases)


def judged(answers: Reduction) -> int:
    """How many answers say whether there was an effect."""
    return int((answers["saw"] + answers["saw_not"]).sum())
