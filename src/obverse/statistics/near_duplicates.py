"""Texts that are nearly the same: exact resemblance of candidates that a MinHash brings together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Ints
from obverse.statistics.shingles import Hashes, mixed, plain_text, shingles

ALIKE = 0.6
SHORTEST = 40
# 32 bands of 4: two texts that share 0.6 of their shingles meet in at least one band in 99 of 100 cases
_BANDS, _ROWS = 32, 4
_ALL_PAIRS_UP_TO = 40


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
    too_short = np.array([len(plain_text(text)) < max(shortest, size) for text in texts], dtype=bool)
    kinds: dict[bytes, list[int]] = {}
    sets: list[Hashes] = []
    for place in np.flatnonzero(~too_short).tolist():
        runs = shingles(texts[place], size)
        same = kinds.setdefault(runs.tobytes(), [])
        if not same:
            sets.append(runs)
        same.append(place)
    # a tenth of a second, which most audits would pay for nothing
    from scipy.sparse import coo_array  # noqa: PLC0415 - see the line above
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    members = list(kinds.values())
    pairs = _pairs(sets, alike)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(sets), len(sets))).tocsr()
    _, part = connected_components(links, directed=False) if sets else (0, np.empty(0, dtype=np.int64))
    gathered: dict[int, list[int]] = {}
    for kind, whole in enumerate(part.tolist()):
        gathered.setdefault(whole, []).extend(members[kind])
    group = np.full(len(texts), -1, dtype=np.int64)
    groups = sorted((sorted(places) for places in gathered.values() if len(places) > 1), key=lambda p: p[0])
    for number, places in enumerate(groups):
        group[places] = number
    return NearDuplicates(group, too_short)


def _pairs(sets: Sequence[Hashes], alike: float) -> Ints:
    """Pairs of sets that share enough, (m, 2)."""
    if len(sets) < 2:
        return np.empty((0, 2), dtype=np.int64)
    found: dict[tuple[int, int], bool] = {}
    for bucket in _buckets(sets):
        if len(bucket) <= _ALL_PAIRS_UP_TO:
            candidates = list(combinations(bucket, 2))
        else:
            # a mass mailing with small changes: neighbours and the first one are enough to chain it
            candidates = [
                *pairwise(bucket),
                *((bucket[0], other) for other in bucket[2:]),
            ]
        for pair in candidates:
            if pair not in found:
                found[pair] = _share(sets[pair[0]], sets[pair[1]]) >= alike
    kept = sorted(pair for pair, alike_enough in found.items() if alike_enough)
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def _share(first: Hashes, second: Hashes) -> float:
    together = len(np.intersect1d(first, second, assume_unique=True))
    return together / (len(first) + len(second) - together)


def _buckets(sets: Sequence[Hashes]) -> list[list[int]]:
    """Sets whose smallest numbers agree in a whole band, under fixed scramblings."""
    scrambled = mixed(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    smallest = np.empty((len(sets), _BANDS * _ROWS), dtype=np.uint64)
    for place, runs in enumerate(sets):
        smallest[place] = mixed(runs[np.newaxis, :] ^ scrambled[:, np.newaxis]).min(axis=1)
    buckets: list[list[int]] = []
    for band in range(_BANDS):
        met: dict[bytes, list[int]] = {}
        part = smallest[:, band * _ROWS : (band + 1) * _ROWS]
        for place in range(len(sets)):
            met.setdefault(part[place].tobytes(), []).append(place)
        buckets += [places for places in met.values() if len(places) > 1]
    return buckets
