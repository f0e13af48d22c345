"""Samples of platforms, and imports that are done at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import obverse.connectors
from obverse.web.intake.asking import ask_import
from obverse.web.intake.models import Intake
from obverse.web.jobs.working import work_off
from obverse.web.people.models import Person
from obverse.web.processes.models import Process

SAMPLES = Path(obverse.connectors.__file__).parent
Import = Callable[..., Intake]


@pytest.fixture
def polis() -> list[tuple[str, Path | bytes]]:
    """The files of one conversation."""
    return [(file.name, file) for file in sorted((SAMPLES / "polis/sample/server").glob("*.csv"))]


@pytest.fixture
def bring_in(process: Process, people: dict[str, Person]) -> Import:
    """Have files read into the process, by its clerk, and wait for it."""

    def done(files: list[tuple[str, Path | bytes]], **asked: object) -> Intake:
        intake = ask_import(process, files, people["clerk"], **asked)  # type: ignore[arg-type]  # as the test says
        work_off()
        intake.refresh_from_db()
        process.refresh_from_db()
        return intake

    return done
