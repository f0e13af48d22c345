"""Texts as sets of short runs of characters, which works alike in every language that is written in letters."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable
from obverse.statistics.results import undefined

Hashes = npt.NDArray[np.uint64]

_BASE = np.uint64(0x100000001B3)


def plain_text(text: str) -> str:
    """A text in small letters, with nothing but letters, digits and single spaces.

    >>> plain_text("  More TREES, please! ")
    'more trees please'
    """
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def shingles(text: str, size: int = 5) -> Hashes:
    """The different runs of ``size`` characters of a text, as sorted numbers that are the same on every machine.

    Letter case, punctuation and repeated spaces do not count; a text shorter than ``size`` has none.

    >>> len(shingles("More trees!", 5)), len(shingles("tree", 5))
    (6, 0)
    >>> bool((shingles("more  TREES") == shingles("More trees!")).all())
    True

    Raises:
        ValueError: ``size`` is below 1.

    Source: after Broder 1997, On the resemblance and containment of documents.
    """
    if size < 1:
        raise ValueError("a run of characters has at least one")
    code = np.frombuffer(plain_text(text).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(code) < size:
        return np.empty(0, dtype=np.uint64)
    return np.unique(run_hashes(np.lib.stride_tricks.sliding_window_view(code, size)))


def run_hashes(codes: npt.NDArray[np.unsignedinteger]) -> Hashes:
    """A number for each run, (runs, size) code points, that is the same on every machine.

    >>> hex(run_hashes(np.array([[116, 114, 101, 101]], dtype=np.uint64))[0])
    '0x6546ac38c4faf7c5'
    """
    number = np.zeros(len(codes), dtype=np.uint64)
    for place in range(codes.shape[1]):
        number = number * _BASE + codes[:, place].astype(np.uint64)
    return mixed(number)


def mixed(number: Hashes) -> Hashes:
    """Numbers scattered evenly over 64 bits, each always to the same place.

    Source: the finishing steps of SplitMix64, after Steele, Lea & Flood 2014.
    """
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(number ^ (number >> np.uint64(31)), dtype=np.uint64)


def resemblance(first: Hashes, second: Hashes) -> float | NotEstimable:
    """What two sets of shingles share of all that either holds, 0..1 (Jaccard's coefficient).

    >>> resemblance(shingles("more trees now"), shingles("more trees"))
    0.6
    """
    together = len(np.intersect1d(first, second, assume_unique=True))
    either = len(first) + len(second) - together
    return together / either if either else undefined("nonzero_total", "cases")


def shingles_of_all(texts: Iterable[str], size: int = 5) -> list[Hashes]:
    """The shingles of each of many texts."""
    return [shingles(text, size) for text in texts]
