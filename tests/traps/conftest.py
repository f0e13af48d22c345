"""What the tests of the traps share: the real audit of a small dossier, and the reading of its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import findings
from obverse.evidence.dossier import open_dossier
from obverse.evidence.engines.duckdb import DuckDB
from obverse.findings.finding import Finding
from obverse.quantities import Estimate, Result


@pytest.fixture
def judged(build_dossier: Callable[..., Path], database: DuckDB) -> Callable[..., dict[str, Finding]]:
    """Write a dossier and audit it with one indicator: its findings by subject."""
    built = iter(range(1000))

    def run(indicator: str, tables: Mapping[str, str], **facts: Any) -> dict[str, Finding]:
        directory = build_dossier(tables, name=f"dossier-{next(built)}", **facts)
        with closing(DuckDB(beside=database)) as engine:
            dossier = open_dossier(directory, engine=engine)
            return {one.subject: one for one in findings(dossier, only=[indicator], exact=True)}

    return run


def _figure(result: Result) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


@pytest.fixture(scope="session")
def figure() -> Callable[[Result], Estimate]:
    """The estimate in a result that must be one."""
    return _figure


def _table(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture(scope="session")
def table() -> Callable[[str, Iterable[str]], str]:
    """The text of a CSV file."""
    return _table
