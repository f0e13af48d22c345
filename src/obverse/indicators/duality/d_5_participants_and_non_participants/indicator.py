"""D-5: whether people who took part and people who did not saw the same values strengthened and weakened."""

from __future__ import annotations

from obverse.indicators.gap_between_sides import GapBetweenSides
from obverse.indicators.threshold import Direction
from obverse.quantities import Unit


class ParticipantsAndNonParticipants(GapBetweenSides):
    """Share of participants that saw a value strengthened (weakened), less the same share of non-participants."""

    id = "D-5"
    version = 2
    question = "Do people who took part and people who did not see the same values strengthened and weakened?"
    serves = ("D", "E7")
    claims = ("S184",)
    unit = Unit.DIFFERENCE
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10}
    references = (
        "Potz & Serval 2023: effects on all parties, those who do not participate included",
        "the smallest difference that matters is this program's own",
    )
    needs = ({"survey_answer": ("public_value", "value")},)
    sides = ("participant", "non_participant")
    remedy_for_one_side = "ask_non_participants"
