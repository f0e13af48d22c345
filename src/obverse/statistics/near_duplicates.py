"""Texts that are nearly the same: exact resemblance of candidates that a MinHash brings together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Ints
from obverse.statistics.minhash import candidate_pairs
from obverse.statistics.shingle_sets import ShingleSets, shingle_sets
from obverse.statistics.shingles import mixed

ALIKE = 0.6
SHORTEST = 40
_AT_ONCE = 2000
_DRAWERS = 128
Drawers = npt.NDArray[np.uint16] | npt.NDArray[np.int64]
_SCRAMBLING = np.uint64(0x2545F4914F6CDD1D)


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Groups of texts that are nearly the same.

    ``group`` (n,) numbers the groups of two texts or more in the order of their first text, -1 for a text that
    resembles no other; ``too_short`` (n,) marks texts about which nothing is said.
    """

    group: Ints
    too_short: npt.NDArray[np.bool_]


def near_duplicates(
    texts: Sequence[str], *, alike: float = ALIKE, shortest: int = SHORTEST, size: int = 5
) -> NearDuplicates:
    """Which texts are nearly the same as another one.

    Two texts belong together when the sets of their runs of ``size`` characters have at least ``alike`` of all runs in
    common (Jaccard), or when a chain of such texts leads from one to the other. Texts of fewer than ``shortest``
    letters, digits and spaces are left out: short sentences are alike by chance. Deterministic. Candidates come from a
    MinHash of 128 numbers in 32 bands, each is then compared exactly; pairs at the mark itself are met with a
    probability of 0.99.

    >>> letter = "Please keep the library in our street open on Saturdays for the children"
    >>> found = near_duplicates([letter, letter + "!", "Plant more trees along the canal, it is far too hot", "No"])
    >>> found.group.tolist(), found.too_short.tolist()
    ([0, 0, -1, -1], [False, False, False, True])

    Raises:
        ValueError: ``alike`` does not lie in (0, 1].

    Source: Broder 1997, On the resemblance and containment of documents.
    """
    if not 0 < alike <= 1:
        raise ValueError("texts are alike to a share above 0 and up to 1")
    every = shingle_sets(texts, size, shortest=max(shortest, size))
    long_enough = np.flatnonzero(every.size)
    sets, kind = _different_sets(every, long_enough)
    part = _parts(sets, alike)[kind]
    group = np.full(len(texts), -1, dtype=np.int64)
    _, first, whole, members = np.unique(part, return_index=True, return_inverse=True, return_counts=True)
    several = np.flatnonzero(members > 1)
    number = np.full(len(members), -1, dtype=np.int64)
    number[several[np.argsort(first[several])]] = np.arange(len(several))
    group[long_enough] = number[whole]
    return NearDuplicates(group, every.size == 0)


def _different_sets(every: ShingleSets, places: Ints) -> tuple[ShingleSets, Ints]:
    """Each set of some texts once, in the order of its first text; and which of them each text has."""
    if not len(places):
        return every.at(places), places
    # like a run of characters, a set is known by 64 bits
    known = mixed(every.hashes ^ _SCRAMBLING)
    digest = np.add.reduceat(known[every.run], every.end[:-1][places])
    _, first, which = np.unique(digest, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return every.at(places[first[order]]), np.argsort(order)[which]


def _parts(sets: ShingleSets, alike: float) -> Ints:
    """The part to which each set belongs: sets that share enough are in the same, (n,)."""
    part = np.arange(len(sets.size))
    if len(part) < 2:
        return part
    # a tenth of a second, which most audits would pay for nothing
    from scipy.sparse import coo_array  # noqa: PLC0415 - see the line above
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    compared = _Compared(sets, alike)
    for pairs in candidate_pairs(sets):
        first, second = compared.alike(pairs[part[pairs[:, 0]] != part[pairs[:, 1]]])
        if not len(first):
            continue
        links = coo_array((np.ones(len(first)), (part[first], part[second])), shape=(len(part), len(part)))
        part = connected_components(links, directed=False)[1][part]
    return part


class _Compared:
    """Sets compared exactly, after those are passed over of which less is enough to see that they differ."""

    def __init__(self, sets: ShingleSets, alike: float) -> None:
        self._holds, self._size, self._alike = sets.matrix(), sets.size, alike
        self._drawers = np.concatenate(
            [_in_drawers(sets, start) for start in range(0, len(sets.size), _AT_ONCE)]
        )

    def alike(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Those of the pairs that share enough."""
        found = [pairs[:0]]
        for start in range(0, len(pairs), _AT_ONCE):
            some = pairs[start : start + _AT_ONCE]
            for shared in (self._at_most, self._exactly):
                together = shared(*some.T)
                some = some[together / (self._size[some].sum(axis=1) - together) >= self._alike]
            found.append(some)
        first, second = np.concatenate(found).T
        return first, second

    def _at_most(self, first: Ints, second: Ints) -> Ints:
        """In each drawer two sets share no more than the one has that has fewer."""
        fewer = np.minimum(self._drawers[first], self._drawers[second])
        return np.asarray(fewer.sum(axis=1), dtype=np.int64)

    def _exactly(self, first: Ints, second: Ints) -> Ints:
        shared = self._holds[first].multiply(self._holds[second]).tocsr()
        return np.asarray(np.diff(shared.indptr), dtype=np.int64)


def _in_drawers(sets: ShingleSets, start: int) -> Drawers:
    """How many runs of some texts fall into each drawer, (texts, drawers)."""
    end = sets.end[start : start + _AT_ONCE + 1]
    texts = np.repeat(np.arange(len(end) - 1), np.diff(end))
    drawer = sets.run[end[0] : end[-1]] % _DRAWERS
    count = np.bincount(texts * _DRAWERS + drawer, minlength=(len(end) - 1) * _DRAWERS)
    table = count.reshape(-1, _DRAWERS)
    return table.astype(np.uint16) if count.max() < 2**16 else table
