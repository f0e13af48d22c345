"""The units in which figures are printed."""

from __future__ import annotations

import math
from enum import Enum


class Unit(Enum):
    """What a figure counts, the values that it can take, and the scale on which its errors are symmetric.

    Each member is ``(name, lowest, highest, scale)``; ``scale`` is ``identity`` or ``log`` (ratios).

    >>> Unit.SHARE.highest
    1.0
    >>> Unit.RATIO.scale
    'log'
    """

    SHARE = ("share", 0.0, 1.0, "identity")
    DIFFERENCE = ("difference_of_shares", -1.0, 1.0, "identity")
    INDEX = ("index", -1.0, 1.0, "identity")
    RATIO = ("ratio", 0.0, math.inf, "log")
    COEFFICIENT = ("coefficient", -math.inf, math.inf, "identity")
    COUNT = ("count", 0.0, math.inf, "identity")
    HOURS = ("hours", -math.inf, math.inf, "identity")
    HOURS_A_WEEK = ("hours_a_week", -math.inf, math.inf, "identity")
    DAYS = ("days", -math.inf, math.inf, "identity")
    MINUTES = ("minutes", -math.inf, math.inf, "identity")
    MONTHS = ("months", -math.inf, math.inf, "identity")
    YEARS = ("years", -math.inf, math.inf, "identity")
    MONEY = ("money", -math.inf, math.inf, "identity")
    DEGREE = ("degree", -4.0, 4.0, "identity")
    POINTS = ("points", -10.0, 10.0, "identity")
    PER_THOUSAND = ("per_thousand", 0.0, math.inf, "log")
    PER_TEN_THOUSAND = ("per_ten_thousand", 0.0, math.inf, "log")

    def __init__(self, label: str, lowest: float, highest: float, scale: str) -> None:
        self.label = label
        self.lowest = lowest
        self.highest = highest
        self.scale = scale
