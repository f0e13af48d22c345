"""Walking once through a delimited text before it is read: rows, columns, cells, and a quotation that never ends."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.delimited import find_delimiter
from obverse.evidence.receiving.limits import Limits

# More than the widest table that is read can hold in one line of moderate cells.
_LONGEST_LINE = 1 << 23
_MANY_LINES = 100


def scan_delimited(file: Path, label: str, limits: Limits) -> list[Problem]:
    """What forbids reading a text as a table; nothing where it may be read. Rows count as in a spreadsheet."""
    lines = _Lines(file)
    # The module's own limit only ever grows: another thread may read at the same time.
    csv.field_size_limit(max(csv.field_size_limit(), limits.text_cell_bytes))
    row = cells = 0
    try:
        for found in csv.reader(lines, delimiter=find_delimiter(file)):
            row += 1
            cells += len(found)
            if len(found) > limits.columns:
                counts = {"found": str(len(found)), "limit": str(limits.columns)}
                return [Problem("too_many_columns", label, row, details=counts)]
            longest = limits.cell_bytes if row == 1 else limits.text_cell_bytes
            # Signs are at most four bytes long.
            if lines.since * 4 > longest and any(len(cell.encode()) > longest for cell in found):
                return [Problem("cell_too_long", label, row, details={"limit": str(longest)})]
            if row > limits.rows:
                return [Problem("too_many_rows", label, details={"limit": str(limits.rows)})]
            if cells > limits.cells:
                return [Problem("too_many_cells", label, row, details={"limit": str(limits.cells)})]
            lines.turn()
    except (_TooLong, csv.Error):
        # A cell that goes on for many lines is most often one whose end was lost.
        kind = "unclosed_quote" if len(lines.last) > _MANY_LINES else "cell_too_long"
        return [Problem(kind, label, row + 1, details={"limit": str(limits.text_cell_bytes)})]
    return [Problem("unclosed_quote", label, row)] if row and _is_open(lines.last) else []


class _TooLong(Exception):  # noqa: N818 - what the line is
    pass


@dataclass(slots=True)
class _Lines:
    """The lines of a text; ``since`` is how many signs came since the last row ended, ``last`` the last row's lines."""

    file: Path
    since: int = 0
    last: list[str] = field(default_factory=list)
    ended: bool = False

    def turn(self) -> None:
        self.since = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        with self.file.open(encoding="utf-8", newline="") as stream:
            while line := stream.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise _TooLong
                if self.ended:
                    self.last.clear()
                    self.ended = False
                self.since += len(line)
                self.last.append(line)
                yield line


def _is_open(lines: list[str]) -> bool:
    """Whether the last row ends within a quotation; a lenient reader would take all of it for one cell."""
    try:
        for _ in csv.reader(lines, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False
