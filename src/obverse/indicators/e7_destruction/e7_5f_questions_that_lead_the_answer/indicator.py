"""E7.5f: which questions put to people leave out a choice or suggest the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why
from obverse.statistics.agreement import krippendorff_alpha

ASPECTS = ("options", "wording")
CODERS_NEEDED = 2


class QuestionsThatLeadTheAnswer(Indicator):
    """Shares of questions that lack a choice, or whose wording suggests the answer, by two coders."""

    id = "E7.5f"
    version = 1
    question = "How many questions put to people leave out a choice or suggest the answer?"
    serves = ("E7",)
    claims = ("S153", "S155")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"questions": 1, "coders": CODERS_NEEDED}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: user input manipulated",
        "Krippendorff 2011 for the agreement of coders; the grid is this program's own",
    )
    about_things = ("*",)
    needs = ({"coded_statement": ("coder", "code")},)
    also_reads = ("document",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Full counts of the questions that two people judged, with the bounds of their disagreement."""
        codes = samples["codes"]
        if not len(codes):
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="two_people", of="coded_statement.code")
        results: dict[str, Result] = {}
        for aspect in ASPECTS:
            judged = _judgements(codes.where("aspect", aspect))
            results[aspect] = _share(judged)
            agreement = krippendorff_alpha(judged)
            if isinstance(agreement, Estimate):
                results[f"agreement.{aspect}"] = agreement
        return results


def _judgements(codes: Reduction) -> npt.NDArray[np.float64]:
    """A table of questions by coders: 1 it leads, 0 it does not, nan not judged."""
    question = np.unique(codes["question"], return_inverse=True)[1]
    coder = np.unique(codes["coder"], return_inverse=True)[1]
    size = (int(question.max(initial=-1)) + 1, int(coder.max(initial=-1)) + 1)
    table = np.full(size, np.nan)
    table[question, coder] = codes["leads"]
    return table


def _share(judged: npt.NDArray[np.float64]) -> Result:
    coders = (~np.isnan(judged)).sum(axis=1)
    leading = np.nansum(judged, axis=1)
    twice = coders >= CODERS_NEEDED
    yes = int((2 * leading[twice] >= coders[twice]).sum())
    known = int(twice.sum())
    share = share_of_known(
        yes,
        known - yes,
        int((~twice).sum()),
        remedy="two_people",
        of="coded_statement.code",
    )
    if isinstance(share, NotEstimable):
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="two_people", of="coded_statement.code")
    every = int((leading[twice] == coders[twice]).sum())
    some = int((leading[twice] > 0).sum())
    if every == some:
        return share
    return replace(share, coding=Interval(every / known, some / known, 1.0, Basis.JUDGEMENT))
