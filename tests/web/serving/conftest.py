"""An installation of its own for each test that starts one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving.running import Workspace, surroundings


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of a new installation that nobody has started yet."""
    with surroundings(tmp_path / "data") as found:
        yield found


@pytest.fixture
def workspace(tmp_path: Path, variables: dict[str, str]) -> Iterator[Workspace]:
    """A workspace that has just been started for the first time."""
    with Workspace(tmp_path / "data", variables) as started:
        yield started
