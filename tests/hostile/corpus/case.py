"""What a hostile file is: how it is written and given, and what may come of it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

Write = Callable[[Path], list[Path]]
FAMILIES = (
    "bombs",
    "delimited",
    "encodings",
    "json_documents",
    "members",
    "overlaps",
    "projects",
    "strange_kinds",
    "workbook_cells",
    "workbook_parts",
)
# What a hostile file tries to fetch stands in a file of this content beside it.
SECRET = "planted-content-7f3ad1"  # noqa: S105 - it protects nothing
# What a hostile file tries to write outside carries this mark in its content.
ESCAPED = "escaped-mark-51c0e9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One hostile file (or a few that come together), and what may come of it.

    ``write`` puts it into a folder and returns what a person would give to the program. ``refused`` are kinds of
    problem, one of which must explain a refusal; none means that it must not be refused. ``read`` are, by table, how
    many rows must have been read; None means that it must not be read. ``holds`` are texts that must then stand in the
    evidence, ``says`` texts that must stand in the English letter.
    """

    family: str
    name: str
    write: Write
    platform: str = ""
    encoding: str = ""
    refused: tuple[str, ...] = ()
    read: Mapping[str, int] | None = None
    holds: tuple[str, ...] = field(default=())
    says: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a case of which nothing may come."""
        if not self.refused and self.read is None:
            raise ValueError(f"{self.family}, {self.name}: it may neither be refused nor be read")


def one(name: str, content: bytes | Callable[[], bytes]) -> Write:
    """Write one file."""

    def write(folder: Path) -> list[Path]:
        file = folder / name
        file.write_bytes(content if isinstance(content, bytes) else content())
        return [file]

    return write


def several(contents: Mapping[str, bytes]) -> Write:
    """Write files that are given together."""

    def write(folder: Path) -> list[Path]:
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        return [folder / name for name in contents]

    return write


@cache
def family(name: str) -> tuple[Hostile, ...]:
    """The cases of one family, in order.

    Raises:
        ValueError: two cases of it share a name.
    """
    found: Iterator[Hostile] = importlib.import_module(f"tests.hostile.corpus.{name}").cases()
    listed = tuple(found)
    names = [case.name for case in listed]
    if len(set(names)) < len(names) or any(case.family != name for case in listed):
        raise ValueError(f"{name}: two cases share a name, or one is of another family")
    return listed
