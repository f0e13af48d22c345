"""Which of many sets meet: sets that have much in common agree in some of their smallest scrambled numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Ints
from obverse.statistics.shingle_sets import ShingleSets, spans
from obverse.statistics.shingles import Hashes, mixed

# 32 bands of 4: two texts that share 0.6 of their shingles meet in at least one band in 99 of 100 cases
BANDS, ROWS = 32, 4
ALL_PAIRS_UP_TO = 40
# of each set so many runs are looked at, on average, to find the smallest: all are in 7 of 1,000 cases
_LOOKED_AT = 5.0
_LARGEST = np.uint64(2**64 - 1)


def candidate_pairs(sets: ShingleSets) -> Iterator[Ints]:
    """Band by band, the pairs of sets whose smallest numbers agree in the whole band, (m, 2), smaller place first.

    Of more than 40 sets that agree, each is paired with the next and with the first: enough to chain them.

    >>> from obverse.statistics.shingle_sets import shingle_sets
    >>> sets = shingle_sets(["the library stays open", "the library stays open!", "plant trees"])
    >>> [pairs.tolist() for pairs in candidate_pairs(sets)][0]
    [[0, 1]]

    Source: Broder 1997, On the resemblance and containment of documents; bands after Indyk & Motwani 1998.
    """
    scrambled = mixed(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    holders = _Holders(sets)
    for band in scrambled.reshape(BANDS, ROWS):
        agreed = np.zeros(len(sets.size), dtype=np.uint64)
        for scrambling in band:
            # one number for four: 64 bits, as a run of characters has
            agreed = mixed(agreed ^ holders.smallest(mixed(sets.hashes ^ scrambling)))
        yield _pairs_of_equals(agreed)


class _Holders:
    """The sets that hold each run, so that the smallest number of each set is found among the small ones only."""

    def __init__(self, sets: ShingleSets) -> None:
        self._sets = sets
        turned = sets.matrix().tocsc()
        self._end, self._holder = turned.indptr.astype(np.int64), turned.indices
        self._small = np.uint64(min(1.0, _LOOKED_AT / max(sets.size.mean(), 1.0)) * (2.0**64 - 2.0**12))

    def smallest(self, number: Hashes) -> Hashes:
        """The smallest number of each set, given that of each run."""
        smallest = np.full(len(self._sets.size), _LARGEST, dtype=np.uint64)
        small = np.flatnonzero(number < self._small)
        held = self._end[small + 1] - self._end[small]
        np.minimum.at(smallest, self._holder[spans(self._end[small], held)], np.repeat(number[small], held))
        rest = np.flatnonzero((smallest == _LARGEST) & (self._sets.size > 0))
        if len(rest):
            size = self._sets.size[rest]
            numbers = number[self._sets.run[spans(self._sets.end[rest], size)]]
            smallest[rest] = np.minimum.reduceat(numbers, np.cumsum(size) - size)
        return smallest


def _pairs_of_equals(number: npt.NDArray[np.uint64]) -> Ints:
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order], prepend=~number[order[:1]]))
    sizes = np.diff(starts, append=len(number))
    pairs = [np.empty((0, 2), dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        buckets = order[starts[sizes == size][:, np.newaxis] + np.arange(size)]
        if size <= ALL_PAIRS_UP_TO:
            first, second = np.triu_indices(size, 1)
        else:
            # a mass mailing with small changes
            after = np.arange(1, size)
            first, second = np.append(after - 1, 0 * after[1:]), np.append(after, after[1:])
        pairs.append(np.stack((buckets[:, first].ravel(), buckets[:, second].ravel()), axis=1))
    return np.concatenate(pairs)
