"""How the cells of one topic are laid out: release by release, then by axis, by class of people and by answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obverse.disclosure.bounds import Between


@dataclass(frozen=True, slots=True)
class Layout:
    """``classes`` has one number for each axis; each class of people has a cell for each answer and release."""

    classes: tuple[int, ...]
    answers: int
    versions: int
    between: Between

    @property
    def block(self) -> int:
        """The cells of one release."""
        return sum(self.classes) * self.answers

    def sum(
        self, axis: int, classes: Iterable[int], weights: Sequence[float], versions: Iterable[int]
    ) -> dict[int, float]:
        """Some classes on an axis put together, with one weight for each answer, as a weight for each cell."""
        start, block = sum(self.classes[:axis]) * self.answers, self.block
        weighted = [(answer, weight) for answer, weight in enumerate(weights) if weight]
        places = [start + one * self.answers for one in classes]
        return {
            version * block + place + answer: weight
            for version in versions
            for place in places
            for answer, weight in weighted
        }

    def standing(self, version: int) -> range:
        """The blocks of cells that add up to what stood in a release."""
        if self.between is Between.UNKNOWN:
            return range(version, version + 1)
        return range(version + 1) if self.between is Between.ADDED else range(version, self.versions)
