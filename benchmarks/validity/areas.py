"""Areas of unequal size in the order of their deprivation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.validity.world import csv

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas from the most to the least deprived; ``share`` of all people and ``side`` (2R - 1) of each."""

    people: Ints

    @property
    def share(self) -> Floats:
        """The part of all people who live in each area."""
        return np.asarray(self.people / self.people.sum(), dtype=np.float64)

    @property
    def side(self) -> Floats:
        """Twice the middle of each area’s people among all, less 1."""
        return np.asarray(2 * np.cumsum(self.share) - self.share - 1, dtype=np.float64)

    @property
    def names(self) -> npt.NDArray[np.object_]:
        """The id of each area."""
        return np.array([f"a{place}" for place in range(len(self.people))], dtype=object)

    @property
    def table(self) -> str:
        """The table of neighbourhoods."""
        ranks = np.arange(1, len(self.people) + 1)
        return csv("id,population,deprivation_rank", list(self.names), self.people, ranks)

    def rates(self, index: float, rng: np.random.Generator | None = None) -> Floats:
        """Rates with a mean of 1 per head whose concentration index is exactly ``index``.

        ``1 + b·side`` has the index ``b·Σ share·side²``. With a generator every area has a character of its own,
        taken at right angles to mean and slope, so that the index stays what it is.
        """
        share, side = self.share, self.side
        rates = 1 + index / float(share @ side**2) * side
        if rng is None:
            return np.asarray(rates)
        noise = rng.uniform(-0.3, 0.3, len(share))
        noise -= float(share @ noise)
        noise -= side * float(share @ (noise * side)) / float(share @ side**2)
        return np.maximum(rates + noise, 0.02)


def drawn_areas(rng: np.random.Generator, number: int, people: int) -> Areas:
    """``number`` areas of unequal size with about ``people`` inhabitants together."""
    sizes = rng.lognormal(0, 0.4, number)
    return Areas(np.maximum(1, np.rint(people * sizes / sizes.sum())).astype(np.int64))
