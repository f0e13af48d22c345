"""L5.2: whether people who speak give reasons, and show respect."""

from __future__ import annotations

from obverse.indicators.coded_turns import CodedTurns
from obverse.indicators.threshold import Direction
from obverse.quantities import Unit


class ArgumentsWithReasons(CodedTurns):
    """Share of coded turns with a complete reason, without any, and without respect for others."""

    id = "L5.2"
    version = 1
    question = "Do people who speak give reasons, and show respect?"
    serves = ("L5", "E4")
    claims = ("S60", "S69")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"turns": 200}
    references = (
        "after Steenbergen, Baechtiger, Spoerndli & Steiner 2003, the Discourse Quality Index",
        "Leach 2006, the ideal of deliberativeness",
    )
    needs = ({"speech": ("justification",)}, {"speech": ("respect",)})
    also_reads = ("event", "actor")
    headline = ("reasoned",)
    measures = {"reasoned": "justification", "no_reason": "justification", "disrespect": "respect"}
    metrics = {"justification": "ordinal", "respect": "ordinal"}
    one_coder_suffices = False
