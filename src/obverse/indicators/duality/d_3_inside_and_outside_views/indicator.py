"""D-3: whether people inside the public body and people outside it saw the same values strengthened and weakened."""

from __future__ import annotations

from obverse.indicators.gap_between_sides import GapBetweenSides
from obverse.indicators.threshold import Direction
from obverse.quantities import Unit


class InsideAndOutsideViews(GapBetweenSides):
    """Share that saw a value strengthened (weakened) inside the public body, less the same share outside it."""

    id = "D-3"
    version = 2
    question = "Do people inside the public body and people outside it see the same values strengthened and weakened?"
    serves = ("D", "E7")
    claims = ("S172",)
    unit = Unit.DIFFERENCE
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Potz & Serval 2023: outcomes are to be read in the eyes of internal and of external stakeholders",
        "the smallest difference that matters is this program's own",
    )
    needs = ({"survey_answer": ("public_value", "value")},)
    sides = ("internal", "external")
    remedy_for_one_side = "ask_both_sides"
