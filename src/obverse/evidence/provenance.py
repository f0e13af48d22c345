"""Where a figure comes from: which files and rows, which were left out and why, with which versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
    """One table behind a figure: its file and digest, its rows, its grade and who supplied it."""

    table: str
    file: str
    sha256: str
    rows: int | None
    grade: str
    source: str
    complete: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The way back from a figure to the rows behind it.

    ``counted`` rows entered the figure; ``left_out`` counts the others by reason (a key of the indicator's
    texts); ``seed`` is the number from which all randomness of the estimate was drawn. Where rows are about people
    their numbers are rounded before they are told, and None stands for fewer than ten.
    """

    tables: tuple[TableUse, ...]
    counted: int | None
    left_out: Mapping[str, int | None] = field(default_factory=dict)
    grade: str = ""
    seed: int = 0
    indicator_version: int = 1
    program_version: str = ""
