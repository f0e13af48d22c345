"""Waves at every step, and a store of answers that each test has for itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from tests.web.surveys.holding import Held, opened_for_answers, prepared, with_codes


@pytest.fixture(autouse=True)
def _own_answers() -> Iterator[None]:
    """The store is no part of the database that is rolled back."""
    yield
    shutil.rmtree(Path(settings.DATA) / "answers", ignore_errors=True)


@pytest.fixture
def draft(process: Process) -> Held:
    """A draft that lacks nothing but its codes."""
    return prepared(process)


@pytest.fixture
def ready(draft: Held, people: dict[str, Person]) -> Held:
    """A draft that lacks nothing."""
    return with_codes(draft, people["auditor"])


@pytest.fixture
def running(draft: Held, people: dict[str, Person]) -> Held:
    """An open wave."""
    return opened_for_answers(draft, people["auditor"])
