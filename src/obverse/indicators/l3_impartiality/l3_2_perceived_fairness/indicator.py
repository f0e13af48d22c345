"""L3.2: whether people felt heard, respected and treated evenly."""

from __future__ import annotations

from obverse.indicators.degrees_by_standing import DegreesByStanding
from obverse.indicators.threshold import Direction
from obverse.quantities import Unit


class PerceivedFairness(DegreesByStanding):
    """Mean degree of felt voice, respect, even-handedness and honest motives, and of expected fairness."""

    id = "L3.2"
    version = 2
    question = "Did those who take part feel heard, respected and treated evenly?"
    serves = ("L3", "E4")
    claims = ("S60", "S65", "S145")
    unit = Unit.DEGREE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "after Leventhal 1980 and Tyler on procedural fairness: voice, respect, neutrality, trustworthy motives",
        "Leach 2006, the ideal of impartiality",
    )
    needs = ({"survey_answer": ("item", "value")},)
    items = ("voice", "respect", "evenhanded", "honest_motives", "expected_fairness")
    compared = ("voice", "respect", "evenhanded", "honest_motives")
    remedy = "ask_them"
