"""Answers to a questionnaire, as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exampleton.columns import Integers, Numbers, Table
from exampleton.sample import Sample

CANNOT_SAY, NO_ANSWER = 0.06, 0.03


@dataclass(slots=True)
class Answers:
    """Answers as they come in, one item after the other."""

    sample: Sample
    rng: np.random.Generator
    who: list[int] = field(default_factory=list)
    wave: list[str] = field(default_factory=list)
    item: list[str] = field(default_factory=list)
    public_value: list[str] = field(default_factory=list)
    value: list[Any] = field(default_factory=list)

    def add(
        self,
        item: str,
        who: Integers,
        values: Sequence[Any],
        *,
        wave: str = "post",
        about: Sequence[str] | None = None,
    ) -> None:
        """Enter one answer a respondent; some cannot say, some prefer not to answer."""
        size = len(who)
        missing = self.rng.random(size)
        self.who += who.tolist()
        self.wave += [wave] * size
        self.item += [item] * size
        self.public_value += about if about is not None else [""] * size
        self.value += [
            "no_answer" if chance < NO_ANSWER else "cannot_say" if chance < NO_ANSWER + CANNOT_SAY else value
            for chance, value in zip(missing.tolist(), values, strict=True)
        ]

    def table(self) -> Table:
        """The long table: one row per respondent and item."""
        sample = self.sample
        return {
            "respondent": [sample.respondent[place] for place in self.who],
            "wave": self.wave,
            "variant": [sample.variant[place] for place in self.who],
            "role": [sample.role[place] for place in self.who],
            "item": self.item,
            "public_value": self.public_value,
            "value": self.value,
            "cluster": [sample.cluster_names[sample.cluster[place]] for place in self.who],
            "weight": [sample.weight[place] for place in self.who],
            "half": ["ab"[sample.half[place]] for place in self.who],
        }


def degrees_around(rng: np.random.Generator, mean: Numbers) -> list[int]:
    """Whole degrees from 0 to 4 around a mean."""
    degrees: list[int] = np.clip(np.round(rng.normal(mean, 1.0)), 0, 4).astype(int).tolist()
    return degrees
