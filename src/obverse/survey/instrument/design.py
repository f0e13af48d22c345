"""Which values one person is asked about: seven of them, so that over all persons every pair meets equally often.

For fourteen values it is the 2-(14,7,6) design of 26 blocks over the integers modulo 13 and one point at infinity: with
Q the quadratic residues modulo 13, the blocks (Q and 0) + i and (Q and infinity) + i for i = 0 to 12. For other
numbers no balanced design of that size need exist: two blocks are searched whose shifts modulo the number of values
meet as evenly as can be found, and ``Design.imbalance`` says how far from even that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

ASKED = 7
MOST_VALUES = 20
_PRIME = 13


@dataclass(frozen=True, slots=True)
class Design:
    """Blocks of points 0 to ``points`` - 1; one block is what one person is asked about."""

    points: int
    blocks: tuple[tuple[int, ...], ...]

    def meetings(self) -> dict[tuple[int, int], int]:
        """How many blocks hold both points of each pair."""
        met = Counter(pair for block in self.blocks for pair in combinations(sorted(block), 2))
        return {pair: met[pair] for pair in combinations(range(self.points), 2)}

    def imbalance(self) -> int:
        """The most frequent pair's blocks less the rarest pair's; 0 where every pair meets equally often."""
        met = self.meetings().values()
        return max(met) - min(met) if met else 0


@cache
def design_for(values: int) -> Design:
    """The design for so many values.

    Raises:
        ValueError: there are no values, or more than 20 of them.
    """
    if not 1 <= values <= MOST_VALUES:
        raise ValueError(f"a questionnaire has 1 to {MOST_VALUES} values, not {values}")
    if values <= ASKED:
        return Design(values, (tuple(range(values)),))
    if values == _PRIME + 1:
        return Design(values, tuple(_balanced()))
    return Design(values, tuple(_nearly_balanced(values)))


def _balanced() -> Iterable[tuple[int, ...]]:
    residues = sorted({point * point % _PRIME for point in range(1, _PRIME)})
    for extra in (0, None):
        for shift in range(_PRIME):
            moved = [(point + shift) % _PRIME for point in residues]
            yield (*moved, _PRIME if extra is None else (extra + shift) % _PRIME)


def _nearly_balanced(values: int) -> Iterable[tuple[int, ...]]:
    """Shifts of two blocks: the best alone, then its best companion; the first in order where several are equal."""
    starts = [(0, *others) for others in combinations(range(1, values), ASKED - 1)]
    differences = [_differences(block, values) for block in starts]
    first = min(range(len(starts)), key=lambda place: _unevenness(differences[place], values))
    together = (
        [one + other for one, other in zip(differences[first], found, strict=True)] for found in differences
    )
    second = min(enumerate(together), key=lambda pair: (_unevenness(pair[1], values), pair[0]))[0]
    for start in (starts[first], starts[second]):
        for shift in range(values):
            yield tuple((point + shift) % values for point in start)


def _differences(block: tuple[int, ...], values: int) -> list[int]:
    """How many pairs of the block lie 1, 2 ... half of ``values`` apart, around the circle."""
    found = [0] * (values // 2)
    for one, other in combinations(block, 2):
        apart = abs(one - other)
        found[min(apart, values - apart) - 1] += 1
    return found


def _unevenness(differences: list[int], values: int) -> tuple[int, int]:
    # two points exactly half a circle apart meet twice in the course of all shifts
    meetings = list(differences)
    if values % 2 == 0:
        meetings[-1] *= 2
    return max(meetings) - min(meetings), sum(count * count for count in meetings)
