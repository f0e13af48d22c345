"""What the tests of the vocabulary share: every text of the room, wherever it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Written(NamedTuple):
    """A text as it is written in a TOML file of the room."""

    place: str
    en: str
    fr: str


def _walk(node: Any, place: str) -> Iterator[Written]:
    if isinstance(node, dict) and set(node) == {"en", "fr"}:
        yield Written(place, node["en"], node["fr"])
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, f"{place}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            name = value.get("id", number) if isinstance(value, dict) else number
            yield from _walk(value, f"{place}[{name}]")


@pytest.fixture(scope="session")
def room(repository: Path) -> Path:
    """The folder of the vocabulary."""
    return repository / "src" / "obverse" / "vocabulary"


@pytest.fixture(scope="session")
def every_text(room: Path) -> list[Written]:
    """Every text of every TOML file of the room in both languages."""
    found = [
        text
        for file in sorted(room.glob("*.toml"))
        for text in _walk(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    ]
    assert len(found) > 700
    return found
