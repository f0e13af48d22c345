"""What the tests of ways in share: an empty dossier, and a picture of all that a dossier holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FACTS = '[process]\nid = "x"\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n'
# The lock and an unfinished change are no part of what a dossier says.
PASSING = (".lock", ".change")
EmptyDossier = Callable[..., Path]
Picture = Callable[[Path], dict[str, bytes]]


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of keys, so that no test leaves one in the home of whoever runs it."""
    folder = tmp_path / "keys"
    monkeypatch.setenv("OBVERSE_KEYS", str(folder))
    return folder


@pytest.fixture
def empty_dossier(tmp_path: Path) -> EmptyDossier:
    """Make a dossier without evidence."""

    def make(name: str = "dossier", facts: str = FACTS) -> Path:
        directory = tmp_path / name
        (directory / "evidence").mkdir(parents=True)
        (directory / "dossier.toml").write_text(facts, encoding="utf-8")
        return directory

    return make


@pytest.fixture
def picture() -> Picture:
    """All files of a dossier with their bytes."""

    def take(directory: Path) -> dict[str, bytes]:
        return {
            file.relative_to(directory).as_posix(): file.read_bytes()
            for file in sorted(directory.rglob("*"))
            if file.is_file() and file.relative_to(directory).parts[0] not in PASSING
        }

    return take
