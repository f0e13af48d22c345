"""What all tests share: a builder of small dossiers and the places where data lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import settings

from obverse.evidence.engines.duckdb import DuckDB

# A slow machine is no defect, and a failure must come again: no deadlines, the same draws every time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

REPOSITORY = Path(__file__).resolve().parent.parent
BuildDossier = Callable[..., Path]


def _merged(defaults: Mapping[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any]:
    return {**defaults, **(given or {})}


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder of real data with published figures, where the machine has it."""
    folder = REPOSITORY.parent / "shared" / "data" / "open"
    if not folder.is_dir():
        pytest.skip("the folder with the full open data sets is not on this machine")
    return folder


@pytest.fixture(scope="session")
def database() -> Iterator[DuckDB]:
    """A database beside which small dossiers are opened by the hundred; an empty one costs more than such a dossier."""
    with closing(DuckDB()) as made:
        yield made


@pytest.fixture
def build_dossier(tmp_path: Path) -> BuildDossier:
    """Write a dossier from texts of CSV files and from parts of dossier.toml; returns its folder."""

    def build(tables: Mapping[str, str] | None = None, name: str = "dossier", **facts: Any) -> Path:
        directory = tmp_path / name
        (directory / "evidence").mkdir(parents=True)
        content: dict[str, Any] = {
            "process": _merged(
                {"id": "worked-case", "title": "Worked case (synthetic)"}, facts.get("process")
            ),
            "audit": _merged({"as_of": dt.date(2025, 1, 1)}, facts.get("audit")),
        }
        for section in ("coverage", "attributes", "threshold", "amendment"):
            if facts.get(section):
                content[section] = facts[section]
        (directory / "dossier.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
        for table, text in (tables or {}).items():
            (directory / "evidence" / f"{table}.csv").write_text(text.lstrip("\n"), encoding="utf-8")
        return directory

    return build
