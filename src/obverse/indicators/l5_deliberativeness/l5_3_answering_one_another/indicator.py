"""L5.3: whether people answer one another's arguments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.coded_turns import CodedTurns
from obverse.indicators.indicator import Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.clusters import clustered_share


class AnsweringOneAnother(CodedTurns):
    """Share of speaking turns, and of contributions, that answer somebody else."""

    id = "L5.3"
    version = 1
    question = "Do people answer one another's arguments?"
    serves = ("L5", "E4")
    claims = ("S60", "S69")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"turns": 200, "authors": 5}
    references = (
        "Leach 2006, the ideal of deliberativeness: participants critically examine each other's arguments",
        "what counts as an answer is this program's own rule",
    )
    needs = ({"speech": ("engages_other",)}, {"contribution": ("author",)})
    also_reads = ("event", "actor")
    headline = ("turns", "replies")
    measures = {"turns": "engages_other"}
    metrics = {"engages_other": "nominal"}
    one_coder_suffices = True

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Turns by meetings or speakers, contributions by authors."""
        return {**super().estimate(samples), "replies": self._replies(samples["authors"])}

    def _replies(self, authors: Reduction) -> Result:
        writers, need = int(authors["authors"].sum()), self.minimum["authors"]
        if not writers:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_replies", of="contribution.parent")
        if writers < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_authors", have=writers, need=need, of="persons")
        replies, totals = (
            np.repeat(authors[name], authors["authors"]) for name in ("replies", "contributions")
        )
        return clustered_share(replies, totals)
