"""How much of a stranger's file the program is ready to take: sizes, counts, depths, memory and time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds: ``*_bytes`` in bytes, ``seconds`` in seconds, ``ratio`` unpacked to packed, all others counts.

    What each one bounds, and why it stands where it stands, is told in ``limits.toml``.
    """

    file_bytes: int
    unpacked_bytes: int
    member_bytes: int
    ratio: int
    members: int
    name_bytes: int
    rows: int
    columns: int
    cell_bytes: int
    text_cell_bytes: int
    cells: int
    xml_depth: int
    json_depth: int
    number_digits: int
    memory_bytes: int
    seconds: float
    output_bytes: int
    open_files: int
    stream_bytes: int
    streamed_bytes: int
    streamed_rows: int
    held_rows: int
    seconds_per_mebibyte: float

    def for_stream(self, size: int) -> Limits:
        """The limits for reading ``size`` bytes as a stream: more time, rows and disk, the same memory.

        >>> limits().for_stream(100 * MEBIBYTE).seconds
        110.0
        """
        return replace(
            self,
            rows=self.streamed_rows,
            cells=self.streamed_rows * self.columns,
            seconds=self.seconds + self.seconds_per_mebibyte * size / MEBIBYTE,
            output_bytes=self.output_bytes + 2 * size,
        )

    def with_(self, **changes: float) -> Limits:
        """The same limits but for those named.

        Raises:
            ValueError: a limit of that name does not exist, or is not above zero.

        >>> limits().with_(seconds=5).seconds
        5
        """
        unknown = set(changes) - {one.name for one in fields(self)}
        if unknown or any(value <= 0 for value in changes.values()):
            raise ValueError(
                f"limits have names and stand above zero: {', '.join(sorted(unknown or changes))}"
            )
        # Only seconds may be a fraction.
        whole = {name: value if name.startswith("seconds") else int(value) for name, value in changes.items()}
        return replace(self, **whole)  # type: ignore[arg-type]


@cache
def limits() -> Limits:
    """The limits that hold where nobody set others.

    >>> limits().file_bytes // MEBIBYTE
    50
    """
    text = resources.files("obverse.evidence.receiving").joinpath("limits.toml").read_text(encoding="utf-8")
    return Limits(**{name: entry["value"] for name, entry in tomllib.loads(text).items()})
