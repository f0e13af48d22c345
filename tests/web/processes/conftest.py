"""A second synthetic body with a process of its own and somebody who owns it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Body, Process

Browser = Callable[[str], Client]


@pytest.fixture
def neighbour(people: dict[str, Person]) -> Process:
    """A process of another body, owned by the stranger of the first one."""
    body = Body.objects.create(name="Association of Samplebury (synthetic)")
    process = Process.objects.create(body=body, slug="garden", title="Shared garden (synthetic)")
    process.charter = {"process.problem": {"value": "A secret of Samplebury"}}
    process.save()
    Role.objects.create(person=people["stranger"], process=process, kind=Kind.OWNER)
    return process
