"""A key of a program, and its calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.api import access
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from tests.web.publications.conftest import at, audit, report_files

__all__ = ["at", "audit", "report_files"]

Call = Callable[..., Any]


@pytest.fixture
def secret(process: Process, people: dict[str, Person]) -> str:
    """The secret of a key that the owner made."""
    return access.make_key(process, name="night script", days=7, by=people["owner"])[1]


@pytest.fixture
def push(secret: str) -> Call:
    """Push rows into a register of the process; other headers and another place where told."""

    def call(
        rows: Any,
        *,
        table: str = "duty",
        slug: str = "agenda",
        key: str | None = "first-call",
        bearer: str | None = None,
        **more: str,
    ) -> Any:
        headers = {"Authorization": f"Bearer {secret if bearer is None else bearer}", **more}
        if key is not None:
            headers["Idempotency-Key"] = key
        return Client().post(
            f"/api/v1/processes/{slug}/registers/{table}/rows",
            rows if isinstance(rows, str) else json.dumps(rows),
            content_type="application/json",
            headers=headers,
        )

    return call
