"""Where a coded passage stands, as an identifier that does not tell what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_BREAK = re.compile(r"\r\n|\r|\n|\u2029|\u2028")
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Where the paragraphs of a text begin and end (positions of characters, the end not included).

    >>> Paragraphs.of("One.\\n\\nTwo two.").places
    ((0, 4), (6, 14))
    """

    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Paragraphs:
        """Cut a text at its line ends; empty lines are no paragraphs."""
        cuts = [0]
        for found in _BREAK.finditer(text):
            cuts += [found.start(), found.end()]
        cuts.append(len(text))
        lines = [(cuts[at], cuts[at + 1]) for at in range(0, len(cuts), 2)]
        return cls(tuple((first, last) for first, last in lines if text[first:last].strip()))

    def touched(self, first: int, last: int) -> tuple[int, ...]:
        """The paragraphs that a selection means: half of the paragraph or half of the selection lies in them.

        Programs count line ends and the end of a selection differently, so that a selection may reach over the
        edge by a character or two.

        >>> Paragraphs.of("One.\\n\\nTwo two.").touched(0, 7)
        (0,)
        """
        overlaps = [max(0, min(last, end) - max(first, start)) for start, end in self.places]
        sizes = [min(end - start, last - first) for start, end in self.places]
        meant = tuple(
            at
            for at, (overlap, size) in enumerate(zip(overlaps, sizes, strict=True))
            if overlap and overlap >= ENOUGH * size
        )
        if meant or not any(overlaps):
            return meant
        return (overlaps.index(max(overlaps)),)


def fingerprint(*parts: object) -> str:
    """Twelve hexadecimal digits that stand for some words or positions.

    >>> fingerprint("interview", 3) == fingerprint("interview", 3) != fingerprint("interview", 4)
    True
    """
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:12]


def text_fingerprint(text: str) -> str:
    """The same for the same text, however its lines end and whatever stands around it.

    >>> text_fingerprint("\\ufeffOne.\\r\\nTwo.") == text_fingerprint("One.\\nTwo.\\n")
    True
    """
    return fingerprint(*_BREAK.sub("\n", text).strip("\ufeff\n ").split("\n"))


def sync_points(points: Sequence[tuple[str, int]]) -> dict[str, int]:
    """The positions of a transcript's marks by their names.

    Raises:
        ValueError: a mark stands before the one that precedes it.
    """
    if any(second < first for (_, first), (_, second) in pairwise(points)):
        raise ValueError("the marks of a transcript are not in order")
    return dict(points)
