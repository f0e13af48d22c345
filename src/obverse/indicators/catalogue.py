"""All indicators, found by walking the rooms of this package: nobody keeps a list."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path

import obverse.indicators as rooms
from obverse.indicators.indicator import Indicator


@cache
def indicators() -> tuple[Indicator, ...]:
    """One instance of every indicator, in the order of their ids.

    Raises:
        ValueError: two folders claim the same id, or a folder holds no indicator.
    """
    found: dict[str, Indicator] = {}
    for place in rooms.__path__:
        for file in sorted(Path(place).glob("*/*/indicator.py")):
            name = ".".join(("obverse.indicators", *file.parent.relative_to(place).parts, "indicator"))
            module = importlib.import_module(name)
            classes = [
                item
                for item in vars(module).values()
                if isinstance(item, type) and issubclass(item, Indicator) and item.__module__ == name
            ]
            if len(classes) != 1:
                raise ValueError(f"{name} should hold one indicator, but holds {len(classes)}")
            indicator = classes[0]()
            if indicator.id in found:
                raise ValueError(f"two folders claim the id {indicator.id}")
            found[indicator.id] = indicator
    return tuple(sorted(found.values(), key=lambda indicator: order(indicator.id)))


def order(identifier: str) -> tuple[int, str, int, str]:
    """The place of an id in the catalogue: evils, ideals, questions, duality; E5.10 after E5.9.

    >>> sorted(["E5.10", "D-1", "E5.2"], key=order)
    ['E5.2', 'E5.10', 'D-1']
    """
    parts = re.fullmatch(r"([A-Z]+)(\d?)[.-](\d+)([a-z]?)", identifier)
    if parts is None:
        return (9, identifier, 0, "")
    room, evil, number, letter = parts.groups()
    rank = {"E": 0, "L": 1, "NP": 2, "G": 2, "PW": 2, "SV": 2, "D": 3, "QDA": 3}.get(room, 4)
    return (rank, room + evil, int(number), letter)
