"""L7.4: how much those who take part feel that what they said changed the outcome."""

from __future__ import annotations

from obverse.indicators.degrees_by_standing import DegreesByStanding
from obverse.indicators.threshold import Direction
from obverse.quantities import Unit


class PerceivedInfluence(DegreesByStanding):
    """Mean degree of felt influence on the outcome, and of a direction settled beforehand as the staff see it."""

    id = "L7.4"
    version = 2
    question = "Do those who take part feel that what they said changed the outcome?"
    serves = ("L7", "E4")
    claims = ("S60", "S74")
    unit = Unit.DEGREE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"answers": 10}
    references = (
        "Leach 2006, the ideal of empowerment",
        "the questions are this program's own",
    )
    needs = ({"survey_answer": ("item", "value")},)
    items = ("experienced_influence", "settled_before")
    compared = ("experienced_influence",)
    remedy = "ask_them"
