"""A small synthetic town with people in every role, and browsers for each of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Body, Process

PASSWORD = "correct horse battery staple"  # noqa: S105 - of nobody
ROLES = ("administrator", "owner", "clerk", "auditor", "group", "stranger")
# What a file of tests speaks of whose tests start installations or stores on the database in use.
_INSTALLS = re.compile(r"surroundings|installation|a_store|DATABASE_URL")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Beside another database than the embedded one, only what reaches a database can come out differently."""
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that do not use the database in use"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only repeat itself, if asked to."""
    if not config.getoption("--database-only", default=False):
        return
    left_out = [item for item in items if not uses_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def uses_the_database(item: pytest.Item) -> bool:
    """Whether a test uses the database that DATABASE_URL names; in doubt it does."""
    if not isinstance(item, pytest.Function):
        return False
    if item.get_closest_marker("embedded"):
        return False
    fixtures = {"db", "transactional_db", "variables", "kept"} & set(item.fixturenames)
    marked = item.get_closest_marker("django_db")
    return bool(fixtures or marked or _INSTALLS.search(inspect.getsource(item.module)))


@pytest.fixture
def process(db: None) -> Process:
    """A process that nobody has told anything about yet."""
    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    return Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)")


@pytest.fixture
def people(process: Process) -> dict[str, Person]:
    """One person in every role, and one who has none."""
    found = {}
    for role in ROLES:
        found[role] = Person.objects.create_user(
            f"{role}@example.org", PASSWORD, name=role, is_administrator=role == "administrator"
        )
        if role in Kind.values:
            group = "tenants" if role == Kind.GROUP else ""
            Role.objects.create(person=found[role], process=process, kind=role, group=group)
    return found


@pytest.fixture
def as_(people: dict[str, Person]) -> Callable[[str], Client]:
    """A browser in which somebody of a role is signed in; ``public`` is signed in nowhere."""

    def client(role: str) -> Client:
        browser = Client()
        if role != "public":
            browser.force_login(people[role])
        return browser

    return client


@pytest.fixture
def page() -> Callable[..., str]:
    """The text of an answer that has to be a page."""

    def read(answer: Any, status: int = 200) -> str:
        assert answer.status_code == status, answer.status_code
        return str(answer.content.decode())

    return read
