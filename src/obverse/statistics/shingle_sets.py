"""Many texts as sets of short runs of characters at once, as fast as arrays allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from obverse.statistics.arrays import Ints
from obverse.statistics.shingles import Hashes, run_hashes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_AT_ONCE = 1 << 20
# a table of so many places is cleared in less time than a million numbers are sorted
_LARGEST_TABLE = 1 << 23
_SPACE = 32

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ShingleSets:
    """The different runs of characters of each of n texts.

    Text t has the runs ``run[end[t]:end[t + 1]]``, rising numbers of entries of ``hashes``, which rises too;
    ``letters`` (n,) is the length of each plain text. A text of fewer than ``shortest`` has no runs.
    """

    hashes: Hashes
    run: Places
    end: Ints
    letters: Ints

    @property
    def size(self) -> Ints:
        """How many different runs each text has, (n,)."""
        return np.diff(self.end)

    def matrix(self) -> csr_array:
        """1 where a text has a run, (n, runs), nothing elsewhere."""
        # a tenth of a second, which most audits would pay for nothing
        from scipy.sparse import csr_array  # noqa: PLC0415 - see the line above

        ones = np.ones(len(self.run), dtype=np.int8)
        return csr_array((ones, self.run, self.end), shape=(len(self.size), len(self.hashes)))

    def at(self, places: Ints) -> ShingleSets:
        """The sets of some of the texts."""
        taken = self.matrix()[places]
        return ShingleSets(self.hashes, taken.indices, taken.indptr.astype(np.int64), self.letters[places])


def spans(first: Ints, length: Ints) -> Ints:
    """The places of several stretches, one behind the other.

    >>> spans(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    return np.arange(int(length.sum())) + np.repeat(first - np.cumsum(length) + length, length)


def shingle_sets(texts: Sequence[str], size: int = 5, *, shortest: int = 0) -> ShingleSets:
    """The shingles of each text: ``hashes[run[end[t]:end[t + 1]]]`` is what ``shingles(texts[t], size)`` gives.

    Texts of fewer than ``shortest`` letters, digits and spaces are measured and not cut.

    >>> both = shingle_sets(["More trees!", "tree"])
    >>> both.size.tolist(), both.letters.tolist()
    ([6, 0], [10, 4])

    Raises:
        ValueError: ``size`` is below 1.

    Source: after Broder 1997, On the resemblance and containment of documents.
    """
    if size < 1:
        raise ValueError("a run of characters has at least one")
    hashes: list[Hashes] = [np.empty(0, dtype=np.uint64)]
    runs: list[Ints | Places] = [np.empty(0, dtype=np.int32)]
    sizes, letters = [np.zeros(1, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for part in _parts(texts):
        code, long = plain_codes(part)
        letters.append(long)
        known, run, own = _sets_of_part(code, long, size, shortest)
        hashes.append(known)
        runs.append(run)
        sizes.append(np.bincount(own, minlength=len(part)))
    every = np.unique(np.concatenate(hashes))
    for place, known in enumerate(hashes):
        # hashes of a part rise, so that what rose there still rises here
        runs[place] = np.searchsorted(every, known).astype(np.int32)[runs[place]]
    every_run: Places = np.concatenate(runs).astype(np.int32)
    return ShingleSets(every, every_run, np.cumsum(np.concatenate(sizes)), np.concatenate(letters))


def plain_codes(texts: Sequence[str]) -> tuple[Codes, Ints]:
    """The code points of the plain texts, one behind the other, and the length of each.

    >>> codes, length = plain_codes(["  More TREES, please! ", "?", "No"])
    >>> "".join(map(chr, codes)), length.tolist()
    ('more trees pleaseno', [17, 0, 2])
    """
    folded = [text.casefold() for text in texts]
    code = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_word = np.zeros(int(code.max(initial=0)) + 1, dtype=bool)
    is_word[code] = True
    is_word[[sign for sign in np.flatnonzero(is_word).tolist() if not chr(sign).isalnum()]] = False
    at = np.flatnonzero(is_word[code])
    own = np.repeat(np.arange(len(texts)), [len(text) for text in folded])[at]
    # whatever stands between two words of a text is one space
    parted = (np.diff(at) > 1) & (np.diff(own) == 0)
    place = np.arange(len(at))
    place[1:] += np.cumsum(parted)
    plain = np.full(int(place[-1]) + 1 if len(place) else 0, _SPACE, dtype=np.uint32)
    plain[place] = code[at]
    length = np.bincount(own, minlength=len(texts)) + np.bincount(own[1:][parted], minlength=len(texts))
    return plain, length.astype(np.int64)


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in parts of about a million characters."""
    first = characters = 0
    for place, text in enumerate(texts, start=1):
        characters += len(text)
        if characters >= _AT_ONCE or place == len(texts):
            yield texts[first:place]
            first, characters = place, 0


def _sets_of_part(
    code: Codes, length: Ints, size: int, shortest: int
) -> tuple[Hashes, npt.NDArray[np.int64], Ints]:
    """Rising hashes of the runs; the number of each different run of each text, and the text, both rising."""
    starts = np.where(length >= max(size, shortest), length - size + 1, 0)
    own = np.repeat(np.arange(len(length)), starts)
    if not len(own):
        return np.empty(0, dtype=np.uint64), own, own
    at = np.arange(len(own)) + np.repeat(np.cumsum(length) - length - np.cumsum(starts) + starts, starts)
    signs, sign = _dense(code.astype(np.int64), int(code.max()) + 1)
    known, run = _dense(sign[at], signs)
    for step in range(1, size):
        known, run = _dense(run * signs + sign[at + step], known * signs)
    # any of the places at which a run stands tells its characters
    somewhere = np.empty(known, dtype=np.int64)
    somewhere[run] = at
    hashes, same = np.unique(
        run_hashes(code[somewhere[:, np.newaxis] + np.arange(size)]), return_inverse=True
    )
    in_text = np.sort(own * len(hashes) + same.reshape(-1)[run])
    own, run = np.divmod(in_text[np.diff(in_text, prepend=-1) > 0], len(hashes))
    return hashes, run, own


def _dense(number: Ints, below: int) -> tuple[int, Ints]:
    """How many different numbers there are, and each replaced by its place among them."""
    if below > _LARGEST_TABLE:
        different, place = np.unique(number, return_inverse=True)
        return len(different), place.reshape(-1).astype(np.int64)
    table = np.zeros(below, dtype=np.int32)
    table[number] = 1
    np.cumsum(table, out=table)
    return int(table[-1]), table[number].astype(np.int64) - 1
