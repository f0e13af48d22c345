"""A glance at a delimited text: whether it is beyond doubt a table within the limits, told from its bytes at once.

Where every quotation begins behind a separator and ends before one, quotation marks can be counted instead of
read. All other texts are walked through row by row, ten times as slowly.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from obverse.evidence.receiving.delimited import find_delimiter, read_header
from obverse.evidence.receiving.limits import Limits

_BLOCK = 1 << 22
_QUOTE, _END, _RETURN = b'"\n\r'
# So many quotation marks in a row are no table of ours.
_LONGEST_SEAM = 64


def is_regular(file: Path, limits: Limits) -> bool:
    """Whether a clean text is a table with regular quotations whose rows, cells and columns are within the limits."""
    sign = find_delimiter(file)
    columns = len(read_header(file, delimiter=sign))
    if not 1 <= columns <= limits.columns:
        return False
    glance = _Glance(ord(sign), limits.columns)
    with file.open("rb") as stream:
        while block := _block(stream):
            if not glance.look(block):
                return False
            longest = limits.cell_bytes if not glance.rows else limits.text_cell_bytes
            if glance.length > longest or glance.first > limits.cell_bytes:
                return False
            # The last row may lack its end.
            rows = glance.rows + bool(glance.length)
            if glance.longest > limits.text_cell_bytes or rows > limits.rows:
                return False
            if glance.cells + rows > limits.cells:
                return False
    return not glance.within


class _Glance:
    """What was seen so far: rows that ended, bytes of the first one, of the longest, of the one that goes on."""

    def __init__(self, separator: int, columns: int) -> None:
        self.separator, self.columns = separator, columns
        self.between = np.zeros(256, dtype=bool)
        self.between[[separator, _QUOTE, _END, _RETURN]] = True
        self.within = False
        self.before = _END
        self.rows = self.first = self.longest = self.length = self.separators = self.cells = 0

    def look(self, block: bytes) -> bool:
        """Look at the next bytes; false where quotation marks or line ends are not regular."""
        if block.count(b"\r") != block.count(b"\r\n"):
            return False
        signs = np.frombuffer(block, dtype=np.uint8)
        quotes = np.flatnonzero(signs == _QUOTE)
        if not self._are_regular(signs, quotes):
            return False
        ends = np.flatnonzero(signs == _END)
        if quotes.size or self.within:
            ends = ends[(np.searchsorted(quotes, ends) + self.within) % 2 == 0]
        if not self._are_narrow(signs, ends):
            return False
        self._measure(ends, len(block))
        # Those within quotations are counted too: close to the limit it is the walk that tells.
        self.cells += int(np.count_nonzero(signs == self.separator))
        self.within ^= bool(quotes.size % 2)
        self.before = int(signs[-1])
        return True

    def _are_regular(self, signs: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> bool:
        closing, opening = quotes[0::2], quotes[1::2]
        if not self.within:
            closing, opening = opening, closing
        before = np.where(opening > 0, signs[opening - 1], self.before)
        behind = closing[closing + 1 < signs.size] + 1
        return bool(self.between[before].all() and self.between[signs[behind]].all())

    def _are_narrow(self, signs: npt.NDArray[np.uint8], ends: npt.NDArray[np.intp]) -> bool:
        """Whether no row can have more cells than allowed: those with as many bytes are looked at more closely."""
        edges = np.concatenate([[-1], ends, [signs.size]])
        before = self.separators if ends.size else 0
        last = int(np.count_nonzero(signs[edges[-2] + 1 :] == self.separator))
        self.separators = last if ends.size else self.separators + last
        if int(np.diff(edges).max()) + self.length <= self.columns:
            return True
        separators = np.flatnonzero(signs == self.separator)
        counts = np.diff(np.searchsorted(separators, edges))
        counts[0] += before
        return bool(max(int(counts.max()), self.separators) < self.columns)

    def _measure(self, ends: npt.NDArray[np.intp], size: int) -> None:
        if not ends.size:
            self.length += size
            return
        lengths = np.diff(ends, prepend=-1)
        lengths[0] += self.length
        if not self.rows:
            self.first = int(lengths[0])
        self.longest = max(self.longest, int(lengths.max()))
        self.length = size - int(ends[-1]) - 1
        self.rows += ends.size


def _block(stream: BinaryIO) -> bytes:
    """The next bytes, so cut that what stands behind a quotation mark or a return stands in the same block."""
    block = stream.read(_BLOCK)
    for _ in range(_LONGEST_SEAM):
        if not block.endswith((b'"', b"\r")):
            break
        one = stream.read(1)
        if not one:
            break
        block += one
    return block
